"""The real program in test mode: its clock stands in a file, noise is off, and it saves ten times a second.

`python tests/dashboard/moved.py CLOCK serve …`; CLOCK holds the seconds by which the clock is moved. Nothing else is
other than in the program, but that a container's terminal, too, is taken for a person's.
"""

from __future__ import annotations

import sys
from datetime import datetime, timedelta, tzinfo
from pathlib import Path

from bot.statistics import noise

CLOCK = Path(sys.argv[1]) if __name__ == "__main__" else Path()


class Moved(datetime):
    """The clock."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Moved:
        """Another time than the machine's."""
        return super().now(tz) + timedelta(seconds=int(CLOCK.read_text()))


def main(words: list[str]) -> int:
    """Run a command of the program."""
    noise.draw = lambda *_: 0
    from bot import app, cli, logs
    from bot.operations import coordination, counting

    for module in (app, coordination, logs):
        module.datetime = Moved  # type: ignore[attr-defined]
    counting.next_save = lambda now: now + timedelta(seconds=0.1)
    coordination.MARKS, coordination.KEEPERS = (Path("/no/such"),) * 2, ("",) * 2
    return cli.main(words)


if __name__ == "__main__":
    sys.exit(main(sys.argv[2:]))
