"""`fragestod draw`: a dialog as a tree of text, a drawing, sheets of paper or a Mermaid flowchart."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.commands import options
from bot.conversation.content import read_content, read_routine
from bot.conversation.report_code import release_signs
from bot.dialog.folder import read_folder
from bot.dialog.load import load, release_id
from bot.draw import svg
from bot.draw.layout import lay_out
from bot.draw.mermaid import mermaid
from bot.draw.outline import Outline
from bot.draw.own import layered
from bot.draw.tree import tree
from bot.problem import nearest


@dataclass(frozen=True, slots=True)
class Form:
    """A way to draw: what it is, the ending of its files, and how it is made.

    made: of the outline, the paper ("A4" or "A3") and what tells the content (see `_mark`).
    """

    told: str
    ending: str
    made: Callable[[Outline, str, str], str]


FORMS: Mapping[str, Form] = {
    "tree": Form("text, to read in the terminal or on paper (the default)", "txt", lambda o, _, __: tree(o)),
    "svg": Form("one drawing, for screens", "svg", lambda o, _, __: svg.svg(lay_out(o))),
    "sheets": Form(
        "the drawing cut into sheets, to print from a browser", "html", lambda o, p, m: svg.sheets(lay_out(o), p, m)
    ),
    "mermaid": Form("a Mermaid flowchart, for wikis and issues", "mmd", lambda o, _, __: mermaid(o)),
}


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    options.content(parser)
    parser.add_argument("guide", nargs="?", default="", help="what to draw, for instance respond")
    form = parser.add_mutually_exclusive_group()
    for name, drawn in FORMS.items():
        form.add_argument(f"--{name}", dest="form", action="store_const", const=name, help=drawn.told)
    parser.add_argument("--paper", choices=("A4", "A3"), default="A4", help="size of the sheets")
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="write there (default: print)")
    parser.add_argument("--all", type=Path, metavar="DIR", help="draw every guide into a folder (default form: svg)")


def run(args: argparse.Namespace) -> int:
    """Draw one guide or all; 1 when a guide has faults, 2 when there is none of that name."""
    settings = options.settings(args)
    own = read_routine(settings.local) if settings.local else {}
    files = {**read_folder(settings.dialogs), **own}
    drawn = layered(files)
    if args.all is not None:
        return _all(args, drawn, files)
    if not args.guide:
        print(f"which guide? There are {', '.join(drawn) or 'none'}", file=sys.stderr)
        return 2
    if args.guide not in drawn:
        return _missing(args.guide, drawn, files)
    text = FORMS[args.form or "tree"].made(drawn[args.guide], args.paper, _mark(args))
    if args.output is None:
        print(text, end="")
    else:
        args.output.parent.mkdir(parents=True, exist_ok=True)
        args.output.write_text(text, encoding="utf-8")
    return 0


def _mark(args: argparse.Namespace) -> str:
    """The signs that the codes of this content's screens begin with, so that a sheet of paper can be told."""
    settings = options.settings(args)
    return release_signs(release_id(read_content(settings.dialogs, settings.locales)))


def _all(args: argparse.Namespace, drawn: Mapping[str, Outline], files: Mapping[str, bytes]) -> int:
    form = FORMS[args.form or "svg"]
    args.all.mkdir(parents=True, exist_ok=True)
    for name, outline in drawn.items():
        path = args.all / f"{name}.{form.ending}"
        path.write_text(form.made(outline, args.paper, _mark(args)), encoding="utf-8")
        print(path)
    left_out = [name for name in files if name.startswith("guides/") and Path(name).stem not in drawn]
    return max([_missing(Path(name).stem, drawn, files) for name in left_out], default=0)


def _missing(guide: str, drawn: Mapping[str, Outline], files: Mapping[str, bytes]) -> int:
    """Tell why a guide cannot be drawn: its faults, or that there is none of that name."""
    faults = [problem for problem in load(files).problems if Path(problem.where.file).stem == guide]
    for problem in faults:
        print(problem, file=sys.stderr)
    if faults:
        return 1
    print(f"there is no guide “{guide}”: {nearest(guide, drawn) or ', '.join(drawn)}", file=sys.stderr)
    return 2
