"""A thousand conversations with people who tell too much, and then a search through everything that was written."""

from __future__ import annotations

import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.testing.user import WebUser
from tests.conftest import ROOT
from tests.system.people import make_marks, talk
from tests.system.server import SERVE, Installation, Server, served
from tests.system.traces import Found, digest, dresses, read_house, search

SEED, TALKS, WINDOWS = 20_261_122, 1000, 2
SOURCE = "127.77.66.55"  # Linux answers to all of 127.0.0.0/8
LEAKY = (str(ROOT / "tests" / "fakes" / "leaky_server.py"),)


@dataclass(frozen=True)
class Held:
    """What was there before the conversations and after them, and what must not have been added."""

    before: dict[str, bytes]
    after: dict[str, bytes]
    marks: frozenset[str]
    tokens: frozenset[str]
    answers: frozenset[str]

    @cached_property
    def added(self) -> Found:
        """What stands there more often than before. The texts of answers do stand in the stored release."""
        wanted = self.marks | self.tokens | self.answers | {SOURCE}
        changed = {name for name, content in self.after.items() if self.before.get(name) != content}
        before, after = ({name: files[name] for name in changed & set(files)} for files in (self.before, self.after))
        return search(after, wanted) - search(before, wanted)


def hold(server: Server, talks: int) -> Held:
    """Hold conversations in several windows at once, then look at all files."""
    with WebUser(server.address) as user:
        user.open()  # the first press of half a day makes a key
    house, process = server.installation.house, server.process.pid
    before = read_house(house, process)

    def sit(window: int) -> tuple[set[str], set[str]]:
        tokens, answers = set[str](), set[str]()
        with WebUser(server.address, source=SOURCE, swap=bool(window % 2)) as user:
            for number in range(window, talks, WINDOWS):
                more = talk(user, random.Random(SEED + number))
                tokens |= more[0]
                answers |= more[1]
        return tokens, answers

    with ThreadPoolExecutor(WINDOWS) as windows:
        sat = list(windows.map(sit, range(WINDOWS)))
    marks = {mark for number in range(talks) for mark in make_marks(random.Random(SEED + number)).values()}
    tokens, answers = (frozenset().union(*parts) for parts in zip(*sat, strict=True))
    return Held(before, read_house(house, process), frozenset(marks), tokens, answers)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The real program in a house of its own."""
    with served(Installation(tmp_path_factory.mktemp("house")), program=SERVE) as server:
        yield server


@pytest.fixture(scope="module")
def held(server: Server) -> Held:
    """A thousand conversations with it."""
    return hold(server, TALKS)


def test_thousand_conversations_change_no_file(held: Held) -> None:
    """Conversations write nothing at all: every file, the output included, is as it was before the first press."""
    assert len(held.tokens) > 5 * TALKS
    assert digest(held.after) == digest(held.before)


def test_thousand_conversations_leave_no_mark(held: Held) -> None:
    """No name, number, address, browser, token or answer stands in a file, in the output, or in a file held open."""
    assert len(held.marks) > 9 * TALKS
    assert held.added == {}


def test_clean_stop_leaves_no_mark(held: Held, server: Server) -> None:
    """Nor is anything of a person written when the program ends."""
    assert server.stop() == 0
    ended = Held(held.before, read_house(server.installation.house), held.marks, held.tokens, held.answers)

    assert ended.added == {}


# --- the search itself ------------------------------------------------------------------------------------


@given(mark=some.text(min_size=8, max_size=40), around=some.binary(max_size=9), data=some.data())
def test_search_finds_a_mark_in_every_dress(mark: str, around: bytes, data: some.DataObject) -> None:
    """Whatever dress a mark wears, and whatever stands around it, it is found."""
    dress = data.draw(some.sampled_from(sorted(dresses(mark))))

    assert search({"log": around + dress + around}, [mark])["log", mark] >= 1


@pytest.fixture(scope="module")
def leaked(tmp_path_factory: pytest.TempPathFactory) -> Held:
    """A few conversations with a server that has holes."""
    with served(Installation(tmp_path_factory.mktemp("leaky")), program=LEAKY) as server:
        return hold(server, 12)


@pytest.mark.parametrize(
    ("place", "kind"),
    [
        (".stderr", "number"),
        (".stdout", "name"),
        ("access.log", "browser"),
        ("access.log", "source"),
        (" → ", "mail"),
        ("fragestod.db", "token"),
        ("data/session=", "cookie"),
        ("data/seen", "chat"),
        ("data/chats.db", "chat"),
        ("data/trace.log", "name"),
        ("data/geo.idx", "forwarded"),
        ("data/mail.txt", "mail"),
    ],
)
def test_search_finds_every_hole(leaked: Held, place: str, kind: str) -> None:
    """A debug line, an access log, a spool file without a name, a session table: each is seen where it leaks."""
    kinds = {mark: name for number in range(12) for name, mark in make_marks(random.Random(SEED + number)).items()}
    kinds |= dict.fromkeys(leaked.tokens, "token") | {SOURCE: "source"}
    seen = {kinds.get(mark, "answer") for file, mark in leaked.added if place in file}

    assert kind in seen


def test_written_file_is_seen_even_when_it_cannot_be_read(leaked: Held) -> None:
    """A compressed cache hides its words from the search, but not that it is written."""
    changed = {name for name in leaked.after if digest(leaked.after)[name] != digest(leaked.before).get(name)}

    assert str(Path("data") / "cache.gz") in changed
