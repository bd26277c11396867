"""PyYAML's fastest loader on the same text: no positions, no validation, no program."""

from __future__ import annotations

from collections.abc import Callable

import yaml

from bench.abstract import long_guide


def prepare() -> Callable[[int], int]:
    """The unit is one load of 1,000 steps."""
    text = long_guide()["guides/long.yaml"].encode()

    def run(count: int) -> int:
        for _ in range(count):
            assert yaml.load(text, Loader=yaml.CSafeLoader)
        return count

    return run
