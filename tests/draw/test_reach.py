"""Figures on the guides' own tree: what a choice opens comes from the program, and every figure is told in words."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from bot.conversation.content import require_edition
from bot.conversation.edition import Edition
from bot.conversation.talk import STAGES as DEPTHS
from bot.draw.reach import STAGES, Band, guides, svg
from bot.publish.report.document import word
from bot.publish.report.tree import tree_svg
from bot.statistics.reports import Question
from tests.conftest import ROOT
from tests.publish.reports import NAMES, report


@pytest.fixture(scope="module")
def edition() -> Edition:
    """The shipped content."""
    return require_edition(ROOT / "dialogs", ROOT / "locales", None)


def texts(drawn: str) -> list[str]:
    """All that is written in a drawing."""
    return [element.text or "" for element in ET.fromstring(drawn).iter() if element.tag.endswith("text")]


def test_a_choice_opens_its_own_guides_in_the_order_of_a_talk(edition: Edition) -> None:
    """Who has told is led past receiving, danger, children, wishes and what to do after; other rows' guides are not
    there, and each line leads to a guide that is drawn."""
    found = {guide.id: guide for guide in guides(edition.program, "told")}

    assert {"prepare", "respond", "danger", "children", "care", "report", "wishes", "gather"} <= found.keys()
    assert not found.keys() & {"ask", "child-guides", "places", "pathway", "secrecy"}
    assert "danger" in found["respond"].leads and "children" in found["danger"].leads
    assert all(name in found for guide in found.values() for name in guide.leads)
    assert [found[name].stage for name in ("prepare", "respond", "danger", "children")] == [0, 2, 3, 4]
    assert "ask" in {guide.id for guide in guides(edition.program, "ask")}
    assert guides(edition.program, "") == () == guides(edition.program, "no-such-row")


def test_every_counted_choice_has_a_tree(edition: Edition) -> None:
    """No row of the first page is without one, and stages are those that talks are counted by."""
    program = edition.program
    assert program.subject is not None and STAGES == DEPTHS
    rows = program.facts[program.subject].domain.values[1:]
    assert [name for name in rows if not guides(program, name)] == []


def test_the_drawing_says_what_the_table_says(edition: Edition) -> None:
    """Each figure with its ±, each withheld one with its reason, beside the guides of its stage; nothing is fetched."""
    found, document = report(Question.STEPS, subject="ask")
    drawn = tree_svg(document, guides(edition.program, "told"))
    told = " ".join(texts(drawn))

    assert document == word(found, NAMES)
    for line in document.tables[0].lines:
        assert line.name in told and line.cells[0].text.split(" ±")[0] in told
    assert "± " in told and "för få för att visas" in told
    assert told.count("Stannade här") == told.count("Minst hit") - 1, "who came to the last stage stopped nowhere"
    assert "http" not in drawn.replace("http://www.w3.org/2000/svg", "") and "<script" not in drawn


def test_titles_are_text_and_bands_without_a_figure_have_no_bar() -> None:
    """A title that looks like markup stays text; a withheld figure has no bar, whatever the others are."""
    bands = [Band("<b>", ("Minst hit: 5 ± 2",), 5, 2, marked=True), Band("B", ("för få",), None, 0, marked=False)]
    drawn = svg("<i>", "&", bands, (), "dark")
    bars = [element for element in ET.fromstring(drawn).iter() if element.get("height") == "9"]

    assert "<b>" in texts(drawn) and len(bars) == 1
