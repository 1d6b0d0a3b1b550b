"""The command line: one file a command; each parses, calls one function and prints.

Data goes to standard output, talk to standard error. Nothing is decided here that a Python caller would
miss. Modules of commands are imported only when their command runs.
"""
