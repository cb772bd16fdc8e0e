"""The sources of files (the work tree, the Git index, a Git revision), and which PBXs they
contain.
"""
