"""Conversations of one process that keeps nothing: no data folder, no store."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime

from bot.conversation.edition import Edition
from bot.conversation.talk import Talks
from bot.engine.token import Key


class MemoryKeys:
    """Keys of this process alone, for the terminal: gone when it ends."""

    def __init__(self) -> None:
        self._keys = (Key(secrets.token_bytes(32)),)

    def live(self, now: datetime) -> tuple[Key, ...]:
        """Always the same one."""
        return self._keys


class OneEdition:
    """Today's content and nothing else, for the terminal."""

    def __init__(self, edition: Edition) -> None:
        self.current = edition

    def find(self, short: int) -> Edition | None:
        """The edition itself, when it is meant."""
        return self.current if short == self.current.short else None

    def is_recalled(self, short: int) -> bool:
        """Never."""
        return False


def terminal_talks(edition: Edition) -> Talks:
    """Conversations of one terminal: no data folder, no store."""
    return Talks(OneEdition(edition), MemoryKeys(), _utc, lambda: secrets.randbits(40))


def _utc() -> datetime:
    return datetime.now(UTC)
