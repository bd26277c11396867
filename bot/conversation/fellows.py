"""Which processes of an installation serve beside this one, as far as a team session must know. Plain data.

A room lives in one process, and its code begins with that process's letter; the others pass on what concerns it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

LETTERS = "BCDFGHJKLMNPQRSTVWXZ"
"""Of processes and of rooms' codes: no vowels, so that they spell nothing, and none that looks like a figure."""


@dataclass(frozen=True, slots=True)
class Fellow:
    """Another process. address: where it listens, such as `http://10.0.0.5:8080`; never one that the world reaches.
    secret: what both prove themselves by."""

    address: str
    secret: str


class Fellows(Protocol):
    """Those that serve now. letter: of this process, "" while it has none. secret: what others know it by."""

    letter: str
    secret: str

    def find(self, letter: str) -> Fellow | None:
        """The process that has this letter now; None where none has."""


class Alone:
    """One process that knows of no other."""

    letter = LETTERS[0]
    secret = ""

    def find(self, letter: str) -> Fellow | None:
        """Nobody."""
        return None
