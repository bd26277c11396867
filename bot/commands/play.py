"""`fragestod play`: a written path, run and printed."""

from __future__ import annotations

import argparse
import sys

from bot.channels.terminal import play
from bot.commands import options, talking


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    options.content(parser)
    options.talk(parser)
    parser.add_argument("guide", help="where to start, for instance hub")
    parser.add_argument(
        "--choose", default="", help="choices as they are numbered: 1,2; 1+3 ticks; 0 none; j1 jump; b back"
    )
    parser.add_argument("--json", action="store_true", help="one object a turn")


def run(args: argparse.Namespace) -> int:
    """Print the conversation; 3 when a choice does not fit."""
    ready = talking.begin(args, args.guide)
    choices = [part for part in args.choose.split(",") if part.strip()]
    return play.play(*ready, choices, in_json=args.json, out=sys.stdout) if ready else 2
