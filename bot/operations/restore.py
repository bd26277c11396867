"""Puts a backup back: checks all of it first, touches nothing unless all is well.

Keys and open counts are not in a backup. After a restore new keys are made when the first button is
needed, so buttons sent before lead to a kind safe turn, and the period that was open counts from nought.
Files of the data folder that the backup does not name are left as they are.
"""

import hashlib
import json
import tarfile
from pathlib import Path, PurePosixPath

from bot.operations.backup import FORMAT, LEFT_OUT, MANIFEST


class BackupError(Exception):
    """The file is no backup, is damaged, or would overwrite what is there; the message says which."""


def read_backup(source: Path) -> dict[str, bytes]:
    """All files of a backup (path inside the data folder → content), each checked against the manifest.

    Raises:
        BackupError: not a backup, another format, a file too many, too few or changed.
    """
    try:
        with tarfile.open(source, "r:") as archive:
            contents = {entry.name: _content(archive, entry) for entry in archive}
        manifest = json.loads(contents.pop(MANIFEST))
        form, hashes = manifest["format"], dict(manifest["files"])
    except (OSError, tarfile.TarError, KeyError, TypeError, ValueError) as error:
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
        if name.startswith("/") or ".." in parts or parts[0] in LEFT_OUT:
            raise BackupError(f"{source} holds {name}, which has no place in a backup")
    return files


def write_data(files: dict[str, bytes], data: Path, *, force: bool) -> None:
    """Write the files into the data folder, each whole or not at all. Impure.

    Raises:
        BackupError: a file is there already and `force` is not given.
    """
    there = sorted(name for name in files if (data / name).exists())
    if there and not force:
        raise BackupError(f"{data} already has {', '.join(there)}. Stop the program, then add --force to overwrite.")
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name, content in files.items():
        target = data / name
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        beside = target.with_name(f".{target.name}.new")
        beside.touch(mode=0o600)
        beside.write_bytes(content)
        beside.replace(target)


def _content(archive: tarfile.TarFile, entry: tarfile.TarInfo) -> bytes:
    opened = archive.extractfile(entry) if entry.isreg() else None
    if opened is None:
        raise BackupError(f"the backup holds {entry.name}, which is not a plain file")
    return opened.read()
