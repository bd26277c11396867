"""A compiled program and its rules, written as facts for an answer set solver (`walk.lp` says what they mean).

Calls are written out in place and each use of a jump begins a layer of its own, so that no place is come to twice:
a conversation is a way through places. No facts are sliced away and no answers are gathered for a rule; values of a
fact that no condition of the program or of a rule can tell apart (290 municipalities) are one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product
from typing import Any, TypeAlias

from bot.conditions import core
from bot.dialog.model import Change, Kind, Node, Program

Place: TypeAlias = tuple[int, tuple[int, ...], tuple[int, ...]]
"""(node, stack as the engine keeps it, how often each jump was used)."""


@dataclass
class Export:
    """Writes one program. lines: the facts so far. places: place → its number."""

    program: Program
    told_apart: Mapping[int, Mapping[int, int]]
    lines: list[str] = field(default_factory=list)
    places: dict[Place, int] = field(default_factory=dict)
    _conditions: dict[core.Condition, int] = field(default_factory=dict)
    _ways: int = 0

    def add(self, name: str, *values: object) -> None:
        """One fact."""
        self.lines.append(f"{name}({','.join(map(str, values))}).")

    def write(self) -> None:
        """Everything that can be come to from the first entry, whatever its facts."""
        assert len(self.program.entries) == 1, "one entry is exported"
        first = (self.program.dialogs[self.program.entries[0]].first, (), (0,) * len(self.program.jumps))
        self.add("begins", self.place(first))
        for slot, classes in self.told_apart.items():
            for value in set(classes.values()):
                self.add("value", slot, value)
            self.add("starts", slot, classes[self.program.start[slot]])
            if slot in self.program.given:
                self.add("given", slot)
        waiting = iter(self.places)
        done = 0
        while done < len(self.places):
            waiting = iter(list(self.places)[done:])
            for place in waiting:
                self.node(place)
                done += 1

    def place(self, place: Place) -> int:
        return self.places.setdefault(place, len(self.places))

    def node(self, place: Place) -> None:
        index, stack, used = place
        here, node = self.place(place), self.program.nodes[index]
        self.add("place", here, f'"{node.dialog}"')
        self.add("place", here, f'"{node.context}"')
        if node.condition is not None:
            self.add("when", here, self.condition(node.condition))
            self.add("after", here, self.place((node.after, stack, used)))
        self.change(node.arrive, "sets", "does", here)
        if node.waits:
            self.add("waits", here)
        if node.neutral:
            self.add("neutral", here)
        match node.kind:
            case Kind.FINISH:
                self.add("ends", here)
            case Kind.ROUTE:
                for number, (_, target, condition) in enumerate(node.branches):
                    self.add("line", here, number, self.place((target, stack, used)))
                    if condition is not None:
                        self.add("lineif", here, number, self.condition(condition))
            case Kind.CALL:
                self.way(here, (node.entry, (*stack, index), used), node.enter)
            case Kind.RETURN:
                self.home(here, stack, used)
            case Kind.SEVERAL:
                self.several(here, node, stack, used)
            case _:
                ways = {(edge.target, self.kept(edge.change), edge.condition): edge for edge in node.edges}
                for edge in ways.values():
                    self.way(here, (edge.target, stack, used), edge.change, edge.condition)
        if node.waits and node.kind is not Kind.FINISH:
            self.jumps(here, node, stack, used)

    def way(self, here: int, target: Place, change: Change, condition: core.Condition | None = None) -> int:
        self._ways += 1
        self.add("way", here, self._ways, self.place(target))
        if condition is not None:
            self.add("if", self._ways, self.condition(condition))
        self.change(change, "puts", "acts", self._ways)
        return self._ways

    def several(self, here: int, node: Node, stack: tuple[int, ...], used: tuple[int, ...]) -> None:
        self.add("ticking", self.way(here, (node.edges[0].target, stack, used), node.edges[0].change))
        for option in node.options:
            self._ways += 1
            self.add("tick", here, self._ways)
            if option.condition is not None:
                self.add("tickif", self._ways, self.condition(option.condition))
            self.change(option.change, "tickputs", "tickacts", self._ways)

    def home(self, here: int, stack: tuple[int, ...], used: tuple[int, ...]) -> None:
        """Back to where the dialog was called, or to the screen where a jump was taken."""
        if not stack:
            return
        if stack[-1] < 0:
            self.way(here, (-1 - stack[-1], stack[:-1], used), Change())
            return
        call = self.program.nodes[stack[-1]]
        way = self.way(here, (call.edges[0].target, stack[:-1], used), Change())
        for mine, its, table in call.results:
            if mine in self.told_apart:
                pairs = {(self.told_apart[its][v], self.told_apart[mine][table[v]]) for v in self.told_apart[its]}
                for value, becomes in pairs:
                    self.add("home", way, its, value, mine, becomes)

    def jumps(self, here: int, node: Node, stack: tuple[int, ...], used: tuple[int, ...]) -> None:
        callers = {self.program.nodes[at if at >= 0 else -1 - at].dialog for at in stack}
        for number, jump in enumerate(self.program.jumps):
            if node.dialog in jump.dialogs or used[number] >= jump.times or (jump.call and callers & jump.dialogs):
                continue
            back = (*stack, -1 - node.index) if jump.call else ()
            after = tuple(count + (at == number) for at, count in enumerate(used))
            self.way(here, (jump.entry, back, after), jump.enter, jump.condition)

    def change(self, change: Change, sets: str, does: str, what: int) -> None:
        values, bits = self.kept(change)
        for slot, value in values:
            self.add(sets, what, slot, value)
        for bit in bits:
            self.add(does, what, bit)

    def kept(self, change: Change) -> tuple[tuple[tuple[int, int], ...], tuple[int, ...]]:
        """What a change sets in the end, as classes of values, and the actions it adds."""
        assert not change.computed, "no expressions are exported"
        values = {slot: self.told_apart[slot][value] for slot, value in change.sets if slot in self.told_apart}
        return tuple(sorted(values.items())), tuple(n for n in range(change.do.bit_length()) if change.do >> n & 1)

    def condition(self, tree: core.Condition) -> int:
        """The number of a condition, written when it is met for the first time."""
        if tree in self._conditions:
            return self._conditions[tree]
        if isinstance(tree, core.Compare):
            return self._conditions.setdefault(tree, self.condition(_listed(tree, self.program)))
        number = self._conditions[tree] = len(self._conditions)
        match tree:
            case core.Member(slot=slot, values=values):
                for value in {self.told_apart[slot][value] for value in values}:
                    self.add("is", number, slot, value)
            case core.And(parts=parts):
                self.add("all", number)
            case core.Or(parts=parts):
                self.add("some", number)
            case core.Not(part=part):
                self.add("no", number)
                parts = (part,)
        for part in () if isinstance(tree, core.Member) else parts:
            self.add("part", number, self.condition(part))
        return number


def told_apart(program: Program, more: Iterable[core.Condition]) -> dict[int, dict[int, int]]:
    """For each fact that something reads: value → the first value that nothing can tell from it."""
    sets: dict[int, set[frozenset[int]]] = {}
    for condition in (*_conditions(program), *more):
        for slot, values in _members(condition, program):
            sets.setdefault(slot, set()).add(values)
    for _ in program.nodes:  # what a call brings home must be told apart in the dialog it comes from
        for node in program.nodes:
            for mine, its, table in node.results:
                if mine in sets:
                    back = {frozenset(v for v, u in enumerate(table) if u in group) for group in sets[mine]}
                    sets.setdefault(its, set()).update(back)
    found = {}
    for slot, groups in sets.items():
        first: dict[tuple[bool, ...], int] = {}
        ordered = sorted(groups, key=sorted)
        size = len(program.facts[slot].domain.values)
        found[slot] = {v: first.setdefault(tuple(v in group for group in ordered), v) for v in range(size)}
    return found


def _conditions(program: Program) -> Iterator[core.Condition]:
    for node in program.nodes:
        own = (node.condition, *(e.condition for e in (*node.edges, *node.options)), *(c for _, _, c in node.branches))
        yield from (condition for condition in own if condition is not None)
    yield from (jump.condition for jump in program.jumps if jump.condition is not None)


def _members(tree: Any, program: Program) -> Iterator[tuple[int, frozenset[int]]]:
    """Every set of values that a condition asks about; a sum tells all values apart."""
    match tree:
        case core.Member(slot=slot, values=values):
            yield slot, values
        case core.And(parts=parts) | core.Or(parts=parts):
            for part in parts:
                yield from _members(part, program)
        case core.Not(part=part):
            yield from _members(part, program)
        case core.Compare():
            for slot in core.slots(tree):
                yield from ((slot, frozenset((v,))) for v in range(len(program.facts[slot].domain.values)))


def _listed(tree: core.Compare, program: Program) -> core.Condition:
    """A comparison of sums, as the list of all values for which it holds."""
    slots = sorted(core.slots(tree))
    rooms = [range(len(program.facts[slot].domain.values)) for slot in slots]
    rows = (dict(zip(slots, values, strict=True)) for values in product(*rooms))
    good = [row for row in rows if _holds(tree, row)]
    return core.Or(tuple(core.And(tuple(core.Member(s, frozenset((v,))) for s, v in row.items())) for row in good))


def _holds(tree: Any, row: Mapping[int, int]) -> bool:
    match tree:
        case core.Member(slot=slot, values=values):
            return row[slot] in values
        case core.And(parts=parts):
            return all(_holds(part, row) for part in parts)
        case core.Or(parts=parts):
            return any(_holds(part, row) for part in parts)
        case core.Not(part=part):
            return not _holds(part, row)
    left, right = _amount(tree.left, row), _amount(tree.right, row)
    return {"==": left == right, "!=": left != right, "<": left < right, "<=": left <= right,
            ">": left > right, ">=": left >= right}[tree.op]  # fmt: skip


def _amount(tree: core.Amount, row: Mapping[int, int]) -> int:
    match tree:
        case core.Constant(value=value):
            return value
        case core.Value(slot=slot, first=first, low=low, default=default):
            return low + row[slot] - first if row[slot] >= first else default
        case core.Total(op=op, left=left, right=right):
            one, two = _amount(left, row), _amount(right, row)
            return {"+": one + two, "-": one - two, "*": one * two}[op]
        case core.Count(parts=parts):
            return sum(_holds(part, row) for part in parts)
