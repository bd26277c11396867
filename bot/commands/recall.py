"""`fragestod recall`: end all conversations of a release, and print what staff must be told."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from bot.commands import options, sheets, stored
from bot.commands.release import times
from bot.publish.notice import Recalled, as_json, as_sheet
from bot.storage import StorageError, releases
from bot.storage.database import Database
from bot.storage.releases import StoredRelease


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    options.data(parser)
    parser.add_argument("release", help=stored.NAMES)
    parser.add_argument("--reason", default="", help="why, in a sentence for staff; it is printed and not kept")
    parser.add_argument("--dry-run", action="store_true", help="only print what staff would be told")
    sheets.arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Recall it and print the notice; 1 where no single release is meant."""
    engine = stored.open_store(args)
    known = releases.list_releases(engine)
    found = stored.find(known, args.release)
    if found is None:
        return 1
    if not args.dry_run:
        releases.recall(engine, found.id, stored.today())
        print(
            f"Release {found.id[:12]} is recalled. Within half a minute every button of it leads to a safe turn. "
            "What staff must be told:\n",
            file=sys.stderr,
        )
    try:
        recalled = _recalled(engine, known, found, args.reason)
    except StorageError as error:
        print(f"The notice cannot be written: {error}", file=sys.stderr)
        return 1
    sheets.tell(args, lambda: as_sheet(recalled), lambda: as_json(recalled))
    if args.dry_run:
        print("Nothing was recalled (--dry-run).", file=sys.stderr)
    return 0


def _recalled(engine: Database, known: tuple[StoredRelease, ...], found: StoredRelease, reason: str) -> Recalled:
    day = found.recalled or stored.today()
    # What was live ends with the recall, also in a rehearsal and before the store has been asked again.
    live = tuple((first, last or day) for first, last in times(found).live)
    files = releases.get(engine, found.id)
    assert files is not None  # it was found in the list
    before, after = _neighbours(known, found)
    return Recalled(
        files, replace(times(found), live=live), day, _files(engine, before), _files(engine, after), reason.strip()
    )


def _neighbours(
    known: tuple[StoredRelease, ...], found: StoredRelease
) -> tuple[StoredRelease | None, StoredRelease | None]:
    """What was live just before it for the first time, and what came after it the last time.

    Of two that began on one day, the one that went first, or that is live no more, was before the other.
    """
    order = sorted(
        ((time.first, time.last or date.max, release) for release in known for time in release.live),
        key=lambda time: time[:2],
    )
    mine = [place for place, (*_, release) in enumerate(order) if release.id == found.id]
    if not mine:
        return None, None
    before = order[mine[0] - 1][2] if mine[0] else None
    after = order[mine[-1] + 1][2] if mine[-1] + 1 < len(order) else None
    return before, after


def _files(engine: Database, release: StoredRelease | None) -> Mapping[str, bytes] | None:
    return releases.get(engine, release.id) if release else None
