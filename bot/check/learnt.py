"""Which facts a proof needs besides those that its rule names, noted so that the next check need not find out.

To find out takes more than half of the time that proving takes. What is noted is no part of the proof: with more facts
than needed a slice is larger, with too few the search goes on as without a note, and every state is explored in either
case; where a note makes a slice too large to explore, all begins anew without it. So a note that is stale or wrong
costs time and spoils no verdict (Beyer, Löwe, Novikov, Stahlbauer and Wendler 2013, Precision reuse for efficient
regression verification).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bot.check.prove import Prover
from bot.check.rules import Safety
from bot.dialog.model import Program, Release
from bot.dialog.schema import Shape
from bot.dialog.shape import open_file
from bot.dialog.signatures import LEARNT
from bot.problem import Problem

HEAD = """\
# Which facts each proof looks at besides those that its rule names. Written by `fragestod check --learn`; a line that
# is stale or missing costs time, and changes no verdict. Nobody has to read or sign this.
"""


class LearntFile(Shape):
    """The file rules/learnt.yaml. learnt: rule → names of facts, among them those of dialogs and of marks."""

    learnt: dict[str, list[str]] = {}


def read(release: Release, program: Program) -> Mapping[str, frozenset[int]]:
    """Rule → slots of the program that rules are proved on. Names of facts that are no more are passed over."""
    opened, _ = open_file(release.files, LEARNT, LearntFile)
    slots = {fact.name: slot for slot, fact in enumerate(program.facts)}
    noted = opened[1].learnt if opened else {}
    return {rule: frozenset(slots[name] for name in names if name in slots) for rule, names in noted.items()}


def problems(release: Release) -> list[Problem]:
    """Faults of the file's form."""
    return open_file(release.files, LEARNT, LearntFile)[1]


def written(prover: Prover, rules: Iterable[Safety]) -> str:
    """The file anew, for rules that were proved: of each as few facts as it needs."""
    names = [fact.name for fact in prover.program.facts]
    needed = {rule.name: _fewest(prover, rule) for rule in rules if prover.needed.get(rule.name)}
    lines = [
        f"  {rule}: [{', '.join(names[slot] for slot in sorted(facts))}]\n"
        for rule, facts in sorted(needed.items())
        if facts
    ]
    return "".join((HEAD, "learnt:\n" if lines else "learnt: {}\n", *lines))


def _fewest(prover: Prover, rule: Safety) -> frozenset[int]:
    """Each fact is left out in turn, and comes back where nothing is proved without it."""
    kept = prover.needed[rule.name]
    for fact in sorted(kept):
        if prover.suffices(rule, kept - {fact}):
            kept -= {fact}
    return kept
