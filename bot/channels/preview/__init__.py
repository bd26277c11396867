"""The author's page on this machine: the dialogs drawn, their problems and rules, and a talk from any step.

It follows the files as they are saved. `folders` reads and watches them, `desk` keeps what is known of them now and
the last picture that was good, `prover` proves the rules in a process of its own, `playing` runs the engine from any
step, `pages` draws the page, `app` serves it to this machine alone. Nothing is kept but a plan that the author saves.
"""
