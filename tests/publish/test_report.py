"""Exports of a report, each read by other hands than those that wrote it."""

from __future__ import annotations

import csv
import io
import json
import struct
import zlib
from dataclasses import replace
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET

import jsonschema
import openpyxl
import pikepdf
import pypdf
import pytest

from bot.publish.report import dataset
from bot.publish.report.as_csv import as_csv
from bot.publish.report.as_excel import as_excel
from bot.publish.report.as_json import SCHEMA, as_json
from bot.publish.report.as_text import as_text
from bot.publish.report.chart import Theme, png, spec, svg
from bot.publish.report.document import Document, word
from bot.publish.report.pdf import as_pdf
from bot.statistics.figures import Figure, Report, Why
from bot.statistics.frame import Size
from bot.statistics.reports import Question, answer
from bot.text.reports import WORDS
from tests.publish.reports import ASKED, HOSTILE, NAMES, report
from tests.statistics.shown import at, released, shelf

SIMULATED = "Påhittade siffror"
Found = tuple[Report, Document]


@pytest.fixture(scope="module")
def use() -> Found:
    """Use week by week, of all."""
    return report()


@pytest.fixture(scope="module")
def compare() -> Found:
    """Units side by side, one of them with a name like a formula."""
    return report(Question.COMPARE)


@pytest.fixture(scope="module")
def made_up() -> Found:
    """The same, simulated."""
    return report(Question.COMPARE, simulated=True)


def rows(document: Document) -> list[list[str]]:
    """The CSV as a spreadsheet in Swedish reads it."""
    content = b"".join(as_csv([document]))
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


def test_csv_has_every_figure_of_the_report(use: Found) -> None:
    """One row a figure, decimal comma, ± beside it, and why where there is none."""
    found, document = use
    head, *lines = rows(document)
    figures = [figure for panel in found.panels for row in panel.rows for figure in row.figures]
    told = [line for line in lines if len(line) == len(head)]

    assert head[:2] == ["Rapport", "Tabell"]
    assert [line[6] for line in told] == ["" if f.value is None else str(f.value) for f in figures]
    assert all(bool(line[6]) != bool(line[9]) for line in told)


def test_no_name_becomes_a_formula(compare: Found) -> None:
    """A unit called like a formula stays text: in CSV behind an apostrophe, in Excel as a text cell."""
    _, document = compare
    named = [line[4] for line in rows(document) if len(line) > 4 and "HYPERLINK" in line[4]]
    book = openpyxl.load_workbook(io.BytesIO(as_excel([document])))
    cell = next(cell for cell in book.worksheets[0]["A"] if "HYPERLINK" in str(cell.value))

    assert named and all(name == f"'{HOSTILE}" for name in named)
    assert cell.value == HOSTILE and cell.data_type == "s"


def test_excel_has_numbers_as_numbers(compare: Found) -> None:
    """Figures and ± are numbers, a withheld one is empty with its reason beside; a sheet tells of the method."""
    found, document = compare
    book = openpyxl.load_workbook(io.BytesIO(as_excel([document])))
    sheet = book.worksheets[0]
    cells = {str(row[0].value): row for row in sheet.iter_rows(min_row=3)}
    own = cells["Åsa vårdcentral"]
    figure = next(row for row in found.panels[0].rows if row.label.name == "unit-1").figures[0]
    other = cells["Övriga"]

    assert (own[1].value, own[2].value, own[1].data_type) == (figure.value, figure.plus_minus, "n")
    assert other[1].value is None and other[3].value == "för få för att visas"
    assert any("brus" in str(cell.value) for cell in book.worksheets[-1]["A"])


def test_json_is_valid_by_its_schema_for_every_question() -> None:
    """The documented schema holds every question's answer, empty ones too, and refuses a field that is not in it."""
    schema = json.loads(SCHEMA.read_text())
    check = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())
    check.check_schema(schema)
    for question in Question:
        found = json.loads(as_json(*report(question)))
        assert not list(check.iter_errors(found)), question
    assert list(check.iter_errors({**found, "person": 1}))


def test_pdf_is_tagged_and_says_what_its_picture_shows(use: Found) -> None:
    """PDF/UA with title, language, headings, table cells and a text for the picture; the same bytes each time."""
    _, document = use
    content = as_pdf(document, date(2027, 1, 3))
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "sv"
        assert pdf.docinfo["/Title"] == document.title
        kinds, alts = set(), []
        waiting = [pdf.Root.StructTreeRoot]
        while waiting:
            part = waiting.pop()
            if isinstance(part, pikepdf.Array):
                waiting += list(part)
            elif isinstance(part, pikepdf.Dictionary):
                kinds.add(str(part.get("/S", "")))
                if "/Alt" in part:
                    alts.append(str(part.Alt))
                waiting += [part.K] if "/K" in part else []
    text = " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)

    assert {"/H1", "/H2", "/Table", "/TH", "/TD", "/Figure"} <= kinds
    assert document.tables[0].alt in alts
    assert "v. 40 2026" in text and "brus" in text
    assert as_pdf(document, date(2027, 1, 3)) == content


def test_a_long_list_of_units_leaves_no_page_empty_and_cuts_no_picture() -> None:
    """A picture that is taller than a page is made smaller: it stands whole below its heading on the first one."""
    sizes = tuple(Size(number, "health", 40) for number in range(1, 51))
    chain = released(lambda _: [talk for size in sizes for talk in at(size.unit, 20)], 5, sizes=sizes)
    found = answer(Question.COMPARE, shelf(chain), sizes, ASKED)
    document = word(found, NAMES)
    pages = pypdf.PdfReader(io.BytesIO(as_pdf(document, found.last))).pages
    texts = [" ".join(page.extract_text().split()) for page in pages]

    assert "Enheter i bokstavsordning" in texts[0] and all(len(text) > 500 for text in texts)
    assert document.tables[0].lines[-1].name in texts[0] and document.tables[0].units[0] in texts[0]


def test_pictures_carry_their_words_and_fetch_nothing(use: Found) -> None:
    """SVG with role, title and description, no address outside, in a light and a dark set."""
    _, document = use
    light, dark = (svg(document, document.tables[0], theme) for theme in Theme)
    root = ET.fromstring(light)

    assert root.get("role") == "img"
    assert root[0].text == document.tables[0].title and root[1].text == document.tables[0].alt
    assert "href" not in light and "url(" not in light.replace("url(#", "")
    assert "v. 40 2026" in light
    assert light != dark


def test_a_picture_says_too_few_of_nothing_else() -> None:
    """A quarter that is not over, or a unit that was not there, leaves an empty place; what is too few is called so."""
    document = report(Question.DOORS)[1]
    table = document.tables[0]
    empty = replace(table.lines[0].cells[1], figure=Figure(None, None, Why.NOT_ASKED))
    lines = (
        replace(table.lines[0], cells=(table.lines[0].cells[0], empty, *table.lines[0].cells[2:])),
        *table.lines[1:],
    )

    points = spec(document, replace(table, lines=lines))["data"]["values"]
    told = {(each["row"], each["series"]): each["lacking"] for each in points}
    assert told[lines[0].name, table.columns[1]] == ""
    assert set(told.values()) == {"", WORDS["short-floor"]}


def test_png_is_a_picture_with_something_on_it(use: Found) -> None:
    """Read without the drawing library: size, and pixels of more than one colour."""
    content = png(use[1], use[1].tables[0])
    assert content[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", content[16:24])
    data, at = b"", 8
    while at < len(content):
        length, kind = struct.unpack(">I4s", content[at : at + 8])
        data += content[at + 8 : at + 8 + length] if kind == b"IDAT" else b""
        at += 12 + length

    assert width > 800 and height > 400
    assert len(set(zlib.decompress(data))) > 20


def test_colours_of_pictures_can_be_told_from_their_ground() -> None:
    """At least 3:1 for series, 4.5:1 for words, light and dark."""
    from bot.publish.report.chart import _GROUND
    from tests.contrast import contrast

    for ground in _GROUND.values():
        assert contrast(ground["ink"], ground["paper"]) >= 4.5
        assert all(contrast(colour, ground["paper"]) >= 3 for colour in ground["series"])


def test_made_up_figures_say_so_in_every_export(made_up: Found) -> None:
    """Terminal, CSV, Excel (each sheet), JSON, PDF and picture; and real figures never do."""
    found, document = made_up
    book = openpyxl.load_workbook(io.BytesIO(as_excel([document])))
    pdf = pypdf.PdfReader(io.BytesIO(as_pdf(document, date(2027, 1, 3))))

    assert SIMULATED.upper() in as_text(document)
    assert all(SIMULATED in line[-1] for line in rows(document)[1:] if len(line) == 11)
    assert all(SIMULATED in str(sheet["A1"].value) + str(sheet["A2"].value) for sheet in book.worksheets)
    assert json.loads(as_json(found, document))["simulated"] is True
    assert all(SIMULATED in page.extract_text() for page in pdf.pages)
    assert SIMULATED in json.dumps(spec(document, document.tables[0]), ensure_ascii=False)


def test_real_figures_are_not_called_made_up(compare: Found) -> None:
    """The mark is in no export of real figures."""
    found, document = compare

    assert SIMULATED.upper() not in as_text(document).upper()
    assert json.loads(as_json(found, document))["simulated"] is False


def test_units_stand_in_the_order_of_their_names(compare: Found) -> None:
    """Never in the order of their figures."""
    names = [line.name for line in compare[1].tables[0].lines]

    assert names == sorted(names, key=str.casefold)


def test_no_report_says_that_somebody_was_asked() -> None:
    """Of the talk the figures know nothing: apart from the unit's own figures, no word says so."""
    for question in Question:
        if question is not Question.VISITS:
            document = report(question)[1]
            told = " ".join((document.title, *(table.title for table in document.tables), *document.notes))
            assert "tillfråga" not in told.lower() and "frågade" not in told.lower()


def test_the_same_answer_has_the_same_mark(use: Found) -> None:
    """Two prints of the same figures can be known; another question has another mark."""
    assert report()[1].mark == use[1].mark
    assert report(Question.COMPARE)[1].mark != use[1].mark


def test_everything_is_released_figures_and_nothing_below_the_floor(tmp_path: Path) -> None:
    """As CSV and as Excel: a row for each period and label, the same figures in both. Where too few there is a
    gap. Excel has the reason at the end of the row, and its last sheet tells how figures are read and what they are
    worth."""
    few = WORDS["why-floor"]
    chain = released(lambda _: [*at(1, 40), *at(2, 20)], weeks=4)
    lines = b"".join(dataset.as_csv(dataset.parts(shelf(chain), NAMES))).decode("utf-8-sig").splitlines()
    told = [line for line in csv.reader(lines, delimiter=";") if line[0] == "use-week"]
    file = tmp_path / "all.xlsx"
    dataset.write_excel(dataset.parts(shelf(chain), NAMES), file, WORDS)
    book = openpyxl.load_workbook(file)
    sheet, about = book["use-week"], book.worksheets[-1]

    assert told[1] == ["use-week", "v. 40 2026", "Åsa vårdcentral", "", "", "", "40", "10", ""]
    assert len(told) == 1 + 4
    assert [cell.value for cell in sheet[2]][:7] == ["v. 40 2026", "Åsa vårdcentral", None, None, None, 40, 10]
    assert [sheet.cell(1, 9).value, sheet.cell(2, 9).value] == ["Varför siffran saknas", few]
    notes = [[cell.value for cell in row] for row in about]
    assert about.title == "Om siffrorna" and [WORDS["method-noise"], None, None] in notes
    assert ["use-week", 10, 14] in notes


def test_no_name_becomes_a_formula_in_everything() -> None:
    """The data set guards names as each report does."""
    chain = released(lambda _: at(2, 20), weeks=4)
    text = b"".join(dataset.as_csv(dataset.parts(shelf(chain), NAMES))).decode("utf-8-sig")

    assert "'=HYPERLINK" in text and not any(
        field.startswith("=") for line in csv.reader(text.splitlines(), delimiter=";") for field in line
    )


def test_made_up_tables_say_so_in_everything() -> None:
    """Each row of a made-up table."""
    chain = released(lambda _: at(1, 40), weeks=2, simulated=True)
    text = b"".join(dataset.as_csv(dataset.parts(shelf(chain), NAMES))).decode("utf-8-sig")
    told = [line for line in csv.reader(text.splitlines(), delimiter=";") if line[1] != "Tid"]

    assert told and all(SIMULATED in line[-1] for line in told)
