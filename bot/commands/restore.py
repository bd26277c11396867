"""`fragestod restore`: a copy back in its place."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from bot.commands import options
from bot.operations.backup import BackupError
from bot.operations.restore import read_backup, write_data
from bot.settings import read_settings


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    options.data(parser)
    parser.add_argument("file", type=Path, help="the copy")
    parser.add_argument("--force", action="store_true", help="write over what is there")


def run(args: argparse.Namespace) -> int:
    """0 when everything is in place, 1 with a reason otherwise."""
    settings = read_settings(data=args.data)
    try:
        backup = read_backup(args.file)
        database = write_data(backup, settings.data, settings.database, force=args.force)
    except BackupError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{settings.data}: {len(backup.files)} files put back, each with the hash of the day it was copied")
    print(f"database: {database or 'none in the copy; put it back with the tool that copied it, such as pg_restore'}")
    print("Next: fragestod doctor")
    return 0
