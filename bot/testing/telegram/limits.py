"""Telegram's flood limits: 30 messages a second altogether, one a second in one chat (core.telegram.org/bots/faq).

Off unless asked for. Sends and edits count; answers to queries do not. Telegram lets short bursts pass, so `burst`
messages of a chat may come at once before it has to wait.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.testing.telegram.refusals import too_many

COUNTED = frozenset(("sendMessage", "editMessageText", "editMessageReplyMarkup"))


@dataclass(slots=True)
class Bucket:
    """A bucket that fills by `rate` a second up to `size`, and loses one with each message."""

    rate: float
    size: float
    level: float
    at: float

    def missing(self, now: float) -> float:
        """Seconds until the next message may come; 0 takes one now."""
        self.level = min(self.size, self.level + (now - self.at) * self.rate)
        self.at = now
        if self.level >= 1:
            self.level -= 1
            return 0.0
        return (1 - self.level) / self.rate


@dataclass(slots=True)
class Limits:
    """now: seconds. overall, per_chat: messages a second. burst: messages of one chat that may come at once."""

    now: Callable[[], float]
    overall: float = 30
    per_chat: float = 1
    burst: int = 1
    _all: Bucket | None = None
    _chats: dict[int, Bucket] = field(default_factory=dict)

    def check(self, method: str, chat: int | None) -> None:
        """Let a call pass.

        Raises:
            Refusal: 429, with the whole seconds to wait.
        """
        if method not in COUNTED:
            return
        now = self.now()
        if self._all is None:
            self._all = Bucket(self.overall, self.overall, self.overall, now)
        wait = self._all.missing(now)
        if not wait and chat is not None:
            bucket = self._chats.setdefault(chat, Bucket(self.per_chat, self.burst, self.burst, now))
            wait = bucket.missing(now)
        if wait:
            raise too_many(math.ceil(wait))
