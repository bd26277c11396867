"""The beginning of a conversation in the terminal, for the commands that hold one."""

from __future__ import annotations

import argparse
import sys

from bot.channels.terminal.play import BINDING
from bot.commands import options
from bot.conversation.alone import terminal_talks
from bot.conversation.content import require_edition
from bot.conversation.messages import Turn
from bot.conversation.talk import Talks


def begin(args: argparse.Namespace, entry: str) -> tuple[Talks, Turn] | None:
    """The door and its first turn; None, and told what there is, where entry, language or unit is unknown.

    Raises:
        ContentError: the content has faults.
    """
    settings = options.settings(args)
    edition = require_edition(settings.dialogs, settings.locales, settings.local)
    talks = terminal_talks(edition)
    languages = edition.catalogues.languages
    for wanted, known, what in (
        (entry, edition.program.entries, "entry"),
        (args.lang, languages, "language"),
        (args.said, talks.said_languages(args.mode), "language to say or show here"),
    ):
        if wanted and wanted not in known:
            print(f"there is no {what} “{wanted}”; there is {', '.join(known)}", file=sys.stderr)
            return None
    if args.unit and edition.directory.unit(args.unit) is None:
        organisation = edition.directory.organisation
        units = ", ".join(f"{unit.id} {unit.name}" for unit in organisation.units.values()) if organisation else ""
        told = f"there is {units}" if units else "units stand in the organisation's own layer, see --local"
        print(f"there is no unit {args.unit}; {told}", file=sys.stderr)
        return None
    return talks, talks.begin(BINDING, entry=entry, mode=args.mode, unit=args.unit, staff=args.lang, said=args.said)
