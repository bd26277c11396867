"""`fragestod text`: extract, merge and count translations; judge the words."""

from __future__ import annotations

import argparse

from bot.commands import options, words
from bot.text import commands

MAKING = ("extract", "merge")
"""Parts that make the folder of translations where there is none."""
PARTS = (
    ("extract", "write the template", "extract"),
    ("merge", "bring catalogues up to date", "merge --begin nb"),
    ("stats", "what is translated", "stats --strict"),
    ("lint", "faults of words: blame, pressure, labels, hard sentences", "lint"),
)
"""Name, one-line help and example of each part."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    for part, child in options.parts(parser, "text", PARTS).items():
        options.content(child)
        child.add_argument("--json", action="store_true", help="as data")
        if part == "merge":
            child.add_argument("--begin", default="", metavar="LANG", help="begin a new language")
        if part == "lint":
            words.arguments(child)
        if part == "stats":
            child.add_argument("--strict", action="store_true", help="exit 1 unless English is complete")


def run(args: argparse.Namespace) -> int:
    """Run the part that was chosen."""
    if args.part == "lint":
        return words.run(args)
    settings = options.settings(args, may_lack=("locales",) if args.part in MAKING else ())
    places = (settings.dialogs, settings.locales)
    if args.part == "extract":
        return commands.extract(*places, as_json=args.json)
    if args.part == "merge":
        return commands.merge_all(*places, begin=args.begin, as_json=args.json)
    return commands.stats(*places, strict=args.strict, as_json=args.json)
