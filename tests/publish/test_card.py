"""Pocket cards, read back from the PDF as a screen reader reads them."""

from __future__ import annotations

import io
import re
import shutil
from pathlib import Path
from typing import Any

import pypdf
import pytest
from pypdf.generic import ArrayObject, DictionaryObject

from bot.conversation.messages import Text
from bot.publish.card import card
from bot.publish.card_pdf import as_data, card_pdf
from bot.publish.kept import Reader
from tests.channels.web.small_house import CASES
from tests.conftest import ROOT, Command
from tests.publish.orchids import changed, reader

A6 = (298, 420)  # points


def read(of: Reader, guide: str = "talk") -> pypdf.PdfReader:
    """The card of a guide, opened."""
    return pypdf.PdfReader(io.BytesIO(card_pdf(card(of, guide), of.render.word)))


def root(pdf: pypdf.PdfReader) -> Any:
    """Where everything that is said of the whole file hangs; the library leaves its types open."""
    return pdf.trailer["/Root"]


def text(pdf: pypdf.PdfReader) -> str:
    """All that can be read, each run of space as one."""
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pdf.pages))


def parts(pdf: pypdf.PdfReader) -> list[Any]:
    """All parts of the structure, in reading order."""
    waiting, found = [root(pdf)["/StructTreeRoot"]["/K"]], []
    while waiting:
        part = waiting.pop(0).get_object()
        if isinstance(part, ArrayObject):
            waiting = [*part, *waiting]
        elif isinstance(part, DictionaryObject):
            found.append(part)
            waiting = [part["/K"], *waiting] if "/K" in part else waiting
    return found


def tags(pdf: pypdf.PdfReader) -> list[str]:
    """The kinds of all parts, in reading order."""
    return [str(part["/S"]) for part in parts(pdf) if "/S" in part]


def test_the_file_tells_that_it_is_accessible() -> None:
    """Tagged, with a title that is shown, a language, and the mark of PDF/UA-1."""
    pdf = read(reader())
    whole = root(pdf)

    assert str(whole["/MarkInfo"]["/Marked"]) == "True"
    assert whole["/Lang"] == "sv"
    assert pdf.metadata is not None and pdf.metadata.title == "Arbetsstöd"
    assert str(whole["/ViewerPreferences"]["/DisplayDocTitle"]) == "True"
    assert b"<pdfuaid:part>1</pdfuaid:part>" in whole["/Metadata"].get_object().get_data()


def test_headings_lists_and_paragraphs_are_tagged_in_order() -> None:
    """A screen reader meets title, guide, steps and lists as such, and what repeats at the foot as no text."""
    found = tags(read(reader()))

    assert [tag for tag in found if tag.startswith("/H")][:3] == ["/H1", "/H2", "/H3"]
    assert {"/P", "/L", "/LI"} <= set(found)
    assert len([tag for tag in found if tag == "/H1"]) == 1


def test_each_language_is_marked() -> None:
    """The card's own language on the file, and Swedish parts of an English card as Swedish."""
    pdf = read(reader(lang="en", said="sv"))
    languages = {str(part["/Lang"]) for part in parts(pdf) if "/Lang" in part}

    assert root(pdf)["/Lang"] == "en"
    assert "sv" in languages


def test_a_card_holds_its_guides_sentences_duties_and_numbers() -> None:
    """Each with its audience, its answer and its hours; and what nobody has signed."""
    found = text(read(reader()))

    for words in (
        "Säg: Hur mår dina orkidéer?",
        "Visa: Orkidéer trivs i ljus.",
        "Bladen är gula: Vattna orkidén.",
        "Ska – lagen kräver det · Nu, inom minuter",
        "08-465 004 40",
        "vardagar 8–16.30",
        "Ingen jurist har läst det här.",
        "Ingen har provringt numren.",
    ):
        assert words in found


def test_the_front_is_neutral() -> None:
    """The first page is an ordinary paper at work: no subject, no guide's name; days and code stand there."""
    pdf = read(reader())
    front = re.sub(r"\s+", " ", pdf.pages[0].extract_text())
    made = card(reader(), "talk")

    assert "orkidé" not in front.lower() and made.guide.title.text not in front
    for words in ("Arbetsstöd", made.guide.code, made.made.isoformat(), made.until.isoformat(), "Mottagning Ett"):
        assert words in front
    assert "orkidé" not in str(pdf.metadata).lower()


def test_every_page_bears_code_and_last_day() -> None:
    """A page that got loose can be told, and told to be old."""
    pdf, made = read(reader()), card(reader(), "talk")

    assert len(pdf.pages) >= 2
    for page in pdf.pages:
        assert made.guide.code in page.extract_text() and made.until.isoformat() in page.extract_text()
        assert (round(float(page.mediabox.width)), round(float(page.mediabox.height))) == A6


def test_a_card_has_no_place_to_write_about_anybody() -> None:
    """No form, no field, no file within, no action, no link that a reader could be followed by."""
    pdf = read(reader())

    assert pdf.get_fields() in (None, {})
    assert {"/AcroForm", "/OpenAction", "/AA"}.isdisjoint(root(pdf))
    assert all("/Annots" not in page for page in pdf.pages)


def test_the_same_card_is_the_same_file() -> None:
    """Nothing of the clock, the machine or the maker is in it."""
    of = reader()

    assert card_pdf(card(of, "talk"), of.render.word) == card_pdf(card(of, "talk"), of.render.word)


def test_words_are_never_markup() -> None:
    """What an author writes is read out, whatever it would mean to the typesetter."""
    signs = "#panic() *Hej* _du_ $x$ <b> @a // [k] = rubrik"
    edition = changed({"guides/talk.yaml": ("Hur mår dina orkidéer?", f"'{signs}'")})

    assert signs in text(read(reader(edition=edition)))


def test_an_old_number_is_marked() -> None:
    """A number past its day is on the card, and says so."""
    assert "031-390 06 01 tiderna är inte kända · numret är inte kontrollerat på länge" in text(read(reader(), "stop"))


def test_data_of_a_right_to_left_card_says_so() -> None:
    """Arabic is told to run from right to left; the letters themselves need a font on the machine."""
    of = reader()
    data = as_data(card(reader(lang="ar"), "talk"), lambda key: Text(of.render.word(key).text, "ar"))

    assert (data["lang"], data["dir"]) == ("ar", "rtl")


# --- the command --------------------------------------------------------------------------------


def test_the_command_writes_a_card_with_a_neutral_name(fragestod: Command, tmp_path: Path) -> None:
    """The file's name is the card's code; what it holds and how long is told."""
    done = fragestod("card", "respond")

    written = list(tmp_path.glob("*.pdf"))
    assert done.returncode == 0 and len(written) == 1
    assert re.fullmatch(r"kort-[0-9A-Z]{5}-[0-9A-Z]{4}\.pdf", written[0].name)
    assert re.search(r"respond, good until 20\d\d-\d\d-\d\d", done.stdout)
    assert written[0].read_bytes().startswith(b"%PDF-")


def test_every_guide_gets_its_card(fragestod: Command, tmp_path: Path) -> None:
    """All guides that say or demand anything, in both languages, each with its own file, all PDF/UA."""
    for language in ("sv", "en"):
        done = fragestod("card", "--all", str(tmp_path / language), "--lang", language)
        assert done.returncode == 0, done.stderr
        told = [line.partition(": ")[2].partition(",")[0] for line in done.stdout.splitlines()]
        files = sorted((tmp_path / language).iterdir())
        assert len(files) == len(told) >= 14
        assert {"ask", "respond", "danger", "children", "worry"} <= set(told)
        for file in files:
            pdf = pypdf.PdfReader(file)
            assert root(pdf)["/Lang"] == language and "/StructTreeRoot" in root(pdf)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "which guide?"),
        (("respnd",), "did you mean “respond”?"),
        (("hub",), "needs no card"),
        (("respond", "--unit", "7"), "there is no unit 7"),
        (("respond", "--lang", "xx"), "there is no language “xx”; there is sv"),
        (("respond", "--said", "ar"), "“ar” is shown on the screen alone, since paper lies about; there is sv, en"),
    ],
)
def test_wrong_use_is_told_with_what_to_do(
    fragestod: Command, words: tuple[str, ...], said: str, tmp_path: Path
) -> None:
    """Exit code 2, a remedy, and no file."""
    done = fragestod("card", *words)

    assert done.returncode == 2 and said in done.stderr
    assert list(tmp_path.glob("*.pdf")) == []


def test_letters_that_no_font_has_are_told(fragestod: Command, tmp_path: Path) -> None:
    """No card with empty boxes in it leaves the program: the command says which letter, and writes nothing."""
    shutil.copytree(CASES / "dialogs", tmp_path / "dialogs", ignore=shutil.ignore_patterns("locales"))
    talk = tmp_path / "dialogs" / "guides" / "talk.yaml"
    talk.write_text(talk.read_text("utf-8").replace("Hur mår", "Hur \u0378 mår"), "utf-8")  # a letter that is none

    done = fragestod("card", "talk", "--dialogs", "dialogs", "-o", "card.pdf")

    assert done.returncode == 1
    assert "the card of “talk” cannot be set" in done.stderr and "u{378}" in done.stderr
    assert "Install a font" in done.stderr
    assert not (tmp_path / "card.pdf").exists()


def test_a_unit_gets_its_own_numbers(fragestod: Command, tmp_path: Path) -> None:
    """With the organisation's own layer, its name and its numbers stand on the card."""
    done = fragestod("card", "danger", "--unit", "1", "--local", str(ROOT / "docs" / "example-local"), "-o", "a/b.pdf")

    assert done.returncode == 0, done.stderr
    found = text(pypdf.PdfReader(tmp_path / "a" / "b.pdf"))
    assert "Vårdcentralen Exempel" in found and "08-465 004 20" in found
