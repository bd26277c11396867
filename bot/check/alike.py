"""Values of facts that no condition of a program tells apart: they are explored as one.

A municipality is one of 290 names, and conditions ask only whether it is known. Where a value is copied, counted with,
or brought home from a call, each value stays its own.
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.conditions import core
from bot.dialog.model import Change, Program


def alike(program: Program) -> tuple[tuple[int, ...], ...]:
    """For each slot, value → the least value that is like it."""
    tellers: list[set[frozenset[int]]] = [set() for _ in program.facts]
    whole: set[int] = set()
    for condition in _conditions(program):
        _gather(condition, tellers, whole)
    for change in _changes(program):
        for _, _, reads in change.computed:
            whole |= reads
    for node in program.nodes:
        for mine, its, _ in node.results:
            whole |= {mine, its}
    whole |= {jump.counter for jump in program.jumps}
    return tuple(
        tuple(range(len(fact.domain.values)))
        if slot in whole
        else _classes(len(fact.domain.values), sorted(tellers[slot], key=sorted))
        for slot, fact in enumerate(program.facts)
    )


def _classes(values: int, tellers: list[frozenset[int]]) -> tuple[int, ...]:
    least: dict[tuple[bool, ...], int] = {}
    return tuple(least.setdefault(tuple(value in each for each in tellers), value) for value in range(values))


def _gather(tree: core.Condition | core.Amount, tellers: list[set[frozenset[int]]], whole: set[int]) -> None:
    match tree:
        case core.Member(slot=slot, values=values):
            tellers[slot].add(values)
        case core.Value(slot=slot):
            whole.add(slot)
        case core.And(parts=parts) | core.Or(parts=parts) | core.Count(parts=parts):
            for part in parts:
                _gather(part, tellers, whole)
        case core.Not(part=part):
            _gather(part, tellers, whole)
        case core.Compare(left=left, right=right) | core.Total(left=left, right=right):
            _gather(left, tellers, whole)
            _gather(right, tellers, whole)
        case core.Constant():
            pass


def _conditions(program: Program) -> Iterator[core.Condition]:
    for node in program.nodes:
        found = [node.condition, *(edge.condition for edge in (*node.edges, *node.options))]
        found += [condition for _, _, condition in node.branches]
        yield from (condition for condition in found if condition is not None)
    yield from (jump.condition for jump in program.jumps if jump.condition is not None)


def _changes(program: Program) -> Iterator[Change]:
    for node in program.nodes:
        yield node.arrive
        yield node.enter
        for edge in (*node.edges, *node.options):
            yield edge.change
    for jump in program.jumps:
        yield jump.enter
