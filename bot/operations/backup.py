"""A copy of an installation's data in one file, without what must not outlive its day.

Left out on purpose, each with its reason in `LEFT_OUT`: keys, since a copy of a key can open answers that
were meant to be gone; and the open counts, since two copies of them from one period share their noise, so
that their difference is the exact number of conversations between. Released tables are in the copy.

SQLite is copied through its own backup interface, so that a writer at the same moment does no harm.
PostgreSQL has a better tool of its own, and the command names it instead of pretending.

The file is a plain tar: `manifest.json` first (format, program version, which file is the database, SHA-256 of
each file), then the files under `data/`. It carries no time of day and no name of a machine or person.
"""

import hashlib
import io
import json
import sqlite3
import tarfile
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from bot import __version__
from bot.storage.database import SIDE_FILES, sqlite_file

FORMAT = 1
MANIFEST = "manifest.json"

# Top-level name in the data folder → why it is never copied.
LEFT_OUT: Mapping[str, str] = MappingProxyType(
    {
        "keys": "a copied key could open answers that were meant to be gone",
        "port": "another machine listens elsewhere",
        "processes": "another start has other processes, at other addresses",
        "counting": "two copies of open counts differ by the exact number of conversations between them",
    }
)


class BackupError(Exception):
    """A copy cannot be written, read or put back; the message says why and what to do. Nothing was changed."""


@dataclass(frozen=True, slots=True)
class Written:
    """What a copy holds. hashes: path inside the data folder → SHA-256. database: which of them is the database, None
    where there is none. older: earlier copies that lie in the data folder, which are left out."""

    hashes: Mapping[str, str]
    database: str | None
    older: tuple[str, ...]


def write_backup(data: Path, database: str, target: Path) -> Written:
    """Write the copy. Impure: the file is 0600 and never half.

    Raises:
        BackupError: the place cannot hold a file, or the database is damaged.
    """
    if target.is_dir():
        raise BackupError(f"{target} is a folder; name a file in it, for instance {target / 'copy.tar'}")
    if not target.absolute().parent.is_dir():
        raise BackupError(f"There is no folder {target.absolute().parent}; make it, or name another place")
    with tempfile.TemporaryDirectory(dir=target.absolute().parent, prefix=".backup-") as scratch:
        found = dict(_plain_files(data, database))
        older = tuple(name for name, path in found.items() if _is_backup(path) or path.resolve() == target.resolve())
        sources = {name: path for name, path in found.items() if name not in older}
        file, place = sqlite_file(database), None
        if file is not None and file.is_file():
            place = _place(file, data)
            sources[place] = _copy_sqlite(file, Path(scratch, "database"))
        contents = {name: sources[name].read_bytes() for name in sorted(sources)}
        hashes = {name: hashlib.sha256(content).hexdigest() for name, content in contents.items()}
        half = Path(scratch, "backup.tar")
        half.touch(mode=0o600)
        with tarfile.open(half, "w", format=tarfile.PAX_FORMAT) as archive:
            manifest = {"format": FORMAT, "version": __version__, "database": place, "files": hashes}
            _add(archive, MANIFEST, json.dumps(manifest, indent=1).encode())
            for name, content in contents.items():
                _add(archive, f"data/{name}", content)
        half.replace(target)
    return Written(hashes, place, older)


def _plain_files(data: Path, database: str) -> Iterator[tuple[str, Path]]:
    file = sqlite_file(database)
    stem = None if file is None else file.resolve()
    skipped = set() if stem is None else {stem, *(stem.with_name(stem.name + end) for end in SIDE_FILES)}
    for path in sorted(data.rglob("*")):
        place = path.relative_to(data)
        if path.is_symlink() or not path.is_file() or place.parts[0] in LEFT_OUT:
            continue
        if path.name.startswith(".") or path.name == "lock" or path.resolve() in skipped:
            continue
        yield place.as_posix(), path


def _is_backup(path: Path) -> bool:
    """Whether a file begins as `write_backup` begins one: a tar with the manifest first. Reads the disk."""
    start = MANIFEST.encode() + b"\0"
    with path.open("rb") as opened:
        return opened.read(len(start)) == start


def _place(database: Path, data: Path) -> str:
    inside = database.resolve().is_relative_to(data.resolve())
    return database.resolve().relative_to(data.resolve()).as_posix() if inside else database.name


def _copy_sqlite(source: Path, target: Path) -> Path:
    """A copy that was found whole. `mode=rw`: what a killed writer left half done is first undone, as at each start."""
    try:
        address = f"{source.absolute().as_uri()}?mode=rw"
        with closing(sqlite3.connect(address, uri=True)) as reader, closing(sqlite3.connect(target)) as writer:
            reader.backup(writer)
            found = str(writer.execute("PRAGMA quick_check(1)").fetchone()[0])
    except sqlite3.Error as error:
        found = str(error)
    if found != "ok":
        raise BackupError(f"The database {source} cannot be copied: {found}. Keep your last copy; ask fragestod doctor")
    return target


def _add(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = len(content), 0o600
    archive.addfile(entry, io.BytesIO(content))
