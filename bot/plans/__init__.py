"""Plans: written conversations that must stay as they are.

`form` reads and writes the file; `replay` runs one against a program, and writes one down from answers that were given.
Knows no door: the engine alone is asked, in Swedish. Form and commands: docs/plans.md.
"""
