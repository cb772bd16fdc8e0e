"""Where files come from: the work tree, the Git index, a Git revision; and which PBXs are in them."""
