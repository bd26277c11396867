"""What the check costs: every rule over the shipped dialogs, over ten times as much, and a million states alone.

Each runs in a process of its own (`python -m bench.proving KIND`) and prints one JSON line. There is no peer: nobody
else proves rules over the states of dialogs, so the figures stand against what was promised.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bench.rounds import ROOT

if TYPE_CHECKING:
    from bot.check.rules import Safety
    from bot.dialog.model import Program

KINDS = ("shipped", "tenfold", "million")
FEW = "few"
"""The shipped dialogs and one rule in a hundred: shows that it runs."""
MILLION = 1_000_000


@dataclass(frozen=True)
class Proved:
    """seconds: of one processor. states: explored. memory: most bytes that the process ever held."""

    dialogs: int
    screens: int
    rules: int
    seconds: float
    states: int
    memory: int


def measure(kind: str) -> Proved:
    """Let a fresh process prove."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "bench.proving", kind]
    done = subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True)
    return Proved(**json.loads(done.stdout))


def work(kind: str, most: int = MILLION) -> Proved:
    """Load, prove, and look at the clock. kind: of `KINDS`, or `FEW`. What the check has, plans and what was noted of
    earlier proofs, it has here as well; of ten parts the plans walk the first.

    most: states after which a proof is given up, as that of the million is.
    """
    from bench.tenfold import tenfold
    from bot.check import learnt
    from bot.check.plans import passed
    from bot.check.prove import Prover, prove_all
    from bot.check.rules import read_rules
    from bot.dialog.folder import read_folder
    from bot.dialog.load import load, no_collector
    from bot.plans.form import files as plans

    files = read_folder(ROOT / "dialogs")
    loaded = load(files if kind in ("shipped", FEW) else tenfold(files))
    assert loaded.release, loaded.problems
    rules = read_rules(loaded.release)[0]
    program = rules[0].program
    if kind == "million":
        rules = (_many(program),)
    if kind == FEW:
        rules = rules[::100]
    begun = time.process_time()
    with no_collector():  # as in the check
        known = passed(program, plans(ROOT / "dialogs"))
        prover = Prover(program, most, known, learnt.read(loaded.release, program))
        states = sum(proof.states for _, proof in prove_all(rules, most, prover))
    seconds = time.process_time() - begun
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    screens = sum(node.waits for node in program.nodes)
    return Proved(len(program.dialogs), screens, len(rules), seconds, states, memory)


def _many(program: Program) -> Safety:
    """A rule that looks at every fact that decides an answer, on every screen, and always holds."""
    from bot.check.rules import Safety
    from bot.conditions.core import slots

    read = (edge.condition for node in program.nodes for edge in (*node.edges, *node.options))
    return Safety(
        name="million",
        says="A rule that looks at many facts.",
        where=next(iter(program.dialogs.values())).where,
        facts=frozenset().union(*(slots(condition) for condition in read if condition is not None)),
        actions=0,
        speaks=lambda node, facts: True,
        holds=lambda node, facts, actions: True,
        fits=lambda node: True,
        sees=lambda node: node.index,
        program=program,
    )


if __name__ == "__main__":
    print(json.dumps(vars(work(sys.argv[1]))))
