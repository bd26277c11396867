"""`fragestod practice`: a round with a scripted patient in the terminal."""

from __future__ import annotations

import argparse
import sys

from bot.channels.terminal import practice
from bot.commands import options
from bot.conversation.alone import terminal_talks
from bot.conversation.content import require_edition
from bot.conversation.rounds import rounds_of
from bot.problem import nearest


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    options.content(parser)
    parser.add_argument("case", nargs="?", default="", help="which case (default: list them all)")
    parser.add_argument("--lang", default="sv", help="language")


def run(args: argparse.Namespace) -> int:
    """List the cases, or hold a round; 2 when there is no such case or language.

    Raises:
        ContentError: the content has faults.
    """
    settings = options.settings(args)
    talks = terminal_talks(require_edition(settings.dialogs, settings.locales, settings.local))
    rounds = rounds_of(talks)
    if args.lang not in rounds.languages():
        print(f"there is no language “{args.lang}”; {nearest(args.lang, rounds.languages())}", file=sys.stderr)
        return 2
    cards = rounds.cards(args.lang)
    if not args.case:
        lines = practice.listed(cards, lambda key: rounds.word(key, args.lang).text)
        print("\n".join(lines) or "there is no case in dialogs/practice; docs/practice.md tells how to write one")
        return 0
    screen = rounds.begin(args.case, practice.BINDING, args.lang)
    if screen is None:
        print(f"there is no case “{args.case}”; {nearest(args.case, [card.id for card in cards])}", file=sys.stderr)
        return 2
    return practice.hold(rounds, screen, sys.stdin, sys.stdout)
