"""The counter's file: the open cells in two equal copies, written in place one after the other. Never a database, whose
journals keep earlier saves: the difference of two saves is the exact number of conversations between them.

A copy that a kill tore is known by its checksum, and the other is whole. Both carry the time of the quarter's start,
not that of the save. One process holds the folder's lock as long as it counts.
"""

import fcntl
import os
import secrets
from pathlib import Path

from bot.statistics.book import Book
from bot.statistics.pack import pack, unpack
from bot.storage import StorageError

COPIES = ("cells.a", "cells.b")


class CellFile:
    """The folder `data/counting/` of one installation. Impure: holds a lock, reads and writes."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock: int | None = None

    def hold(self) -> bool:
        """Take the lock; False when another process counts.

        Raises:
            StorageError: the folder cannot be made or written.
        """
        if self._lock is not None:
            return True
        try:
            self._folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._folder.mkdir(mode=0o700, exist_ok=True)
            handle = os.open(self._folder / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            remedy = f"let this user write in {self._folder}, or set FRAGESTOD_COUNTING=no"
            raise StorageError(f"nothing can be counted ({error.strerror})", remedy) from error
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(handle)
            return False
        self._lock = handle
        return True

    def owner(self) -> str:
        """A random word that tells this file from that of any other installation; for who holds the lock. Impure: it
        is drawn once, and stands in the lock.

        Raises:
            StorageError: it cannot be read or written.
        """
        file = self._folder / "lock"
        try:
            if not file.read_text():
                file.write_text(secrets.token_hex(8))
            return file.read_text()
        except OSError as error:
            raise StorageError(f"nothing can be counted ({error.strerror})", "make room, or mend the disk") from error

    def release(self) -> None:
        """Give the lock back."""
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def read(self) -> Book | None:
        """What was saved last, None when there is nothing whole. The first copy is never older than the second.

        Raises:
            StorageError: a copy may not be read.
        """
        for name in COPIES:
            file = self._folder / name
            try:
                book = unpack(file.read_bytes()) if file.is_file() else None
            except OSError as error:
                raise StorageError(f"counts cannot be read ({error.strerror})", "give them to this user") from error
            if book is not None:
                return book
        return None

    def is_empty(self) -> bool:
        """Whether nothing was ever saved, as opposed to damaged."""
        return not any((self._folder / name).exists() for name in COPIES)

    def write(self, book: Book) -> None:
        """Save both copies.

        Raises:
            StorageError: the disk does not take them; the second copy is as it was then.
        """
        content = pack(book)
        quarter = min((sheet.frame.quarter.begins for sheet in book.sheets), default=0) * 60
        try:
            for name in COPIES:
                _overwrite(self._folder / name, content, quarter)
        except OSError as error:
            raise StorageError(f"counts cannot be saved ({error.strerror})", "make room, or mend the disk") from error


def _overwrite(file: Path, content: bytes, seconds: int) -> None:
    """Write in place: a new file beside it would leave the old save in a freed block, whole."""
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    try:
        view = memoryview(content)
        while view:
            view = view[os.write(handle, view) :]
        os.ftruncate(handle, len(content))
        os.utime(handle, (seconds, seconds))
        os.fsync(handle)
    finally:
        os.close(handle)
