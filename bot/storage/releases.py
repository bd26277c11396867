"""The release store: each release's source files, kept as one canonical archive named by its content.

A conversation ends on the release it began with, so every process must be able to get every release.
What is kept is the authors' text, never compiled or pickled objects: any later program can compile it
again, and a person can read it. The id is the hash of the files (`bot.dialog.load.release_id`), so a
stored release cannot be changed unseen. A recalled release stays, since what was said must be possible
to look up, but its conversations end.

The archive is a plain tar without compression, because compressed bytes differ between library
versions: USTAR, names sorted, no times, owners or modes.
"""

import io
import tarfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import PurePosixPath

from sqlalchemy import Column, Connection, Engine, Integer, LargeBinary, MetaData, String, Table, select, update
from sqlalchemy.dialects import postgresql, sqlite

from bot.dialog.load import FORMAT, release_id
from bot.storage import StorageError
from bot.storage.database import asking, changing

_metadata = MetaData()
# One row per release ever served. id = release_id of its files; format = of the dialog format; first_day =
# ISO date, UTC.
_release = Table(
    "release",
    _metadata,
    Column("id", String(64), primary_key=True),
    Column("format", Integer, nullable=False),
    Column("archive", LargeBinary, nullable=False),
    Column("first_day", String(10), nullable=False),
)
# One row per recalled release, which need not be stored here: a recall may come before the release does.
_recall = Table(
    "recall", _metadata, Column("id", String(64), primary_key=True), Column("day", String(10), nullable=False)
)
# One row per time that a release was served. first_day, last_day = ISO dates, UTC; last_day is "" while it is served.
_live = Table(
    "live",
    _metadata,
    Column("id", String(64), primary_key=True),
    Column("first_day", String(10), primary_key=True),
    Column("last_day", String(10), nullable=False),
)


@dataclass(frozen=True, slots=True)
class Live:
    """A time in which new talks began on a release, first and last day included; last None: it is today's."""

    first: date
    last: date | None


@dataclass(frozen=True, slots=True)
class StoredRelease:
    """What can be told of a release without opening it.

    first_day: stored. recalled: the day, or None. live: each time it was served, oldest first.
    """

    id: str
    format: int
    first_day: date
    recalled: date | None
    live: tuple[Live, ...] = ()

    @property
    def is_live(self) -> bool:
        """Whether new talks begin on it."""
        return any(time.last is None for time in self.live)

    def was_live(self, day: date) -> bool:
        """Whether a talk may have begun on it that day. On the day of a change that is so of both releases."""
        return any(time.first <= day and (time.last is None or day <= time.last) for time in self.live)


def create_tables(connection: Connection) -> None:
    """Migration 0001."""
    _metadata.create_all(connection, [_release, _recall])


def create_live(connection: Connection) -> None:
    """Migration 0002. What is known of earlier times: each release was served until the next one came."""
    _metadata.create_all(connection, [_live])
    rows = connection.execute(
        select(_release.c.id, _release.c.first_day).order_by(_release.c.first_day, _release.c.id)
    ).all()
    for row, following in pairwise((*rows, None)):
        assert row is not None  # None stands last alone
        last = following.first_day if following else ""
        connection.execute(_live.insert().values(id=row.id, first_day=row.first_day, last_day=last))


def pack(files: Mapping[str, bytes]) -> bytes:
    """The canonical archive of `files` (relative path with `/` → content): same files, same bytes.

    Raises:
        StorageError: a path is absolute, leaves its folder or is not in its shortest form.
    """
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w", format=tarfile.USTAR_FORMAT, encoding="utf-8") as archive:
        for name in sorted(files):
            _refuse_bad_path(name)
            entry = tarfile.TarInfo(name)
            entry.size = len(files[name])
            archive.addfile(entry, io.BytesIO(files[name]))
    return stream.getvalue()


def unpack(archive: bytes) -> dict[str, bytes]:
    """The files of an archive, in memory only; nothing is ever unpacked onto the disk.

    Raises:
        StorageError: it is no archive, or holds anything but plain files with relative paths.
    """
    try:
        return dict(_files(archive))
    except tarfile.TarError as error:
        raise StorageError("a release archive cannot be read") from error


def _files(archive: bytes) -> Iterator[tuple[str, bytes]]:
    with tarfile.open(fileobj=io.BytesIO(archive), mode="r:", encoding="utf-8") as opened:
        for entry in opened:
            content = opened.extractfile(entry) if entry.isreg() else None
            if content is None:
                raise StorageError("a release archive holds something that is not a plain file")
            _refuse_bad_path(entry.name)
            yield entry.name, content.read()


def put(engine: Engine, files: Mapping[str, bytes], today: date) -> str:
    """Store a release unless it is there, and return its id. Impure; safe for two processes at once."""
    release = release_id(files)
    row = {"id": release, "format": FORMAT, "archive": pack(files), "first_day": today.isoformat()}
    with changing(engine) as connection:
        _insert(connection, _release, row)
    return release


def go_live(engine: Engine, release: str, today: date) -> None:
    """Say that new talks begin on this release from today, and on no other any more. Impure; again changes nothing.

    A release that comes back on the day it went is one time, not two: processes that restart in turn, some with the
    old content, leave no trail of their own. A recalled release opens no talks, so it does not go live.
    """
    day = today.isoformat()
    mine = _live.c.id == release
    with changing(engine) as connection:
        connection.execute(update(_live).where(_live.c.last_day == "", ~mine).values(last_day=day))
        if connection.scalar(select(_recall.c.id).where(_recall.c.id == release)) is not None:
            return
        reopened = connection.execute(update(_live).where(mine, _live.c.last_day.in_(("", day))).values(last_day=""))
        if not reopened.rowcount:
            _insert(connection, _live, {"id": release, "first_day": day, "last_day": ""})


def get(engine: Engine, release: str) -> dict[str, bytes] | None:
    """The files of a release, or None when it is unknown.

    Raises:
        StorageError: its files no longer match its id, its format is of another program, or the database does not
            answer.
    """
    columns = select(_release.c.format, _release.c.archive).where(_release.c.id == release)
    with asking(engine) as connection:
        row = connection.execute(columns).one_or_none()
    if row is None:
        return None
    if row.format != FORMAT:
        raise StorageError(f"release {release} has format {row.format}, this program reads {FORMAT}")
    files = unpack(bytes(row.archive))
    if release_id(files) != release:
        raise StorageError(f"release {release} is damaged: its files have another hash")
    return files


def find(engine: Engine, start: str) -> str | None:
    """The whole id of the one release whose id begins with `start`, as a token carries it.

    None when there is no such release, and when there are two: then nobody can tell which was meant.
    """
    begins = select(_release.c.id).where(_release.c.id.startswith(start, autoescape=True)).limit(2)
    with asking(engine) as connection:
        found = connection.scalars(begins).all()
    return found[0] if len(found) == 1 else None


def list_releases(engine: Engine) -> tuple[StoredRelease, ...]:
    """All stored releases, oldest day first; of one day, what is live now comes last."""
    columns = (
        select(_release.c.id, _release.c.format, _release.c.first_day, _recall.c.day)
        .join(_recall, _recall.c.id == _release.c.id, isouter=True)
        .order_by(_release.c.first_day, _release.c.id)
    )
    with asking(engine) as connection:
        rows = connection.execute(columns).all()
        times = connection.execute(select(_live).order_by(_live.c.first_day)).all()
    live: dict[str, list[Live]] = {}
    for time in times:
        last = date.fromisoformat(time.last_day) if time.last_day else None
        live.setdefault(time.id, []).append(Live(date.fromisoformat(time.first_day), last))
    found = (
        StoredRelease(
            row.id,
            row.format,
            date.fromisoformat(row.first_day),
            row.day and date.fromisoformat(row.day),
            tuple(live.get(row.id, ())),
        )
        for row in rows
    )
    return tuple(sorted(found, key=lambda release: (release.first_day, release.is_live)))


def recall(engine: Engine, release: str, today: date) -> None:
    """Mark a release so that every button of it leads to a safe turn. Impure; the first day stays."""
    day = today.isoformat()
    with changing(engine) as connection:
        _insert(connection, _recall, {"id": release, "day": day})
        connection.execute(update(_live).where(_live.c.id == release, _live.c.last_day == "").values(last_day=day))


def is_recalled(engine: Engine, release: str) -> bool:
    """True when the release has been recalled."""
    with asking(engine) as connection:
        return connection.scalar(select(_recall.c.id).where(_recall.c.id == release)) is not None


def _insert(connection: Connection, table: Table, row: Mapping[str, object]) -> None:
    """Insert a row unless its key is there."""
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    connection.execute(insert(table).values(**row).on_conflict_do_nothing())


def _refuse_bad_path(path: str) -> None:
    parts = PurePosixPath(path).parts
    if not parts or path.startswith("/") or ".." in parts or "/".join(parts) != path:
        raise StorageError("a release archive may only hold relative paths inside its folder")
