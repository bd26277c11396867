"""A copy of an installation's data in one file, without what must not outlive its day.

Left out on purpose, each with its reason in `LEFT_OUT`: keys, since a copy of a key can open answers that
were meant to be gone; and the open counts, since two copies of them from one period share their noise, so
that their difference is the exact number of conversations between. Released tables are in the copy.

SQLite is copied through its own backup interface, so that a writer at the same moment does no harm.
PostgreSQL has a better tool of its own, and the command names it instead of pretending.

The file is a plain tar: `manifest.json` first (format, program version, SHA-256 of each file), then the
files under `data/`. It carries no time of day and no name of a machine or person.
"""

import hashlib
import io
import json
import sqlite3
import tarfile
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

from bot import __version__
from bot.storage.database import sqlite_file

FORMAT = 1
MANIFEST = "manifest.json"

# Top-level name in the data folder → why it is never copied.
LEFT_OUT: Mapping[str, str] = MappingProxyType(
    {
        "keys": "a copied key could open answers that were meant to be gone",
        "counting": "two copies of open counts differ by the exact number of conversations between them",
    }
)
_SQLITE_COMPANIONS = ("-journal", "-wal", "-shm")


def write_backup(data: Path, database: str, target: Path) -> dict[str, str]:
    """Write the copy and return its manifest's files (path → SHA-256). Impure: the file is 0600 and never half."""
    with tempfile.TemporaryDirectory(dir=target.absolute().parent, prefix=".backup-") as scratch:
        sources = dict(_plain_files(data, database))
        file = sqlite_file(database)
        if file is not None and file.is_file():
            copy = Path(scratch, "database")
            _copy_sqlite(file, copy)
            sources[_place(file, data)] = copy
        hashes: dict[str, str] = {}
        half = Path(scratch, "backup.tar")
        half.touch(mode=0o600)
        with tarfile.open(half, "w", format=tarfile.PAX_FORMAT) as archive:
            contents = {name: sources[name].read_bytes() for name in sorted(sources)}
            hashes = {name: hashlib.sha256(content).hexdigest() for name, content in contents.items()}
            manifest = {"format": FORMAT, "version": __version__, "files": hashes}
            _add(archive, MANIFEST, json.dumps(manifest, indent=1).encode())
            for name, content in contents.items():
                _add(archive, f"data/{name}", content)
        half.replace(target)
    return hashes


def _plain_files(data: Path, database: str) -> Iterator[tuple[str, Path]]:
    file = sqlite_file(database)
    stem = None if file is None else file.resolve()
    skipped = set() if stem is None else {stem, *(stem.with_name(stem.name + end) for end in _SQLITE_COMPANIONS)}
    for path in sorted(data.rglob("*")):
        place = path.relative_to(data)
        if path.is_symlink() or not path.is_file() or place.parts[0] in LEFT_OUT:
            continue
        if path.name.startswith(".") or path.name == "lock" or path.resolve() in skipped:
            continue
        yield place.as_posix(), path


def _place(database: Path, data: Path) -> str:
    inside = database.resolve().is_relative_to(data.resolve())
    return database.resolve().relative_to(data.resolve()).as_posix() if inside else database.name


def _copy_sqlite(source: Path, target: Path) -> None:
    reader = sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)
    writer = sqlite3.connect(target)
    try:
        reader.backup(writer)
    finally:
        writer.close()
        reader.close()


def _add(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = len(content), 0o600
    archive.addfile(entry, io.BytesIO(content))
