"""A real Asterisk, booted cut off from the world: for `verify` and for the tests."""
