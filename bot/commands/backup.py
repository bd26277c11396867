"""`fragestod backup`: a copy of the data folder, without keys."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from bot.commands import options
from bot.operations.backup import LEFT_OUT, BackupError, write_backup
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
    try:
        written = write_backup(settings.data, settings.database, args.file)
    except BackupError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{args.file}: {len(written.hashes)} files")
    for name, reason in LEFT_OUT.items():
        print(f"left out: {name}/ ({reason})")
    for name in written.older:
        print(f"left out: {name} (an earlier copy)")
    if sqlite_file(settings.database) is None:
        print("left out: the database, which is PostgreSQL's own; copy it with: pg_dump --format=custom")
    elif written.database is None:
        print(f"left out: the database; there is none at {sqlite_file(settings.database)} yet")
    return 0
