"""Core → a plain function of the state's facts (a tuple of value indices). Built once per release."""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from typing import TypeAlias

from bot.conditions.core import (
    Amount,
    And,
    Compare,
    Condition,
    Constant,
    Count,
    Member,
    Not,
    Or,
    Total,
    Value,
)

Facts: TypeAlias = Sequence[int]
Test: TypeAlias = Callable[[Facts], bool]
Sum: TypeAlias = Callable[[Facts], int]

RELATION: dict[str, Callable[[int, int], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
ARITHMETIC: dict[str, Callable[[int, int], int]] = {"+": operator.add, "-": operator.sub, "*": operator.mul}


def compile_condition(tree: Condition) -> Test:
    """A function that tells whether the condition holds."""
    match tree:
        case Member(slot=slot, values=values) if len(values) == 1:
            (only,) = values
            return lambda facts: facts[slot] == only
        case Member(slot=slot, values=values):
            return lambda facts: facts[slot] in values
        case And(parts=(one, two)):  # the common case, without a generator
            this, that = compile_condition(one), compile_condition(two)
            return lambda facts: this(facts) and that(facts)
        case And(parts=parts):
            tests = tuple(compile_condition(p) for p in parts)
            return lambda facts: all(test(facts) for test in tests)
        case Or(parts=parts):
            tests = tuple(compile_condition(p) for p in parts)
            return lambda facts: any(test(facts) for test in tests)
        case Not(part=part):
            test = compile_condition(part)
            return lambda facts: not test(facts)
        case Compare(op=op, left=left, right=right):
            relation, first, second = RELATION[op], compile_amount(left), compile_amount(right)
            return lambda facts: relation(first(facts), second(facts))


def compile_amount(tree: Amount) -> Sum:
    """A function that gives the number."""
    match tree:
        case Constant(value=value):
            return lambda facts: value
        case Value(slot=slot, first=first, low=low, default=default):
            shift = low - first
            return lambda facts: facts[slot] + shift if facts[slot] >= first else default
        case Total(op=op, left=left, right=right):
            combine, one, two = ARITHMETIC[op], compile_amount(left), compile_amount(right)
            return lambda facts: combine(one(facts), two(facts))
        case Count(parts=parts):
            tests = tuple(compile_condition(p) for p in parts)
            return lambda facts: sum(test(facts) for test in tests)
