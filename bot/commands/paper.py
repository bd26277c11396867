"""What the commands that write something to keep share: for which unit, in which language, read from which content."""

from __future__ import annotations

import argparse
import sys

from bot.commands import options
from bot.conversation.alone import terminal_talks
from bot.conversation.content import require_edition
from bot.conversation.render import Renderer
from bot.publish.kept import Reader
from bot.text.languages import PERSONS


def arguments(parser: argparse.ArgumentParser) -> None:
    """Content, unit and languages."""
    options.content(parser)
    parser.add_argument("--unit", type=int, default=0, metavar="N", help="number of the unit (see --local)")
    parser.add_argument("--lang", default="sv", help="language of staff (default: sv)")
    parser.add_argument("--said", default="", help="language to say or show (default: as --lang)")


def reader(args: argparse.Namespace) -> Reader | None:
    """What to read from, as of now; None, and told, when there is no such unit or language. Impure: reads the clock."""
    settings = options.settings(args)
    edition = require_edition(settings.dialogs, settings.locales, settings.local)
    languages = edition.catalogues.languages
    for language in filter(None, (args.lang, args.said)):
        if language not in languages:
            alone = f"“{language}” is shown on the screen alone, since paper lies about"
            told = alone if language in PERSONS else f"there is no language “{language}”"
            print(f"{told}; there is {', '.join(languages)}", file=sys.stderr)
            return None
    unit = edition.directory.unit(args.unit)
    if args.unit and unit is None:
        organisation = edition.directory.organisation
        known = (
            ", ".join(f"{number} {each.name}" for number, each in organisation.units.items()) if organisation else ""
        )
        hint = f"there is {known}" if known else "units stand in the organisation's own layer, see --local"
        print(f"there is no unit {args.unit}; {hint}", file=sys.stderr)
        return None
    at = terminal_talks(edition).local_time()
    return Reader(Renderer(edition, edition.directory, args.lang, args.said or args.lang, unit, at))
