"""One file per command of the command line: `add_arguments(parser)`, and a function of the
command's name from arguments to exit status.
"""
