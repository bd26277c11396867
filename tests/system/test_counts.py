"""The real program counts: what a thousand eyes may find on its disk afterwards, and what has been added."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.statistics.book import Book
from bot.statistics.pack import unpack
from bot.storage.cells import COPIES
from tests.system.server import Installation, Server, served
from tests.system.test_traces import Held, hold
from tests.system.traces import digest, read_house

TALKS = 30


@dataclass(frozen=True)
class CountingInstallation(Installation):
    """An installation that counts."""

    @property
    def environment(self) -> dict[str, str]:
        """With counting chosen."""
        return {**super().environment, "FRAGESTOD_COUNTING": "yes"}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The real program, counting."""
    with served(CountingInstallation(tmp_path_factory.mktemp("counting"), local=None)) as server:
        yield server


def open_cells(server: Server) -> Book:
    """What stands in the counter's file."""
    book = unpack((server.installation.data / "counting" / COPIES[0]).read_bytes())
    assert book is not None
    return book


def sums(book: Book) -> Counter[str]:
    """All that stands in the tables of a name, noise and all."""
    found = Counter[str]()
    for sheet in book.sheets:
        found[sheet.table.name] += sum(sheet.values)
    return found


def test_counting_writes_nothing_of_anybody(server: Server) -> None:
    """Conversations with people who tell too much change no file while they go on, and leave no mark after a clean
    stop; then each of the live tables has grown by the same number of conversations, and nothing else has changed."""
    first = sums(open_cells(server))
    held = hold(server, TALKS)
    assert digest(held.after) == digest(held.before)

    assert server.stop() == 0
    house: Path = server.installation.house
    ended = Held(held.before, read_house(house), held.marks, held.tokens, held.answers)
    assert ended.added == {}
    data = {name: content for name, content in ended.after.items() if name.startswith("data/")}
    changed = {name for name, content in data.items() if held.before.get(name) != content}
    assert changed == {f"data/counting/{name}" for name in COPIES}
    grown = sums(open_cells(server))
    grown.subtract(first)
    assert 0 < grown["use"] <= TALKS + 2
    assert {name: grown[name] for name in grown if name != "practice"} == dict.fromkeys(
        ("use", "subject", "furthest", "outcome", "surroundings"), grown["use"]
    )
