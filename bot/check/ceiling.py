"""What no conversation can exceed, found by one pass over the steps: nearly every limit is held without a search.

Facts are looked at on one screen alone, where texts often stand for each other, so ways that exclude each other may
both be counted; see `longest` for the exact figure.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from bot.check.apart import cases
from bot.check.ground import Measure
from bot.conditions.evaluate import compile_condition
from bot.dialog.flow import calls as calls_of
from bot.dialog.flow import innermost_first, own, successors
from bot.dialog.model import Jump, Kind, Node, Program

CASES = 400
"""Of a screen with more cases than these all texts are counted."""


@dataclass(frozen=True, slots=True)
class Heights:
    """Of each node what no conversation can exceed from there to the end of its dialog. ahead: without jumps; jumped:
    for each jump, the most that one use of it adds; seen: its screen alone."""

    jumps: Sequence[Jump]
    ahead: Mapping[int, int]
    jumped: Sequence[Mapping[int, int]]
    seen: Mapping[int, int]

    def more(self, places: Collection[int], left: Sequence[int]) -> int:
        """What jumps can add where so many uses of each are left; from these nodes on, or from inside a jump."""
        inside = [jump.entry for jump, uses in zip(self.jumps, left, strict=True) if uses]
        everywhere = (*places, *inside)
        return sum(
            uses * max(add[index] for index in everywhere)
            for uses, add in zip(left, self.jumped, strict=True)
            if uses and everywhere
        )


class Ceiling:
    """dialogs: those of a program, each after all that it calls. open: nodes that wait for an answer. follow: of each
    node those that may follow."""

    def __init__(self, program: Program) -> None:
        self.program = program
        order = innermost_first(calls_of(program.nodes, program.dialogs))
        self.dialogs = [own(program, program.dialogs[name])[::-1] for name in order]
        self.follow = [successors(node) for node in program.nodes]
        self.open = [node for node in program.nodes if node.waits and node.kind is not Kind.FINISH]

    def most(self, measure: Measure) -> dict[str, int]:
        """Entry → what no conversation from there can exceed, in the measure's unit."""
        seen = screens(self.program, measure)
        ahead = self._ahead(measure, seen)
        more = sum(
            jump.times * (ahead[jump.entry] + max((_once(seen, measure, jump, node) for node in self.open), default=0))
            for jump in self.program.jumps
        )
        return {entry: ahead[self.program.dialogs[entry].first] + more for entry in self.program.entries}

    def heights(self, measure: Measure) -> Heights:
        """The same of each node, with jumps only where one is still possible."""
        seen = screens(self.program, measure)
        jumps, ahead = self.program.jumps, self._ahead(measure, seen)
        return Heights(jumps, ahead, [self._jumped(seen, measure, jump, ahead[jump.entry]) for jump in jumps], seen)

    def _ahead(self, measure: Measure, seen: Mapping[int, int]) -> dict[int, int]:
        ahead: dict[int, int] = {}
        for nodes in self.dialogs:  # steps lead only forward, so the last node comes first
            for node in nodes:
                way = max((ahead[index] for index in self.follow[node.index]), default=0)
                inner = ahead[node.entry] if node.kind is Kind.CALL else 0
                ahead[node.index] = way + inner + _weight(seen, measure, node)
        return ahead

    def _jumped(self, seen: Mapping[int, int], measure: Measure, jump: Jump, inside: int) -> dict[int, int]:
        """Of each node the most that a use of a jump adds there or later in its dialog. inside: in the jump's own."""
        found: dict[int, int] = {}
        for nodes in self.dialogs:
            for node in nodes:
                onward = [*self.follow[node.index], *((node.entry,) if node.kind is Kind.CALL else ())]
                here = node.waits and node.kind is not Kind.FINISH and node.dialog not in jump.dialogs
                own_use = inside + _once(seen, measure, jump, node) if here else 0
                found[node.index] = max((own_use, *(found[index] for index in onward)))
        return found


def _once(seen: Mapping[int, int], measure: Measure, jump: Jump, node: Node) -> int:
    """A jump that comes back costs its tap, and the screen again; one that does not stands instead of an answer.

    seen: what each node's screen costs.
    """
    if node.dialog in jump.dialogs:
        return 0
    tap = measure.jump(node)
    return tap + seen[node.index] if jump.call else max(0, tap - measure.answer(node))


def screens(program: Program, measure: Measure) -> dict[int, int]:
    """Of each node that waits the most that its screen can weigh: of texts that exclude each other only one counts."""
    return {node.index: _screen(program, measure, node) for node in program.nodes if node.waits}


def _screen(program: Program, measure: Measure, node: Node) -> int:
    parts = [(condition, weight) for condition, weight in measure.screen(node) if weight]
    whole = sum(weight for _, weight in parts)
    tests = [(compile_condition(condition), weight) for condition, weight in parts if condition is not None]
    if len(tests) < 2:
        return whole
    found = list(islice(cases(program, (c for c, _ in parts if c is not None)), CASES + 1))
    if len(found) > CASES:
        return whole
    always = whole - sum(weight for _, weight in tests)
    return always + max(sum(weight for test, weight in tests if test(facts)) for _, facts in found)


def _weight(seen: Mapping[int, int], measure: Measure, node: Node) -> int:
    """A step's screen and its answer with every tick."""
    if not node.waits:
        return 0
    if node.kind is Kind.FINISH:
        return seen[node.index]
    return seen[node.index] + measure.answer(node) + len(node.options) * measure.tick(node)
