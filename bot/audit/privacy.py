"""The attacks: each looks at what an installation keeps and says what stands there that must not. Pure.

An attack that has nothing to look at says so: not tried is never clear. Details are names of files, tables and
releases, never their content.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum

from bot.audit.marks import search
from bot.engine.token import Mode
from bot.logs import FIELDS, Event
from bot.statistics.ledger import dearest
from bot.statistics.pack import pack, unpack
from bot.statistics.release import Released, broken_link, spent_on
from bot.statistics.tables import CAP

COPIES = ("counting/cells.a", "counting/cells.b")
COUNTING = {*COPIES, "counting/lock"}
JOURNALS = ("-journal", "-wal", "-shm")
PICTURE = re.compile(r"pictures/(?:[0-9a-f]{64}\.svg|[0-9a-f]{16}\.part)")
"""A drawing of released figures, or one that is being written (bot/publish/report/pictures.py); plain text within."""
PROCESS = re.compile(r"processes/[A-Z]")
"""Where a process says that it serves (`bot.storage.processes`)."""
PLAIN = ("port", "local/organisation.yaml", "local/contacts.yaml", "local/contacts.new")
"""Port and public address that were last listened to, the made-up organisation that `fragestod demo` lays into its
folder, and the contacts that coordinators write where an installation has no other folder for them; plain text, so that
marks are found in them."""
ROLLBACK = b"\x01\x01"
"""Bytes 18 and 19 of a SQLite file whose journal is the rollback journal (https://www.sqlite.org/fileformat.html)."""
_SHAPES = {
    "identity number": rb"(?<!\d)(?:19|20)?\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01]|[67]\d|8\d|9[01])[-+]\d{4}(?!\d)",
    "network address": rb"(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.])",
    "e-mail address": rb"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+\.[A-Za-z]{2,}",
    "time of day": rb"\d{2}:\d{2}:\d{2}",
    "sealed button": rb"(?<![A-Za-z0-9_-])[A-Za-z0-9_-]{61}[AQgw](?![A-Za-z0-9_-])",
}
SHAPES: Mapping[str, re.Pattern[bytes]] = {name: re.compile(shape) for name, shape in _SHAPES.items()}
"""What nothing in a log or in the counter's folder may look like."""


class Outcome(Enum):
    """What came of an attack."""

    CLEAR = "clear"
    FOUND = "found"
    NOT_TRIED = "not-tried"


@dataclass(frozen=True, slots=True)
class File:
    """One file. mode: its permission bits. seconds: of its last change, since 1970."""

    content: bytes
    mode: int = 0o600
    seconds: int = 0


@dataclass(frozen=True)
class Material:
    """What an installation keeps. files: of the data folder, by path in it. mode: of the folder itself. logs: by path.
    tables: in the database, known: those that the program makes; rows: content of tables that lie in no file of
    ours. chain: what was released. backup: names in a copy made now. keys: what is wrong with keys. waiting: what is
    wrong with the Valkey server, None where none is used. marks: words that were planted and must stand nowhere."""

    files: Mapping[str, File]
    mode: int = 0o700
    logs: Mapping[str, File] = field(default_factory=dict)
    tables: frozenset[str] = frozenset()
    known: frozenset[str] = frozenset()
    rows: Mapping[str, bytes] = field(default_factory=dict)
    chain: tuple[Released, ...] = ()
    backup: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    waiting: str | None = None
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """One attack. found: names of what stands there that must not, empty when it is clear."""

    key: str
    outcome: Outcome
    found: tuple[str, ...] = ()


def _copies(material: Material) -> Iterator[str]:
    first, second = (material.files[name].content for name in COPIES)
    if first != second:
        yield "cells.a ≠ cells.b"
    yield from (name for name in COPIES if unpack(material.files[name].content) is None)


def _sizes(material: Material) -> Iterator[str]:
    """Length and time of the files follow from the lists alone, so neither tells of a conversation."""
    for name in COPIES:
        file = material.files[name]
        book = unpack(file.content)
        quarter = min((sheet.frame.quarter.begins for sheet in book.sheets), default=0) * 60 if book else -1
        if book is None or pack(book) != file.content or file.seconds != quarter:
            yield name


def _snapshots(material: Material) -> Iterator[str]:
    """A second state of the open cells, wherever: the difference of two is the exact number of talks between."""
    yield from (name for name in material.files if name.startswith("counting/") and name not in COUNTING)
    cells = [name for name, file in material.files.items() if b"FSCELLS1" in file.content and name not in COPIES]
    yield from (name for name in cells if not name.startswith("counting/"))


def _journals(material: Material) -> Iterator[str]:
    for name, file in material.files.items():
        if name.endswith(JOURNALS) and file.content.strip(b"\0"):
            yield name
        if file.content.startswith(b"SQLite format 3\0") and file.content[18:20] != ROLLBACK:
            yield name


def _chain(material: Material) -> Iterator[str]:
    broken = broken_link(material.chain)
    if broken is not None:
        yield broken


def _ledger(material: Material) -> Iterator[str]:
    open_ = material.files.get(COPIES[0])
    book = unpack(open_.content) if open_ else None
    released = spent_on(material.chain)
    names = {(entry.name, entry.period) for entry in released}
    opened = [sheet.spent for sheet in (book.sheets if book else ())]
    entries = [*released, *(entry for entry in opened if (entry.name, entry.period) not in names)]
    for mode in (Mode.LIVE, Mode.PRACTICE):
        if dearest(entries, mode) > CAP:
            yield f"{mode.name.lower()}: ε = {dearest(entries, mode) / 100:.2f}"


def _tables(material: Material) -> Iterator[str]:
    yield from sorted(material.tables - material.known)


def _strangers(material: Material) -> Iterator[str]:
    """Files of other names than the program gives: what is packed or sealed in them no search can see."""
    for name, file in material.files.items():
        ours = name in COUNTING or name.startswith("keys/") or file.content.startswith(b"SQLite format 3\0")
        # Only the first bytes of one that is being written may be there yet.
        drawn = PICTURE.fullmatch(name) and b"<svg".startswith(file.content[:4])
        if not (ours or drawn or PROCESS.fullmatch(name) or name in PLAIN or name.endswith(JOURNALS)):
            yield name


def _marks(material: Material) -> Iterator[str]:
    everywhere = {name: file.content for name, file in (*material.files.items(), *material.logs.items())}
    for name, mark in sorted(search({**everywhere, **material.rows}, material.marks)):
        yield f"{name}: mark {material.marks.index(mark) + 1}"


def _shapes(material: Material) -> Iterator[str]:
    """Cells are numbers and the head is dates, so only what reads as text is looked at there."""
    places = {name: file.content for name, file in material.logs.items()}
    places |= {name: file.content for name, file in material.files.items() if name.startswith("counting/")}
    for name, content in places.items():
        yield from (f"{name}: {shape}" for shape, pattern in SHAPES.items() if pattern.search(content))


def _log_lines(material: Material) -> Iterator[str]:
    for name, file in material.logs.items():
        wrong = sum(not _may_be_logged(line) for line in file.content.splitlines() if line.strip())
        if wrong:
            yield f"{name}: {wrong}"


def _may_be_logged(line: bytes) -> bool:
    """Whether a line is one that the table of bot/logs.py can make."""
    try:
        fields = json.loads(line)
    except ValueError:
        return False
    if not isinstance(fields, dict):
        return False
    hour, event, level = (str(fields.pop(name, "")) for name in ("hour", "event", "level"))
    plain = re.fullmatch(r"\d{4}-\d{2}-\d{2}T\d{2}", hour) and event in {*map(str, Event), "unlisted"}
    known = all(name in FIELDS and FIELDS[name].fullmatch(str(value)) for name, value in fields.items())
    return bool(plain and level in {"debug", "info", "warning", "error"} and known)


def _permissions(material: Material) -> Iterator[str]:
    if material.mode & 0o077:
        yield f". {material.mode:o}"
    yield from (f"{name} {file.mode:o}" for name, file in material.files.items() if file.mode & 0o077)


def _keys(material: Material) -> Iterator[str]:
    yield from material.keys


def _backup(material: Material) -> Iterator[str]:
    yield from (name for name in material.backup if name.partition("/")[0] in {"counting", "keys"})


def _waiting(material: Material) -> Iterator[str]:
    if material.waiting:
        yield material.waiting


Attack = Callable[[Material], Iterator[str]]
Has = Callable[[Material], object]


def _counted(material: Material) -> bool:
    return all(name in material.files for name in COPIES)


ATTACKS: tuple[tuple[str, Attack, Has], ...] = (
    ("copies", _copies, _counted),
    ("sizes", _sizes, _counted),
    ("snapshots", _snapshots, lambda material: material.files),
    ("journals", _journals, lambda material: material.files),
    ("strangers", _strangers, lambda material: material.files),
    ("tables", _tables, lambda material: material.tables),
    ("chain", _chain, lambda material: material.chain),
    ("ledger", _ledger, lambda material: material.chain or _counted(material)),
    ("marks", _marks, lambda material: material.marks),
    ("shapes", _shapes, lambda material: material.logs or _counted(material)),
    ("log", _log_lines, lambda material: material.logs),
    ("keys", _keys, lambda material: any(name.startswith("keys/") for name in material.files)),
    ("permissions", _permissions, lambda material: material.files),
    ("backup", _backup, lambda material: material.backup),
    ("waiting", _waiting, lambda material: material.waiting is not None),
)
"""Key, attack, and what it needs to be tried."""


def attack(material: Material) -> tuple[Finding, ...]:
    """All attacks, in their order."""
    return tuple(_tried(key, one, has, material) for key, one, has in ATTACKS)


def _tried(key: str, one: Attack, has: Has, material: Material) -> Finding:
    if not has(material):
        return Finding(key, Outcome.NOT_TRIED)
    found = tuple(one(material))
    return Finding(key, Outcome.FOUND if found else Outcome.CLEAR, found)
