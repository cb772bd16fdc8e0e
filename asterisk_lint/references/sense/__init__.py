"""Dialplan that Asterisk loads and that cannot do what it says: steps that no call reaches,
patterns that match nothing, arguments that an application ignores.
"""
