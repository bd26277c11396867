"""The cases that conditions tell apart, and which of their facts matter for what is asked of an action.

The forms of an action may differ in their law alone, or be alike for two values of a fact. A rule that asks whether an
action is a duty, or has some words, has then no use for that fact; and each fact more multiplies what has to be proved.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import product

from bot.check.watched import classes
from bot.conditions import core
from bot.conditions.evaluate import compile_condition
from bot.dialog import schema
from bot.dialog.model import Action, Program

Facts = tuple[int, ...]
"""All facts by slot."""


def cases(program: Program, conditions: Iterable[core.Condition]) -> Iterator[tuple[dict[int, int], Facts]]:
    """All values that the conditions tell apart: by slot of the facts that they look at, and among all facts."""
    asked = tuple(conditions)
    slots = sorted(frozenset().union(*map(core.slots, asked)))
    for values in product(*(_told_apart(program, slot, asked) for slot in slots)):
        facts = list(program.start)
        for slot, value in zip(slots, values, strict=True):
            facts[slot] = value
        yield dict(zip(slots, values, strict=True)), tuple(facts)


def _told_apart(program: Program, slot: int, conditions: Iterable[core.Condition]) -> list[int]:
    """The first of the values of each kind; numbers are all different."""
    domain = program.facts[slot].domain
    if domain.is_number:
        return list(range(len(domain.values)))
    listed = {values for condition in conditions for at, values in classes(condition) if at == slot}
    kinds: dict[tuple[bool, ...], int] = {}
    for value in range(len(domain.values)):
        kinds.setdefault(tuple(value in values for values in listed), value)
    return list(kinds.values())


def deciding(
    program: Program, action: Action, of: Callable[[schema.Action], object], when: core.Condition | None = None
) -> frozenset[int]:
    """The slots of the facts on which hangs what is asked `of` the form that holds: those in which alone two cases
    differ that differ in it. when: only cases in which this may hold count."""
    found = _found(program, action, of, when)
    slots = {slot for values in found for slot, _ in values}
    return frozenset(slot for slot in slots if not _alike(found, slot))


def possible(
    program: Program, action: Action, of: Callable[[schema.Action], object], when: core.Condition | None
) -> frozenset[object]:
    """What is asked `of` the forms that can hold where a condition does."""
    return frozenset(_found(program, action, of, when).values())


def _found(
    program: Program, action: Action, of: Callable[[schema.Action], object], when: core.Condition | None
) -> dict[tuple[tuple[int, int], ...], object]:
    """Case → what is asked of the form that holds then. What a condition asks besides the facts of the forms does not
    count: so a case may be looked at that cannot be, and none that can is left out."""
    told = [of(form.action) for form in action.forms]
    if all(each == told[0] for each in told):
        return {(): told[0]}
    conditions = [form.condition for form in action.forms if form.condition is not None]
    looked = frozenset().union(*map(core.slots, conditions))
    parts = when.parts if isinstance(when, core.And) else (when,)
    asked = [part for part in parts if part is not None and core.slots(part) <= looked]
    tests = [compile_condition(part) for part in asked]
    found = {}
    for values, facts in cases(program, (*conditions, *asked)):
        if all(test(facts) for test in tests):
            holds = next(place for place, form in enumerate(action.forms) if form.when is None or form.when(facts))
            found[tuple(values.items())] = told[holds]
    return found


def _alike(found: dict[tuple[tuple[int, int], ...], object], slot: int) -> bool:
    """Whether cases that differ in this fact alone never differ in what was found."""
    met: dict[tuple[tuple[int, int], ...], object] = {}
    for values, each in found.items():
        others = tuple(pair for pair in values if pair[0] != slot)
        if met.setdefault(others, each) != each:
            return False
    return True
