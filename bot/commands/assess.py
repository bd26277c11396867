"""`fragestod assess`: a sector's self-assessment as a form, and what the answers show."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from bot.assess import keyed, region
from bot.assess.answers import Sheet
from bot.assess.result import judge
from bot.commands import options
from bot.conversation.content import require_edition
from bot.dialog.assessment import Form, read_form
from bot.dialog.assessment_schema import Assessment
from bot.dialog.folder import read_folder
from bot.problem import nearest
from bot.publish.assessment.as_text import form_as_text, region_as_text, result_as_text
from bot.publish.assessment.document import Words, show

EXAMPLES = """\
examples:
  fragestod assess health                          # the statements, to read and to talk about
  fragestod assess dental --form answers.csv       # a table to fill in, for Excel
  fragestod assess dental --answers answers.csv    # what the answers show
  fragestod assess dental --answers old.csv --form new.csv    # last year's answers, to go on from
  fragestod assess dental --answers answers.csv --share ours.csv --named "Region Exempel"   # areas alone, to hand on
  fragestod assess dental --region *.csv           # what five or more handed on, side by side

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
    parser.add_argument("--share", type=Path, metavar="FILE", help="write the areas' percents, to hand on to a region")
    parser.add_argument("--named", default="", metavar="NAME", help="your organisation, as it is to stand there")
    parser.add_argument("--region", type=Path, nargs="+", metavar="FILE", help="what organisations handed on")
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
    if args.share and not (args.answers and region.NAME.fullmatch(args.named)):
        print("--share needs --answers FILE and --named NAME, in letters and digits", file=sys.stderr)
        return 2
    sheet = _read(args.answers, form, assessment) if args.answers else {}
    if sheet is None or any(file and _is_there(file) for file in (args.form, args.share)):
        return 2
    edition = require_edition(settings.dialogs, settings.locales, settings.local)
    if args.lang not in edition.catalogues.languages:
        has = ", ".join(edition.catalogues.languages)
        print(f"there is no language “{args.lang}”; there is {has}", file=sys.stderr)
        return 2
    words = Words(form, assessment, edition.catalogues, args.lang)
    if args.region:
        return _region(args.region, words)
    if args.share:
        areas = judge(form.frame, assessment, sheet).areas
        month = f"{datetime.now(UTC):%Y-%m}"
        text = region.share(args.named, assessment.assessment, assessment.version, month, areas)
        args.share.write_text(f"\ufeff{text}", "utf-8", newline="")
        print(args.share)
    elif args.form:
        args.form.write_text(f"\ufeff{keyed.form(assessment, words.says, sheet)}", "utf-8", newline="")
        print(args.form)
    elif args.answers:
        print(result_as_text(words, show(words, judge(form.frame, assessment, sheet))), end="")
    else:
        print(form_as_text(words), end="")
    return 0


def _region(files: Sequence[Path], words: Words) -> int:
    """Print what organisations handed on; 2 when a file cannot be understood, 1 when there are too few to show."""
    shared = []
    for file in files:
        text = _text(file)
        areas, sectors = words.form.frame.areas, words.form.assessments
        one, faults = region.read(text, areas, sectors) if text is not None else (None, ())
        _tell(file, faults)
        shared.append(one)
    if any(one is None for one in shared):
        return 2
    known = [one for one in shared if one is not None]
    found = region.beside(known, words.assessment.assessment, words.assessment.version)
    print(region_as_text(words, found), end="")
    return 0 if found.is_enough else 1


def _read(file: Path, form: Form, assessment: Assessment) -> Sheet | None:
    """The answers in a file; None, and what is wrong is printed, when not all of it can be understood."""
    text = _text(file)
    if text is None:
        return None
    sheet, faults = keyed.read(text, form.frame, assessment, f"{datetime.now(UTC):%Y-%m}")
    _tell(file, faults)
    return None if faults else sheet


def _text(file: Path) -> str | None:
    """What stands in a file; None, and why is printed, when it cannot be read."""
    try:
        return file.read_text("utf-8-sig")
    except UnicodeDecodeError:
        print(f"{file}: this is not UTF-8 text; save it as “CSV UTF-8”", file=sys.stderr)
        return None


def _tell(file: Path, faults: Sequence[keyed.Fault]) -> None:
    for fault in faults:
        told = f"{file}:{fault.line}:{fault.column}: {fault.says}"
        print("\n    ".join(filter(None, (told, fault.hint))), file=sys.stderr)


def _is_there(file: Path) -> bool:
    if file.exists():
        print(f"{file} is there already: name another, or move it", file=sys.stderr)
    return file.exists()
