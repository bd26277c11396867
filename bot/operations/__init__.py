"""What the people who run an installation do with it: back it up, put it back, ask what is wrong.

Each module has a `run(args)` for the command line, which prints in plain words and returns an exit code,
and pure or small functions below it that tests and other rooms can use.
"""
