"""A call to the Bot API, done once in effect: waited for, tried again, and its answer understood.

What Telegram answers (https://core.telegram.org/bots/api#making-requests) becomes one of a few outcomes. Refusals are
known by their description alone, since all of them carry code 400 or 403; the words are those of Telegram's own
server (github.com/tdlib/telegram-bot-api, Client.cpp). A call may be tried again whenever it is not known whether it
was done: an edit, a deletion and an answer to a query are the same done twice.
"""

from __future__ import annotations

import asyncio
import json
from collections import deque
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from enum import Enum
from time import monotonic
from typing import Any, Protocol

from bot.channels.telegram.transport import NotReachedError

RETRIES = (0.25, 0.5, 1.0, 2.0, 4.0)
"""Seconds before each new try after a failure of the network or of Telegram; the last goes on."""


@dataclass(frozen=True, slots=True, repr=False)
class Call:
    """One call: method and JSON body.

    instead: makes the calls for one that cannot be done so. rides: nobody waits for its answer, so it may ride in the
    answer to a webhook.
    """

    method: str
    body: bytes
    instead: Callable[[], Iterable[Call]] | None = None
    rides: bool = False

    def riding(self) -> bytes:
        """The body that makes Telegram do this call when it comes as the answer to a webhook."""
        comma = b"," if len(self.body) > 2 else b""
        return b'{"method":"%s"%s%s' % (self.method.encode(), comma, self.body[1:])


class Outcome(Enum):
    """What became of a call.

    DONE: it is so now, by this call or already. GONE: nobody is there (blocked, deleted, thrown out). FIXED: it
    cannot be done like this, see `Call.instead`. REFUSED: a fault of ours. AWAY: not in time; whoever can try later
    should.
    """

    DONE = "done"
    GONE = "gone"
    FIXED = "fixed"
    REFUSED = "refused"
    AWAY = "away"


@dataclass(frozen=True, slots=True)
class Wait:
    """Not now. seconds: how long Telegram wants us to wait; None when it does not say."""

    seconds: float | None


# What a description holds (in small letters) → what that means. The first that fits decides.
_MEANINGS = (
    ("message is not modified", Outcome.DONE),  # a second tap, or an edit that was done though its answer was lost
    ("query is too old", Outcome.DONE),  # the button has stopped turning by itself
    ("message to delete not found", Outcome.DONE),
    ("message can't be deleted", Outcome.FIXED),  # older than 48 hours, or thrown dice: with one of those all stay
    ("message identifier is not specified", Outcome.DONE),
    ("message to edit not found", Outcome.DONE),  # deleted by its reader or by /hide: it is not to come back
    ("message_id_invalid", Outcome.DONE),
    ("message can't be edited", Outcome.FIXED),
    ("chat not found", Outcome.GONE),
    ("user is deactivated", Outcome.GONE),
    ("peer_id_invalid", Outcome.GONE),
    ("chat_write_forbidden", Outcome.GONE),
    ("not enough rights to send", Outcome.GONE),
    ("group chat was", Outcome.GONE),  # upgraded, deactivated, deleted
)


def understand(status: int, body: bytes) -> Outcome | Wait:
    """What an answer of the Bot API means. Pure; a body that is no answer of the Bot API's is a failure on the way."""
    if status == 200:
        return Outcome.DONE
    told = _told(body)
    if status == 429:
        return Wait(_seconds(told))
    if status >= 500 or not told:
        return Wait(None)
    if status == 403:
        return Outcome.GONE
    words = str(told.get("description", "")).lower()
    return next((meaning for part, meaning in _MEANINGS if part in words), Outcome.REFUSED)


def _told(body: bytes) -> dict[str, Any]:
    try:
        told = json.loads(body)
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def _seconds(told: dict[str, Any]) -> float | None:
    parameters = told.get("parameters")
    seconds = parameters.get("retry_after") if isinstance(parameters, dict) else None
    return float(seconds) if isinstance(seconds, int | float) and seconds > 0 else 1.0


class Way(Protocol):
    """Where calls go out (see `transport`)."""

    async def post(self, method: str, body: bytes) -> tuple[int, bytes]:
        """Status and body. Raises NotReachedError."""
        ...


class Pace:
    """No more than `rate` calls begin in any second. 0: as many as there are.

    Telegram allows a bot some 30 messages a second in all (https://core.telegram.org/bots/faq, "My bot is hitting
    limits"). For one chat nothing is held back ahead: to do that, chats would be remembered. A 429 tells how long.
    """

    def __init__(self, rate: int) -> None:
        self._rate = rate
        self._begun: deque[float] = deque(maxlen=rate)

    def reserve(self, now: float, most: float) -> float | None:
        """Take the next place: seconds until it comes. None, and nothing taken, when that is more than `most` away."""
        if not self._rate:
            return 0.0
        place = max(now, self._begun[0] + 1.0) if len(self._begun) == self._rate else now
        if place - now > most:
            return None
        self._begun.append(place)
        return place - now


class Calls:
    """All calls of one process. sleep, clock: time, in seconds."""

    def __init__(
        self,
        way: Way,
        *,
        rate: int = 30,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self._way = way
        self._pace = Pace(rate)
        self._sleep = sleep
        self.clock = clock

    async def ready(self, until: float) -> bool:
        """Wait for this call's place; False when it does not come until then."""
        now = self.clock()
        wait = self._pace.reserve(now, until - now)
        if wait:
            await self._sleep(wait)
        return wait is not None

    async def do(self, call: Call, until: float) -> Outcome:
        """Do a call, again and again until `until` (of the clock) while that may help."""
        tries = 0
        while await self.ready(until):
            try:
                status, body = await self._way.post(call.method, call.body)
            except NotReachedError:
                found: Outcome | Wait = Wait(None)
            else:
                found = Outcome.DONE if status == 200 else understand(status, body)
            if isinstance(found, Outcome):
                return found
            wait = RETRIES[min(tries, len(RETRIES) - 1)] if found.seconds is None else found.seconds
            tries += 1
            if self.clock() + wait > until:
                break
            await self._sleep(wait)
        return Outcome.AWAY
