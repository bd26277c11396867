"""Counting with several processes: each door carries its presses to an array that they share; one counter settles.

A press is answered first and carried afterwards, so no press waits for the server. While it is away presses are
answered and not counted; only what must be taken back (a turn to oneself) is kept until the server can be told.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext, suppress
from datetime import datetime

from structlog.typing import FilteringBoundLogger

from bot.conversation.edition import Editions
from bot.conversation.talk import Talks
from bot.engine.answers import Place
from bot.engine.token import Header
from bot.logs import Event
from bot.operations.counting import (
    AWAY,
    Counter,
    Saved,
    counting_alone,
    read_press,
    read_round,
    save_on_grid,
    tell_counting,
)
from bot.settings import Settings
from bot.statistics.contribution import Rehearsal, Withdrawn
from bot.statistics.waiting import SHARED, Pressed, settled_until
from bot.storage import StorageError
from bot.storage.database import open_database
from bot.storage.waiting import PersistenceError, SharedWaiting

BATCH = 500
"""Presses carried at once."""
QUEUE = 1 << 14
"""Presses that can stand before the server; what comes beyond is not counted."""
RETRY_SECONDS = 5.0


class Carrier:
    """Carries the presses of one process. `observe` is quick and for the loop; `run` carries until `stop`."""

    def __init__(
        self, array: SharedWaiting, editions: Editions, now: Callable[[], datetime], tell: Callable[[Saved], None]
    ) -> None:
        self._array, self._editions, self._now, self._tell = array, editions, now, tell
        self._queue: deque[Pressed] = deque()
        self._more, self._stop = asyncio.Event(), asyncio.Event()
        self._seen = self._away = False

    def observe(self, header: Header, place: Place, channel: str) -> None:
        """Take a press."""
        meant = read_press(self._editions, header, place, channel, self._minute(), SHARED)
        if meant:
            self.carry(meant)

    def rehearse(self, header: Header, found: Rehearsal | Withdrawn) -> None:
        """Take what a press of a round of practice means."""
        meant = read_round(header, found, self._minute(), SHARED)
        if meant:
            self.carry(meant)

    def carry(self, press: Pressed) -> None:
        """Put what a press means behind the others."""
        if len(self._queue) < QUEUE and (_takes_back(press) or not self._away):
            self._queue.append(press)
            self._more.set()

    async def run(self) -> None:
        """Carry until `stop`, and then what still stands in the queue, as long as the server answers."""
        while self._queue or not self._stop.is_set():
            if self._seen and not self._queue:
                self._more.clear()
                await self._more.wait()
                continue
            try:
                whole = await self._carry()
            except StorageError:
                await self._wait_for_server()
            else:
                self._seen, self._away = True, False
                if not whole:
                    self._tell(Saved(SHARED, full=True))

    def stop(self) -> None:
        """Carry what is there, and end."""
        self._stop.set()
        self._more.set()

    async def _carry(self) -> bool:
        """Hand over what stands first in the queue; False when there was no room for some."""
        if not self._seen:
            await self._array.check()
        batch = [self._queue[place] for place in range(min(BATCH, len(self._queue)))]
        whole = await self._array.press(batch, self._minute()) if batch else True
        for _ in batch:
            self._queue.popleft()
        return whole

    async def _wait_for_server(self) -> None:
        """What was under way is not counted. To carry it later could undo what another door has carried since, but for
        what takes back, which may always come again."""
        self._queue = deque(filter(_takes_back, self._queue))
        if not self._away:
            self._tell(Saved(SHARED, away=True))
        self._seen, self._away = False, True
        if self._stop.is_set():
            self._queue.clear()
        with suppress(TimeoutError):
            await asyncio.wait_for(self._stop.wait(), RETRY_SECONDS)

    def _minute(self) -> int:
        return int(self._now().timestamp()) // 60


def _takes_back(press: Pressed) -> bool:
    return isinstance(press.found, Withdrawn)


@asynccontextmanager
async def carrying(carrier: Carrier, array: SharedWaiting) -> AsyncIterator[None]:
    """Carry as long as this process serves.

    Raises:
        PersistenceError: the server would keep what waits. One that is away stops nothing.
    """
    try:
        await array.check()
    except PersistenceError:
        await array.close()
        raise
    except StorageError:
        pass  # `run` tells, and tries again
    carrying_on = asyncio.create_task(carrier.run())
    try:
        yield
    finally:
        carrier.stop()
        await carrying_on
        await array.close()


def open_counting(
    settings: Settings, talks: Talks, log: FilteringBoundLogger, now: Callable[[], datetime]
) -> AbstractAsyncContextManager[None]:
    """What counts the talks while it is entered: nothing where counting is off, this process alone, or with others.

    Raises:
        StorageError: a setting of it is wrong.
    """
    if not settings.counting:
        return nullcontext()
    tell = tell_counting(talks, log)
    if settings.valkey:
        array = SharedWaiting(settings.valkey)
        carrier = Carrier(array, talks.editions, now, tell)
        talks.observe, talks.rehearse, talks.counter = carrier.observe, carrier.rehearse, SHARED
        return carrying(carrier, array)
    counter = Counter(settings.data / "counting", open_database(settings.database), talks.editions, now)
    talks.observe, talks.rehearse = counter.observe, counter.rehearse
    return counting_alone(counter, tell, lambda error: log.error(Event.FAULT, error=error))


async def save_shared(counter: Counter, array: SharedWaiting) -> Saved:
    """Settle what is due in the array. What was saved is deleted there afterwards; a kill in between adds none twice,
    since the file itself says up to when it holds everything.

    Raises:
        StorageError: array, disk or database fail; whatever is due stays due.
    """
    owner = counter.hold()
    if owner is None:
        return Saved(AWAY, away=True)
    await array.check()
    if not await array.claim(owner):
        return Saved(AWAY, away=True)
    until = settled_until(counter.minute())
    saved = await asyncio.to_thread(counter.save, await array.due(until), until)
    await array.forget(counter.settled)
    return saved


async def settle_on_grid(
    counter: Counter,
    array: SharedWaiting,
    stop: asyncio.Event,
    tell: Callable[[Saved], None],
    fault: Callable[[Exception], object],
) -> None:
    """Settle at once and then on the grid, until `stop`. What waits then goes on waiting in the array.

    Raises:
        PersistenceError: the server would keep what waits. One that is away is told, and tried again.
    """

    async def save() -> Saved:
        return await save_shared(counter, array)

    try:
        tell(await save())
    except PersistenceError:
        await array.close()
        raise
    except StorageError as error:
        fault(error)
    try:
        await save_on_grid(counter.now, save, stop, tell, fault)
    finally:
        counter.release()
        await array.close()
