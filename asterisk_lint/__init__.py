"""asterisk-lint: keeps the module whitelist of an Asterisk PBX matched to its configuration."""

__version__ = "0.1.0"
