"""What a checked condition is made of: five forms over slots (positions of facts in the state)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Member:
    """The fact in `slot` has one of the values (indices)."""

    slot: int
    values: frozenset[int]


@dataclass(frozen=True, slots=True)
class And:
    """All parts hold."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Some part holds."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    part: Condition


@dataclass(frozen=True, slots=True)
class Constant:
    """A whole number."""

    value: int


@dataclass(frozen=True, slots=True)
class Value:
    """The number of the fact in `slot`: low + index - first; `default` where the index is before first."""

    slot: int
    first: int
    low: int
    default: int


@dataclass(frozen=True, slots=True)
class Total:
    """left op right, op one of + - *."""

    op: str
    left: Amount
    right: Amount


@dataclass(frozen=True, slots=True)
class Count:
    """How many of the parts hold."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Compare:
    """left op right over whole numbers."""

    op: str
    left: Amount
    right: Amount


Condition: TypeAlias = Member | And | Or | Not | Compare
Amount: TypeAlias = Constant | Value | Total | Count


def slots(tree: Condition | Amount) -> frozenset[int]:
    """All facts that can influence the result."""
    match tree:
        case Member(slot=slot) | Value(slot=slot):
            return frozenset((slot,))
        case And(parts=parts) | Or(parts=parts) | Count(parts=parts):
            return frozenset().union(*(slots(p) for p in parts))
        case Not(part=part):
            return slots(part)
        case Total(left=left, right=right) | Compare(left=left, right=right):
            return slots(left) | slots(right)
        case Constant():
            return frozenset()
