"""Short-lived keys that seal the buttons: files that are made on demand and destroyed on schedule.

Time is cut into slots of twelve hours since 1970 (UTC). The first process that needs a slot's key makes
it; a lock on the folder lets all processes that share the folder agree on one. A key lives until 24 hours
after its slot began, so that a button of the last second of a slot still has its whole twelve hours; then
it is overwritten and unlinked, and what it sealed can no longer be read by anybody.

A key's file name carries its slot's number and nothing else. Keys are never backed up: a copy would let
its holder read answers that were meant to be gone. Overwriting in place is a habit, not a proof, on
file systems that copy on write and on flash disks; `docs/security.md` says what to do there.
"""

import fcntl
import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.storage import StorageError

SLOT = timedelta(hours=12)
LIFE_IN_SLOTS = 2  # 24 hours after the slot began, `design` section "The engine"
KEY_BYTES = 32  # AES-SIV: one 128-bit key to authenticate, one to encrypt; RFC 5297

OTHERS = 0o077  # every right of anybody but the owner
_NAME = re.compile(r"([0-9]{1,9})\.key")


def slot_of(now: datetime) -> int:
    """The number of the slot that `now` (aware) falls in: whole twelve hours since 1970, UTC."""
    return int(now.timestamp() // SLOT.total_seconds())


def next_slot(now: datetime) -> datetime:
    """When the slot after that of `now` begins (UTC): the time for the next `destroy_expired`."""
    return datetime.fromtimestamp((slot_of(now) + 1) * SLOT.total_seconds(), UTC)


class KeyFolder:
    """The keys of one data folder. Impure: reads, makes and destroys files; remembers one slot's keys.

    The memory is what makes a press free of file access; it is dropped when the slot ends.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._known: tuple[tuple[int, bytes], ...] = ()

    def current(self, now: datetime) -> tuple[int, bytes]:
        """The slot of `now` and its key, which is made if it is missing: what seals a new button."""
        return self.live(now)[0]

    def live(self, now: datetime) -> tuple[tuple[int, bytes], ...]:
        """All keys that may still open a button, newest first, as (slot, key). The first is `current`.

        Raises:
            StorageError: a key's file is damaged or may be read by others.
        """
        slot = slot_of(now)
        if not self._known or self._known[0][0] != slot:
            self._known = ()  # forget first: an error must not leave dead keys alive
            self._known = self._load(slot)
        return self._known

    def destroy_expired(self, now: datetime) -> int:
        """Destroy all keys whose 24 hours are over; how many. Call at each `next_slot`, press or no press."""
        slot = slot_of(now)
        if self._known and self._known[0][0] != slot:
            self._known = ()
        with self._lock():
            return self._destroy(slot)

    def faults(self, now: datetime) -> tuple[str, ...]:
        """What is wrong with the files, in words; reads only, makes nothing. Empty when all is well."""
        if not self._folder.is_dir():
            return ()
        found = ["the folder may be entered by others; set it to 0700"] if _is_open(self._folder) else []
        slot = slot_of(now)
        for number in self._slots():
            if number <= slot - LIFE_IN_SLOTS:
                found.append(f"key {number} should have been destroyed; is the program running?")
            elif number > slot:
                found.append(f"key {number} is of a time to come; has the clock been wrong?")
            else:
                try:
                    self._read(number)
                except (OSError, StorageError) as error:
                    found.append(str(error) if isinstance(error, StorageError) else f"key {number} cannot be read")
        return tuple(found)

    def _slots(self) -> list[int]:
        return sorted(int(match[1]) for file in self._folder.iterdir() if (match := _NAME.fullmatch(file.name)))

    def _load(self, slot: int) -> tuple[tuple[int, bytes], ...]:
        with self._lock():
            self._destroy(slot)
            if not self._file(slot).exists():
                self._create(slot)
            # Newest first; the slot before may never have had a key.
            numbers = range(slot, slot - LIFE_IN_SLOTS, -1)
            return tuple((number, self._read(number)) for number in numbers if self._file(number).exists())

    def _file(self, slot: int) -> Path:
        return self._folder / f"{slot}.key"

    @contextmanager
    def _lock(self) -> Iterator[None]:
        self._folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)  # parents= would leave it open to all
        self._folder.mkdir(mode=0o700, exist_ok=True)
        handle = os.open(self._folder / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)

    def _create(self, slot: int) -> None:
        """Write beside and rename, so that a crash leaves a whole key or none."""
        beside = self._folder / "new"
        beside.unlink(missing_ok=True)
        handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        try:
            os.write(handle, secrets.token_bytes(KEY_BYTES))
            os.fsync(handle)
        finally:
            os.close(handle)
        beside.rename(self._file(slot))
        self._sync_folder()

    def _read(self, slot: int) -> bytes:
        handle = os.open(self._file(slot), os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
        try:
            if os.fstat(handle).st_mode & OTHERS:
                raise StorageError(f"key {slot} may be read by others than its owner; set it to 0600")
            key = os.read(handle, KEY_BYTES + 1)
        finally:
            os.close(handle)
        if len(key) != KEY_BYTES:
            raise StorageError(f"key {slot} is damaged: {len(key)} bytes instead of {KEY_BYTES}")
        return key

    def _destroy(self, slot: int) -> int:
        expired = [number for number in self._slots() if number <= slot - LIFE_IN_SLOTS]
        for number in expired:
            with self._file(number).open("r+b", buffering=0) as opened:
                opened.write(secrets.token_bytes(KEY_BYTES))
                os.fsync(opened.fileno())
            self._file(number).unlink()
        if expired:
            self._sync_folder()
        return len(expired)

    def _sync_folder(self) -> None:
        handle = os.open(self._folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _is_open(path: Path) -> bool:
    return bool(path.stat().st_mode & OTHERS)
