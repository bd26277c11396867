"""Queries that wait for an answer: a pressed button shows a clock until the bot has answered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from bot.testing.telegram.refusals import QUERY_TOO_OLD, bad_request

LIFETIME = 30.0
"""Seconds that a query can be answered. Telegram does not tell; its users see “too old” after some ten seconds."""


@dataclass(slots=True)
class Queries:
    """Queries by id. keep: remember how each was answered; without it an answered one is forgotten at once."""

    now: Callable[[], float]
    keep: bool = True
    lifetime: float = LIFETIME
    waiting: dict[str, float] = field(default_factory=dict)
    answers: dict[str, str] = field(default_factory=dict)
    _number: int = 4_000_000_000

    def ask(self) -> str:
        """A new query's id."""
        self._number += 1
        name = str(self._number)
        self.waiting[name] = self.now()
        return name

    def answer(self, name: str, text: str) -> None:
        """End a query.

        Raises:
            Refusal: it is too old, was answered before, or never was.
        """
        asked = self.waiting.pop(name, None)
        if asked is None or self.now() - asked > self.lifetime:
            raise bad_request(QUERY_TOO_OLD)
        if self.keep:
            self.answers[name] = text
