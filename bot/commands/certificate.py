"""`fragestod certificate`: what the check code of a certificate of practice says. It needs no server."""

from __future__ import annotations

import argparse
import sys

from bot.commands import options
from bot.conversation.alone import terminal_talks
from bot.conversation.content import require_edition
from bot.conversation.rounds import rounds_of
from bot.practice.certificate import mark, read

LIMITS = """\
The code shows that these belong together and were typed right. It does not show who practised, or that anybody did."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    options.content(parser)
    parser.add_argument("what", choices=["check"], help="check: read a code")
    parser.add_argument("code", nargs="+", metavar="CODE", help="as it stands on the certificate")
    parser.add_argument("--lang", default="sv", help="language of the cases' titles")


def run(args: argparse.Namespace) -> int:
    """Print what a code says, to be held against the paper; 1 when it is none, or a letter is wrong.

    Raises:
        ContentError: the content has faults.
    """
    found = read(" ".join(args.code))
    if found is None:
        print("That is no whole code; look at it again, letter by letter.", file=sys.stderr)
        return 1
    settings = options.settings(args)
    rounds = rounds_of(terminal_talks(require_edition(settings.dialogs, settings.locales, settings.local)))
    titles = {mark(card.id): f"{card.title.text} ({card.place.text})" for card in rounds.cards(args.lang)}
    print(f"Day:     {found.day}\nContent: {found.release}\nCases:")
    for number in found.marks:
        print(f"  {titles.get(number, 'one that this content does not have')}")
    print(LIMITS)
    return 0
