"""`fragestod chat`: a conversation in the terminal."""

from __future__ import annotations

import argparse
import sys

from bot.channels.terminal import play
from bot.commands import options, talking


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    options.content(parser)
    options.talk(parser)
    parser.add_argument("--entry", default="", help="where to start (default: the first entry)")


def run(args: argparse.Namespace) -> int:
    """Talk until the person ends it."""
    ready = talking.begin(args, args.entry)
    return play.chat(*ready, sys.stdin, sys.stdout) if ready else 2
