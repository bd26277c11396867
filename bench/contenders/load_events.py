"""The physical limit of loading: libyaml's events, and nothing done with them."""

from __future__ import annotations

from collections.abc import Callable

import yaml

from bench.abstract import long_guide


def prepare() -> Callable[[int], int]:
    """The unit is one reading of 1,000 steps."""
    text = long_guide()["guides/long.yaml"]

    def run(count: int) -> int:
        for _ in range(count):
            loader = yaml.CSafeLoader(text)
            while not isinstance(loader.get_event(), yaml.StreamEndEvent):
                pass
        return count

    return run
