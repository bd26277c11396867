"""`fragestod offline`: one page of a unit for when there is no network."""

from __future__ import annotations

import argparse
from pathlib import Path

from bot.commands import paper
from bot.conversation.alone import terminal_talks
from bot.publish.offline import offline, offline_html

NAME = "arbetsstod.html"
EXAMPLES = f"""\
examples:
  fragestod offline                                   # without a unit: the country's numbers, into {NAME}
  fragestod offline --unit 1 --local mine -o desk.html
  fragestod offline --unit 1 --local mine --lang en
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.epilog = EXAMPLES
    paper.arguments(parser)
    parser.add_argument(
        "-o", "--output", type=Path, default=Path(NAME), metavar="FILE", help=f"write there (default: {NAME})"
    )


def run(args: argparse.Namespace) -> int:
    """Write the file; 2 when there is no such unit or language."""
    reader = paper.reader(args)
    if reader is None:
        return 2
    panel = terminal_talks(reader.render.edition).panel(reader.render.staff, args.unit)
    page = offline(reader, panel)
    args.output.parent.mkdir(parents=True, exist_ok=True)
    args.output.write_text(offline_html(page, reader.render.word), encoding="utf-8")
    print(f"{args.output}: {page.unit or 'no unit'}, good until {page.until}; open it with any browser")
    return 0
