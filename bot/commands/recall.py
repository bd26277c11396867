"""`fragestod recall`: end all conversations of a release."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime

from bot.commands import options
from bot.settings import read_settings
from bot.storage import releases
from bot.storage.database import open_database
from bot.storage.migrations import migrate


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    options.data(parser)
    parser.add_argument("release", help="the release's id, or its first 6 characters or more")


def run(args: argparse.Namespace) -> int:
    """Recall it; 1 where no single release is meant."""
    engine = open_database(read_settings(data=args.data).database)
    today = datetime.now(UTC).date()
    migrate(engine, today)
    name = releases.find(engine, args.release) if len(args.release) >= 6 else None
    if name is None:
        print(f"no single release begins with “{args.release}” (give 6 characters or more)", file=sys.stderr)
        return 1
    releases.recall(engine, name, today)
    print(f"Release {name[:12]} is recalled. Within half a minute every button of it leads to a safe turn.")
    return 0
