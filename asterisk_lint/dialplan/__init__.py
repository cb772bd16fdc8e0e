"""The dialplan in all its languages, and what its steps use."""
