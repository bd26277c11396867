"""A million conversations in one process: does its memory grow with them?

Runs in a process of its own (`python -m bench.memory TALKS`) and prints one JSON line.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from bench.rounds import ROOT, Effort

FIRST = 1_000
"""Conversations before the first look; these are walked whole, so that every memory that is bounded is full."""
WHOLE = 50
"""After that, one in so many is walked whole; the others are begun and left, like most links that are opened."""


@dataclass(frozen=True)
class Grown:
    """Resident memory in bytes after the first conversations and after all of them."""

    talks: int
    first: int
    last: int


def measure(effort: Effort) -> Grown:
    """Let a fresh process hold the conversations."""
    command = [sys.executable, "-m", "bench.memory", str(effort.talks)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True)
    return Grown(**json.loads(done.stdout))


def resident() -> int:
    """Bytes of this process that are in memory now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def hold(talks: int) -> Grown:
    """Begin conversations, each with answers of its own."""
    from bench.abstract import ANSWERS, guide
    from bot.conversation.alone import terminal_talks
    from bot.conversation.edition import open_edition
    from bot.conversation.messages import Press, write_move

    edition, problems = open_edition({"guides/abstract.yaml": guide().encode()})
    assert edition, problems
    conversations = terminal_talks(edition)
    moves = [write_move(number) for number in range(ANSWERS)]
    chance = random.Random(0)
    first = 0
    for number in range(talks):
        if number == FIRST:
            first = resident()
        turn = conversations.begin(b"web")
        if number < FIRST or number % WHOLE == 0:
            while turn.view.outcome is None:
                turn = conversations.press(Press(turn.sealed, chance.choice(moves), b"web"))
    return Grown(talks, first, resident())


if __name__ == "__main__":
    print(json.dumps(vars(hold(int(sys.argv[1])))))
