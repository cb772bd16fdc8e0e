"""One run over many PBXs: which PBXs, in how many processes, what the cache contains, and how the
result is printed.
"""
