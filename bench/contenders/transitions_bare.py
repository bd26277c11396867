"""transitions with nothing kept between events: the bare cost of one event, for comparison."""

from __future__ import annotations

from collections.abc import Callable

from bench.abstract import ANSWERS, PATHS
from bench.contenders.transitions_events import Model, machine


def prepare() -> Callable[[int], int]:
    """Whole conversations; the unit is one event."""
    model = Model()
    shared = machine(model)
    names = [f"answer{number}" for number in range(ANSWERS)]

    def run(count: int) -> int:
        units = 0
        for number in range(count):
            path = PATHS[number % len(PATHS)]
            shared.set_state("s0", model)
            for answer in path:
                model.trigger(names[answer])
            units += len(path)
        return units

    return run
