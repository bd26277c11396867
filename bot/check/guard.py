"""Conditions as a slice sees them: what holds, what fails, and what may do either because a fact is not kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from bot.conditions import core
from bot.conditions.evaluate import compile_condition

Facts: TypeAlias = tuple[int, ...]
"""The values of the facts that a slice keeps, in the slice's order."""
Possible: TypeAlias = Callable[[Facts], tuple[bool, bool]]
"""May the condition hold, may it fail, as far as the slice can tell."""

YES, NO, BOTH = (True, False), (False, True), (True, True)


@dataclass(frozen=True, slots=True)
class Guard:
    """A condition in a slice. Two guards with one key cannot be told apart. seen: whether the slice sees any of it."""

    key: core.Condition | str | None
    possible: Possible = field(compare=False)

    @property
    def seen(self) -> bool:
        """Whether a kept fact has a say in it."""
        return not (self.key is None or self.key == "unseen")


ALWAYS = Guard(None, lambda facts: YES)
UNSEEN = Guard("unseen", lambda facts: BOTH)


def guard(condition: core.Condition | None, places: Mapping[int, int]) -> Guard:
    """A condition over slots → its guard. places: slot → its place among the kept facts."""
    if condition is None:
        return ALWAYS
    seen = core.slots(condition) & places.keys()
    if not seen and core.slots(condition):
        return UNSEEN
    if seen == core.slots(condition):
        test = compile_condition(_moved(condition, places))
        return Guard(condition, lambda facts: YES if test(facts) else NO)
    return Guard(condition, lambda facts: _three(condition, places, facts))


def _moved(tree: core.Condition, places: Mapping[int, int]) -> core.Condition:
    """The condition over places of the sliced state instead of slots."""
    match tree:
        case core.Member(slot=slot, values=values):
            return core.Member(places[slot], values)
        case core.And(parts=parts):
            return core.And(tuple(_moved(p, places) for p in parts))
        case core.Or(parts=parts):
            return core.Or(tuple(_moved(p, places) for p in parts))
        case core.Not(part=part):
            return core.Not(_moved(part, places))
        case core.Compare(op=op, left=left, right=right):
            return core.Compare(op, _moved_amount(left, places), _moved_amount(right, places))


def _moved_amount(tree: core.Amount, places: Mapping[int, int]) -> core.Amount:
    match tree:
        case core.Constant():
            return tree
        case core.Value(slot=slot, first=first, low=low, default=default):
            return core.Value(places[slot], first, low, default)
        case core.Total(op=op, left=left, right=right):
            return core.Total(op, _moved_amount(left, places), _moved_amount(right, places))
        case core.Count(parts=parts):
            return core.Count(tuple(_moved(p, places) for p in parts))


def _three(tree: core.Condition, places: Mapping[int, int], facts: Facts) -> tuple[bool, bool]:
    """Kleene's three values: what is not seen may hold and may fail."""
    match tree:
        case core.Member(slot=slot, values=values):
            if slot not in places:
                return BOTH
            return YES if facts[places[slot]] in values else NO
        case core.And(parts=parts):
            found = [_three(p, places, facts) for p in parts]
            return all(may for may, _ in found), any(may_not for _, may_not in found)
        case core.Or(parts=parts):
            found = [_three(p, places, facts) for p in parts]
            return any(may for may, _ in found), all(may_not for _, may_not in found)
        case core.Not(part=part):
            may, may_not = _three(part, places, facts)
            return may_not, may
        case core.Compare():
            if core.slots(tree) <= places.keys():
                return YES if compile_condition(_moved(tree, places))(facts) else NO
            return BOTH
