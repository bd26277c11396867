"""Cold starts: `fragestod --help` beside an interpreter that does nothing."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from time import perf_counter

from bench.rounds import ROOT, Effort, Times, alternate

COMMANDS = {
    "help": (str(Path(sys.executable).with_name("fragestod")), "--help"),
    "bare": (sys.executable, "-c", "pass"),
}


def measure(effort: Effort) -> Times:
    """Seconds for one start."""
    timed = {name: _timed(command) for name, command in COMMANDS.items()}
    alternate(timed, 1)  # fills the disk's cache
    return alternate(timed, effort.starts)


def _timed(command: Sequence[str]) -> Callable[[], float]:
    def once() -> float:
        begin = perf_counter()
        subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        return perf_counter() - begin

    return once
