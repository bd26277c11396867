"""Leader's sheets, read back from the PDF as a screen reader reads them."""

from __future__ import annotations

import io
from pathlib import Path

import pypdf
import pytest

from bot.conversation.content import read_content
from bot.conversation.edition import Edition, open_edition
from bot.publish.leader import Kind, LeaderPage, guide
from bot.publish.leader_pdf import leader_pdf
from bot.text.practice import WORDS
from tests.conftest import ROOT, Command
from tests.publish.orchids import DAY, reader
from tests.publish.test_card import root, tags, text


@pytest.fixture(scope="module")
def edition() -> Edition:
    """The content that ships."""
    opened, problems = open_edition(read_content(ROOT / "dialogs", ROOT / "locales"))
    assert opened is not None, problems
    return opened


def pages(edition: Edition, lang: str) -> dict[str, LeaderPage]:
    """The sheets of all cases."""
    of = reader(0, lang, edition=edition)
    return {case.id: guide(of, case) for case in edition.release.cases}


def test_a_sheet_holds_all_of_its_case_and_what_a_leader_needs(edition: Edition) -> None:
    """Note, every scene, line, consequence and ending, three questions, support; that nobody has reviewed it."""
    made = pages(edition, "sv")
    for case in edition.release.cases:
        blocks = made[case.id].blocks
        said = [each.text for block in blocks for each in block.texts]
        data = case.data
        wanted = [data.note, *data.vignette, *data.lessons, *(ending.data.title for ending in case.endings)]
        wanted += [text for scene in case.scenes for line in scene.lines for text in (line.text, line.data.why)]
        wanted += [WORDS[f"team-talk-{number}"] for number in (1, 2, 3)]
        assert not [words for words in wanted if words not in said]
        marked = [block.label for block in blocks if block.kind is Kind.LINE]
        right = [line.is_right for scene in case.scenes for line in scene.lines]
        assert [WORDS["guide-right"] in label for label in marked] == right
        maybe = sum(WORDS["guide-maybe"] in block.label for block in blocks)
        beats = [beat for s in case.scenes for b in (s.beats, *(line.then for line in s.lines)) for beat in b]
        beats += [beat for ending in case.endings for beat in ending.beats]
        assert maybe == sum(beat.when is not None for beat in beats)
        assert "116 016" in [note.number for note in made[case.id].contacts]
        assert made[case.id].unsigned.text == WORDS["fiction"]


def test_the_paper_is_accessible_in_both_languages(edition: Edition) -> None:
    """PDF/UA-1: tagged, titled, in its language, with headings and lists; the same day gives the same bytes."""
    for lang in ("sv", "en"):
        of = reader(0, lang, edition=edition)
        made = pages(edition, lang)["tina"]
        paper = leader_pdf(made, of.render.word)
        assert paper == leader_pdf(made, of.render.word)
        pdf = pypdf.PdfReader(io.BytesIO(paper))
        assert root(pdf)["/Lang"] == lang and root(pdf)["/MarkInfo"]["/Marked"]
        assert root(pdf)["/ViewerPreferences"]["/DisplayDocTitle"] and b"pdfuaid" in root(pdf)["/Metadata"].get_data()
        assert {"/H1", "/H2", "/H3", "/L", "/LI"} <= set(tags(pdf))
        assert made.title.text in text(pdf) and DAY.isoformat() in text(pdf)


def test_the_command_writes_a_sheet(fragestod: Command, tmp_path: Path) -> None:
    """With its day; a case that is not there is named with the nearest."""
    file = str(tmp_path / "tina.pdf")
    done = fragestod("practice", "tina", "--print", file)
    assert done.returncode == 0 and "good until" in done.stdout
    assert fragestod("practice", "tima", "--print", file).returncode == 2
