"""A server process as it ships, with one thing more: it writes down what each press contributes.

Counting is watched from outside here, since a test has to see what a killed process had counted.
`python -m tests.channels.telegram.worker` takes the options of `fragestod serve`.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import astuple
from pathlib import Path

from bot.app import _served, served_talks
from bot.commands import serve
from bot.commands.options import settings
from bot.conversation.talk import Observe, Talks
from bot.engine.answers import Place
from bot.engine.token import Header
from bot.logs import open_log
from bot.statistics.contribution import Contribution, Use, contribution

PROGRAM = ("-m", "tests.channels.telegram.worker")
PATTERN = "seen-*.jsonl"


def main() -> int:
    """Serve until ended."""
    parser = argparse.ArgumentParser()
    serve.arguments(parser)
    args = parser.parse_args()
    found = settings(args, host=args.host, port=args.port, data=args.data)
    talks = served_talks(found)
    talks.observe = observer(talks, found.data / PATTERN.replace("*", str(os.getpid())))
    asyncio.run(_served(found, talks, open_log(sys.stderr, level="warning", process="web")))
    return 0


def observer(talks: Talks, file: Path) -> Observe:
    """Appends a line for each press, whole or not at all, before the press is answered."""
    written = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    program = talks.editions.current.program

    def observe(header: Header, place: Place, channel: str) -> None:
        found = contribution(program, header, place, channel)
        if isinstance(found, Contribution):
            unit, use, *rest = astuple(found)
            line = [time.monotonic_ns(), header.number, unit, use.value, *rest]
            os.write(written, (json.dumps(line) + "\n").encode())

    return observe


def read_seen(files: Iterable[Path]) -> Iterator[tuple[int, Contribution]]:
    """What all processes saw, in the order it happened: conversation number and contribution."""
    lines = sorted(json.loads(line) for file in files for line in file.read_text().splitlines())
    for _, number, unit, use, subject, furthest, door, staff, channel, release in lines:
        yield number, Contribution(unit, Use(use), subject, furthest, door, staff, channel, release)


if __name__ == "__main__":
    sys.exit(main())
