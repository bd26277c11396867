"""`fragestod practice`: a round with a scripted patient in the terminal, or its leader's sheet in PDF."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from bot.channels.terminal import practice
from bot.commands import options
from bot.conversation.alone import terminal_talks
from bot.conversation.content import require_edition
from bot.conversation.render import Renderer
from bot.conversation.rounds import rounds_of
from bot.dialog.case_model import Case
from bot.problem import nearest
from bot.publish.kept import Reader


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    options.content(parser)
    parser.add_argument("case", nargs="?", default="", help="which case (default: list them all)")
    parser.add_argument("--lang", default="sv", help="language")
    parser.add_argument("--print", type=Path, metavar="FILE", dest="paper", help="write the leader's sheet, in PDF")


def run(args: argparse.Namespace) -> int:
    """List the cases, print one, or hold a round; 1 when it cannot be set, 2 when there is no such case or language.

    Raises:
        ContentError: the content has faults.
    """
    settings = options.settings(args)
    edition = require_edition(settings.dialogs, settings.locales, settings.local)
    talks = terminal_talks(edition)
    rounds = rounds_of(talks)
    if args.lang not in rounds.languages():
        print(f"there is no language “{args.lang}”; {nearest(args.lang, rounds.languages())}", file=sys.stderr)
        return 2
    cards = rounds.cards(args.lang)
    if not args.case:
        lines = practice.listed(cards, lambda key: rounds.word(key, args.lang).text)
        print("\n".join(lines) or "there is no case in dialogs/practice; docs/practice.md tells how to write one")
        return 0
    case = next((each for each in edition.release.cases if each.id == args.case), None)
    screen = rounds.begin(args.case, practice.BINDING, args.lang)
    if screen is None or case is None:
        print(f"there is no case “{args.case}”; {nearest(args.case, [card.id for card in cards])}", file=sys.stderr)
        return 2
    if args.paper is not None:
        return _print(
            Reader(Renderer(edition, edition.directory, args.lang, args.lang, None, talks.local_time())),
            case,
            args.paper,
        )
    return practice.hold(rounds, screen, sys.stdin, sys.stdout)


def _print(reader: Reader, case: Case, file: Path) -> int:
    from bot.publish.leader import guide  # a round needs no typesetter
    from bot.publish.leader_pdf import leader_pdf
    from bot.publish.typeset import PdfError

    made = guide(reader, case)
    try:
        file.write_bytes(leader_pdf(made, reader.render.word))
    except (PdfError, OSError) as error:
        print(f"the sheet of “{case.id}” cannot be written: {error}", file=sys.stderr)
        return 1
    print(f"{file}: {made.title.text}, good until {made.until}")
    return 0
