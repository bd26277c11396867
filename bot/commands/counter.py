"""`fragestod counter`: settles what the doors of several processes count."""

from __future__ import annotations

import argparse

from bot.app import serve_counter
from bot.commands import options

EXAMPLES = """\
examples:
  FRAGESTOD_COUNTING=yes FRAGESTOD_VALKEY=valkey://127.0.0.1:6379/0 fragestod counter
  fragestod counter --data /srv/fragestod       # where the open counts lie

Give each `fragestod serve` the same two settings. One counter works; a second one on the same
data folder waits until the first has ended. docs/statistics.md tells how counting works.
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    options.content(parser)
    options.data(parser)
    parser.epilog = EXAMPLES


def run(args: argparse.Namespace) -> int:
    """Settle until told to stop."""
    settings = options.settings(args, data=args.data)
    return serve_counter(settings, lambda words: print(f"fragestod counter {words}", flush=True))
