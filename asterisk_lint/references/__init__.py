"""Names that refer to something: what a configuration declares, what it names, and what is
missing.
"""
