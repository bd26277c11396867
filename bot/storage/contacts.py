"""The file of contacts that coordinators write on their pages, beside the organisation's own layer.

The text is whole at every moment: it is written beside and put in its place. Of two who write at one moment the second
waits for the database, which also gets the line in the log of acts; where the file cannot be written, neither is.
"""

import os
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Engine

from bot.accounts.model import Act
from bot.storage import StorageError, acts
from bot.storage.database import changing


class ContactFile:
    """One installation's file. Impure. now: seconds since 1970."""

    def __init__(self, engine: Engine, file: Path, now: Callable[[], int] = lambda: 0) -> None:
        self._engine, self.file, self._now = engine, file, now

    def text(self) -> str:
        """The whole file, "" where nobody has written one.

        Raises:
            StorageError: it cannot be read.
        """
        try:
            return self.file.read_text("utf-8-sig")
        except FileNotFoundError:
            return ""
        except (OSError, UnicodeDecodeError) as error:
            raise StorageError(f"{self.file} cannot be read", "give it to the user that runs the program") from error

    @property
    def is_writable(self) -> bool:
        """Whether the program may write there, or make the folder."""
        folder = next(each for each in self.file.parents if each.exists())
        return os.access(folder, os.W_OK | os.X_OK)

    def change(self, do: Callable[[str], str | None], act: Act, about: str, by: str) -> bool:
        """Replace the text by what `do` makes of it, and write the act; False when `do` makes nothing of it.

        Raises:
            StorageError: the file cannot be read or written, or the database does not answer.
        """
        with changing(self._engine) as connection:
            if connection.dialect.name == "postgresql":
                connection.exec_driver_sql("LOCK TABLE act IN EXCLUSIVE MODE")
            made = do(self.text())
            if made is None:
                return False
            acts.note(connection, self._now(), by, act, about)
            self._write(made)
        return True

    def _write(self, text: str) -> None:
        beside = self.file.with_suffix(".new")
        try:
            self.file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            # For the program's user alone, unless those who run it have opened the file to others.
            mode = self.file.stat().st_mode & 0o777 if self.file.exists() else 0o600
            beside.unlink(missing_ok=True)
            handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, mode)
            with os.fdopen(handle, "w", encoding="utf-8") as opened:
                opened.write(text)
                opened.flush()
                os.fsync(handle)
            beside.replace(self.file)
        except OSError as error:
            remedy = "let the user that runs the program write in that folder"
            raise StorageError(f"{self.file} cannot be written ({error.strerror})", remedy) from error
