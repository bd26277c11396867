"""What each command takes and does, a module a command: `arguments(parser)` and `run(args)`, the exit code.

A module is imported when its command is chosen, so that no command pays for another's packages.
"""
