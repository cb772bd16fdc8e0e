"""Asterisk's configuration syntax, exactly as main/config.c reads it."""
