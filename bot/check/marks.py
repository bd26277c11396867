"""What was passed on the way: a program with one more fact for each thing that a rule asks about.

A state remembers no history. So that a rule can say "before" and "after", the program it is proved on gets a fact
"passed <place>", no at the start and yes from the moment a node of that place is arrived at. A fact "done <group>"
tells in the same way that one of a group of actions was gathered, where looking at each of them would make too many
states. Everything else is the same: the engine's conversations are, answer for answer, those of the release. A slice
that does not look at a mark drops it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from bot.conditions.domain import BOOLEAN, words
from bot.dialog.model import Change, FactSlot, Node, Program

YES = BOOLEAN.index("yes")
NONE: Mapping[str, int] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Marked:
    """program: with the marks. slots: place or group → the slot of its mark."""

    program: Program
    slots: Mapping[str, int]


def mark(program: Program, places: Iterable[str], groups: Mapping[str, int] = NONE) -> Marked:
    """The program with a mark for each place (a dialog, or dialog.step) in the order given, each once.

    groups: name of a group → the bits of its actions; a mark for each.
    """
    passed = {name: f"passed {name}" for name in places}
    done = {name: f"done {name}" for name in groups}
    slots = {name: len(program.facts) + number for number, name in enumerate({**passed, **done})}
    if not slots:
        return Marked(program, slots)
    return Marked(
        replace(
            program,
            facts=(*program.facts, *(FactSlot(name, words(BOOLEAN)) for name in {**passed, **done}.values())),
            start=(*program.start, *(0 for _ in slots)),
            nodes=tuple(_noted(node, slots, groups) for node in program.nodes),
        ),
        slots,
    )


def stands_in(node: Node, place: str) -> bool:
    """Whether a node belongs to a dialog or a step of that name."""
    return place in (node.dialog, node.context)


def places(program: Program) -> set[str]:
    """All names that a rule may use for a place."""
    return {*program.dialogs, *(node.context for node in program.nodes)}


def _noted(node: Node, slots: Mapping[str, int], groups: Mapping[str, int]) -> Node:
    def noted(change: Change, passed: tuple[tuple[int, int], ...] = ()) -> Change:
        done = tuple((slots[name], YES) for name, bits in groups.items() if change.do & bits)
        return Change((*change.sets, *passed, *done), change.computed, change.do) if passed or done else change

    names = dict.fromkeys((node.dialog, node.context))
    here = tuple(sorted((slots[name], YES) for name in names if name in slots and name not in groups))
    return replace(
        node,
        arrive=noted(node.arrive, here),
        edges=tuple(replace(edge, change=noted(edge.change)) for edge in node.edges),
        options=tuple(replace(option, change=noted(option.change)) for option in node.options),
    )
