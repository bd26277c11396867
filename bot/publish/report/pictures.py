"""Pictures that were drawn, kept in memory and on disk by what stands in them: the same figures, words and colours are
never drawn twice, after a restart neither, and two processes share a folder.

A file is written beside its place and then put there in one step, so that a kill at any moment leaves a whole picture
or none; what does not end as a picture is drawn anew all the same. A released figure never changes, so nothing here
grows old: what nobody has asked for the longest goes when there is too much.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from bot.publish.report.chart import Draw, Theme, Width, spec, svg
from bot.publish.report.document import Document, Table
from bot.publish.report.drawer import VEGA_LITE, dots, draw

IN_MEMORY = 256
"""Pictures, each some twenty thousand bytes."""
ON_DISK = 64 * 1024 * 1024
"""Bytes: some three thousand pictures."""
SWEEP = 64
"""Pictures between two looks at how much there is."""
LEFT_OVER = 3600
"""Seconds after which a file that was never put in its place is one of a process that was killed."""
ENDING, BESIDE = ".svg", ".part"


class Pictures:
    """Pictures of tables. folder: None keeps them in memory alone. drawn: how a specification is drawn. most: bytes on
    disk. png: how a drawing becomes dots; those are made anew each time, for hardly anybody asks for the same twice.
    Threads and processes may share a folder; at worst two draw the same. Impure."""

    def __init__(
        self,
        folder: Path | None = None,
        drawn: Draw = draw,
        most: int = ON_DISK,
        clock: Callable[[], float] = time.time,
        png: Callable[[str], bytes] = dots,
    ) -> None:
        self.png = png
        self._folder, self._draw, self._most, self._clock = folder, drawn, most, clock
        self._memory: dict[str, str] = {}
        self._since = SWEEP

    def svg(self, document: Document, table: Table, theme: Theme = Theme.LIGHT, width: Width = Width.WIDE) -> str:
        """The picture, drawn now or before."""
        drawing = json.dumps(spec(document, table, theme, width))
        key = hashlib.sha256(f"{VEGA_LITE} {drawing}".encode()).hexdigest()
        found = self._memory.get(key) or self._read(key)
        if not found:
            found = svg(document, table, theme, self._draw, width)
            self._write(key, found)
        self._memory[key] = found
        while len(self._memory) > IN_MEMORY:
            self._memory.pop(next(iter(self._memory)), None)
        return found

    def _read(self, key: str) -> str:
        """What lies on disk; "" when nothing does, or not a whole picture."""
        if self._folder is None:
            return ""
        file = self._folder / f"{key}{ENDING}"
        try:
            found = file.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            return ""
        if not (found.startswith("<svg") and found.rstrip().endswith("</svg>")):
            return ""
        with suppress(OSError):
            os.utime(file, (self._clock(), self._clock()))
        return found

    def _write(self, key: str, drawn: str) -> None:
        """Put it on disk. A disk that is full or away costs another drawing later and nothing else."""
        if self._folder is None:
            return
        beside = self._folder / f"{secrets.token_hex(8)}{BESIDE}"
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            beside.touch(mode=0o600, exist_ok=False)
            beside.write_text(drawn, encoding="utf-8")
            beside.replace(self._folder / f"{key}{ENDING}")
        except OSError:
            with suppress(OSError):
                beside.unlink(missing_ok=True)
            return
        self._since += 1
        if self._since >= SWEEP:
            self._since = 0
            self.sweep()

    def sweep(self) -> None:
        """Take away what a killed process left half, and what nobody has asked for the longest when it is too much."""
        if self._folder is None:
            return
        kept: list[tuple[float, int, Path]] = []
        for file in self._folder.glob("*"):
            with suppress(OSError):  # another process takes the same away
                state = file.stat()
                if file.suffix == ENDING:
                    kept.append((state.st_mtime, state.st_size, file))
                elif file.suffix == BESIDE and state.st_mtime < self._clock() - LEFT_OVER:
                    file.unlink()
        whole = sum(size for _, size, _ in kept)
        for _, size, file in sorted(kept):
            if whole <= self._most:
                break
            with suppress(OSError):
                file.unlink()
            whole -= size
