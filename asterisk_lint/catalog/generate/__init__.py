"""Rebuild a release's catalog from Asterisk's own sources: `python -m asterisk_lint.catalog.generate SOURCE_TREE`."""
