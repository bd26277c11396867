"""A round in words and as files: recomputed by hand from its own tables, tagged, one page for the board, Excel, CSV."""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from pathlib import Path
from random import Random

import openpyxl
import pikepdf
import pypdf
import pytest

from bot.assess.answers import Beside, Given, Sheet
from bot.assess.average import Average, averages
from bot.assess.kept import Head, Kept, from_given
from bot.dialog.assessment import Form
from bot.dialog.assessment_schema import Assessment
from bot.publish.assessment import tables
from bot.publish.assessment.as_csv import as_csv
from bot.publish.assessment.as_excel import as_excel
from bot.publish.assessment.document import Words
from bot.publish.assessment.pdf import as_pdf
from bot.publish.assessment.picture import profile_svg
from bot.publish.assessment.whole import Contributes, Whole, whole
from bot.publish.report.chart import Theme
from bot.text.catalogues import Catalogues, read_catalogues
from tests.assess.forms import drawn, shipped

ROOT = Path(__file__).parents[2]
DAY = date(2026, 11, 22)
GIVES = Contributes({"ask": "Fråga"}, {"D09": "Säger enhetens rutin att fråga så frågas det."}, {"use": "Användning"})
SOCIAL = shipped().assessments["social"]


@pytest.fixture(scope="module")
def catalogues() -> Catalogues:
    """The shipped English."""
    file = ROOT / "locales" / "en" / "LC_MESSAGES" / "fragestod.po"
    return read_catalogues({"en": file.read_bytes()})[0]


def kept(sheet: Sheet, form: Form | None = None, ended: str = "", sector: str = "social", **plan: str) -> Kept:
    """A round with answers."""
    form = form or shipped()
    assessment = form.assessments[sector]  # type: ignore[index]
    head = Head(1, 1, assessment.assessment, assessment.version, "2026-11", ended)
    entries = {key: from_given(given) for key, given in sheet.items()}
    return Kept(head, form, {"answer": entries, "plan": plan, "tool": {"2": "40", "10": "7"}}, {})


def told(catalogues: Catalogues, now: Kept, language: str = "sv", **more: object) -> tuple[Words, Whole]:
    """A round in words."""
    words = Words(now.form, now.assessment, catalogues, language)
    return words, whole(words, now, "Orkidéenheten", DAY, GIVES, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("seed", range(20))
def test_every_percent_follows_from_the_rows_beside_it(catalogues: Catalogues, seed: int) -> None:
    """Weight and level stand in the table of statements, sum and percent in that of areas: by hand they agree."""
    sheet = drawn(shipped(), SOCIAL, Random(seed))
    words, found = told(catalogues, kept(sheet))
    reached: dict[object, int] = {}
    possible: dict[object, int] = {}
    unmet: dict[object, int] = {}
    for _, area, _, force, answer, _, _ in tables.statements(words, found).rows:
        weight = {"krav": 2, "råd": 1}.get(str(force), 0)
        if weight and answer not in ("Inget svar än", "Gäller inte oss"):
            level = 0 if answer == "Vet inte" else int(str(answer)[0])
            reached[area] = reached.get(area, 0) + weight * level
            possible[area] = possible.get(area, 0) + weight * 4
            unmet[area] = unmet.get(area, 0) + (force == "krav" and level < 2)
    for area, figure, got, most, _, missing, *_ in tables.areas(words, found).rows:
        assert (got, most, missing) == (reached.get(area, 0), possible.get(area, 0), unmet.get(area, 0))
        assert figure == (int(100 * got / most + 0.5) if most else "–")  # type: ignore[operator]
    sums = {key: int(text.split("=")[1].split()[0]) for key, *_, text in tables.statements(words, found).rows if text}  # type: ignore[union-attr]
    assert sums == {row.key: row.priority for row in (*found.result.first, *found.result.then)}


def test_a_year_later_with_a_new_version_says_what_cannot_be_compared(catalogues: Catalogues) -> None:
    """Up, down, and the statement that got another meaning in between with its reason; its area has no change."""
    then = kept(
        {"S1": Given(1), "S2": Given(3), "S8": Given(2), "S9": Given(1), "S10": Given(Beside.NOT_OURS)}, ended="2025-11"
    )
    changed = {**SOCIAL.statements, "S9": SOCIAL.statements["S9"].model_copy(update={"since": 2})}
    today: Assessment = SOCIAL.model_copy(update={"version": 2, "statements": changed})
    form = Form(shipped().frame, {"social": today}, {})
    now = kept({"S1": Given(3), "S2": Given(2), "S8": Given(2), "S9": Given(4), "S10": Given(Beside.NOT_OURS)}, form)
    words, found = told(catalogues, now, last=then)

    moved = {row[0]: row[4:] for row in tables.moved(words, found).rows}
    assert moved == {"S1": ("+2", ""), "S2": ("-1", ""), "S9": ("–", "Påståendet har fått ny mening och börjar om.")}
    changes = {row[0]: row[3:] for row in tables.changes(words, found).rows}
    assert changes["Ledning och mål"] == ("+13", "") and changes["Risk och skydd"][0] == "–"
    assert "ny mening" in str(changes["Risk och skydd"][1]) and found.last == "2025-11"


def test_the_average_of_own_units_names_none_and_needs_three(catalogues: Catalogues) -> None:
    """50, 25 and 100 percent are 58; of two nothing is shown, for each could work out the other's."""
    frame = shipped().frame
    sheets: list[Sheet] = [{"S1": Given(2)}, {"S1": Given(1), "S4": Given(4)}, {"S1": Given(4)}]
    assert averages(frame, SOCIAL, sheets) == {"lead": Average(58, 3)}
    assert averages(frame, SOCIAL, sheets[:2]) == {}
    words, found = told(catalogues, kept({"S1": Given(2)}), units=sheets)
    assert "Medel för 3 egna enheter" in profile_svg(words, found)
    assert tables.areas(words, found).rows[0][-1] == 58


@pytest.mark.parametrize("sheet", [{}, dict.fromkeys(SOCIAL.statements, Given(Beside.UNKNOWN)),
                                   dict.fromkeys(SOCIAL.statements, Given(Beside.NOT_OURS))])  # fmt: skip
def test_edges_are_files_too(catalogues: Catalogues, sheet: Sheet) -> None:
    """Nothing answered, nothing known, nothing that concerns us: each is a PDF, a workbook and a picture."""
    words, found = told(catalogues, kept(sheet))
    assert as_pdf(words, found).startswith(b"%PDF") and as_excel(words, found) and "<svg" in profile_svg(words, found)
    assert found.result.first == () or len(found.result.first) == 5


def structure(content: bytes) -> tuple[set[str], list[str], str]:
    """Kinds of the structure's parts, alternative texts, and all text."""
    kinds, alts = set(), []
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert b"pdfuaid" in pdf.Root.Metadata.read_bytes()
        waiting = [pdf.Root.StructTreeRoot]
        while waiting:
            part = waiting.pop()
            if isinstance(part, pikepdf.Array):
                waiting += list(part)
            elif isinstance(part, pikepdf.Dictionary):
                kinds.add(str(part.get("/S", "")))
                alts += [str(part.Alt)] if "/Alt" in part else []
                waiting += [part.K] if "/K" in part else []
    text = " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)
    return kinds, alts, re.sub(r"\s+", " ", text)


@pytest.mark.parametrize("language", ["sv", "en"])
def test_pdf_is_tagged_and_the_boards_is_one_page(catalogues: Catalogues, language: str) -> None:
    """PDF/UA with headings, tables, lists and the picture's words, in both languages; the fullest board page is one."""
    sheet = {key: Given(Beside.UNKNOWN if key == "S3" else number % 4) for number, key in enumerate(SOCIAL.statements)}
    words, found = told(catalogues, kept(sheet, S1="set-goals;head;2027-03;begun"), language, units=[sheet] * 3)
    content, board = as_pdf(words, found), as_pdf(words, found, board=True)
    kinds, alts, text = structure(content)

    assert {"/H1", "/H2", "/Table", "/TH", "/TD", "/Figure", "/L", "/LI"} <= kinds and alts == [found.alt]
    assert words.word("own") in text and "2027-03" in text and "lagbrott" not in text.lower()
    assert len(pypdf.PdfReader(io.BytesIO(board)).pages) == 1
    assert {"/H1", "/Figure", "/Table"} <= structure(board)[0] and words.word("unsigned") in structure(board)[2]
    assert as_pdf(words, found) == content


def test_excel_holds_numbers_and_room_for_own_measures(catalogues: Catalogues) -> None:
    """A sheet for each table, percents as numbers, an empty column of one's own beside the plan and the statements."""
    now = kept({"S1": Given(1), "S2": Given(4)}, S1="set-goals;head;2027-03;begun")
    words, found = told(catalogues, now)
    book = openpyxl.load_workbook(io.BytesIO(as_excel(words, found)))
    names = ["Områden", "Plan", "Påståenden", "Kravmatris", "Annat verktyg", "Om"]
    assert book.sheetnames == names and book["Områden"]["B2"].value == 63
    for name in ("Plan", "Påståenden"):
        column = next(cell for cell in book[name][1] if cell.value == "Egna åtgärder").column
        assert all(row[column - 1].value in (None, "") for row in book[name].iter_rows(min_row=2))
    assert [cell.value for cell in book["Annat verktyg"][2]] == ["Område 2 där", 40]


def test_the_matrix_says_what_each_demand_meets(catalogues: Catalogues) -> None:
    """Demand, own rating, guides, rules, figures and what can be shown, row by row; advice is called advice."""
    dental = kept({"T2": Given(2, "routine", "2026-03")}, sector="dental")
    words, found = told(catalogues, dental)
    rows = list(csv.DictReader(io.StringIO(as_csv(tables.matrix(words, found)).decode("utf-8-sig")), delimiter=";"))
    row = rows[1]

    assert len(rows) == 8 and row["Egen skattning"] == "2 Beslutat" and row["Visas av"] == "Skriven rutin, 2026-03"
    assert "(råd)" in row["Vad som krävs eller råds"] and "Fråga" in row["Guider i Frågestöd"]
    assert "D09 Säger" in row["Regler i Frågestöd"] and row["Siffror i Frågestöd"] == "Användning"


def test_the_picture_says_in_text_what_it_shows(catalogues: Catalogues) -> None:
    """Each area's name and percent, and what a mean would hide, as text, in a light and a dark set; nothing fetched."""
    words, found = told(catalogues, kept({"S1": Given(4), "S2": Given(0), "S3": Given(Beside.UNKNOWN)}))
    light, dark = (profile_svg(words, found, theme) for theme in Theme)
    assert "Ledning och mål" in light and "33 %" in light and "2 krav ej uppfyllda · 1 vet inte" in light
    assert light != dark and "href" not in light and "inget svar som räknas" in light
