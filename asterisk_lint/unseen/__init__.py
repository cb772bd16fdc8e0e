"""What could use modules and cannot be read here."""
