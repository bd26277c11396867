"""The loader's first part alone: YAML with positions, validated by the schema."""

from __future__ import annotations

import gc
from collections.abc import Callable

from bench.abstract import long_guide
from bot.dialog import schema
from bot.dialog.shape import shape
from bot.dialog.tree import read


def prepare() -> Callable[[int], int]:
    """The unit is one reading of 1,000 steps."""
    gc.disable()  # as the loader does while it works
    text = long_guide()["guides/long.yaml"]

    def run(count: int) -> int:
        for _ in range(count):
            tree, problems = read(text, "guides/long.yaml")
            assert tree, problems
            assert shape(tree, schema.Dialog)[0]
        return count

    return run
