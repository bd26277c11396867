"""A round as a PDF, set from `assessment.typ` (`typeset`), with a text for its picture."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from bot.publish.assessment.document import Row, Words
from bot.publish.assessment.picture import profile_svg
from bot.publish.assessment.tables import Sheet, sheets, sums
from bot.publish.assessment.whole import Whole
from bot.publish.typeset import typeset

TEMPLATE = Path(__file__).with_name("assessment.typ")
Part = dict[str, object]


def as_pdf(words: Words, whole: Whole, *, board: bool = False) -> bytes:
    """The round as a file. board: one sheet for who decides, without the statements.

    Raises:
        PdfError: it cannot be set.
    """
    data = {
        "title": whole.title,
        "lang": whole.language.partition("-")[0],
        "made": whole.day.isoformat(),
        "foot": f"{whole.title} · {words.word('own')} · {whole.day.isoformat()}",
        "intro": [f"{words.word('own')} {whole.about}."],
        "sums": sums(words, whole),
        "shows": words.word("shows"),
        "profile": words.word("profile"),
        "picture": profile_svg(words, whole),
        "alt": whole.alt,
        "parts": list(_board(words, whole) if board else _parts(words, whole)),
    }
    return typeset(TEMPLATE, data, whole.day)


def board_lines(words: Words, whole: Whole) -> list[str]:
    """What a board is told of change and of the figures, in a few lines."""
    up = [change for change in whole.changes if (change.points or 0) > 0]
    down = [change for change in whole.changes if (change.points or 0) < 0]
    told = []
    if whole.last:
        told.append(words.word("since", month=whole.last, up=len(up), down=len(down)))
    return [*told, words.word("method-tool"), words.word("unsigned")]


def _board(words: Words, whole: Whole) -> Iterator[Part]:
    first = [f"{row.says} ({row.answer}, {row.force})" for row in _list(whole, words, "first")]
    yield _part(words.word("first"), items=first or [words.word("first-none")], lines=[])
    yield _part(words.word("about"), lines=board_lines(words, whole))


def _parts(words: Words, whole: Whole) -> Iterator[Part]:
    for heading, none, rows, acts in whole.shown.lists:
        items = [f"{row.key} {row.says} ({row.answer}, {row.force})" for row in rows]
        if acts:
            items = [" → ".join((item, *row.measures)) for item, row in zip(items, rows, strict=True)]
        yield _part(heading, items=items, lines=[] if rows else [none])
    for sheet in sheets(words, whole):
        yield _part(sheet.title, sheet=sheet, lines=[sheet.note] if sheet.note else [])
    yield _part(words.word("about"), lines=[*whole.shown.method, words.word("unsigned")])


def _list(whole: Whole, words: Words, name: str) -> tuple[Row, ...]:
    return next(rows for heading, _, rows, _ in whole.shown.lists if heading == words.word(name))


def _part(title: str, *, lines: Iterable[str], items: Iterable[str] = (), sheet: Sheet | None = None) -> Part:
    table = {"columns": [], "rows": [], "widths": [], "numbers": []} if sheet is None else sheet.as_data()
    return {"title": title, "lines": list(lines), "items": list(items), **table}
