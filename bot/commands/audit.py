"""`fragestod audit`: the attack tests that make sense on an installation, as a report to keep."""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot import __version__
from bot.audit.privacy import Finding, Outcome, attack
from bot.audit.words import ATTACKS, NOT_SHOWN, WORDS
from bot.commands import options
from bot.operations.auditing import gather
from bot.settings import Settings, read_settings
from bot.storage.database import sqlite_file

PARTS = (("privacy", "attack what is kept, and print the report", 'privacy --log web.log --mark "Planted Name"'),)
EXAMPLES = """\
examples:
  fragestod audit privacy                               # look at the data folder and the database
  fragestod audit privacy --log web.log --log counter.log   # look at what was logged too
  fragestod audit privacy --mark "Planterad Person" --mark 070-1740600
  fragestod audit privacy --lang en > report.txt        # to keep; --json for machines

To plant a mark: give your browser or your chat account a made-up name and number, hold a talk, then look for
them here. Exit code 0: nothing was found, 1: something was.
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    privacy = options.parts(parser, "audit", PARTS)["privacy"]
    privacy.epilog = EXAMPLES
    options.data(privacy)
    privacy.add_argument("--log", action="append", type=Path, default=[], metavar="FILE", help="a log to look at")
    privacy.add_argument("--mark", action="append", default=[], metavar="WORD", help="a word that must stand nowhere")
    privacy.add_argument("--lang", choices=sorted(WORDS), default="sv", help="language of the report (default: sv)")
    privacy.add_argument("--json", action="store_true", help="for machines")


def run(args: argparse.Namespace) -> int:
    """Print the report; 1 when something was found."""
    settings = read_settings(data=args.data)
    if not settings.data.is_dir():
        print(f"There is no data folder at {settings.data}; name one with --data.", file=sys.stderr)
        return 1
    now = datetime.now(UTC)
    findings = attack(gather(settings, now, args.log, args.mark))
    if args.json:
        print(json.dumps(as_json(findings, settings, now), ensure_ascii=False, indent=1))
    else:
        print(*lines(findings, settings, now, args.lang), sep="\n")
    return int(any(finding.outcome is Outcome.FOUND for finding in findings))


def lines(findings: Sequence[Finding], settings: Settings, now: datetime, language: str) -> Iterator[str]:
    """The report for a reader."""
    words, attacks = WORDS[language], ATTACKS[language]
    yield words["title"]
    database = "PostgreSQL" if sqlite_file(settings.database) is None else "SQLite"
    yield words["head"].format(day=now.date(), version=__version__, data=settings.data, database=database)
    yield ""
    for finding in findings:
        title, tried = attacks[finding.key]
        yield f"{title}: {words[finding.outcome.value]}"
        yield f"  {words['tried']}: {tried}"
        yield from (f"  → {found}" for found in finding.found)
    times = Counter(finding.outcome for finding in findings)
    yield ""
    yield words["sum"].format(
        clear=times[Outcome.CLEAR], found=times[Outcome.FOUND], not_tried=times[Outcome.NOT_TRIED]
    )
    yield ""
    yield f"{words['not_shown']}:"
    yield from (f"  - {each}" for each in NOT_SHOWN[language])


def as_json(findings: Sequence[Finding], settings: Settings, now: datetime) -> dict[str, Any]:
    """The same for machines, with the English words."""
    return {
        "format": 1,
        "day": now.date().isoformat(),
        "version": __version__,
        "data": str(settings.data),
        "database": "PostgreSQL" if sqlite_file(settings.database) is None else "SQLite",
        "attacks": [
            {
                "key": finding.key,
                "title": ATTACKS["en"][finding.key][0],
                "tried": ATTACKS["en"][finding.key][1],
                "outcome": finding.outcome.value,
                "found": list(finding.found),
            }
            for finding in findings
        ],
        "not_shown": list(NOT_SHOWN["en"]),
    }
