"""`python -m bench`: measure, print; write only when asked."""

from __future__ import annotations

import argparse
import os
import platform
import re
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from bench.rounds import QUICK, Effort
from bench.sections import SECTIONS
from bench.table import Section, markdown, text

MARKS = ("<!-- measured -->", "<!-- end of measured -->")


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure what is asked for. Exit code 0 whether or not targets are met: speed never fails a build."""
    parser = argparse.ArgumentParser(prog="bench", description="Measure this program beside others, in one run.")
    parser.add_argument("sections", nargs="*", metavar="section", help=f"any of: {', '.join(SECTIONS)} (default: all)")
    parser.add_argument("--quick", action="store_true", help="tiny counts, no peers: only shows that it runs")
    parser.add_argument("--no-peers", action="store_true", help="make and use no other environments")
    parser.add_argument("--rounds", type=int, default=Effort.rounds, help="rounds of each section")
    parser.add_argument("--talks", type=int, default=Effort.talks, help="conversations of the memory section")
    parser.add_argument("--write", type=Path, metavar="FILE", help="put the table between the marks of this file")
    given = parser.parse_args(arguments)
    unknown = [name for name in given.sections if name not in SECTIONS]
    if unknown:
        parser.error(f"no section is called {unknown[0]}; choose from {', '.join(SECTIONS)}")
    effort = QUICK if given.quick else Effort(rounds=given.rounds, peers=not given.no_peers, talks=given.talks)
    bind()
    measured: list[Section] = []
    for name in given.sections or SECTIONS:
        found = SECTIONS[name](effort)
        if given.quick:
            found = tuple(replace(section, targets=()) for section in found)
        measured += found
        print(text(found), flush=True)
    if given.write:
        write(given.write, measured, datetime.now(UTC), " ".join(sys.argv[1:]))
    return 0


def bind() -> None:
    """Stay on one core, with all processes that are started from here."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


def write(file: Path, sections: Sequence[Section], now: datetime, options: str) -> None:
    """Replace what stands between the marks; the words around it stay."""
    command = f"python -m bench {options}".strip()
    head = f"Measured {now:%Y-%m-%d} with `{command}`, Python {platform.python_version()}, one core of {processor()}."
    body = f"{MARKS[0]}\n\n{head}\n\n{markdown(sections)}\n{MARKS[1]}"
    old = file.read_text() if file.exists() else f"{MARKS[0]}{MARKS[1]}\n"
    pattern = re.escape(MARKS[0]) + ".*" + re.escape(MARKS[1])
    file.write_text(re.sub(pattern, lambda _: body, old, flags=re.DOTALL))


def processor() -> str:
    """What the machine calls its processor."""
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.machine()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())


if __name__ == "__main__":
    sys.exit(main())
