"""`fragestod card`: a guide as a pocket card, in PDF."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from bot.commands import paper
from bot.problem import nearest
from bot.publish.card import card
from bot.publish.card_pdf import card_pdf
from bot.publish.kept import Reader
from bot.publish.typeset import PdfError

REMEDY = "Does it lack a letter? Install a font that has it, for instance Noto, and run it again."
EXAMPLES = """\
examples:
  fragestod card respond                              # a card of one guide, named by its code
  fragestod card worry --unit 1 --local mine -o a.pdf  # with the numbers of a unit
  fragestod card ask --lang en                        # for staff who read English
  fragestod card --all cards                          # a card of every guide into a folder
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.epilog = EXAMPLES
    paper.arguments(parser)
    parser.add_argument(
        "guide", nargs="?", default="", help="whose sentences, duties and numbers, for instance respond"
    )
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="write there (default: kort-CODE.pdf)")
    parser.add_argument("--all", type=Path, metavar="DIR", help="a card of every guide, into a folder")


def run(args: argparse.Namespace) -> int:
    """Write one card or all; 1 when it cannot be set, 2 when there is nothing to put on it."""
    reader = paper.reader(args)
    if reader is None:
        return 2
    if args.all is not None:
        args.all.mkdir(parents=True, exist_ok=True)
        return max(_write(reader, name, args.all, None) for name in reader.guides if not _is_empty(reader, name))
    if args.guide not in reader.guides:
        asked = (
            f"there is no guide “{args.guide}”: {nearest(args.guide, reader.guides)}" if args.guide else "which guide?"
        )
        print(f"{asked}\nThere are {', '.join(reader.guides)}", file=sys.stderr)
        return 2
    if _is_empty(reader, args.guide):
        print(f"“{args.guide}” has nothing to say aloud and demands nothing, so it needs no card", file=sys.stderr)
        return 2
    return _write(reader, args.guide, Path(), args.output)


def _is_empty(reader: Reader, name: str) -> bool:
    return not reader.guide(name).scenes


def _write(reader: Reader, name: str, folder: Path, output: Path | None) -> int:
    made = card(reader, name)
    # A file lies about like paper: its name tells the card by its code, and the subject to nobody.
    path = output or folder / f"kort-{made.guide.code or name}.pdf"
    try:
        content = card_pdf(made, reader.render.word)
    except PdfError as error:
        print(f"the card of “{name}” cannot be set: {error}\n{REMEDY}", file=sys.stderr)
        return 1
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    print(f"{path}: {name}, good until {made.until}")
    return 0
