"""The real program counts: what a thousand eyes may find on its disk afterwards, and what has been added."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from valkey import Valkey as Client

from bot.conversation.fellows import LETTERS
from bot.statistics.book import Book
from bot.statistics.pack import unpack
from bot.storage.cells import COPIES
from tests.system.server import Installation, Server, served
from tests.system.test_traces import Held, hold
from tests.system.traces import digest, read_house, search
from tests.valkey import Valkey

TALKS = 30
PROCESS = f"data/processes/{LETTERS[0]}"
"""Where the one process that serves says where it is."""


@dataclass(frozen=True)
class CountingInstallation(Installation):
    """An installation that counts. valkey: where its talks wait, "" for its own memory."""

    valkey: str = ""

    @property
    def environment(self) -> dict[str, str]:
        """With counting chosen."""
        more = {"FRAGESTOD_VALKEY": self.valkey} if self.valkey else {}
        return {**super().environment, "FRAGESTOD_COUNTING": "yes", **more}


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
    stop; then each of the live tables has grown by the same number of conversations, the process's own address is
    emptied, and nothing else has changed."""
    first = sums(open_cells(server))
    held = hold(server, TALKS)
    assert digest(held.after) == digest(held.before)

    assert server.stop() == 0
    house: Path = server.installation.house
    ended = Held(held.before, read_house(house), held.marks, held.tokens, held.answers)
    assert ended.added == {}
    data = {name: content for name, content in ended.after.items() if name.startswith("data/")}
    changed = {name for name, content in data.items() if held.before.get(name) != content}
    assert changed == {*(f"data/counting/{name}" for name in COPIES), PROCESS} and data[PROCESS] == b""
    grown = sums(open_cells(server))
    grown.subtract(first)
    assert 0 < grown["use"] <= TALKS + 2
    live = ("use", "subject", "furthest", "outcome", "surroundings")
    practice = ("rounds", "gates", "ask", "receive", "next")
    assert grown == Counter({**dict.fromkeys(live, grown["use"]), **dict.fromkeys(practice, 0)})


def test_what_waits_in_valkey_is_of_nobody(tmp_path: Path) -> None:
    """The real program on a real server: while people who tell too much talk, no file changes, and the server holds
    hashes of ten minutes alone, with numbers and cells, and no mark, token, answer or address in any dress."""
    with Valkey() as waiting:
        with served(CountingInstallation(tmp_path, local=None, valkey=waiting.address)) as server:
            held = hold(server, TALKS)
            assert server.stop() == 0  # what stands in its queue is carried
        with Client.from_url(waiting.address) as client:
            names = {name.decode() for name in client.keys("*")}
            content = {name: b"\n".join(b" ".join(pair) for pair in client.hgetall(name).items()) for name in names}
            talks = sum(client.hlen(name) for name in names)
    assert digest(held.after) == digest(held.before)
    assert 0 < talks <= TALKS + 2
    assert all(re.fullmatch(r"fragestod:talks:\d+0", name) for name in names)
    shape = rb'[0-9a-f]{10} [0-7]\[[01],\d+,"[a-z-]+","[a-z-]*","[a-z-]*",\d+,"web",\d+\]'
    assert all(re.fullmatch(shape, line) for lines in content.values() for line in lines.split(b"\n"))
    assert not search(content, held.marks | held.tokens | held.answers)
