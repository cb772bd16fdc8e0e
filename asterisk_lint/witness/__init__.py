"""A real Asterisk, booted in a sandbox: for `verify` and for the tests."""
