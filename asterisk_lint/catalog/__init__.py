"""What each module of each Asterisk release provides and needs (docs/architecture.md)."""
