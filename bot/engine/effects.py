"""What happened in a step. Numbers and ids only: effects know no language and no person.

Counting is a fold over effects; so is anything else that watches a conversation.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Entered:
    """A dialog began (at the start, by a call or by a jump)."""

    dialog: str


@dataclass(frozen=True, slots=True)
class Chose:
    """Answer `answer` was given at node `node` (SEVERAL: the mask of ticks)."""

    node: int
    answer: int


@dataclass(frozen=True, slots=True)
class Ticked:
    """The ticks at node `node` are now `mask`; nothing else happened."""

    node: int
    mask: int


@dataclass(frozen=True, slots=True)
class Jumped:
    """Jump number `jump` was taken at node `node`."""

    node: int
    jump: int


@dataclass(frozen=True, slots=True)
class Finished:
    """The conversation ended at FINISH node `node` with these actions (bit mask)."""

    node: int
    actions: int


@dataclass(frozen=True, slots=True)
class Refused:
    """The answer did not fit; the state is as before."""


Effect: TypeAlias = Entered | Chose | Ticked | Jumped | Finished | Refused
