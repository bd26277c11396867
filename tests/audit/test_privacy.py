"""T1 on an installation: each attack is clear on what the program writes, and finds each hole that is made."""

from __future__ import annotations

import gzip
import random
from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.audit.marks import dresses, search
from bot.audit.privacy import ATTACKS, COPIES, File, Material, Outcome, attack
from bot.audit.words import ATTACKS as TOLD
from bot.audit.words import NOT_SHOWN, WORDS
from bot.statistics.book import settle
from bot.statistics.pack import pack
from bot.statistics.release import FIRST, Released, freeze
from tests.statistics.small import BEGIN, TALK, no_noise, opened

LINE = b'{"hour": "2026-11-22T10", "event": "started", "level": "info", "channel": "web", "port": 8080}\n'
SQLITE = b"SQLite format 3\0" + b"\x10\x00" + b"\x01\x01" + b"\0" * 100
MARKS = ("Planterad Person", "070-1740600", "4711174062")


def cells(talks: int = 3) -> File:
    """A sound copy of open cells."""
    book = opened(noise=lambda cost: cost)
    settle(book, [(BEGIN, TALK)] * talks, BEGIN + 70)
    return File(pack(book), 0o600, book.sheets[0].frame.quarter.begins * 60)


def released() -> tuple[Released, ...]:
    """Two tables, chained."""
    first = freeze(opened().sheets[0], FIRST, no_noise)
    return first, freeze(opened().sheets[1], first.hash, no_noise)


def sound() -> Material:
    """An installation as the program leaves it."""
    files = {**dict.fromkeys(COPIES, cells()), "counting/lock": File(b"0123456789abcdef"), "keys/7": File(b"k" * 32)}
    files |= {"fragestod.db": File(SQLITE), "local/organisation.yaml": File(b"units: []")}
    files |= {f"pictures/{'0a' * 32}.svg": File(b"<svg></svg>"), f"pictures/{'0a' * 8}.part": File(b"<s")}
    return Material(
        files=files,
        logs={"web.log": File(LINE * 3)},
        tables=frozenset({"count_release"}),
        known=frozenset({"count_release", "release"}),
        chain=released(),
        backup=("fragestod.db",),
        waiting="",
        marks=MARKS,
    )


def found(material: Material) -> dict[str, tuple[str, ...]]:
    """What stands there that must not, by attack."""
    return {finding.key: finding.found for finding in attack(material) if finding.outcome is Outcome.FOUND}


def test_a_sound_installation_is_clear() -> None:
    """Every attack is tried and none finds anything."""
    assert {finding.outcome for finding in attack(sound())} == {Outcome.CLEAR}


def test_what_has_nothing_to_look_at_is_not_clear() -> None:
    """Without files, logs, marks and releases nothing is called clear: it was not tried."""
    assert {finding.outcome for finding in attack(Material({}))} == {Outcome.NOT_TRIED}


def with_file(name: str, content: bytes, mode: int = 0o600, seconds: int = 0) -> Callable[[Material], Material]:
    """A file more, or another one."""
    return lambda material: replace(material, files={**material.files, name: File(content, mode, seconds)})


def logged(line: bytes) -> Callable[[Material], Material]:
    """A line more in the log."""
    return lambda material: replace(material, logs={"web.log": File(LINE + line + b"\n")})


def recosted(material: Material) -> Material:
    """A release that cost what it may not."""
    first, second = material.chain
    document = first.document.replace(b'"epsilon_hundredths":40', b'"epsilon_hundredths":90')
    return replace(material, chain=(Released(first.name, document), second))


HOLES: list[tuple[str, str, Callable[[Material], Material]]] = [
    ("copies", "another state in one copy", with_file(COPIES[1], cells(4).content, seconds=cells().seconds)),
    ("copies", "a torn copy", with_file(COPIES[0], cells().content[:-9])),
    ("sizes", "the time of a save", with_file(COPIES[0], cells().content, seconds=1_790_000_000)),
    ("snapshots", "a copy of last week", with_file("counting/cells.old", b"")),
    ("snapshots", "a copy elsewhere", with_file("save/monday", cells().content)),
    ("journals", "a write-ahead log", with_file("fragestod.db-wal", b"7\x7f\x06\x82old pages")),
    ("journals", "the mode that makes one", with_file("fragestod.db", SQLITE.replace(b"\x01\x01", b"\x02\x02"))),
    ("strangers", "a packed cache", with_file("cache.gz", gzip.compress(b"Planterad Person"))),
    ("strangers", "a list among the pictures", with_file("pictures/names.svg", b"<svg></svg>")),
    ("strangers", "a packed file by a picture's name", with_file(f"pictures/{'1b' * 32}.svg", gzip.compress(b"x"))),
    ("strangers", "a file beside the demo's own", with_file("local/names.yaml", b"units: []")),
    ("tables", "a table of sessions", lambda m: replace(m, tables=m.tables | {"talk_session"})),
    ("chain", "a figure changed afterwards", lambda m: replace(m, chain=m.chain[::-1])),
    ("ledger", "a table that costs too much", recosted),
    ("marks", "a name in a cache", with_file("cache", b"x Planterad Person x")),
    ("marks", "a name in base64", with_file("cache", b"eFBsYW50ZXJhZCBQZXJzb24=")),
    ("marks", "a number in a database row", lambda m: replace(m, rows={"table x": (4711174062).to_bytes(8, "big")})),
    ("marks", "a name of a file", with_file("070-1740600", b"")),
    ("marks", "a mark in the log", logged(b"PLANTERAD PERSON")),
    ("shapes", "an identity number", logged(b'{"event": "19121212-1212"}')),
    ("shapes", "an address", logged(b"10.20.30.40 GET /")),
    ("shapes", "a button", logged(b"t=" + b"A" * 62)),
    ("shapes", "a time in the counter's folder", with_file("counting/lock", b"2026-11-22 10:11:12")),
    ("log", "a line of a proxy", logged(b"GET / HTTP/1.1")),
    ("log", "a field that is not in the table", logged(LINE.strip().replace(b'"port"', b'"chat"'))),
    ("log", "an exact time", logged(LINE.strip().replace(b"T10", b"T10:11:12"))),
    ("keys", "a key of yesterday", lambda m: replace(m, keys=("key 5 should have been destroyed",))),
    ("permissions", "a folder for all", lambda m: replace(m, mode=0o755)),
    ("permissions", "a file for all", with_file("fragestod.db", SQLITE, 0o644)),
    ("backup", "open cells in a copy", lambda m: replace(m, backup=("counting/cells.a",))),
    ("waiting", "a server that keeps", lambda m: replace(m, waiting="keeps")),
]


@pytest.mark.parametrize(("key", "hole"), [(key, hole) for key, _, hole in HOLES], ids=[name for _, name, _ in HOLES])
def test_each_hole_is_found(key: str, hole: Callable[[Material], Material]) -> None:
    """A build with a hole does not pass: the attack that is meant for it finds it."""
    assert key in found(hole(sound()))


def test_every_attack_has_a_hole_that_it_finds_and_words() -> None:
    """None is there for show, and each is told in both languages."""
    keys = [key for key, _, _ in ATTACKS]

    assert {key for key, _, _ in HOLES} == set(keys)
    assert {language: set(told) for language, told in TOLD.items()} == {"sv": set(keys), "en": set(keys)}
    assert set(WORDS["sv"]) == set(WORDS["en"]) and len(NOT_SHOWN["sv"]) == len(NOT_SHOWN["en"])


def test_findings_name_places_and_no_content() -> None:
    """A report to keep does not itself keep what was found."""
    material = with_file("cache", b"x Planterad Person x")(logged(b"PLANTERAD PERSON")(sound()))

    assert found(material)["marks"] == ("cache: mark 1", "web.log: mark 1")


@pytest.mark.parametrize("mark", [*MARKS, "åäö-Söderström", "-1001740600123"])
def test_a_mark_is_found_in_every_dress(mark: str) -> None:
    """Whatever stands around it; and not where it is not."""
    source = random.Random(mark)
    around = source.randbytes(9)
    for dress in dresses(mark):
        assert search({"file": around + dress + around}, [mark])["file", mark] >= 1
    assert not search({"file": source.randbytes(5000)}, [mark])
    assert len(dresses(mark)) >= 14


def test_what_is_packed_is_told_by_its_file() -> None:
    """The search does not unpack; that a file is there which the program does not write tells."""
    assert set(found(with_file("cache.gz", gzip.compress(b"Planterad Person" * 9))(sound()))) == {"strangers"}
