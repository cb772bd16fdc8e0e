"""Rebuild a release's catalog from Asterisk's own sources: `python -m tools.catalog_generator
SOURCE_TREE`.
"""
