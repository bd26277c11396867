"""`fragestod restore`: a copy back in its place."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from bot.commands import options
from bot.operations.restore import BackupError, read_backup, write_data
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
        files = read_backup(args.file)
        write_data(files, settings.data, force=args.force)
    except BackupError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{settings.data}: {len(files)} files put back, each with the hash of the day it was copied")
    print("Next: fragestod doctor")
    return 0
