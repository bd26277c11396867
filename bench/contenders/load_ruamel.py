"""ruamel.yaml's round-trip loader, which also keeps positions (and comments)."""

from __future__ import annotations

from collections.abc import Callable

from ruamel.yaml import YAML

from bench.abstract import long_guide


def prepare() -> Callable[[int], int]:
    """The unit is one load of 1,000 steps."""
    text = long_guide()["guides/long.yaml"]

    def run(count: int) -> int:
        for _ in range(count):
            assert YAML().load(text)
        return count

    return run
