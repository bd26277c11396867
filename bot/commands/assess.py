"""`fragestod assess`: a sector's self-assessment as a form, and what the answers show."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from bot.assess import keyed
from bot.assess.answers import Sheet
from bot.assess.result import judge
from bot.commands import options
from bot.conversation.content import require_edition
from bot.dialog.assessment import Form, read_form
from bot.dialog.assessment_schema import Assessment
from bot.dialog.folder import read_folder
from bot.problem import nearest
from bot.publish.assessment.as_text import form_as_text, result_as_text
from bot.publish.assessment.document import Words, show

EXAMPLES = """\
examples:
  fragestod assess health                          the statements, to read and to talk about
  fragestod assess dental --form answers.csv       a table to fill in, for Excel
  fragestod assess dental --answers answers.csv    what the answers show
  fragestod assess dental --answers old.csv --form new.csv    last year's answers, to go on from

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
    form, _ = read_form(read_folder(settings.dialogs))
    known = {str(sector): found for sector, found in form.assessments.items()} if form else {}
    if form is None or args.sector not in known:
        print(f"there is no self-assessment for “{args.sector}”: {nearest(args.sector, known)}", file=sys.stderr)
        return 2
    assessment = known[args.sector]
    sheet = _read(args.answers, form, assessment) if args.answers else {}
    if sheet is None or (args.form and _is_there(args.form)):
        return 2
    edition = require_edition(settings.dialogs, settings.locales, settings.local)
    if args.lang not in edition.catalogues.languages:
        has = ", ".join(edition.catalogues.languages)
        print(f"there is no language “{args.lang}”; there is {has}", file=sys.stderr)
        return 2
    words = Words(form, assessment, edition.catalogues, args.lang)
    if args.form:
        args.form.write_text(f"\ufeff{keyed.form(assessment, words.says, sheet)}", "utf-8", newline="")
        print(args.form)
    elif args.answers:
        print(result_as_text(words, show(words, judge(form.frame, assessment, sheet))), end="")
    else:
        print(form_as_text(words), end="")
    return 0


def _read(file: Path, form: Form, assessment: Assessment) -> Sheet | None:
    """The answers in a file; None, and what is wrong is printed, when not all of it can be understood."""
    try:
        text = file.read_text("utf-8-sig")
    except UnicodeDecodeError:
        print(f"{file}: this is not UTF-8 text; save it as “CSV UTF-8”", file=sys.stderr)
        return None
    sheet, faults = keyed.read(text, form.frame, assessment)
    for fault in faults:
        told = f"{file}:{fault.line}:{fault.column}: {fault.says}"
        print("\n    ".join(filter(None, (told, fault.hint))), file=sys.stderr)
    return None if faults else sheet


def _is_there(file: Path) -> bool:
    if file.exists():
        print(f"{file} is there already: name another, or move it", file=sys.stderr)
    return file.exists()
