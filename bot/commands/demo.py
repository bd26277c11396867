"""`fragestod demo`: a made-up year of forty units, in a folder of its own, to look at reports with."""

from __future__ import annotations

import argparse
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from bot.commands import options
from bot.conversation.alone import OneEdition
from bot.conversation.content import require_edition
from bot.operations import demo

EXAMPLES = """\
examples:
  fragestod demo                                   # into the folder demo
  fragestod demo --data /tmp/look
  fragestod report --data demo --local demo/local  # then look at it
  fragestod serve --data demo --local demo/local   # or as coordinators' pages,
  fragestod account invite --data demo             # with a link to let you in

The figures are made up, and every table, page and export from them says so. Your own data are not touched.
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.epilog = EXAMPLES
    options.content(parser)
    parser.add_argument("--data", type=Path, default=Path(demo.FOLDER), help="an empty or new folder (default: demo)")
    parser.add_argument("--seed", type=int, default=1, help="of what happens; the noise differs each time")


def run(args: argparse.Namespace) -> int:
    """Fill the folder; tells how far it is."""
    began = time.monotonic()
    local = demo.prepare(args.data)
    args.local = local
    database = f"sqlite:///{(args.data / 'fragestod.db').absolute()}"
    settings = options.settings(args, data=args.data, database=database)
    edition = require_edition(settings.dialogs, settings.locales, settings.local)

    def tell(done: int, whole: int) -> None:
        end = "\n" if done == whole else ""
        print(f"\r  week {done} of {whole}{end}", end="", file=sys.stderr, flush=True)

    talks = demo.fill(args.data, database, OneEdition(edition), datetime.now(UTC).date(), args.seed, tell)
    print(f"{args.data}: {talks} made-up talks at {demo.UNITS} units, in {time.monotonic() - began:.0f} s")
    print(f"look: fragestod report --data {args.data} --local {local}")
    print(f"as pages: fragestod serve --data {args.data} --local {local}")
    print(f"way in to them, once they are served: fragestod account invite --data {args.data}")
    return 0
