"""Gathers what an installation keeps, for the attacks of `bot.audit`. Reads; changes nothing."""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path

from bot.audit.privacy import COPIES, File, Material
from bot.operations.backup import write_backup
from bot.settings import Settings
from bot.statistics.release import Released
from bot.storage import StorageError, counts, migrations
from bot.storage.database import open_database, sqlite_file
from bot.storage.keys import KeyFolder
from bot.storage.waiting import SharedWaiting

PATIENCE = 20
"""Looks at the two copies, a tenth of a second apart, until no save is under way."""


def gather(settings: Settings, now: datetime, logs: Iterable[Path] = (), marks: Iterable[str] = ()) -> Material:
    """All that the attacks look at.

    Raises:
        StorageError: the database does not answer.
        OSError: a file cannot be read.
    """
    file = sqlite_file(settings.database)
    chain: tuple[Released, ...] = ()
    tables, rows = frozenset[str](), dict[str, bytes]()
    if file is None or file.exists():
        engine = open_database(settings.database)
        try:
            tables = migrations.tables(engine)
            chain = counts.chain(engine) if "count_release" in tables else ()
            rows = {} if file else migrations.rows(engine)
        finally:
            engine.dispose()
    with tempfile.TemporaryDirectory() as scratch:
        backup = tuple(write_backup(settings.data, settings.database, Path(scratch, "copy.tar")).hashes)
    return Material(
        files=_files(settings.data),
        mode=settings.data.stat().st_mode & 0o777,
        logs={str(path): _file(path) for path in logs},
        tables=tables,
        known=migrations.known_tables(),
        rows=rows,
        chain=chain,
        backup=backup,
        keys=KeyFolder(settings.data / "keys").faults(now),
        waiting=_waiting(settings),
        marks=tuple(marks),
    )


def _files(data: Path) -> Mapping[str, File]:
    for _ in range(PATIENCE):
        found = {path.relative_to(data).as_posix(): _file(path) for path in sorted(data.rglob("*")) if path.is_file()}
        if len({found[name].content for name in COPIES if name in found}) < 2:
            break
        time.sleep(0.1)
    return found


def _file(path: Path) -> File:
    state = path.stat()
    return File(path.read_bytes(), state.st_mode & 0o777, int(state.st_mtime))


def _waiting(settings: Settings) -> str | None:
    if not settings.valkey:
        return None

    async def ask() -> str:
        array = SharedWaiting(settings.valkey)
        try:
            await array.check()
        except StorageError as error:
            return str(error)
        finally:
            await array.close()
        return ""

    return asyncio.run(ask())
