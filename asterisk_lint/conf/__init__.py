"""Asterisk's configuration syntax, exactly as main/config.c takes it."""
