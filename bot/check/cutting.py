"""Cuts slices out of one program; what a node is in a slice is worked out once for all that see the same of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import product
from typing import cast

from bot.check.alike import alike
from bot.check.guard import ALWAYS, Guard, guard
from bot.check.layout import Facts, Fields, Unpacked, laid_out
from bot.check.live import silent
from bot.check.slice import IDLE, Effect, Result, Sight, Slice, SlicedJump, SlicedNode, Values, Way
from bot.conditions import core
from bot.conditions.evaluate import Sum
from bot.dialog.model import NOTHING, WAITING, Change, Edge, Jump, Kind, Node, Program

NOTHING_SEEN = Sight(0, 0, 0)


class Slicer:
    """Slices of one program.

    plain: the nodes as they are where nothing is seen. known, guards, effects: what nodes, conditions and changes are,
    by what is seen of them. Conditions and changes go by `id`: a program keeps its own, and a slicer its program.
    """

    def __init__(self, program: Program) -> None:
        self.program = program
        self.layout = laid_out(program)
        self.same = alike(program)
        self.alike = self.layout.fields(slot for slot, same in enumerate(self.same) if len(set(same)) < len(same))
        skipped = [node.index for node in program.nodes if node.when is not None]
        self.gates = {index: len(program.nodes) + number for number, index in enumerate(skipped)}
        self.owners = (*program.nodes, *(program.nodes[index] for index in skipped))
        self.mentioned, self.does, self.mentioning = self._mentions()
        self.doing = [(index, do) for index, do in enumerate(self.does) if do]
        self.numbers: dict[object, int] = {}
        self.known: dict[tuple[int, Sight], SlicedNode] = {}
        self.asked: dict[int, Fields] = {}
        self.guards: dict[tuple[int, Fields], Guard] = {}
        self.touched: dict[int, Fields] = {}
        self.effects: dict[tuple[int, Sight], Effect] = {}
        self.bars: dict[str, frozenset[int]] = {
            name: frozenset(number for number, jump in enumerate(program.jumps) if name in jump.dialogs)
            for name in program.dialogs
        }
        self.plain = tuple(self._node(index, NOTHING_SEEN) for index in range(len(self.owners)))
        self.order = _order(self.plain)
        self.quiet = silent(self.plain, self.order)

    def cut(self, facts: frozenset[int], own: frozenset[int], keep: int) -> Slice:
        """Slice to these fact slots and action bits; `own`: see `Sight`."""
        part, nodes = self.frame(facts, own, keep), list(self.plain)
        for index in self._seen_by(facts, keep):
            nodes[index] = self.node(index, part.sight)
        return replace(part, nodes=tuple(nodes), order=self.order, quiet=self.quiet)

    def frame(self, facts: frozenset[int], own: frozenset[int], keep: int) -> Slice:
        """The same slice without its nodes, for who looks at few of them."""
        program, layout = self.program, self.layout
        sight = Sight(layout.fields(facts), layout.fields(own) & self.alike, keep)
        begun = layout.packed({slot: program.start[slot] for slot in facts})
        given = [slot for slot in program.given if slot in facts]
        begun &= ~layout.fields(given)
        return Slice(
            program=program,
            layout=layout,
            sight=sight,
            slots=facts,
            starts=tuple(begun | sum(v) for v in product(*(self._explored(slot, sight) for slot in given))),
            nodes=(),
            order=(),
            entries={entry: self.first(entry) for entry in program.entries},
            jumps=tuple(self._jump(jump, sight) for jump in program.jumps),
            quiet=(),
        )

    def node(self, index: int, sight: Sight) -> SlicedNode:
        """A node as it is seen."""
        seen = sight.of(self.mentioned[index], self.does[index])
        key = (index, seen)
        found = self.known.get(key)
        if found is None:
            found = self.known[key] = self._node(index, seen) if seen != NOTHING_SEEN else self.plain[index]
        return found

    def first(self, dialog: str) -> int:
        """Where a dialog begins."""
        return self._at(self.program.dialogs[dialog].first)

    def _seen_by(self, facts: frozenset[int], keep: int) -> set[int]:
        """The nodes that look at or set one of these facts, or do one of these actions."""
        found = {index for slot in facts for index in self.mentioning.get(slot, ())}
        return found | {index for index, does in self.doing if does & keep}

    def _mentions(self) -> tuple[list[Fields], list[int], dict[int, list[int]]]:
        """Of each node the facts that it looks at or sets, and the actions it does; of each fact the nodes."""
        mentioned, does, mentioning = [], [], dict[int, list[int]]()
        for index, node in enumerate(self.owners):
            slots, do = _mentions(node, gate=index >= len(self.program.nodes))
            mentioned.append(self.layout.fields(slots))
            does.append(do)
            for slot in slots:
                mentioning.setdefault(slot, []).append(index)
        return mentioned, does, mentioning

    def _number(self, what: object) -> int:
        """The same number for the same thing; 0 is never given."""
        return self.numbers.setdefault(what, len(self.numbers) + 1)

    def _at(self, index: int) -> int:
        """The node, or the silent one before it that asks whether it is skipped."""
        return self.gates.get(index, index)

    def _guard(self, condition: core.Condition | None, sight: Sight) -> Guard:
        """A condition as it is seen; worked out once for all that see the same of it."""
        if condition is None:
            return ALWAYS
        if id(condition) not in self.asked:  # a tree is slow to hash
            self.asked[id(condition)] = self.layout.fields(core.slots(condition))
        key = (id(condition), self.asked[id(condition)] & sight.kept)
        known = self.guards.get(key)
        if known is None:
            found = guard(condition, self.layout, sight.kept)
            known = replace(found, key=self._number((found.key, found.reads))) if found.seen else found
            self.guards[key] = known
        return known

    def _node(self, index: int, sight: Sight) -> SlicedNode:
        return self._gate(self.owners[index], sight) if index >= len(self.program.nodes) else self._own(index, sight)

    def _own(self, index: int, sight: Sight) -> SlicedNode:
        node = self.program.nodes[index]
        ways, ticks = self._ways(node.edges, sight), self._ticks(node.options, sight)
        branches = tuple((self._guard(c, sight), self._at(target)) for _, target, c in node.branches)
        arrive, enter = self._effect(node.arrive, sight), self._effect(node.enter, sight)
        results = self._results(node, sight)
        seen = any(way.offered.seen or way.effect.key for way in ways) or any(g.seen for g, _ in branches)
        plain = node.kind not in (Kind.CALL, Kind.RETURN, Kind.FINISH) and not (seen or ticks or arrive.key)
        follow = [*(way.target for way in ways), *(target for _, target in branches)]
        waits = node.kind in WAITING
        barred = self.bars[node.dialog]
        called = (enter.key, tuple((r.mine, r.its, tuple(r.table.items()), r.values) for r in results))
        ticked = tuple((g.key, effect.key) for _, g, effect in ticks)
        own = node.kind if node.kind not in (Kind.SAY, Kind.ASK, Kind.SEVERAL) or ticks else Kind.ASK
        return SlicedNode(
            node=node,
            kind=node.kind,
            waits=waits,
            arrive=arrive,
            ways=ways,
            ticks=ticks,
            branches=branches,
            entry=self._at(node.entry),
            enter=enter,
            results=results,
            back=self._at(index),
            barred=barred,
            plain=plain,
            targets=(*follow, self._at(node.entry)) if node.kind is Kind.CALL else tuple(follow),
            sign=self._number((own, arrive.key, called, ticked, tuple(g.key for g, _ in branches))),
            room=self._number(barred) if waits else 0,
        )

    def _gate(self, node: Node, sight: Sight) -> SlicedNode:
        asked, after = self._guard(node.condition, sight), self._at(node.after)
        return SlicedNode(
            node=node,
            kind=Kind.ROUTE,
            waits=False,
            arrive=IDLE,
            ways=(),
            ticks=(),
            branches=((asked, node.index), (ALWAYS, after)),
            entry=0,
            enter=IDLE,
            results=(),
            back=0,
            barred=frozenset(),
            plain=not asked.seen,
            targets=(node.index, after),
            sign=self._number((Kind.ROUTE, 0, (0, ()), (), (asked.key, None))),
            room=0,
        )

    def _jump(self, jump: Jump, sight: Sight) -> SlicedJump:
        counter = self.layout.field(jump.counter) & sight.kept
        return SlicedJump(
            offered=self._guard(jump.condition, sight),
            enter=self._effect(jump.enter, sight),
            entry=self._at(jump.entry),
            call=jump.call,
            counter=counter,
            once=self.layout.packed({jump.counter: 1}) if counter else 0,
            spent=self.layout.packed({jump.counter: jump.times}),
        )

    def _ways(self, edges: tuple[Edge, ...], sight: Sight) -> tuple[Way, ...]:
        classes: dict[tuple[int, int], Way] = {}
        for answer, edge in enumerate(edges):
            effect, offered = self._effect(edge.change, sight), self._guard(edge.condition, sight)
            target, sign = self._at(edge.target), self._number((offered.key, effect.key))
            if (target, sign) not in classes:
                classes[target, sign] = Way(answer, offered, effect, target, sign)
        return tuple(classes.values())

    def _ticks(self, options: tuple[Edge, ...], sight: Sight) -> tuple[tuple[int, Guard, Effect], ...]:
        effects = ((number, option, self._effect(option.change, sight)) for number, option in enumerate(options))
        return tuple((n, self._guard(option.condition, sight), effect) for n, option, effect in effects if effect.key)

    def _results(self, node: Node, sight: Sight) -> tuple[Result, ...]:
        found = []
        for mine, its, table in node.results:
            if self.layout.field(mine) & sight.kept:
                known = self.layout.field(its) & sight.kept
                taken = {v << self.layout.shifts[its]: t << self.layout.shifts[mine] for v, t in enumerate(table)}
                found.append(Result(self.layout.field(mine), known or None, taken, self._explored(mine, sight)))
        return tuple(found)

    def _lookup(self, slot: int, sight: Sight) -> Sequence[int]:
        """Value → the value that stands for it."""
        if self.layout.field(slot) & sight.own:
            return range(len(self.program.facts[slot].domain.values))
        return self.same[slot]

    def _explored(self, slot: int, sight: Sight) -> Values:
        shift = self.layout.shifts[slot]
        return tuple(value << shift for value in dict.fromkeys(self._lookup(slot, sight)))

    def _effect(self, change: Change, sight: Sight) -> Effect:
        """A change as it is seen; worked out once for all that see the same of it."""
        if change is NOTHING:
            return IDLE
        if id(change) not in self.touched:
            slots = {slot for slot, _ in change.sets}
            slots.update(*({slot, *reads} for slot, _, reads in change.computed))
            self.touched[id(change)] = self.layout.fields(slots)
        seen = sight.of(self.touched[id(change)], change.do)
        key = (id(change), seen)
        known = self.effects.get(key)
        if known is None:
            known = self.effects[key] = self._worked_out(change, seen)
        return known

    def _worked_out(self, change: Change, sight: Sight) -> Effect:
        layout, kept = self.layout, sight.kept
        seen = [each for each in change.computed if layout.field(each[0]) & kept]
        computed = {slot for slot, _, _ in seen}
        sets = {slot: value for slot, value in change.sets if layout.field(slot) & kept and slot not in computed}
        puts = layout.packed({slot: self._lookup(slot, sight)[value] for slot, value in sets.items()})
        known = [each for each in seen if not layout.fields(each[2]) & ~kept]
        reads = layout.fields(slot for _, _, read in known for slot in read)
        forks = tuple(self._explored(slot, sight) for slot, _, reads in seen if layout.fields(reads) & ~kept)
        writes = layout.fields((*sets, *computed))
        do = change.do & sight.actions
        if not (writes or do):
            return IDLE
        key = self._number((writes, puts, tuple((slot, value_of) for slot, value_of, _ in known), forks, do))
        return Effect(key, writes, puts, tuple(map(self._computed, known)), reads, forks, do)

    def _computed(self, computed: tuple[int, Sum, frozenset[int]]) -> Callable[[Facts], Facts]:
        layout, (slot, value_of, _) = self.layout, computed
        return lambda facts: value_of(cast("Sequence[int]", Unpacked(layout, facts))) << layout.shifts[slot]


def _mentions(node: Node, *, gate: bool) -> tuple[set[int], int]:
    """The slots that a node looks at or sets, and the actions it does. gate: of the question whether to skip it."""
    if gate:
        return set(core.slots(node.condition)) if node.condition is not None else set(), 0
    slots = {slot for mine, its, _ in node.results for slot in (mine, its)}
    do = 0
    conditions = [condition for _, _, condition in node.branches]
    conditions += [edge.condition for edge in (*node.edges, *node.options)]
    for change in (node.arrive, node.enter, *(edge.change for edge in (*node.edges, *node.options))):
        slots.update(slot for slot, _ in change.sets)
        slots.update(*({slot, *reads} for slot, _, reads in change.computed))
        do |= change.do
    slots.update(*(core.slots(condition) for condition in conditions if condition is not None))
    return slots, do


def _order(nodes: Sequence[SlicedNode]) -> tuple[int, ...]:
    """All nodes, each after what follows it, what it calls, and what stands after it when it is skipped."""
    found: dict[int, None] = {}
    for first in range(len(nodes)):
        open_nodes = [first]
        while open_nodes:
            index = open_nodes[-1]
            missing = [target for target in needed(nodes, index) if target not in found]
            if missing:
                open_nodes += missing
            else:
                found[index] = None
                open_nodes.pop()
    return tuple(found)


def needed(nodes: Sequence[SlicedNode], index: int) -> Iterator[int]:
    """What has to be known of before a node is: all that follows, and what stands after it when it is skipped."""
    node = nodes[index]
    yield from node.targets
    if node.waits and node.back != index:
        yield nodes[node.back].branches[1][1]
