"""All that can be come to in a slice, without the stack: what a dialog does is worked out once for all who call it.

A dialog that is called with the same facts and actions does the same, whoever calls it. So its states are noted for
that beginning alone, and where it ends is handed to each caller (the tabulation of pushdown programs: Sharir and Pnueli
1981; Reps, Horwitz and Sagiv 1995). The facts and actions that are found at each node are those of `explore.States`, to
the last; the conversations that lead there are not told, only what is passed on one of them.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product
from typing import TypeAlias

from bot.check import LIMIT
from bot.check.explore import Watch
from bot.check.layout import Facts, Fields
from bot.check.slice import Slice, brought_home
from bot.check.walk import RETURNS, Exit, Walk, called
from bot.dialog.model import Kind

Jumps: TypeAlias = int
"""A set of jumps, as bits."""
Beginning: TypeAlias = tuple[int, Facts, int, Jumps]
"""Where a dialog begins: first node, facts, actions, and the jumps that are barred by those who wait for its end."""
Caller: TypeAlias = tuple[int, int, Facts]
"""Who waits for the end of a dialog: number of its own beginning, the call (or −1 − the node that was jumped from), and
the facts that it knows to be the same when the dialog ends."""
Noted: TypeAlias = tuple[int, int, Facts, int]
"""A state: number of the beginning, waiting node, facts, actions."""
Sight: TypeAlias = tuple[int, Facts, int]
"""What is seen of a state without its beginning: waiting node, facts, actions."""
Point: TypeAlias = tuple[object, ...]
"""What is seen of a state, or a junction: a dialog's beginning, a call of one, the end of one."""
By: TypeAlias = tuple[Point, ...]
"""What leads to a state, as far as it is noted."""
NOWHERE = -1
"""In place of a first node: that of all that nobody waits for."""


@dataclass(frozen=True, slots=True)
class Tabled:
    """states: those noted. offended: whether there is an offence. complete: False when the limit was reached."""

    states: int
    offended: bool
    complete: bool


def tabulate(part: Slice, entries: Sequence[str], watch: Watch, limit: int = LIMIT) -> Tabled:
    """Note all states from these entries, whatever the door gave, up to a first offence."""
    table = Table(part, entries)
    while table.waiting and len(table.states) <= limit:
        state = table.waiting.popleft()
        if watch.over and watch.over(state[2], state[3]):
            continue
        if watch.wanted(part.nodes[state[1]].node, state[2], state[3]):
            return Tabled(len(table.states), True, True)
        table.follow(state)
    return Tabled(len(table.states), False, not table.waiting)


class Table:
    """states: those noted. waiting: those of them that were not followed yet.

    begun: the beginnings and their numbers; for each its barred jumps, the beginning of all that nobody waits for (what
    comes there never returns), what its dialog may change, who called it (from where, beside what, after what), and
    with what it ended (after what). earlier: each point → all that lead to it; None: that is not noted.
    """

    def __init__(self, part: Slice, entries: Sequence[str], *, traced: bool = False) -> None:
        self.part = part
        self.walk = Walk(part)
        self.states: set[Noted] = set()
        self.waiting: deque[Noted] = deque()
        self.earlier: dict[Point, set[Point]] | None = {} if traced else None
        self.begun: dict[Beginning, int] = {}
        self.leapt: set[tuple[int, Facts, int]] = set()
        self.barred: list[Jumps] = []
        self.alone: list[int] = []
        self.changed: list[Fields] = []
        self.callers: list[dict[Caller, By]] = []
        self.ended: list[dict[tuple[Facts, int], By]] = []
        coming_back = [number for number, jump in enumerate(part.jumps) if jump.call]
        self.bars = [sum(1 << number for number in coming_back if number in node.barred) for node in part.nodes]
        self.returning = _returning(part)
        for entry, begin in product(entries, part.starts):
            self._begin(part.entries[entry], begin, 0, 0, ())

    def follow(self, state: Noted) -> None:
        """Note what follows a state."""
        number, node, facts, actions = state
        by: By = () if self.earlier is None else (state[1:],)
        self._take(number, actions, self.walk.onward(node, facts), by)
        jumps, leapt = self.part.jumps, self.leapt
        for leap in self.walk.leaps(node, facts):
            jump, entered, done = leap
            if jumps[jump].call:
                if not self.barred[number] >> jump & 1:
                    self._call(number, -1 - node, jumps[jump].entry, entered, actions | done, by)
            elif by or (jump, entered, actions) not in leapt:
                leapt.add((jump, entered, actions))
                self._begin(jumps[jump].entry, entered, actions | done, 0, by)

    def _led(self, earlier: dict[Point, set[Point]], point: Point, by: By) -> By:
        """Note what leads to a point, and be what leads on from it."""
        earlier.setdefault(point, set()).update(by)
        return (point,)

    def _take(self, number: int, actions: int, exits: Iterable[Exit], by: By) -> None:
        states, returning, alone, earlier = self.states, self.returning, self.alone[number], self.earlier
        for node, facts, done in exits:
            if node >= 0:
                state = (number if returning[node] else alone, node, facts, actions | done)
                if earlier is not None:
                    self._led(earlier, state[1:], by)
                if state not in states:
                    states.add(state)
                    self.waiting.append(state)
            elif node == RETURNS:
                self._end(number, facts, actions | done, by)
            else:
                call = called(node)
                self._call(number, call, self.part.nodes[call].entry, facts, actions | done, by)

    def _begin(self, first: int, facts: Facts, actions: int, barred: Jumps, by: By) -> int:
        """The number of a beginning; what follows a new one is noted."""
        key = (first, facts & self.walk.before[first], actions, barred)
        number = self.begun.get(key)
        if number is not None:
            if self.earlier is not None:
                self._led(self.earlier, ("begin", number), by)
            return number
        alone = self._number((NOWHERE, 0, 0, barred), 0, None)
        number = self._number(key, self.part.changed[self.part.nodes[first].node.dialog], alone)
        onward = self._led(self.earlier, ("begin", number), by) if self.earlier is not None else ()
        self._take(number, actions, self.walk.settled(first, facts), onward)
        return number

    def _number(self, key: Beginning, changed: Fields, alone: int | None) -> int:
        """The number of a beginning that may be new. alone: that of all that nobody waits for, None: this is it."""
        number = self.begun.get(key)
        if number is None:
            number = self.begun[key] = len(self.begun)
            self.barred.append(key[3])
            self.alone.append(number if alone is None else alone)
            self.changed.append(changed)
            self.callers.append({})
            self.ended.append({})
        return number

    def _call(self, number: int, at: int, first: int, facts: Facts, actions: int, by: By) -> None:
        """A call; `at`: its node, or −1 − the node that was jumped from."""
        node = at if at >= 0 else -1 - at
        inner = self._begin(first, facts, actions, self.barred[number] | self.bars[node], by)
        caller = (number if self.returning[node] else self.alone[number], at, facts & ~self.changed[inner])
        onward = self._led(self.earlier, ("call", inner, *caller), by) if self.earlier is not None else ()
        if caller not in self.callers[inner]:
            self.callers[inner][caller] = onward
            for (home, done), ended in list(self.ended[inner].items()):
                self._home(*caller, home, done, (*onward, *ended))

    def _end(self, number: int, facts: Facts, actions: int, by: By) -> None:
        """The end of a dialog, for all who called it so far."""
        facts &= self.changed[number]
        onward = self._led(self.earlier, ("end", number, facts, actions), by) if self.earlier is not None else ()
        if (facts, actions) not in self.ended[number]:
            self.ended[number][facts, actions] = onward
            for caller, calling in list(self.callers[number].items()):
                self._home(*caller, facts, actions, (*calling, *onward))

    def _home(self, number: int, at: int, beside: Facts, facts: Facts, actions: int, by: By) -> None:
        """Go on after a call. beside: what the dialog did not change; facts: what it may have."""
        for index, home in brought_home(self.part, beside | facts, at):
            self._take(number, actions, self.walk.settled(index, home), by)


def _returning(part: Slice) -> list[bool]:
    """For each node whether the end of its dialog can be come to from it."""
    found = [False] * len(part.nodes)
    for index in part.order:
        node = part.nodes[index]
        if node.kind is Kind.CALL:
            found[index] = found[node.ways[0].target]
        else:
            onward = (*(way.target for way in node.ways), *(target for _, target in node.branches))
            found[index] = node.kind is Kind.RETURN or any(found[target] for target in onward)
    return found
