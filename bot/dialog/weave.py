"""A program and an organisation's own screens → the program with them in it. Pure; changes no state but adds nodes.

Nodes are numbered in the order of the flow, and every check relies on it, so all are numbered anew. “Before” a step
means before it on each way to it. “After” means on each way out of it: where its answers lead to different steps, the
screen stands once before each of them, so that what an answer means and where it leads stays as it was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace

from bot.conditions import core
from bot.conditions.evaluate import Test, compile_condition
from bot.dialog.model import NOTHING, Edge, Kind, Node, Program

LEADS_ON = frozenset((Kind.SAY, Kind.ASK, Kind.SEVERAL, Kind.CALL))
"""What something can stand after: an ending has no way out, and of a route nothing is seen."""


@dataclass(frozen=True, slots=True)
class Own:
    """A screen and where it is put. anchor: “dialog.step”, as in `Node.context`. node: whole but for its numbers."""

    anchor: str
    is_after: bool
    node: Node


def may_stand_after(node: Node) -> bool:
    """Whether a screen can be put after a step."""
    return node.kind in LEADS_ON


def weave(program: Program, owns: Iterable[Own]) -> Program:
    """The program with the screens in it; those of one place stand in the order given. All anchors exist."""
    loom = _Loom(program)
    wanted = tuple(owns)
    for own in wanted:
        (loom.after if own.is_after else loom.before).setdefault(own.anchor, []).append(own.node)
    return loom.woven() if wanted else program


@dataclass(slots=True)
class _Loom:
    """Numbers while nothing is settled: old nodes keep theirs, new ones get the next; ~n is old node n itself, past
    what stands before it."""

    program: Program
    before: dict[str, list[Node]] = field(default_factory=dict)
    after: dict[str, list[Node]] = field(default_factory=dict)
    entrance: dict[int, int] = field(default_factory=dict)
    next: int = 0

    def woven(self) -> Program:
        self.next = len(self.program.nodes)
        order = [node for step in _steps(self.program) for node in self._step(step)]
        number = {node.index: place for place, node in enumerate(order)}

        def to(index: int) -> int:
            return number[~index] if index < 0 else number[self.entrance.get(index, index)]

        nodes = tuple(_numbered(node, number[node.index], to) for node in order)
        return replace(
            self.program,
            nodes=nodes,
            dialogs={name: replace(each, first=to(each.first)) for name, each in self.program.dialogs.items()},
            jumps=tuple(replace(jump, entry=to(jump.entry)) for jump in self.program.jumps),
        )

    def _step(self, step: tuple[Node, ...]) -> Iterator[Node]:
        """A step's nodes with what stands around them."""
        first = step[0]
        if ahead := self.before.get(first.context):
            self.entrance[first.index] = self.next
            yield from self._chain(ahead, ~first.index, "", (first.when, first.condition))
        behind = self.after.get(first.context)
        if not behind:
            yield from step
            return
        inside = {node.index for node in step}
        ways = dict.fromkeys(edge.target for node in step for edge in node.edges if edge.target not in inside)
        chains, starts = [], {}
        for place, target in enumerate(ways):
            starts[target] = self.next
            chains += self._chain(behind, target, f"#{place}" if place else "", (None, None))
        yield from (
            replace(node, edges=tuple(replace(e, target=starts.get(e.target, e.target)) for e in node.edges))
            for node in step
        )
        yield from chains

    def _chain(
        self, nodes: list[Node], target: int, part: str, only: tuple[Test | None, core.Condition | None]
    ) -> list[Node]:
        """Screens one after the other, then the target. only: the condition under which all of them are shown."""
        found = []
        for place, node in enumerate(nodes):
            follows = target if place == len(nodes) - 1 else self.next + 1
            test, condition = _both(only, (node.when, node.condition))
            edge = Edge(None, NOTHING, follows, where=node.where)
            named = replace(node, index=self.next, id=node.id + part, after=follows, edges=(edge,))
            found.append(replace(named, when=test, condition=condition))
            self.next += 1
        return found


def _steps(program: Program) -> Iterator[tuple[Node, ...]]:
    """The nodes of each step, in order."""
    step: list[Node] = []
    for node in program.nodes:
        if step and node.context != step[0].context:
            yield tuple(step)
            step = []
        step.append(node)
    if step:
        yield tuple(step)


def _both(
    one: tuple[Test | None, core.Condition | None], other: tuple[Test | None, core.Condition | None]
) -> tuple[Test | None, core.Condition | None]:
    if one[1] is None or other[1] is None:
        return one if other[1] is None else other
    condition = core.And((one[1], other[1]))
    return compile_condition(condition), condition


def _numbered(node: Node, index: int, to: Callable[[int], int]) -> Node:
    return replace(
        node,
        index=index,
        after=to(node.after),
        edges=tuple(replace(edge, target=to(edge.target)) for edge in node.edges),
        branches=tuple((test, to(target), condition) for test, target, condition in node.branches),
        entry=to(node.entry) if node.kind is Kind.CALL else node.entry,
    )
