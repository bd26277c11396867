"""Workbooks that take some seconds: made one at a time, with how far it has come, and kept in memory for whoever comes
to fetch them. What was released never changes, so the same question always has the same workbook."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock

MOST = 2
"""Kept at once, each of some megabytes."""


@dataclass
class Workbooks:
    """The last ones of this process. Another process makes its own. Impure: writes a temporary file."""

    _lock: Lock = field(default_factory=Lock)
    _kept: dict[str, bytes] = field(default_factory=dict)

    def find(self, key: str) -> bytes | None:
        """One that was made before."""
        return self._kept.get(key)

    def make(self, key: str, write: Callable[[Path], None]) -> bytes:
        """The workbook, made now or before. Who comes while one is made waits for its end. key: of all that stands in
        it. write: to a file."""
        with self._lock:
            found = self._kept.pop(key, None)
            if found is None:
                with TemporaryDirectory() as folder:
                    file = Path(folder, "book.xlsx")
                    write(file)
                    found = file.read_bytes()
            self._kept[key] = found
            while len(self._kept) > MOST:
                del self._kept[next(iter(self._kept))]
        return found
