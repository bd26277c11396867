"""`fragestod recall`: end all conversations of a release."""

from __future__ import annotations

import argparse

from bot.commands import options, stored
from bot.storage import releases


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    options.data(parser)
    parser.add_argument("release", help=stored.NAMES)


def run(args: argparse.Namespace) -> int:
    """Recall it; 1 where no single release is meant."""
    engine = stored.open_store(args)
    found = stored.find(releases.list_releases(engine), args.release)
    if found is None:
        return 1
    releases.recall(engine, found.id, stored.today())
    print(f"Release {found.id[:12]} is recalled. Within half a minute every button of it leads to a safe turn.")
    return 0
