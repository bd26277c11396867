"""What no conversation can exceed, found by one pass over the steps: nearly every limit is held without a search.

Facts are not looked at, so ways that exclude each other may both be counted; see `longest` for the exact figure.
"""

from __future__ import annotations

from bot.check.ground import Measure
from bot.dialog.flow import calls as calls_of
from bot.dialog.flow import innermost_first, own, successors
from bot.dialog.model import Kind, Node, Program


class Ceiling:
    """The dialogs of a program, each after all that it calls."""

    def __init__(self, program: Program) -> None:
        self.program = program
        order = innermost_first(calls_of(program.nodes, program.dialogs))
        self.dialogs = [(name, own(program, program.dialogs[name])[::-1]) for name in order]
        self.named = {dialog.first: dialog.id for dialog in program.dialogs.values()}
        self.open = [node for node in program.nodes if node.waits and node.kind is not Kind.FINISH]

    def most(self, measure: Measure) -> dict[str, int]:
        """Entry → what no conversation from there can exceed, in the measure's unit."""
        sizes: dict[str, int] = {}
        for name, nodes in self.dialogs:  # steps lead only forward, so the last node comes first
            ahead: dict[int, int] = {}
            for node in nodes:
                way = max((ahead[index] for index in successors(node)), default=0)
                inner = sizes[self.named[node.entry]] if node.kind is Kind.CALL else 0
                ahead[node.index] = way + inner + _weight(measure, node)
            sizes[name] = ahead[nodes[-1].index]
        more = sum(jump.times * self._jumped(measure, jump.dialogs, jump.call) for jump in self.program.jumps)
        more += sum(jump.times * sizes[jump.dialog] for jump in self.program.jumps)
        return {entry: sizes[entry] + more for entry in self.program.entries}

    def _jumped(self, measure: Measure, barred: frozenset[str], call: bool) -> int:
        """A jump that comes back costs its tap, and the screen again; one that does not stands instead of an answer."""
        from_there = (node for node in self.open if node.dialog not in barred)
        if call:
            return max((measure.jump(node) + _screen(measure, node) for node in from_there), default=0)
        return max((max(0, measure.jump(node) - measure.answer(node)) for node in from_there), default=0)


def _weight(measure: Measure, node: Node) -> int:
    """A step's screen and its answer with every tick."""
    if not node.waits:
        return 0
    if node.kind is Kind.FINISH:
        return _screen(measure, node)
    return _screen(measure, node) + measure.answer(node) + len(node.options) * measure.tick(node)


def _screen(measure: Measure, node: Node) -> int:
    return sum(weight for _, weight in measure.screen(node))
