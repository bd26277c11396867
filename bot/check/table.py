"""All that can be come to in a slice, without the stack: what a dialog does is worked out once for all who call it.

A dialog that is called with the same facts and actions does the same, whoever calls it. So its states are noted for
that beginning alone, and where it ends is handed to each caller (the tabulation of pushdown programs: Sharir and Pnueli
1981; Reps, Horwitz and Sagiv 1995). A jump that does not come back is one more way to end: a dialog tells its callers
with what it may be left so, each adds the facts that the dialog cannot have changed and tells its own, and one for whom
nobody waits knows all and takes the jump. So a dialog need not know what only such a jump looks at. The facts and
actions that are found at each node are those of `explore.States`, to the last; the conversations that lead there are
not told, only what is passed on one of them.
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
from bot.check.slice import Slice, SlicedNode, brought_home
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
Parting: TypeAlias = tuple[Jumps, Facts, int]
"""Where jumps that do not come back may leave a dialog: which, the facts that it may have changed, actions."""
NOBODY: Beginning = (-1, 0, 0, -1)
"""That of all that nobody waits for."""
ALONE = 0
"""Its number."""


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

    begun: the beginnings and their numbers; for each its barred jumps, what its dialog may change, what of that matters
    where a jump leaves it for good (`leaving`), who called it (from where, beside what, after what), with what it
    ended, and with what a jump left it (after what). homes: where a dialog goes on (see `_homes`). earlier:
    each point → all that lead to it; None: that is not noted.
    """

    def __init__(self, part: Slice, entries: Sequence[str], *, traced: bool = False) -> None:
        self.part = part
        self.walk = Walk(part)
        self.states: set[Noted] = set()
        self.waiting: deque[Noted] = deque()
        self.earlier: dict[Point, set[Point]] | None = {} if traced else None
        self.begun: dict[Beginning, int] = {}
        self.barred: list[Jumps] = []
        self.changed: list[Fields] = []
        self.leaving: list[Fields] = []
        self.callers: list[dict[Caller, By]] = []
        self.ended: list[dict[tuple[Facts, int], By]] = []
        self.parted: list[dict[Parting, By]] = []
        self.bars, self.parts = _leaps(part)
        self.asides = sum(1 << number for number, jump in enumerate(part.jumps) if jump.call)
        self.tied = _tied(part, self.parts)
        self.homes = _homes(part)
        self._number(NOBODY, -1)
        for entry, begin in product(entries, part.starts):
            self._enter(part.entries[entry], begin, 0, ())

    def follow(self, state: Noted) -> None:
        """Note what follows a state."""
        number, node, facts, actions = state
        by: By = () if self.earlier is None else (state[1:],)
        self._take(number, actions, self.walk.onward(node, facts), by)
        if self.asides & ~self.barred[number] & ~self.bars[node]:
            for jump, entered, done in self.walk.asides(node, facts):
                if not self.barred[number] >> jump & 1:
                    self._call(number, -1 - node, self.part.jumps[jump].entry, entered, actions | done, by)
        parts = self.parts[node]
        if parts:
            parting = (parts, facts & self.leaving[number], actions)
            if self.earlier is not None or parting not in self.parted[number]:
                self._part(number, parting, by)

    def _led(self, earlier: dict[Point, set[Point]], point: Point, by: By) -> By:
        """Note what leads to a point, and be what leads on from it."""
        earlier.setdefault(point, set()).update(by)
        return (point,)

    def _take(self, number: int, actions: int, exits: Iterable[Exit], by: By) -> None:
        states, tied, earlier = self.states, self.tied, self.earlier
        for node, facts, done in exits:
            if node >= 0:
                state = (number if tied[node] else ALONE, node, facts, actions | done)
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

    def _enter(self, first: int, facts: Facts, actions: int, by: By) -> None:
        """Begin what nobody waits for."""
        key = (first, facts & self.walk.before[first], actions, NOBODY[3])
        onward = self._led(self.earlier, ("enter", *key), by) if self.earlier is not None else ()
        if key not in self.begun:
            self.begun[key] = ALONE
            self._take(ALONE, actions, self.walk.settled(first, key[1]), onward)

    def _begin(self, first: int, facts: Facts, actions: int, barred: Jumps, by: By) -> int:
        """The number of the beginning of a called dialog; what follows a new one is noted."""
        key = (first, facts & self.walk.before[first], actions, barred)
        number = self.begun.get(key)
        if number is not None:
            if self.earlier is not None:
                self._led(self.earlier, ("begin", number), by)
            return number
        number = self._number(key, self.part.changing[first])
        onward = self._led(self.earlier, ("begin", number), by) if self.earlier is not None else ()
        self._take(number, actions, self.walk.settled(first, key[1]), onward)
        return number

    def _number(self, key: Beginning, changed: Fields) -> int:
        """The number of a beginning that is new."""
        number = self.begun[key] = len(self.barred)
        self.barred.append(key[3] if key is not NOBODY else 0)
        self.changed.append(changed)
        self.leaving.append(self.part.parting & changed)
        self.callers.append({})
        self.ended.append({})
        self.parted.append({})
        return number

    def _call(self, number: int, at: int, first: int, facts: Facts, actions: int, by: By) -> None:
        """A call; `at`: its node, or −1 − the node that was jumped from."""
        node = at if at >= 0 else -1 - at
        inner = self._begin(first, facts, actions, self.barred[number] | self.bars[node], by)
        caller = (number if self.tied[node] else ALONE, at, facts & ~self.changed[inner])
        onward = self._led(self.earlier, ("call", inner, *caller), by) if self.earlier is not None else ()
        if caller not in self.callers[inner]:
            self.callers[inner][caller] = onward
            for (home, done), ended in list(self.ended[inner].items()):
                self._home(*caller, home, done, (*onward, *ended))
            for (jumps, known, done), parted in list(self.parted[inner].items()):
                parting = (jumps, (caller[2] | known) & self.leaving[caller[0]], done)
                self._part(caller[0], parting, (*onward, *parted))

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
        only = self.homes[at]
        if only is not None:  # nothing is brought home
            self._take(number, actions, self.walk.settled(only, beside | facts), by)
            return
        for index, home in brought_home(self.part, beside | facts, at):
            self._take(number, actions, self.walk.settled(index, home), by)

    def _part(self, number: int, parting: Parting, by: By) -> None:
        """Where jumps that do not come back may leave the talk: each who waits for the end adds what the dialog did not
        change, up to one for whom nobody waits. Only there is asked which of the jumps are offered."""
        onward = self._led(self.earlier, ("part", number, *parting), by) if self.earlier is not None else ()
        if parting in self.parted[number]:
            return
        self.parted[number][parting] = onward
        jumps, facts, actions = parting
        if number != ALONE:
            for (outer, _, beside), calling in list(self.callers[number].items()):
                self._part(outer, (jumps, (beside | facts) & self.leaving[outer], actions), (*calling, *onward))
            return
        for jump in range(len(self.part.jumps)):
            if jumps >> jump & 1:
                for _, entered, done in self.walk.leap(jump, facts):
                    self._enter(self.part.jumps[jump].entry, entered, actions | done, onward)


def _homes(part: Slice) -> dict[int, int | None]:
    """Where a dialog goes on that ends, by who called it (see `Caller`); None where it brings something home."""
    found: dict[int, int | None] = {}
    for index, node in enumerate(part.nodes):
        if node.kind is Kind.CALL:
            found[index] = None if node.results else node.ways[0].target
        elif node.waits:
            found[-1 - index] = node.back
    return found


def _leaps(part: Slice) -> tuple[list[Jumps], list[Jumps]]:
    """For each node the jumps that come back and are barred there, and the others that are not."""
    bars, parts = [], []
    for node in part.nodes:
        leaving = node.waits and node.kind is not Kind.FINISH
        bars.append(sum(1 << number for number, jump in enumerate(part.jumps) if jump.call and number in node.barred))
        free = (number for number, jump in enumerate(part.jumps) if not jump.call and number not in node.barred)
        parts.append(sum(1 << number for number in free) if leaving else 0)
    return bars, parts


def _tied(part: Slice, parts: Sequence[Jumps]) -> list[bool]:
    """For each node whether what follows may matter to those who wait: a dialog can come from it to its end, by an
    answer or after a jump that comes back, or be left by a jump that does not."""
    leave, aside = any(parts), any(jump.call for jump in part.jumps)
    found = [False] * len(part.nodes)
    grows = True
    while grows:  # a jump comes back to what asks whether the screen is passed by, which stands before it
        grows = False
        for index in part.order:
            if not found[index] and _is_tied(part.nodes[index], found, leave=leave, aside=aside):
                found[index] = grows = True
        grows = grows and aside
    return found


def _is_tied(node: SlicedNode, found: Sequence[bool], *, leave: bool, aside: bool) -> bool:
    if node.kind in (Kind.RETURN, Kind.FINISH):
        return node.kind is Kind.RETURN
    if leave and (node.waits or node.kind is Kind.CALL):
        return True
    if node.waits and aside and found[node.back]:
        return True
    return any(found[way.target] for way in node.ways) or any(found[target] for _, target in node.branches)
