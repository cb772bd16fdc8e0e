"""Looking at the machine that runs a PBX, or at copies of its files, and learning what the
repository does not show.
"""
