"""Declarations of facts → domains and slots."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from bot.conditions.domain import BOOLEAN, UNKNOWN, Domain, numbers, words
from bot.dialog.schema import RANGE, FactValues
from bot.dialog.tree import Path, Tree
from bot.problem import Problem

MAX_VALUES = 400
Declared: TypeAlias = tuple[Domain, list[Problem]]


def domain_of(values: FactValues, municipalities: tuple[str, ...], tree: Tree, path: Path) -> Declared:
    """The domain that a declaration means; a domain of one value stands in for a faulty one."""
    problems: list[Problem] = []

    def fault(code: str, message: str, hint: str) -> Declared:
        problems.append(Problem(code, tree.span(path), message, hint))
        return words((UNKNOWN,)), problems

    if isinstance(values, str):
        if values == "boolean":
            return words(BOOLEAN), problems
        if values == "municipality":
            return words((UNKNOWN, *municipalities)), problems
        return _numbers(values, False, fault)
    if not values:
        return fault("S009", "a fact needs values", "write [first, second]; the first is the start value")
    if any(RANGE.match(v) for v in values):
        if len(values) == 2 and values[0] == UNKNOWN:
            return _numbers(values[1], True, fault)
        return fault("S009", "only unknown can stand before a range", "write [unknown, 0..10] or 0..10")
    if len(set(values)) != len(values):
        twice = next(v for v in values if values.count(v) > 1)
        return fault("N001", f"“{twice}” stands twice", "remove one of them")
    return words(tuple(values)), problems


def _numbers(text: str, unknown: bool, fault: Callable[[str, str, str], Declared]) -> Declared:
    match = RANGE.match(text)
    if not match:
        return fault("S009", f"“{text}” is not a kind of value", "write [a, b], boolean, municipality or a range like 0..10")
    low, high = int(match[1]), int(match[2])
    if not low <= high <= low + MAX_VALUES:
        return fault("S009", f"the range {text} is empty or too wide", f"at most {MAX_VALUES} values, low first")
    return numbers(low, high, unknown=unknown), []

