"""The language server: what an editor shows of a check, and what it may change."""
