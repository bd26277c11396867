"""Two doors and a counter that share an array, to be killed at any moment. Noise is off; time stands in a file.

`python tests/operations/sharing_process.py FOLDER ADDRESS` begets one for each line that it reads ("door" or
"counter"), and says its number; "reap NUMBER" waits until that one is gone. A door notes each conversation before it
carries it, and again once the array has it.
"""

from __future__ import annotations

import asyncio
import os
import sys
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from bot.operations.sharing import Carrier, save_shared
from bot.statistics.contribution import Withdrawn
from bot.statistics.waiting import SLOT, Pressed
from bot.storage import StorageError
from bot.storage.database import open_database
from bot.storage.migrations import migrate
from bot.storage.waiting import SharedWaiting
from tests.operations.counter_process import EACH, FIRST, Bare
from tests.statistics.small import TALK, no_noise

HOUR = 5
"""A door that carries within so many ticks carries before anything of it can settle, as every press that counts."""


class Clock:
    """Ten minutes for each letter in a file that the test writes."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "ticks"

    def __call__(self) -> datetime:
        return FIRST + timedelta(minutes=SLOT * self.ticks)

    @property
    def ticks(self) -> int:
        """How often time has gone on."""
        return self._file.stat().st_size


class Bulk(Carrier):
    """A carrier whose queue can be waited for."""

    @property
    def is_away(self) -> bool:
        """Whether the server did not answer the last time; what is carried then is dropped."""
        return self._away

    async def emptied(self) -> None:
        """Until everything is carried."""
        while self._queue:  # noqa: ASYNC110 - the carrier has no need to tell anybody else
            await asyncio.sleep(0.001)


async def door(folder: Path, address: str, mother: int) -> None:
    """Hold conversations until killed: three presses each, and every fifth turns to oneself in the end."""
    failed = list[object]()
    clock = Clock(folder)
    carrier = Bulk(SharedWaiting(f"{address}?client_name={door_name(os.getpid())}"), None, clock, failed.append)  # type: ignore[arg-type]
    running = asyncio.create_task(carrier.run())
    deep, shallow = replace(TALK, unit=0), replace(TALK, unit=0, furthest=1)
    with (folder / f"door-{os.getpid()}").open("ab", buffering=0) as log:
        while not running.done() and os.getppid() == mother:
            ticks, minute, away = clock.ticks, int(clock().timestamp()) // 60, carrier.is_away
            numbers = [int.from_bytes(os.urandom(5), "big") for _ in range(EACH)]
            note(log, "began", minute, numbers)
            for found in (shallow, deep, deep):
                for number in numbers:
                    carrier.carry(Pressed(number, minute, found))
                await asyncio.sleep(0)
            carrier.carry(Pressed(numbers[0], minute, Withdrawn.PERSONAL))
            await carrier.emptied()
            if away or failed or clock.ticks - ticks >= HOUR:
                note(log, "late", minute, numbers)
            else:
                note(log, "carried", minute, numbers[1:])
            failed.clear()
            await asyncio.sleep(0.003)


def door_name(process: int) -> str:
    """What the server calls a door's connection."""
    return f"door-{process}"


def note(log: object, word: str, minute: int, numbers: list[int]) -> None:
    """One line, in one piece."""
    log.write(f"{word} {minute} {' '.join(f'{number:010x}' for number in numbers)}\n".encode())  # type: ignore[attr-defined]


async def count(folder: Path, address: str, mother: int) -> None:
    """Settle at each tick until killed."""
    clock, array = Clock(folder), SharedWaiting(address)
    database = open_database(f"sqlite:///{folder / 'store.db'}")
    counter = Bare(folder / "counting", database, None, clock, no_noise)  # type: ignore[arg-type]
    with (folder / "saves").open("ab", buffering=0) as log:
        done = -1
        while os.getppid() == mother:
            ticks = clock.ticks
            if ticks == done:
                await asyncio.sleep(0.002)
                continue
            try:
                saved = await save_shared(counter, array)
            except StorageError:
                continue  # the server had no time; as `settle_on_grid` does, again
            assert not saved.away
            log.write(f"{ticks}\n".encode())
            done = ticks


def main(folder: Path, address: str) -> None:
    """Beget and reap."""
    database = open_database(f"sqlite:///{folder / 'store.db'}")
    migrate(database, FIRST.date())
    database.dispose()
    for line in sys.stdin:
        word, _, number = line.strip().partition(" ")
        if word == "reap":
            os.waitpid(int(number), 0)
            print("gone", flush=True)
            continue
        mother, child = os.getpid(), os.fork()
        if not child:
            asyncio.run((count if word == "counter" else door)(folder, address, mother))
            os._exit(0)
        print(child, flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
