"""What a round shows: the result with its picture, one page for the board, the clause matrix, and each as a file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from aiohttp import web

from bot.assess import keyed
from bot.assess.answers import Sheet
from bot.assess.kept import WHOLE, Head, Kept
from bot.dashboard.assess_desk import assessing, round_before, round_in, whose
from bot.dashboard.desk import Visit
from bot.dashboard.headers import SVG, headers
from bot.publish.assessment import tables
from bot.publish.assessment.as_csv import as_csv
from bot.publish.assessment.as_excel import as_excel
from bot.publish.assessment.document import Words
from bot.publish.assessment.pdf import as_pdf, board_lines
from bot.publish.assessment.picture import profile_svg
from bot.publish.assessment.whole import Whole, whole
from bot.publish.report.as_csv import MARK
from bot.publish.report.chart import Theme

PDF, CSV = "application/pdf", "text/csv; charset=utf-8"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FILES = {
    "resultat.pdf": (PDF, "file-pdf"),
    "namnd.pdf": (PDF, "file-board"),
    "resultat.xlsx": (EXCEL, "file-xlsx"),
    "svar.csv": (CSV, "file-csv"),
    "kravmatris.csv": (CSV, "file-matrix"),
}
"""File → its type and the key of its word."""


def show(visit: Visit) -> web.Response:
    """The result."""
    kept, words, found = _found(visit)
    sheets = {sheet.key: sheet for sheet in tables.sheets(words, found)}
    return visit.page(
        "assess_result.html", kept=kept, words=words, whole=found, sheets=sheets, files=FILES, meetings=_meetings(visit)
    )


def show_board(visit: Visit) -> web.Response:
    """One page for the board, to print."""
    kept, words, found = _found(visit)
    lines, sums = board_lines(words, found), tables.sums(words, found)
    return visit.page("assess_board.html", kept=kept, words=words, whole=found, lines=lines, sums=sums)


def show_matrix(visit: Visit) -> web.Response:
    """The clause matrix."""
    kept, words, found = _found(visit)
    return visit.page("assess_matrix.html", kept=kept, whole=found, matrix=tables.matrix(words, found))


def show_picture(visit: Visit) -> web.Response:
    """The profile. ?tema=dark for a dark screen."""
    _, words, found = _found(visit)
    theme = Theme.DARK if visit.asked.get("tema") == Theme.DARK.value else Theme.LIGHT
    return web.Response(body=profile_svg(words, found, theme).encode(), headers=headers(SVG, https=visit.desk.https))


def show_file(visit: Visit) -> web.Response:
    """The round as a file."""
    name = visit.place["file"]
    if name not in FILES:
        raise web.HTTPNotFound
    kept, words, found = _found(visit)
    makers: dict[str, Callable[[], bytes]] = {
        "resultat.pdf": lambda: as_pdf(words, found),
        "namnd.pdf": lambda: as_pdf(words, found, board=True),
        "resultat.xlsx": lambda: as_excel(words, found),
        "svar.csv": lambda: f"{MARK}{keyed.form(kept.assessment, words.says, kept.sheet)}".encode(),
        "kravmatris.csv": lambda: as_csv(tables.matrix(words, found)),
    }
    answer = web.Response(body=makers[name](), headers=headers(FILES[name][0], https=visit.desk.https))
    answer.headers["Content-Disposition"] = f'attachment; filename="skattning-{kept.head.id}-{name}"'
    return answer


def _meetings(visit: Visit) -> dict[str, list[tuple[str, str]]]:
    """Statement → id and title of the packages of practice by which its gap can be taken up at a meeting."""
    found: dict[str, list[tuple[str, str]]] = {}
    for package in visit.desk.release().packages:
        title = visit.desk.render.text(visit.language, package.context, package.data.title)
        for key in package.data.statements:
            found.setdefault(key, []).append((package.id, title))
    return found


def _found(visit: Visit) -> tuple[Kept, Words, Whole]:
    """The round of the path, with all that is shown of it."""
    kept, shared = round_in(visit), assessing(visit)
    words, heads = shared.words(kept, visit.language), shared.rounds.heads()
    name, day, about = whose(visit, kept.head), visit.today.date(), shared.contributes(visit.language)
    last, units = round_before(visit, kept.head), _units(heads, kept, partial(_sheet, visit))
    return kept, words, whole(words, kept, name, day, about, last, units)


def _sheet(visit: Visit, number: int) -> Sheet:
    kept = assessing(visit).rounds.round(number)
    return kept.sheet if kept else {}


def _units(heads: tuple[Head, ...], kept: Kept, sheet: Callable[[int], Sheet]) -> Iterator[Sheet]:
    """The newest closed round of each of the organisation's own units, of the same statements."""
    same = [each for each in heads if each.ended and each.unit != WHOLE and each.sector == kept.head.sector]
    newest = {each.unit: each for each in same if each.version == kept.head.version}
    return (sheet(each.id) for each in newest.values())
