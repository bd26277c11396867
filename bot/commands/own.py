"""`fragestod own`: units' own monthly figures, in from a file and out again."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, date, datetime
from pathlib import Path

from bot.commands import options
from bot.conversation.content import require_edition
from bot.operations.reporting import OwnError, open_desk, read_own
from bot.statistics.own import COLUMNS, EXAMPLE, as_lines
from bot.storage.own import OwnFigures

PARTS = (
    ("import", "keep the figures of a file, all or none", "import own.csv"),
    ("list", "print what is kept, as a file to change and import", "list > own.csv"),
    ("undo", "take an import or a change back", "undo 7"),
)
"""Name, one-line help and example of each part."""
FORM = f"""
a file has a head and a line for each unit and month; an empty field is no figure:
  {";".join(COLUMNS)}
  {EXAMPLE}
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    made = options.parts(parser, "own", PARTS)
    for part in made.values():
        options.content(part)
        options.data(part)
    made["import"].add_argument("file", type=Path, metavar="FILE", help="UTF-8, parted by semicolons, tabs or commas")
    made["import"].epilog = f"{made['import'].epilog}\n{FORM}"
    made["undo"].add_argument("version", type=int, metavar="VERSION", help="the number that the import told")


def run(args: argparse.Namespace) -> int:
    """Run the part that was chosen; 1 when it cannot be done, 2 when the file cannot be understood."""
    settings = options.settings(args, **({"data": args.data} if args.data else {}))
    desk = open_desk(settings, require_edition(settings.dialogs, settings.locales, settings.local))
    now = datetime.now(UTC)
    kept = OwnFigures(desk.database, lambda: int(now.timestamp()))
    if args.part == "list":
        print("\n".join(as_lines(kept.figures(date(2000, 1, 1), now.date()))))
        return 0
    if args.part == "undo":
        done = kept.undo(args.version, "")
        told = (
            f"change {args.version} is taken back" if done else f"change {args.version} was never made, or changed on"
        )
        print(told, file=sys.stdout if done else sys.stderr)
        return 0 if done else 1
    try:
        figures = read_own(args.file, [size.unit for size in desk.sizes], now.date())
    except OwnError as error:
        print(f"{error}\nNothing was kept. Mend the file and import it again.", file=sys.stderr)
        return 2
    version = kept.save(figures, "")
    units = len({own.unit for own in figures})
    print(f"{len(figures)} months of {units} units" if version else "nothing was new")
    if version:
        print(f"Take it back with: fragestod own undo {version}", file=sys.stderr)
    return 0
