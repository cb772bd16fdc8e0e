"""Rewrite modules.conf: change as few bytes as possible, and verify the result before anything is
written.
"""
