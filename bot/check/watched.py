"""A program that notes what is asked of it: the same nodes, each condition telling when it holds and when it does not.

Whoever runs it runs the engine itself; there is no second interpreter. A node without a condition of its own gets one
that always holds, so that passing it is noted too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from bot.conditions import core
from bot.conditions.core import Condition, slots
from bot.conditions.evaluate import Test
from bot.dialog.model import Action, ActionForm, Edge, Jump, Kind, Node, Passage, Program
from bot.dialog.tree import Path

HOUSE, ACTIONS = "house.yaml", "actions.yaml"
Ruled = TypeVar("Ruled", Edge, Passage, Jump, ActionForm)


@dataclass(frozen=True, slots=True)
class Point:
    """A condition of the content: where it stands, and its tree."""

    file: str
    path: Path
    condition: Condition


@dataclass(slots=True)
class Notes:
    """nodes: those passed or waited at. outcomes: what each condition was. values: what each of its facts was then."""

    nodes: set[int] = field(default_factory=set)
    outcomes: defaultdict[Point, set[bool]] = field(default_factory=lambda: defaultdict(set))
    values: defaultdict[tuple[Point, int], set[int]] = field(default_factory=lambda: defaultdict(set))


def watched(program: Program) -> tuple[Program, tuple[Point, ...], Notes]:
    """The program that notes, all its conditions, and the notes that it will write."""
    watcher = _Watcher(Notes())
    watching = replace(
        program,
        nodes=tuple(watcher.node(node) for node in program.nodes),
        jumps=tuple(watcher.ruled(jump, HOUSE, ("jumps", n)) for n, jump in enumerate(program.jumps)),
        actions={name: watcher.action(action) for name, action in program.actions.items()},
    )
    return watching, tuple(watcher.points), watcher.notes


def answer_path(node: Node, label: str | None) -> Path:
    """Where an answer of a node stands in its file; all numbers, and all municipalities, are one line."""
    key = node.context.partition(".")[2]
    if node.pick is not None:
        return ("steps", key, "pick")
    if any(not edge.translate for edge in node.edges):
        return ("steps", key, "number")
    return ("steps", key, "several" if node.kind is Kind.SEVERAL else "choices", label or "")


@dataclass(slots=True)
class _Watcher:
    notes: Notes
    points: list[Point] = field(default_factory=list)

    def node(self, node: Node) -> Node:
        step = ("steps", node.context.partition(".")[2])
        own = self.noting(node.when, node.condition, node.where.file, (*step, "when"))
        branches = []
        for number, (test, target, condition) in enumerate(node.branches):
            path = (*step, "route", number, "when")
            branches.append((self.noting(test, condition, node.where.file, path), target, condition))
        return replace(
            node,
            when=self.passing(node.index, own),
            edges=tuple(self.ruled(e, node.where.file, answer_path(node, e.label)) for e in node.edges),
            options=tuple(self.ruled(e, node.where.file, answer_path(node, e.label)) for e in node.options),
            passages=tuple(self.ruled(p, node.where.file, (*step, "say", n)) for n, p in enumerate(node.passages)),
            branches=tuple(branches),
        )

    def action(self, action: Action) -> Action:
        path = ("actions", action.id, "variants")
        forms = (self.ruled(form, ACTIONS, (*path, number)) for number, form in enumerate(action.forms))
        return replace(action, forms=tuple(forms))

    def ruled(self, part: Ruled, file: str, path: Path) -> Ruled:
        """A part with a condition, which notes from now on."""
        return replace(part, when=self.noting(part.when, part.condition, file, (*path, "when")))

    def passing(self, index: int, own: Test | None) -> Test:
        nodes = self.notes.nodes

        def passes(facts: Sequence[int]) -> bool:
            if own is not None and not own(facts):
                return False
            nodes.add(index)
            return True

        return passes

    def noting(self, test: Test | None, condition: Condition | None, file: str, path: Path) -> Test | None:
        if test is None or condition is None:
            return None
        point = Point(file, path, condition)
        self.points.append(point)
        outcomes = self.notes.outcomes[point]
        values = [(slot, self.notes.values[point, slot]) for slot in sorted(slots(condition))]

        def notes(facts: Sequence[int]) -> bool:
            holds = test(facts)
            outcomes.add(holds)
            for slot, seen in values:
                seen.add(facts[slot])
            return holds

        return notes


def classes(condition: Condition) -> Iterator[tuple[int, frozenset[int]]]:
    """The values that a condition's author told apart: (slot, listed values), each listed one and the rest are cases.

    Of a comparison between numbers only its outcomes count, so it lists none.
    """
    match condition:
        case core.Member(slot=slot, values=values):
            yield slot, values
        case core.And(parts=parts) | core.Or(parts=parts):
            for part in parts:
                yield from classes(part)
        case core.Not(part=part):
            yield from classes(part)
        case core.Compare(left=left, right=right):
            for amount in (left, right):
                if isinstance(amount, core.Count):
                    for part in amount.parts:
                        yield from classes(part)
