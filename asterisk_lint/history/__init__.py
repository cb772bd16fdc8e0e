"""What a change introduced, and since which commit something has been the case."""
