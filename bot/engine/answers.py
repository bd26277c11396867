"""A conversation *is* the list of its answers. Here the list is one whole number, and folding it gives the state.

Mixed radix: each answer is a digit with just the room its node needs, so a dozen questions fit in a button.
With digits d0, d1, … of radices r0, r1, …:

    code = d0 + r0·(d1 + r1·(d2 + …·1))

The last 1 marks the end. First come the given facts (sector, …), then the answers. `weight` is r0·r1·…;
adding digit d of radix r to (code, weight) is (code + weight·(d + r − 1), weight·r): no unfolding is needed.
A jump is two digits: "a jump" where it was taken, then which. A "so far" digit of a choose-several node may only
stand last, and what follows replaces it.
"""

from __future__ import annotations

from typing import NamedTuple

from bot.dialog.flow import jump_radix, own_answers, radix
from bot.dialog.model import Kind, Program
from bot.engine.effects import Effect, Refused
from bot.engine.step import State, pending, start, step

END = 1
LIMIT = 1 << 114
"""Codes are smaller than this (see bot.engine.token)."""


class Place(NamedTuple):
    """Where a conversation stands: its answers so far and what they lead to. A named tuple for speed, as `Header`.

    previous: the place one answer earlier, None at the start. answer: the digit that led here.
    effects: of that last step alone. pending: ticks not yet sent at a choose-several node, as a mask.
    """

    entry: str
    code: int
    weight: int
    state: State
    previous: Place | None
    answer: int | None
    effects: tuple[Effect, ...]
    pending: int = 0

    @property
    def answers(self) -> tuple[int, ...]:
        """All digits after the given facts."""
        digits: list[int] = []
        place: Place | None = self
        while place is not None and place.answer is not None:
            digits.append(place.answer)
            place = place.previous
        return tuple(reversed(digits))


class Fold:
    """Folds codes to places, remembering recent ones.

    The memory is keyed by entry and code alone (never by person or chat) and holds at most 2 × `size` places:
    when the young half is full it becomes the old half, and the old half is dropped.
    """

    def __init__(self, program: Program, size: int = 2048) -> None:
        self.program = program
        self.size = size
        jumps = len(program.jumps)
        self._own = tuple(own_answers(node) for node in program.nodes)
        self._rooms = tuple(radix(node, jumps) for node in program.nodes)
        self._jumps, self._jump_room = jumps, jump_radix(jumps)
        self._given_rooms = tuple(max(2, len(program.facts[slot].domain.values)) for slot in program.given)
        self.young: dict[tuple[str, int], Place] = {}
        self.old: dict[tuple[str, int], Place] = {}

    def begin(self, entry: str, given: tuple[int, ...] = ()) -> Place:
        """The place before any answer. `given`: value index of each given fact, () for the start values."""
        values = given or (0,) * len(self.program.given)
        code, weight = END, 1
        for value, room in zip(values, self._given_rooms, strict=True):
            code, weight = code + weight * (value + room - 1), weight * room
        known = self._recall(entry, code)
        if known is not None:
            return known
        state, effects = start(self.program, entry, values)
        return self._keep(Place(entry, code, weight, state, None, None, effects))

    def at(self, entry: str, code: int) -> Place | None:
        """The place that a code means, None when no conversation has this code."""
        known = self._recall(entry, code)
        if known is not None:
            return known
        if entry not in self.program.entries or not END <= code < LIMIT:
            return None
        given = []
        for slot, room in zip(self.program.given, self._given_rooms, strict=True):
            code, value = divmod(code, room)
            if value >= len(self.program.facts[slot].domain.values) or code < END:
                return None
            given.append(value)
        place: Place | None = self.begin(entry, tuple(given))
        while place is not None and code != END:
            code, answer = divmod(code, self._rooms[place.state[0]])
            if self._jumps and answer == self._own[place.state[0]]:
                code, jump = divmod(code, self._jump_room)
                answer += jump
            if code < END or self._is_pending(place):
                return None
            place = self.after(place, answer)
        return place

    def after(self, place: Place, answer: int) -> Place | None:
        """The place one answer later; None when the answer does not fit or the conversation grew too long."""
        base = place.previous if self._is_pending(place) and place.previous else place
        index = base.state[0]
        own, room = self._own[index], self._rooms[index]
        if not 0 <= answer < own + self._jumps:
            return None  # it would carry into the next digit, and the code would be another conversation's
        code, weight = base.code + base.weight * (min(answer, own) + room - 1), base.weight * room
        if answer >= own:
            code, weight = code + weight * (answer - own + self._jump_room - 1), weight * self._jump_room
        known = self._recall(base.entry, code)
        if known is not None:
            return known
        state, effects = step(self.program, base.state, answer)
        if code >= LIMIT or isinstance(effects[-1], Refused):
            return None
        ticks = pending(self.program, state, answer) if state == base.state else 0
        return self._keep(Place(base.entry, code, weight, state, base, answer, effects, ticks))

    def moved(self, place: Place, given: tuple[int, ...]) -> Place | None:
        """The same conversation where other facts were given at the door; None when it does not come to the same node.

        An answer to a question that is no longer asked falls away.
        """
        answered: list[Place] = []
        step_back: Place | None = place
        while step_back is not None and step_back.previous is not None:
            answered.append(step_back)
            step_back = step_back.previous
        new: Place | None = self.begin(place.entry, given)
        for each in reversed(answered):
            if new is None or each.previous is None or each.answer is None:
                return None
            if each.previous.state[0] == new.state[0]:
                new = self.after(new, each.answer)
        return new if new is not None and new.state[0] == place.state[0] else None

    def back(self, place: Place) -> Place:
        """One answer earlier; ticks that were sent stand ticked again. At the start: the same place."""
        if self._is_pending(place) and place.previous:
            place = place.previous
        before, answer = place.previous, place.answer
        if before is None or answer is None:
            return place
        node = self.program.nodes[before.state[0]]
        if node.kind is Kind.SEVERAL and 0 < answer < 1 << len(node.options):
            return self.after(before, answer + (1 << len(node.options))) or before
        return before

    def _is_pending(self, place: Place) -> bool:
        return place.previous is not None and place.state is place.previous.state

    def _recall(self, entry: str, code: int) -> Place | None:
        key = (entry, code)
        place = self.young.get(key)
        if place is None:
            place = self.old.get(key)
            if place is not None:
                self._keep(place)
        return place

    def _keep(self, place: Place) -> Place:
        if len(self.young) >= self.size:
            self.old, self.young = self.young, {}
        self.young[(place.entry, place.code)] = place
        return place
