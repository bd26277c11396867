"""Processes that count without end, to be killed at any moment. Their clock runs ten minutes a save; noise is off.

`python tests/operations/counter_process.py FOLDER` begets one for each line that it reads, and says its number;
"reap NUMBER" waits until that one is gone. A line for each conversation is in the log before the conversation waits,
and one for each save after it is done.
"""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.operations.counting import Counter
from bot.statistics.book import House
from bot.statistics.waiting import Pressed
from bot.storage.database import open_database
from bot.storage.migrations import migrate
from tests.statistics.small import TALK, make_frame, no_noise

FIRST = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)
"""Three hours before a week and a month end."""
EACH = 5
"""Conversations between two saves."""


class Bare(Counter):
    """A counter whose lists need no content."""

    def house(self) -> House:
        """A small organisation."""
        return House(make_frame, lambda frame: frame, self.spent)


def count(folder: Path) -> None:
    """Count until killed."""
    with (folder / "log").open("ab", buffering=0) as log:
        saves = (folder / "log").read_bytes().count(b"saved\n")
        clock = [FIRST + timedelta(minutes=10 * saves)]
        database = open_database(f"sqlite:///{folder / 'store.db'}")
        counter = Bare(folder / "counting", database, None, lambda: clock[0], no_noise)  # type: ignore[arg-type]
        counter.save()
        log.write(b"start\n")
        while True:
            for _ in range(EACH):
                log.write(b"talk\n")
                number = int.from_bytes(os.urandom(5), "big")
                counter.waiting.press(Pressed(number, counter.minute(), replace(TALK, unit=0)))
            clock[0] += timedelta(minutes=10)
            counter.save(counter.due())
            log.write(b"saved\n")


def main(folder: Path) -> None:
    """Beget a process for each line."""
    database = open_database(f"sqlite:///{folder / 'store.db'}")
    migrate(database, FIRST.date())
    database.dispose()
    for line in sys.stdin:
        if line.startswith("reap"):
            os.waitpid(int(line.split()[1]), 0)
            print("gone", flush=True)
            continue
        child = os.fork()
        if not child:
            count(folder)
        print(child, flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
