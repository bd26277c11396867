"""`fragestod assess`: a sector's self-assessment as a form, and what the answers show."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from bot.app import require_edition
from bot.assess import keyed
from bot.assess.result import judge
from bot.commands import options
from bot.dialog.assessment import read_form
from bot.problem import nearest
from bot.publish.assessment.as_text import form_as_text, result_as_text
from bot.publish.assessment.document import Words, show

EXAMPLES = """\
examples:
  fragestod assess health                          the statements, to read and to talk about
  fragestod assess dental --form answers.csv       a table to fill in, for Excel
  fragestod assess dental --answers answers.csv    what the answers show

In the table: answer is 0 to 4, unknown or not-ours; proof, month, reason and soon may be left empty.
Nothing is kept: the table is yours.
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.epilog = EXAMPLES
    options.content(parser)
    parser.add_argument("sector", help="health, dental or social")
    parser.add_argument("--form", type=Path, metavar="FILE", help="write the table to fill in")
    parser.add_argument("--answers", type=Path, metavar="FILE", help="read a filled-in table")
    parser.add_argument("--lang", default="sv", help="language (default: sv)")


def run(args: argparse.Namespace) -> int:
    """Print the form or the result, or write the table; 2 when something cannot be understood."""
    settings = options.settings(args)
    edition = require_edition(settings.dialogs, settings.locales, settings.local)
    form, _ = read_form(edition.release.files)
    known = {str(sector): found for sector, found in form.assessments.items()} if form else {}
    if form is None or args.sector not in known:
        print(f"there is no self-assessment for “{args.sector}”: {nearest(args.sector, known)}", file=sys.stderr)
        return 2
    if args.lang not in edition.catalogues.languages:
        has = ", ".join(edition.catalogues.languages)
        print(f"there is no language “{args.lang}”; there is {has}", file=sys.stderr)
        return 2
    words = Words(form, known[args.sector], edition.catalogues, args.lang)
    if args.form:
        if args.form.exists():
            print(f"{args.form} is there already: name another, or move it", file=sys.stderr)
            return 2
        args.form.write_text("\ufeff" + keyed.form(words.assessment, words.says), "utf-8", newline="")
        print(args.form)
        return 0
    if not args.answers:
        print(form_as_text(words), end="")
        return 0
    return _result(args.answers, words)


def _result(file: Path, words: Words) -> int:
    try:
        text = file.read_text("utf-8-sig")
    except UnicodeDecodeError:
        print(f"{file}: this is not UTF-8 text; save it as “CSV UTF-8”", file=sys.stderr)
        return 2
    sheet, faults = keyed.read(text, words.form.frame, words.assessment)
    for fault in faults:
        print(f"{file}:{fault.line}:{fault.column}: {fault.says}" + (f"\n    {fault.hint}" if fault.hint else ""))
    if faults:
        return 2
    print(result_as_text(words, show(words, judge(words.form.frame, words.assessment, sheet))), end="")
    return 0
