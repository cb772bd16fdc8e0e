"""What people keep, declare and ignore: the settings file `.asterisk-lint.yaml`."""
