"""`fragestod diff`: what changed between two contents, as a person would meet it."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from bot.commands import options, sheets, stored
from bot.dialog.load import release_id
from bot.publish.difference import Content, as_json, as_sheet, differ
from bot.publish.source import SourceError, content, read_source
from bot.storage import releases

RELEASE = "release:"


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    options.data(parser)
    told = f"a folder (an organisation's own, too), a git revision, or {RELEASE}ID for one that was served"
    parser.add_argument("old", metavar="OLD", help=told)
    parser.add_argument("new", metavar="NEW", nargs="?", default=".", help="the same (default: this folder)")
    sheets.arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Print the difference; 2 where a side cannot be read."""
    try:
        old, new = (_side(args, name) for name in (args.old, args.new))
    except SourceError as error:
        print(error, file=sys.stderr)
        return 2
    found = differ(old, new, _progress)
    _progress("")
    foot = f"{_id(old)} → {_id(new)} · {stored.today()}"
    sheets.tell(args, lambda: as_sheet(found, foot), lambda: as_json(found))
    return 0


def _side(args: argparse.Namespace, name: str) -> Content:
    if not name.startswith(RELEASE):
        return read_source(name, Path.cwd())
    engine = stored.open_store(args)
    found = stored.find(releases.list_releases(engine), name.removeprefix(RELEASE))
    files = releases.get(engine, found.id) if found else None
    if found is None or files is None:
        raise SourceError(f"{name} cannot be read")
    return content(f"release {found.id[:12]}", files, {})


def _id(side: Content) -> str:
    return f"release {release_id(side.files)[:12]}"


def _progress(name: str) -> None:
    """What a conversation is searched for, on a terminal only."""
    if sys.stderr.isatty():
        told = f"looking for the shortest conversation to {name} " if name else ""
        print(f"\r\x1b[K{told}", end="", file=sys.stderr, flush=True)
