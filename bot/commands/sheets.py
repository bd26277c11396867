"""The forms that a document can be asked for in, and where it goes: what `diff`, `release` and `sign` share."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path

from bot.publish.as_html import as_html
from bot.publish.as_markdown import as_markdown
from bot.publish.as_text import as_text
from bot.publish.sheet import Sheet


def arguments(parser: argparse.ArgumentParser) -> None:
    """--markdown, --html, --json, and where to write."""
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--markdown", action="store_true", help="for a review in a code host or a mail")
    form.add_argument("--html", action="store_true", help="one page that needs nothing else, to read and print")
    form.add_argument("--json", action="store_true", help="as data")
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="write to this file")


def tell(args: argparse.Namespace, sheet: Callable[[], Sheet], data: Callable[[], object]) -> None:
    """Write the document in the form that was asked for. Impure."""
    if args.json:
        text = json.dumps(data(), ensure_ascii=False, indent=2) + "\n"
    else:
        form = as_markdown if args.markdown else as_html if args.html else as_text
        text = form(sheet())
    if args.output is None:
        sys.stdout.write(text)
    else:
        args.output.write_text(text, encoding="utf-8")
        print(f"written to {args.output}", file=sys.stderr)


def put(file: Path, text: str) -> None:
    """Beside, then in its place, so that a record is never half written. Impure."""
    beside = file.with_suffix(".new")
    beside.write_text(text, encoding="utf-8")
    beside.replace(file)
