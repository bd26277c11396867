"""This program's pure step."""

from __future__ import annotations

from collections.abc import Callable

from bench.abstract import PATHS, guide
from bot.dialog.load import load
from bot.engine.step import start, step


def prepare() -> Callable[[int], int]:
    """Whole conversations; the unit is one answer."""
    loaded = load({"guides/abstract.yaml": guide().encode()})
    assert loaded.release
    program = loaded.release.program
    first, _ = start(program, "abstract")

    def run(count: int) -> int:
        units = 0
        for number in range(count):
            path, state = PATHS[number % len(PATHS)], first
            for answer in path:
                state, _ = step(program, state, answer)
            units += len(path)
        return units

    return run
