"""Processes that share a data folder tell each other where they are: one file each, named by a letter.

A process holds a lock on its file as long as it lives, so the letter of one that was killed is free at once, and its
address is believed by nobody. The file holds an internal address and a random word, made anew at each start; nothing
about a person. The folder must lie on a file system with working locks, as that of the keys.
"""

from __future__ import annotations

import fcntl
import ipaddress
import os
import re
import socket
from collections.abc import Callable
from pathlib import Path

from bot.conversation.fellows import LETTERS, Fellow
from bot.storage import StorageError

FILE_MODE, FOLDER_MODE = 0o600, 0o700
MOST = 200
"""Bytes of a file."""
_CONTENT = re.compile(r"(http://[0-9a-fA-F.:\[\]]+:[0-9]{1,5}) ([A-Za-z0-9_-]{22,64})\n")


class ProcessFolder:
    """The files of one folder, and the letter of this process. Impure: makes and locks files."""

    letter = ""

    def __init__(self, folder: Path, secret: Callable[[], str]) -> None:
        self._folder = folder
        self.secret = secret()
        self._held = -1

    def join(self, address: str) -> None:
        """Take the first free letter. address: see `Fellow`; "" where the others cannot reach this process.

        Raises:
            StorageError: all letters are taken, or the folder cannot be used.
        """
        try:
            self._folder.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
            for letter in LETTERS:
                handle = os.open(
                    self._folder / letter, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, FILE_MODE
                )
                if _lock(handle, fcntl.LOCK_EX):
                    os.ftruncate(handle, 0)
                    os.pwrite(handle, f"{address} {self.secret}\n".encode(), 0)
                    self._held, self.letter = handle, letter
                    return
                os.close(handle)
        except OSError as error:
            raise StorageError(
                f"{self._folder} cannot be used ({error.strerror})", "let this user write there"
            ) from error
        raise StorageError(f"more than {len(LETTERS)} processes share {self._folder}", "use fewer")

    def leave(self) -> None:
        """Give the letter back."""
        if self._held >= 0:
            os.ftruncate(self._held, 0)
            os.close(self._held)
            self._held, self.letter = -1, ""

    def find(self, letter: str) -> Fellow | None:
        """The other process that holds this letter; None where none does, or where it cannot be reached from here."""
        if letter == self.letter or letter not in LETTERS or len(letter) != 1:
            return None
        try:
            handle = os.open(self._folder / letter, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW)
        except OSError:
            return None
        try:
            if _lock(handle, fcntl.LOCK_SH):
                return None  # nobody holds it: that process is gone, and another may listen at its address
            told = _CONTENT.fullmatch(os.read(handle, MOST).decode("ascii", "replace"))
        finally:
            os.close(handle)
        return Fellow(told[1], told[2]) if told else None


def internal_address(host: str, port: int, given: str = "") -> str:
    """Where other processes reach one that listens at host and port; "" where the world may listen in.

    given: what the installation says itself. Otherwise a process that listens everywhere is found by its machine's
    name. Impure: asks the machine.
    """
    name = given or (socket.gethostname() if host in ("0.0.0.0", "::", "") else host)  # noqa: S104 - compared, not bound
    family = socket.AF_INET if host == "0.0.0.0" else socket.AF_UNSPEC  # noqa: S104
    try:
        found = str(socket.getaddrinfo(name, port, family, socket.SOCK_STREAM)[0][4][0])
        known = ipaddress.ip_address(found)
    except (OSError, ValueError):
        return ""
    if not (known.is_private or known.is_loopback):
        return ""
    return f"http://[{known}]:{port}" if known.version == 6 else f"http://{known}:{port}"


def _lock(handle: int, kind: int) -> bool:
    """Whether the lock could be had at once."""
    try:
        fcntl.flock(handle, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
