"""Asking Telegram for what has happened, for an installation that the world cannot reach. One process alone may ask.

An update is confirmed, by asking for later ones, only when it and all before it are done: a process that is killed
finds again what it had not done. Until then its number is remembered, so that it is not begun twice.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any, Final

from telegram import Bot, error

from bot.channels.telegram.library import fetch
from bot.channels.telegram.updates import WANTED

LONG = 25
"""Seconds that Telegram may wait before it answers that nothing has happened."""
MANY = 100
"""Updates that Telegram hands out at once, the oldest first."""
SHORT = 0.5
"""Seconds between two questions while something is under way."""
REST: Final = (1.0, 2.0, 5.0, 15.0)
"""Seconds to wait after the first, second, … failure in a row; the last goes on."""

Take = Callable[[object], Coroutine[Any, Any, None]]
Reach = Callable[[bool], object]


class Poller:
    """Updates from Telegram, each handed to `take` once. take: must not raise. reach: told whether Telegram answered.

    What it answered instead (another process asks, too; a webhook is set; the token is wrong) `fragestod telegram
    status` tells.
    """

    def __init__(self, bot: Bot, take: Take, reach: Reach) -> None:
        self._bot = bot
        self._take = take
        self._reach = reach
        self._running: dict[int, asyncio.Task[None]] = {}
        self._seen: set[int] = set()  # not confirmed yet
        self._offset = 0
        self._full = False

    async def run(self, stop: asyncio.Event, grace: float) -> None:
        """Ask until `stop` is set, then let what runs finish for at most `grace` seconds, and confirm it."""
        stopping = asyncio.create_task(stop.wait())
        try:
            failures = 0
            while not stop.is_set():
                asking = asyncio.create_task(self._ask(0 if self._running else LONG))
                await asyncio.wait((asking, stopping), return_when=asyncio.FIRST_COMPLETED)
                if not asking.done():
                    asking.cancel()
                    await asyncio.wait((asking,))
                    break
                failures = 0 if asking.result() else failures + 1
                pause = REST[min(failures, len(REST)) - 1] if failures else SHORT
                waiting = (stopping,) if failures else tuple(self._running.values())
                if waiting:
                    await asyncio.wait(waiting, timeout=pause)
        finally:
            stopping.cancel()
            await self._finish(grace)

    async def _ask(self, seconds: int) -> bool:
        """Fetch and begin what is new. False when Telegram did not answer as it should."""
        self._confirm()
        try:
            fetched = await fetch(self._bot, offset=self._offset, seconds=seconds, limit=MANY, wanted=WANTED)
        except error.TelegramError:
            self._reach(False)
            return False
        self._reach(True)
        self._full = len(fetched) == MANY and all(update["update_id"] in self._seen for update in fetched)
        for update in fetched:
            self._begin(update)
        return True

    def _begin(self, update: dict[str, Any]) -> None:
        number = update["update_id"]
        if number in self._seen:
            return
        self._seen.add(number)
        task = asyncio.create_task(self._take(update))
        self._running[number] = task
        task.add_done_callback(lambda _: self._running.pop(number, None))

    def _confirm(self) -> None:
        """The next question begins after the last update before which nothing runs.

        Where what runs is all that Telegram hands out, it is confirmed, too, so that nobody behind it waits: a kill
        would lose its answers, and no talk.
        """
        if self._seen:
            held = () if self._full else self._running
            self._offset = min(held, default=max(self._seen) + 1)
            self._seen = {number for number in self._seen if number >= self._offset}

    async def _finish(self, grace: float) -> None:
        """Let what runs finish, and confirm what is done; what is late comes again when somebody asks next."""
        late: set[int] = set()
        if self._running:
            await asyncio.wait(tuple(self._running.values()), timeout=grace)
            late = {number for number, task in self._running.items() if not task.done()}
            for number in late:
                self._running[number].cancel()
            if late:
                await asyncio.wait([self._running[number] for number in late])
        if self._seen:
            first = min(late, default=max(self._seen) + 1)
            with suppress(error.TelegramError):  # what is not confirmed comes again, and does nothing twice
                await fetch(self._bot, offset=first, seconds=0, limit=1, wanted=WANTED)
