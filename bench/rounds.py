"""Interleaved rounds: in each, every contender works once, so that a slow moment of the machine hits all alike."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

ROOT = Path(__file__).parent.parent
WARM_UP = 2

Times: TypeAlias = Mapping[str, Sequence[float]]
"""Contender → seconds for one unit of work, one for each round."""


@dataclass(frozen=True)
class Effort:
    """How much is measured. rounds: of each section. slice: seconds that one contender works in one round.

    peers: whether the peers' environments are used. starts: cold starts. talks: begun in the memory section.
    """

    rounds: int = 31
    slice: float = 0.05
    peers: bool = True
    starts: int = 25
    talks: int = 1_000_000


QUICK = Effort(rounds=1, slice=0.0, peers=False, starts=1, talks=2_000)


@dataclass(frozen=True)
class Contender:
    """One way to do the work. module: below bench.contenders. python: its interpreter."""

    name: str
    module: str
    python: Path = Path(sys.executable)


class Worker:
    """A contender at work in its own process; it inherits the core that this process is bound to."""

    def __init__(self, contender: Contender) -> None:
        command = [str(contender.python), "-m", "bench.worker", f"bench.contenders.{contender.module}"]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=environment, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self._answer()
        self.count = 1

    def settle(self, slice_: float) -> None:
        """Warm up, and find how much work fills `slice_` seconds; with none, one piece of work is a round."""
        for _ in range(WARM_UP if slice_ else 0):
            seconds, _ = self.work()
            self.count = max(1, round(self.count * slice_ / seconds))

    def work(self) -> tuple[float, int]:
        """One round: seconds and units."""
        assert self.process.stdin
        self.process.stdin.write(json.dumps({"count": self.count}) + "\n")
        self.process.stdin.flush()
        answer = self._answer()
        return float(answer["seconds"]), int(answer["units"])

    def close(self) -> None:
        """End the process."""
        self.process.communicate()

    def _answer(self) -> dict[str, float]:
        assert self.process.stdout
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"a contender ended: {self.process.args!r}")
        answer: dict[str, float] = json.loads(line)
        return answer


def interleave(contenders: Sequence[Contender], effort: Effort) -> Times:
    """Run all contenders side by side, each round beginning with another one."""
    workers = {contender.name: Worker(contender) for contender in contenders}
    try:
        for worker in workers.values():
            worker.settle(effort.slice)
        return alternate({name: _timed(worker) for name, worker in workers.items()}, effort.rounds)
    finally:
        for worker in workers.values():
            worker.close()


def alternate(timed: Mapping[str, Callable[[], float]], rounds: int) -> Times:
    """Call each function once a round; they say how long a unit took."""
    names = list(timed)
    times: dict[str, list[float]] = {name: [] for name in names}
    for round_ in range(rounds):
        turn = round_ % len(names)
        for name in names[turn:] + names[:turn]:
            times[name].append(timed[name]())
    return times


def ratio(times: Times, name: str, other: str) -> float:
    """How many times as fast `name` is as `other`: the median of the rounds' own ratios."""
    return statistics.median(b / a for a, b in zip(times[name], times[other], strict=True))


def _timed(worker: Worker) -> Callable[[], float]:
    def once() -> float:
        seconds, units = worker.work()
        return seconds / units

    return once
