"""The store of an installation, opened for a command, and the one release in it that a person means."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, date, datetime

from bot.conversation.report_code import read_release, release_number
from bot.settings import Settings, read_settings
from bot.storage.database import IN_MEMORY, Database, open_database, sqlite_file
from bot.storage.migrations import migrate
from bot.storage.releases import StoredRelease

SHORTEST = 6
"""Hex digits of an id that a person must give."""
NAMES = "a release: its id or the first 6 characters of it, or the code of a screen"


def today() -> date:
    """The day, in UTC, as the store counts days."""
    return datetime.now(UTC).date()


def open_store(args: argparse.Namespace) -> Database:
    """The store of the data folder, brought up to date; an empty one in memory where nothing was ever served. Impure.

    Only serving makes an installation: a misspelt --data must not leave one behind.
    """
    address = read_settings(data=args.data).database
    file = sqlite_file(address)
    engine = open_database(address if file is None or file.exists() else IN_MEMORY)
    migrate(engine, today())
    return engine


def open_served(settings: Settings) -> Database | None:
    """The store of an installation that was served, brought up to date; None, and told, where none ever was. Impure."""
    file = sqlite_file(settings.database)
    if file is not None and not file.exists():
        print(f"nothing was ever served from {settings.data}; start fragestod serve once", file=sys.stderr)
        return None
    engine = open_database(settings.database)
    migrate(engine, today())
    return engine


def may_be_release(name: str) -> bool:
    """Whether a name has the form of a release's id or of a code, and is not a folder's or a revision's."""
    start = name.strip().lower()
    return read_release(name) is not None or (len(start) >= SHORTEST and not set(start) - set("0123456789abcdef"))


def find(known: tuple[StoredRelease, ...], name: str) -> StoredRelease | None:
    """The one release that is meant by the start of its id or by a screen's code; None, and told, for none or two."""
    number = read_release(name)
    start = name.strip().lower()
    found = [
        release
        for release in known
        if (len(start) >= SHORTEST and release.id.startswith(start)) or release_number(release.id) == number
    ]
    if len(found) == 1:
        return found[0]
    if not known:
        print("no release was ever served from this data folder", file=sys.stderr)
    elif found:
        print(
            f"“{name}” fits {len(found)} releases: {', '.join(release.id[:12] for release in found)}", file=sys.stderr
        )
    else:
        print(f"no single release begins with “{name}”; give {NAMES}", file=sys.stderr)
        print("fragestod release list names them", file=sys.stderr)
    return None
