"""Look at the machine that runs a PBX, or at copies of its files, and learn what the repository
does not show.
"""
