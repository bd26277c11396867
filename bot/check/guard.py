"""Conditions as a slice sees them: what may hold and what may fail, where some facts are not kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias, cast

from bot.check.layout import Facts, Fields, Layout, Unpacked
from bot.conditions import core
from bot.conditions.evaluate import compile_condition

May: TypeAlias = Callable[[Facts], bool]


@dataclass(frozen=True, slots=True)
class Guard:
    """A condition in a slice. Two guards with one key cannot be told apart where the same facts are kept, and where the
    key is a number in any two slices. None is that of ALWAYS.

    may, fails: whether it may hold and may fail, as far as the slice can tell. reads: the kept facts that have a say.
    """

    key: core.Condition | int | str | None
    may: May = field(compare=False)
    fails: May = field(compare=False)
    reads: Fields = field(compare=False, default=0)

    @property
    def seen(self) -> bool:
        """Whether the slice can tell anything of it."""
        return not (self.key is None or self.key == "unseen")


def _yes(facts: Facts) -> bool:
    return True


def _no(facts: Facts) -> bool:
    return False


ALWAYS = Guard(None, _yes, _no)
UNSEEN = Guard("unseen", _yes, _yes)


def guard(condition: core.Condition | None, layout: Layout, kept: Fields) -> Guard:
    """A condition over slots → its guard, where these facts are kept."""
    if condition is None:
        return ALWAYS
    own = layout.fields(core.slots(condition))
    if own and not own & kept:
        return UNSEEN
    return Guard(condition, _may(condition, layout, kept, True), _may(condition, layout, kept, False), own & kept)


def _may(tree: core.Condition, layout: Layout, kept: Fields, wanted: bool) -> May:
    """Whether the condition may be what is wanted (Kleene's three values: what is not seen may hold and may fail)."""
    match tree:
        case core.Member(slot=slot, values=values):
            seen = layout.field(slot) & kept
            return _member(layout.shifts[slot], layout.rooms[slot], values, wanted) if seen else _yes
        case core.And(parts=parts) | core.Or(parts=parts):
            tests = [_may(part, layout, kept, wanted) for part in parts]
            return _all(tests) if isinstance(tree, core.And) is wanted else _any(tests)
        case core.Not(part=part):
            return _may(part, layout, kept, not wanted)
        case core.Compare():
            if layout.fields(core.slots(tree)) & ~kept:
                return _yes
            test = compile_condition(tree)
            return lambda facts: test(cast("Sequence[int]", Unpacked(layout, facts))) is wanted


def _member(shift: int, room: int, values: frozenset[int], wanted: bool) -> May:
    among = frozenset(value << shift for value in values)
    bits = room << shift
    if wanted:
        return lambda facts: facts & bits in among
    return lambda facts: facts & bits not in among


def _all(tests: list[May]) -> May:
    needed = [test for test in tests if test is not _yes]
    if not needed:
        return _yes
    if len(needed) == 1:
        return needed[0]
    if len(needed) == 2:  # the common case, without a generator
        this, that = needed
        return lambda facts: this(facts) and that(facts)
    return lambda facts: all(test(facts) for test in needed)


def _any(tests: list[May]) -> May:
    if any(test is _yes for test in tests):
        return _yes
    if len(tests) == 2:
        this, that = tests
        return lambda facts: this(facts) or that(facts)
    return lambda facts: any(test(facts) for test in tests)
