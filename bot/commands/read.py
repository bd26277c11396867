"""`fragestod read`: read the lines to say aloud, one at a time, and see which nobody has read."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

from bot.channels.terminal import reading
from bot.commands import options, sheets, stored
from bot.conversation.content import read_own_readings, require_edition
from bot.dialog.readings import FILE, Line, ReadingFile, Verdict, as_text, heard, lines_to_say, verdicts, with_reading
from bot.problem import nearest
from bot.text.catalogues import SOURCE, Catalogues
from bot.text.reading import CONTEXT, WORDS

ALL = "all"
LONGEST = 80
"""Signs of a role, as the record takes them."""
EXAMPLES = """\
examples:
  fragestod read                             # what was read, and which lines are to be mended
  fragestod read ask --role barnmorska       # read a guide aloud; what was read before is passed over
  fragestod read all --role tolk --said ar   # the lines in Arabic
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.epilog = EXAMPLES
    options.content(parser)
    parser.add_argument("guide", nargs="?", default="", help="whose lines, or all (default: tell what was read)")
    parser.add_argument("--role", default="", help="what the reader is, for the record; it takes no name")
    parser.add_argument("--said", default=SOURCE, metavar="LANG", help="the language that is read (default: sv)")
    parser.add_argument("--lang", default=SOURCE, help="the language of what is asked")


def run(args: argparse.Namespace) -> int:
    """Tell what was read, or hold a reading; 2 when there is no such guide or language, or no role.

    Raises:
        ContentError: the content has faults.
    """
    settings = options.settings(args)
    edition = require_edition(settings.dialogs, settings.locales, settings.local)
    catalogues, program = edition.catalogues, edition.program
    texts = catalogues.texts.get(args.said, {})
    lines = lines_to_say(
        program,
        None if args.said == SOURCE else lambda *key: texts.get(key, ""),
        lambda *key: catalogues.get(args.lang, *key)[0],
    )
    guides = tuple(dict.fromkeys(line.dialog for line in lines))
    for wanted, known, what in (
        (args.said, (*catalogues.languages, *catalogues.persons), "language"),
        (args.lang, catalogues.languages, "language for staff"),
        (args.guide, (ALL, *guides), "guide with lines to say"),
    ):
        if wanted and wanted not in known:
            print(f"there is no {what} “{wanted}”; {nearest(wanted, known)}", file=sys.stderr)
            return 2
    shipped, own = edition.readings, read_own_readings(settings.local)[0] if settings.local else ()
    if not args.guide:
        print("\n".join(_told(lines, (*shipped, *own))))
        return 0
    if not 0 < len(args.role.strip()) <= LONGEST:
        told = f"a reading needs --role: what the reader is, in {LONGEST} signs at most; no name is kept"
        print(told, file=sys.stderr)
        return 2
    read_before = verdicts((*shipped, *own))
    unread = [line for line in lines if args.guide in (ALL, line.dialog) and line.mark not in read_before]
    mine = own if settings.local else shipped
    return _hold(args, unread, (settings.local or settings.dialogs) / FILE, mine, catalogues)


def _told(lines: Sequence[Line], record: tuple[ReadingFile, ...]) -> Iterator[str]:
    """How far each guide has come, and the lines to mend."""
    whole = heard(lines, record)
    for name, own in groupby(lines, lambda line: line.dialog):
        each = heard(tuple(own), record)
        yield f"{name:<20} {each.read:>3} of {each.lines:>3}"
    yield f"{whole.told}."
    for line, why in whole.stumbled:
        yield f"{line.mark} {why}: {line.text}"


def _hold(
    args: argparse.Namespace,
    lines: Sequence[Line],
    file: Path,
    record: tuple[ReadingFile, ...],
    catalogues: Catalogues,
) -> int:
    """A reading; each verdict is on the disk before the next line is shown."""
    role, day = " ".join(args.role.split()), stored.today()

    def word(key: str) -> str:
        return catalogues.get(args.lang, CONTEXT, WORDS[key])[0]

    def keep(line: Line, found: Verdict) -> None:
        nonlocal record
        record = with_reading(record, role, day, line.mark, found)
        sheets.put(file, as_text(record))

    count = reading.hold(lines, word, keep, sys.stdin, sys.stdout)
    if count:
        print(f"{count} written into {file}; fragestod read tells what is left")
    return 0
