"""What is the same however many facts a search knows: what is measured, which steps matter to it, and which facts.

Textbook analyses over the nodes of all dialogs: steps that change nothing measured are passed at once, facts that
nothing may look at any more are forgotten, and values that no condition tells apart are one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property
from typing import Protocol

from bot.check.layout import Fields, Layout, laid_out
from bot.conditions import core
from bot.dialog.flow import successors
from bot.dialog.model import Kind, Node, Program


class Measure(Protocol):
    """What is measured. Weights are whole numbers, never negative."""

    def screen(self, node: Node) -> tuple[tuple[core.Condition | None, int], ...]:
        """The parts of a screen: each counts where its condition holds."""
        ...

    def answer(self, node: Node) -> int:
        """An answer of the node's own, without its ticks."""
        ...

    def tick(self, node: Node) -> int:
        """One tick of a choose-several."""
        ...

    def jump(self, node: Node) -> int:
        """A jump from a node."""
        ...


class Ground:
    """What is the same however many facts are known. ahead: node → the first node on its way that matters.

    alive: for each node the facts that may still be looked at from there on; calm: when no jump that returns is left.
    """

    def __init__(self, program: Program, measure: Measure) -> None:
        self.program, self.measure = program, measure
        self.layout = laid_out(program)
        self.ahead = _ahead(program, measure)
        read = [self.layout.fields(_read(measure, node)) for node in program.nodes]
        self.alive = _alive(program, self.layout, read, self.ahead, returning=True)
        self.calm = _alive(program, self.layout, read, self.ahead, returning=False)
        self.flows = tuple(_flows(program))
        self.same = cache(self._same)

    def sources(self, slots: Iterable[int]) -> frozenset[int]:
        """The facts that these are computed from or copied from anywhere."""
        return frozenset().union(*(reads for slot, reads in self.flows if slot in slots))

    @cached_property
    def asking(self) -> Mapping[int, Sequence[core.Condition]]:
        """Fact → the conditions that matter and look at it."""
        found: dict[int, list[core.Condition]] = {}
        for tree in {id(tree): tree for tree in _conditions(self.program, self.measure, self.ahead)}.values():
            for slot in core.slots(tree):
                found.setdefault(slot, []).append(tree)
        return found

    def _same(self, slot: int) -> tuple[int, ...]:
        """Value → the value that stands for it: the first that no condition tells apart from it."""
        program = self.program
        every = range(len(program.facts[slot].domain.values))
        told: list[frozenset[int]] = []
        for tree in self.asking.get(slot, ()):
            members = _members(tree, slot)
            if members is None:
                return tuple(every)
            told += members
        copied = any(slot in reads for _, reads in self.flows)
        if copied or any(jump.counter == slot for jump in program.jumps):
            return tuple(every)
        first: dict[tuple[bool, ...], int] = {}
        return tuple(first.setdefault(tuple(value in values for values in told), value) for value in every)


def _members(tree: core.Condition, slot: int) -> list[frozenset[int]] | None:
    """The sets of values that a condition compares a fact with; None when it reads its number."""
    match tree:
        case core.Member(values=values):
            return [values] if tree.slot == slot else []
        case core.And(parts=parts) | core.Or(parts=parts):
            found = [_members(part, slot) for part in parts]
        case core.Not(part=part):
            found = [_members(part, slot)]
        case core.Compare(left=left, right=right):
            found = [_counted(amount, slot) for amount in (left, right)]
    whole: list[frozenset[int]] = []
    for members in found:
        if members is None:
            return None
        whole += members
    return whole


def _counted(amount: core.Amount, slot: int) -> list[frozenset[int]] | None:
    if isinstance(amount, core.Count):
        found: list[frozenset[int]] = []
        for part in amount.parts:
            members = _members(part, slot)
            if members is None:
                return None
            found += members
        return found
    return None if slot in core.slots(amount) else []


def _flows(program: Program) -> Iterator[tuple[int, frozenset[int]]]:
    """(fact, the facts that it is computed or copied from), for each place where that happens."""
    for node in program.nodes:
        for change in (node.arrive, node.enter, *(edge.change for edge in (*node.edges, *node.options))):
            yield from ((slot, reads) for slot, _, reads in change.computed)
        yield from ((mine, frozenset((its,))) for mine, its, _ in node.results)


def _ahead(program: Program, measure: Measure) -> list[int]:
    """Node → the node that it comes to without anything happening that matters here: no screen, no fact set, and
    wherever its conditions lead, the same node. All endings that weigh nothing are one."""
    nodes = program.nodes
    ahead = list(range(len(nodes)))
    ends = [n.index for n in nodes if n.kind is Kind.FINISH and not any(part for _, part in measure.screen(n))]
    for index in sorted(ahead, reverse=True):
        node = nodes[index]
        if index in ends:
            ahead[index] = ends[0]
        elif node.kind in (Kind.ROUTE, Kind.CALL) and not (node.arrive.sets or node.arrive.computed):
            targets = {ahead[target] for target in successors(node)}
            calm = node.kind is Kind.ROUTE or (_is_empty(nodes, ahead, node) and not node.results)
            if calm and len(targets) == 1:
                ahead[index] = targets.pop()
    return ahead


def _is_empty(nodes: Sequence[Node], ahead: Sequence[int], call: Node) -> bool:
    """Whether the dialog that is called returns at once."""
    return nodes[ahead[call.entry]].kind is Kind.RETURN


def _read(measure: Measure, node: Node) -> frozenset[int]:
    """The facts that the node itself may look at."""
    trees = [node.condition, *(c for _, _, c in node.branches), *(e.condition for e in (*node.edges, *node.options))]
    trees += [condition for condition, weight in measure.screen(node) if weight] if node.waits else []
    found: frozenset[int] = frozenset().union(*(core.slots(tree) for tree in trees if tree is not None))
    return found


def _conditions(program: Program, measure: Measure, ahead: Sequence[int]) -> Iterator[core.Condition]:
    """All conditions that matter."""
    for node in program.nodes:
        if ahead[node.index] != node.index:
            continue
        trees = [node.condition, *(c for _, _, c in node.branches)]
        trees += [e.condition for e in (*node.edges, *node.options)]
        trees += [condition for condition, weight in measure.screen(node) if weight] if node.waits else []
        yield from (tree for tree in trees if tree is not None)
    yield from (jump.condition for jump in program.jumps if jump.condition is not None)


def _alive(
    program: Program, layout: Layout, read: Sequence[Fields], ahead: Sequence[int], *, returning: bool
) -> list[Fields]:
    """For each node, the facts that may still be looked at from there on. read: those that are looked at there.

    Too often, never too seldom: what ends a dialog leads to all that call it, and jumps lead from everywhere.
    returning: whether a jump that returns may still be taken.
    """
    nodes = program.nodes
    jumps = [jump for jump in program.jumps if returning or not jump.call]
    leaps = layout.fields(slot for jump in jumps if jump.condition for slot in core.slots(jump.condition))
    leaps |= layout.fields(jump.counter for jump in program.jumps)
    open_nodes = {node.index for node in nodes if node.waits and node.kind is not Kind.FINISH}
    follow = []
    alive = [fields | (leaps if node.index in open_nodes else 0) for node, fields in zip(nodes, read, strict=True)]
    calling: dict[int, list[Node]] = {}
    for call in nodes:
        if call.kind is Kind.CALL:
            calling.setdefault(call.entry, []).append(call)
    for node in nodes:
        after = [*successors(node), *([node.entry] if node.kind is Kind.CALL else [])]
        if node.index in open_nodes:
            after += [jump.entry for jump in jumps]
        if node.kind is Kind.RETURN:
            callers = calling.get(program.dialogs[node.dialog].first, [])
            after += [call.edges[0].target for call in callers]
            alive[node.index] |= layout.fields(its for call in callers for _, its, _ in call.results)
            after += open_nodes if any(jump.call and jump.dialog == node.dialog for jump in program.jumps) else ()
        follow.append({ahead[index] for index in after})
    changed = True
    while changed:
        changed = False
        for index in range(len(nodes) - 1, -1, -1):
            now = alive[index]
            for following in follow[index]:
                now |= alive[following]
            if now != alive[index]:
                alive[index], changed = now, True
    return alive
