"""Puts a backup back: checks all of it first, touches nothing unless all is well.

Keys and open counts are not in a backup. After a restore new keys are made when the first button is
needed, so buttons sent before lead to a kind safe turn, and the period that was open counts from nought.
Files of the data folder that the backup does not name are left as they are.
"""

import hashlib
import json
import tarfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from bot.operations.backup import FORMAT, LEFT_OUT, MANIFEST, BackupError
from bot.storage.database import SIDE_FILES, sqlite_file

SQLITE = b"SQLite format 3\0"
"""How a database begins (https://www.sqlite.org/fileformat.html): copies of earlier versions do not name theirs."""


@dataclass(frozen=True, slots=True)
class Backup:
    """A copy that was found sound. files: path inside the data folder → content. database: which of them it is."""

    files: Mapping[str, bytes]
    database: str | None


def read_backup(source: Path) -> Backup:
    """All files of a copy, each checked against the manifest. Reads the disk.

    Raises:
        BackupError: cannot be read, not a backup, another format, a file too many, too few or changed.
    """
    try:
        with tarfile.open(source, "r:") as archive:
            contents = {entry.name: _content(archive, entry) for entry in archive}
        manifest = json.loads(contents.pop(MANIFEST))
        form, hashes = manifest["format"], dict(manifest["files"])
    except OSError as error:
        raise BackupError(f"{source} cannot be read ({error.strerror})") from error
    except (tarfile.TarError, KeyError, TypeError, ValueError) as error:
        raise BackupError(f"{source} is not a backup of this program ({type(error).__name__})") from error
    if form != FORMAT:
        raise BackupError(f"{source} has format {form}; this program reads {FORMAT}")
    files = {name.removeprefix("data/"): content for name, content in contents.items()}
    if files.keys() != hashes.keys():
        odd = ", ".join(sorted(files.keys() ^ hashes.keys()))
        raise BackupError(f"{source} is damaged: its list and its content differ in {odd}")
    for name, content in files.items():
        if hashlib.sha256(content).hexdigest() != hashes[name]:
            raise BackupError(f"{source} is damaged: {name} has another hash than when it was copied")
        parts = PurePosixPath(name).parts
        if not parts or name.startswith("/") or ".." in parts or parts[0] in LEFT_OUT:
            raise BackupError(f"{source} holds {name}, which has no place in a backup")
    guess = next((name for name, content in files.items() if content.startswith(SQLITE)), None)
    database = manifest.get("database", guess)
    if database is not None and database not in files:
        raise BackupError(f"{source} is damaged: its database {database} is not in it")
    return Backup(files, database)


def write_data(backup: Backup, data: Path, address: str, *, force: bool) -> Path | None:
    """Put the files into the data folder and the database where the settings say; all of them or none. Impure.

    Args:
        address: the database's, from the settings; it need not be the one that was copied.

    Returns:
        Where the database was put; None when the copy has none.

    Raises:
        BackupError: a file is there already and `force` is not given, or a place cannot be written.
    """
    place = sqlite_file(address)
    if backup.database is not None and place is None:
        raise BackupError(
            "The copy holds a SQLite database, but FRAGESTOD_DATABASE names another kind. "
            "Nothing was put back; empty that setting, or name a file with sqlite:////folder/file.db"
        )
    database = place.resolve() if place is not None and backup.database is not None else None
    targets = {
        database if database is not None and name == backup.database else data / name: content
        for name, content in backup.files.items()
    }
    there = ", ".join(sorted(str(target) for target in targets if target.exists()))
    if there and not force:
        raise BackupError(f"These are there already: {there}. Stop the program, then add --force to overwrite.")
    ready = _written_beside(targets)
    for beside, target in ready.items():
        if target == database:
            for end in SIDE_FILES:  # what a killed writer left is not of this file, and would be played into it
                target.with_name(target.name + end).unlink(missing_ok=True)
        beside.replace(target)
    return database


def _written_beside(targets: Mapping[Path, bytes]) -> dict[Path, Path]:
    """Each content in a file beside its place → the place; nothing stays where one of them cannot be written."""
    ready: dict[Path, Path] = {}
    try:
        for target, content in targets.items():
            if target.is_dir():
                raise IsADirectoryError(0, "a folder is there", str(target))
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            beside = target.with_name(f".{target.name}.new")
            beside.touch(mode=0o600)
            ready[beside] = target
            beside.write_bytes(content)
    except OSError as error:
        for beside in ready:
            beside.unlink(missing_ok=True)
        raise BackupError(f"{target} cannot be written ({error.strerror}). Nothing was put back.") from error
    return ready


def _content(archive: tarfile.TarFile, entry: tarfile.TarInfo) -> bytes:
    opened = archive.extractfile(entry) if entry.isreg() else None
    if opened is None:
        raise BackupError(f"the backup holds {entry.name}, which is not a plain file")
    return opened.read()
