"""This program's counting path alone: eight presses of a conversation taken, settled, and saved on the clock grid."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from bench.abstract import PATHS, guide
from bot.conversation.alone import OneEdition
from bot.conversation.edition import open_edition
from bot.engine.token import Header
from bot.operations.counting import Counter
from bot.storage.database import open_database
from bot.storage.migrations import migrate

PRESSES, EACH = 8, 5000
"""Presses of a conversation; conversations between two saves, fewer than can wait of one slot."""


def prepare() -> Callable[[int], int]:
    """Whole conversations; the unit is one of them, with its eight presses and its share of a save."""
    edition, problems = open_edition({"guides/abstract.yaml": guide().encode()})
    assert edition, problems
    folder = Path(tempfile.mkdtemp())
    clock = [datetime(2026, 11, 16, 8, 0, tzinfo=UTC)]
    database = open_database(f"sqlite:///{folder / 'store.db'}")
    migrate(database, date(2026, 11, 16))
    counter = Counter(folder / "counting", database, OneEdition(edition), lambda: clock[0])
    run_ = counter.save().run
    entry = edition.program.entries[0]
    walks = []
    for path in PATHS:
        places = [edition.fold.begin(entry, edition.given(None))]
        for answer in path[:PRESSES]:
            after = edition.fold.after(places[-1], answer)
            assert after
            places.append(after)
        walks.append(places[1:])
    done = [0]

    def run(count: int) -> int:
        for _ in range(count):
            done[0] += 1
            if done[0] % EACH == 0:
                clock[0] += timedelta(minutes=10)
                counter.save(counter.due())
            start = int(clock[0].timestamp()) // 60 % 4096
            header = Header(edition.short, done[0], start, run_)
            for place in walks[done[0] % len(walks)]:
                counter.observe(header, place, "web")
        return count

    return run
