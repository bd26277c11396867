"""`fragestod report`: a named question, answered from released tables, in the terminal or as a file."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from bot.commands import options
from bot.conversation.content import require_edition
from bot.operations.reporting import Desk, OwnError, kept_own, open_desk, read_own
from bot.problem import nearest
from bot.publish.report.as_csv import as_csv
from bot.publish.report.as_excel import as_excel
from bot.publish.report.as_json import as_json
from bot.publish.report.as_text import as_text
from bot.publish.report.document import Document, word
from bot.statistics.asked import Asked
from bot.statistics.figures import Report
from bot.statistics.periods import Cadence
from bot.statistics.reports import Question

QUESTIONS = tuple(question.value for question in Question)
WEEKS = 13
"""How far back a report looks when nobody says: a quarter."""
EXAMPLES = f"""\
questions:
  {", ".join(QUESTIONS[:5])},
  {", ".join(QUESTIONS[5:])}

examples:
  fragestod report                                           # use of the last quarter, week by week
  fragestod report --question steps --subject told           # how far the talks about one choice went
  fragestod report --unit 1 --by month --from 2026-01-01     # a unit's year by month
  fragestod report --question effect --event 2026-09-21      # before and after a training
  fragestod report --question visits --unit 1 --own own.csv  # beside the unit's own figures
  fragestod report --all --xlsx all.xlsx                     # every question in one workbook
  fragestod report --everything all.csv                      # every released figure, to work on with other tools
  fragestod report --pdf use.pdf --png pictures --csv use.csv

Own figures that units have given (fragestod own --help) are taken by themselves.
A file of them has semicolons: unit;month;visits;asked;reports;referrals
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.epilog = EXAMPLES
    options.content(parser)
    options.data(parser)
    parser.add_argument("--question", default="use", metavar="NAME", help="what is asked (default: use)")
    parser.add_argument("--all", action="store_true", help="every question")
    parser.add_argument("--unit", type=int, default=0, metavar="N", help="number of the unit (default: all)")
    parser.add_argument(
        "--from", type=options.day, dest="first", metavar="DAY", help="default: 13 weeks back, or before --event"
    )
    parser.add_argument("--to", type=options.day, dest="last", metavar="DAY", help="default: last Sunday")
    parser.add_argument("--by", choices=[each.value for each in Cadence], default="week", help="step in time")
    parser.add_argument("--subject", default="", help="for steps: one choice of the first page, for instance told")
    parser.add_argument("--event", type=options.day, metavar="DAY", help="for effect: the day of what happened")
    parser.add_argument(
        "--own", type=Path, metavar="FILE", help="for visits: figures of a file, instead of those that are kept"
    )
    parser.add_argument("--lang", default="sv", help="language (default: sv)")
    parser.add_argument("--everything", type=Path, metavar="FILE", help="all that was released, as .csv or .xlsx")
    parser.add_argument("--csv", type=Path, metavar="FILE", help="semicolons and decimal commas, for Excel")
    parser.add_argument("--xlsx", type=Path, metavar="FILE", help="a workbook with typed cells")
    parser.add_argument("--json", type=Path, metavar="FILE", help="for programs; see docs/reports.md")
    parser.add_argument("--pdf", type=Path, metavar="FILE", help="A4 with pictures, for a meeting")
    parser.add_argument("--svg", type=Path, metavar="DIR", help="each picture, into a folder")
    parser.add_argument("--png", type=Path, metavar="DIR", help="each picture, into a folder")


def run(args: argparse.Namespace) -> int:
    """Print the answer, or write the files asked for; 2 when the question cannot be understood."""
    if args.question not in QUESTIONS:
        print(f"there is no question “{args.question}”: {nearest(args.question, QUESTIONS)}", file=sys.stderr)
        print(f"There are {', '.join(QUESTIONS)}", file=sys.stderr)
        return 2
    settings = options.settings(args, **({"data": args.data} if args.data else {}))
    edition = require_edition(settings.dialogs, settings.locales, settings.local)
    if args.lang not in edition.catalogues.languages:
        print(
            f"there is no language “{args.lang}”; there is {', '.join(edition.catalogues.languages)}", file=sys.stderr
        )
        return 2
    desk = open_desk(settings, edition)
    if args.unit and all(size.unit != args.unit for size in desk.sizes):
        known = ", ".join(str(size.unit) for size in desk.sizes) or "none; units stand in --local"
        print(f"there is no unit {args.unit}; there are {known}", file=sys.stderr)
        return 2
    if args.everything:
        return _write_everything(args.everything, desk, args.lang)
    try:
        asked = _asked(args, desk)
    except OwnError as error:
        print(error, file=sys.stderr)
        return 2
    names = desk.names(args.lang)
    wanted = list(Question) if args.all else [Question(args.question)]
    found = [(report, word(report, names)) for report in (desk.answer(question, asked) for question in wanted)]
    if not _write(args, desk, found):
        print("\n".join(as_text(document) for _, document in found), end="")
    return 0


def _write_everything(file: Path, desk: Desk, language: str) -> int:
    """The data set; 2 when the file's ending says neither CSV nor Excel."""
    from bot.publish.report import dataset

    def tell(table: str, done: int, whole: int) -> None:
        print(f"\r  {table}: {done} of {whole}", end="\n" if done == whole else "", file=sys.stderr, flush=True)

    names = desk.names(language)
    found = dataset.parts(desk.renewed(), names, tell)
    if file.suffix == ".csv":
        _put(file, dataset.as_csv(found))
        return 0
    if file.suffix != ".xlsx":
        print(f"{file}: name a file that ends in .csv or .xlsx", file=sys.stderr)
        return 2
    file.parent.mkdir(parents=True, exist_ok=True)
    dataset.write_excel(found, file, names.words)
    print(file)
    return 0


def _asked(args: argparse.Namespace, desk: Desk) -> Asked:
    """What the line asks. Impure: reads the clock, and own figures of a file or, without one, as they are kept.

    Raises:
        OwnError: that file cannot be understood.
    """
    today = datetime.now(UTC).date()
    last: date = args.last or today - timedelta(days=today.weekday() + 1)  # Sunday: the week that runs has no figures
    first: date = args.first or min(last, args.event or last) - timedelta(weeks=WEEKS) + timedelta(days=1)
    numbers = [size.unit for size in desk.sizes]
    own = read_own(args.own, numbers, today) if args.own else kept_own(desk.database, first, last)
    return Asked(today, first, last, Cadence(args.by), args.unit, args.subject, args.event, own)


def _write(args: argparse.Namespace, desk: Desk, found: list[tuple[Report, Document]]) -> bool:
    """Write what is asked for; False when nothing is."""
    documents = [document for _, document in found]
    if args.csv:
        _put(args.csv, as_csv(documents))
    if args.xlsx:
        _put(args.xlsx, [as_excel(documents, lambda title: print(f"  {title}", file=sys.stderr))])
    if args.json:
        texts = [as_json(report, document) for report, document in found]
        _put(args.json, [(texts[0] if len(texts) == 1 else f"[{','.join(texts)}]\n").encode()])
    if args.pdf:
        from bot.publish.report.pdf import as_pdf

        for report, document in found:
            path = args.pdf.with_stem(f"{args.pdf.stem}-{report.question}") if len(found) > 1 else args.pdf
            _put(path, [as_pdf(document, report.last)])
    for folder, ending in ((args.svg, "svg"), (args.png, "png")):
        if folder:
            _pictures(folder, ending, documents)
    return any((args.csv, args.xlsx, args.json, args.pdf, args.svg, args.png))


def _pictures(folder: Path, ending: str, documents: Iterable[Document]) -> None:
    from bot.publish.report.chart import has_picture, png, svg

    for document in documents:
        for table in document.tables:
            if has_picture(table):
                drawn = png(document, table) if ending == "png" else svg(document, table).encode()
                _put(folder / f"{document.question}-{table.key}.{ending}", [drawn])


def _put(path: Path, parts: Iterable[bytes]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        for part in parts:
            file.write(part)
    print(path)
