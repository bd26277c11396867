"""This program's loader: YAML with positions, validation, names, conditions, flow, and a program in the end."""

from __future__ import annotations

from collections.abc import Callable

from bench.abstract import long_guide
from bot.dialog.load import load


def prepare() -> Callable[[int], int]:
    """The unit is one load of 1,000 steps (and of the short dialog that a release needs to be started)."""
    files = {name: text.encode() for name, text in long_guide().items()}

    def run(count: int) -> int:
        for _ in range(count):
            loaded = load(files)
            assert loaded.release, loaded.problems
            assert not loaded.problems
        return count

    return run
