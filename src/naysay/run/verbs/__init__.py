"""The verbs of the command line: each is a file, loaded when it is called.

The docstring of a file is the verb's help text. Its function ``verb`` does the work; the parameters of the
function are the arguments and options.
"""
