"""The file `.asterisk-lint.observed.yaml`: what the machine that runs a PBX shows and its
repository does not.
"""
