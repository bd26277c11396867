"""Declarations of facts → domains and slots."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeAlias

from bot.conditions.domain import BOOLEAN, UNKNOWN, Domain, numbers, words
from bot.conditions.parse import RESERVED
from bot.dialog.schema import RANGE, FactValues
from bot.dialog.tree import Path, Tree
from bot.problem import Problem

MAX_VALUES = 400
VALUE = re.compile(r"^(?:[a-z][a-z0-9_]*|-?[0-9]+)$")
VALUE_FORM = "small letters a–z, digits and underscores, beginning with a letter, or a number"
Declared: TypeAlias = tuple[Domain | None, list[Problem]]


def domain_of(values: FactValues, municipalities: tuple[str, ...], tree: Tree, path: Path) -> Declared:
    """The domain that a declaration means, None when it means none."""
    problems: list[Problem] = []

    def fault(code: str, message: str, hint: str, *inside: int) -> Declared:
        problems.append(Problem(code, tree.span((*path, *inside)), message, hint))
        return None, problems

    if path[-1] in RESERVED:
        what = f"“{path[-1]}” is a word of the conditions, so no fact can be called so"
        problems.append(Problem("S009", tree.span(path, key=True), what, "choose another name"))
    if isinstance(values, str):
        if values == "boolean":
            return words(BOOLEAN), problems
        if values == "municipality":
            return words((UNKNOWN, *municipalities)), problems
        return _numbers(values, False, fault)[0], problems
    if not values:
        return fault("S009", "a fact needs values", "write [first, second]; the first is the start value")
    if any(RANGE.match(v) for v in values):
        if len(values) == 2 and values[0] == UNKNOWN:
            return _numbers(values[1], True, fault)[0], problems
        return fault("S009", "only unknown can stand before a range", "write [unknown, 0..10] or 0..10")
    if len(values) > MAX_VALUES:
        return fault("S009", f"{len(values)} values are too many", f"at most {MAX_VALUES}; or is it two facts?")
    for number, value in enumerate(values):
        if value in values[:number]:
            fault("N001", f"“{value}” stands twice", "remove one of them", number)
        if not VALUE.match(value) or value in RESERVED:
            fault("S009", f"“{value}” cannot be written in a condition", f"use {VALUE_FORM}", number)
    return words(tuple(dict.fromkeys(values))), problems


def _numbers(text: str, unknown: bool, fault: Callable[[str, str, str], Declared]) -> Declared:
    match = RANGE.match(text)
    if not match:
        return fault(
            "S009", f"“{text}” is not a kind of value", "write [a, b], boolean, municipality or a range like 0..10"
        )
    low, high = int(match[1]), int(match[2])
    if not low <= high <= low + MAX_VALUES:
        return fault("S009", f"the range {text} is empty or too wide", f"at most {MAX_VALUES} values, low first")
    return numbers(low, high, unknown=unknown), []
