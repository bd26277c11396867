"""The tree of a condition as the author wrote it. `at` is the offset (characters) in the text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Name:
    """A fact, a value or nothing known yet: the checker tells."""

    name: str
    at: int


@dataclass(frozen=True, slots=True)
class Number:
    """A whole number. `text` as it was written: a municipality's code keeps its zero."""

    text: str
    at: int

    @property
    def value(self) -> int:
        """The number that is written."""
        return int(self.text)


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """left op right, op one of + - *."""

    op: str
    left: Expression
    right: Expression
    at: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """left op right, op one of == != < <= > >=."""

    op: str
    left: Expression
    right: Expression
    at: int


@dataclass(frozen=True, slots=True)
class Membership:
    """fact in {values}, or not in."""

    fact: Name
    values: tuple[Name | Number, ...]
    negated: bool
    at: int


@dataclass(frozen=True, slots=True)
class Junction:
    """and / or of two or more parts."""

    op: str
    parts: tuple[Expression, ...]
    at: int


@dataclass(frozen=True, slots=True)
class Negation:
    """Not part."""

    part: Expression
    at: int


@dataclass(frozen=True, slots=True)
class Call:
    """count, any, all, atleast, known, default."""

    function: str
    arguments: tuple[Expression, ...]
    at: int


Expression: TypeAlias = Name | Number | Arithmetic | Comparison | Membership | Junction | Negation | Call
