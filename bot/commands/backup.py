"""`fragestod backup`: a copy of the data folder, without keys."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from bot.commands import options
from bot.operations.backup import LEFT_OUT, write_backup
from bot.settings import read_settings
from bot.storage.database import sqlite_file


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    options.data(parser)
    parser.add_argument("file", type=Path, help="where to write the copy")
    parser.add_argument("--force", action="store_true", help="write over what is there")


def run(args: argparse.Namespace) -> int:
    """Write the copy, or say why not and write nothing."""
    settings = read_settings(data=args.data)
    if args.file.exists() and not args.force:
        print(f"{args.file} exists. Either choose another name or add --force.", file=sys.stderr)
        return 1
    if not settings.data.is_dir():
        print(f"There is no data folder at {settings.data}.", file=sys.stderr)
        return 1
    files = write_backup(settings.data, settings.database, args.file)
    print(f"{args.file}: {len(files)} files")
    for name, reason in LEFT_OUT.items():
        print(f"left out: {name}/ ({reason})")
    if sqlite_file(settings.database) is None:
        print("left out: the database, which is PostgreSQL's own; copy it with: pg_dump --format=custom")
    return 0
