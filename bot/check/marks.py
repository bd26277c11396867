"""What was passed on the way: a program with one more fact for each place that a rule asks about.

A state remembers no history. So that a rule can say "before" and "after", the program it is proved on gets a fact
"passed <place>", no at the start and yes from the moment a node of that place is arrived at. Everything else is the
same: the engine's conversations are, answer for answer, those of the release. A slice that does not look at a mark
drops it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from bot.conditions.domain import BOOLEAN, words
from bot.dialog.model import Change, FactSlot, Node, Program

YES = BOOLEAN.index("yes")


@dataclass(frozen=True, slots=True)
class Marked:
    """program: with the marks. slots: place → the slot of its mark."""

    program: Program
    slots: Mapping[str, int]


def mark(program: Program, places: Iterable[str]) -> Marked:
    """The program with a mark for each place (a dialog, or dialog.step) in the order given, each once."""
    names = tuple(dict.fromkeys(places))
    slots = {name: len(program.facts) + number for number, name in enumerate(names)}
    if not slots:
        return Marked(program, slots)
    return Marked(
        replace(
            program,
            facts=(*program.facts, *(FactSlot(f"passed {name}", words(BOOLEAN)) for name in names)),
            start=(*program.start, *(0 for _ in names)),
            nodes=tuple(_noted(node, slots) for node in program.nodes),
        ),
        slots,
    )


def stands_in(node: Node, place: str) -> bool:
    """Whether a node belongs to a dialog or a step of that name."""
    return place in (node.dialog, node.context)


def places(program: Program) -> set[str]:
    """All names that a rule may use for a place."""
    return {*program.dialogs, *(node.context for node in program.nodes)}


def _noted(node: Node, slots: Mapping[str, int]) -> Node:
    passed = tuple((slot, YES) for place, slot in slots.items() if stands_in(node, place))
    if not passed:
        return node
    arrive = node.arrive
    return replace(node, arrive=Change((*arrive.sets, *passed), arrive.computed, arrive.do))
