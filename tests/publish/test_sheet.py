"""A sheet says the same in each form, loses no word and asks nobody for anything."""

from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.publish.as_html import as_html
from bot.publish.as_markdown import as_markdown
from bot.publish.as_text import as_text, said
from bot.publish.sheet import (
    Chat,
    Heading,
    Items,
    Line,
    Mark,
    Paragraph,
    Piece,
    Sheet,
    Table,
    Voice,
    code,
    plain,
    word_diff,
)

PROSE = some.text(some.sampled_from("ab å.,\n-"), max_size=30)
HARMFUL = '<script>alert("x")</script> & <img src=//x>'
SHEET = Sheet(
    "A title & more",
    (
        Heading(1, "First"),
        Paragraph(plain(HARMFUL)),
        Items((plain("one"), code("two"))),
        Table(("what", "change"), ((plain("a|b"), word_diff("gammalt ord", "nytt ord")),)),
        Chat((Line(Voice.ALOUD, plain("Hur mår du?")), Line(Voice.ANSWER, plain("Bra"), Mark.ADDED))),
    ),
    "the foot",
)


def _without(words: tuple[Piece, ...], mark: Mark) -> str:
    return "".join(piece.text for piece in words if piece.mark is not mark)


@given(PROSE, PROSE)
def test_word_diff_loses_nothing(before: str, after: str) -> None:
    """Without what was added the old text stands there, without what was removed the new one, to the last space."""
    found = word_diff(before, after)

    assert _without(found, Mark.ADDED) == before
    assert _without(found, Mark.REMOVED) == after


def test_word_diff_marks_words_and_not_letters() -> None:
    """A changed phrase is read as a phrase; words around it are said once."""
    assert said(word_diff("Ring 112 nu.", "Ring 113 nu.")) == "Ring [-112-]{+113+} nu."
    assert said(word_diff("Stanna kvar här inne.", "Gå ut här inne.")) == "[-Stanna kvar-]{+Gå ut+} här inne."
    assert said(word_diff("Lika.", "Lika.")) == "Lika."


@pytest.mark.parametrize("form", [as_text, as_markdown, as_html])
def test_every_form_says_everything(form: object) -> None:
    """Title, headings, lists, tables, conversations and foot are there whatever the form."""
    assert callable(form)
    text = re.sub(r"</?(del|ins|code|span|p|strong)[^>]*>", "", unescape(form(SHEET)))

    for word in ("A title", "First", "one", "two", "gammalt", "nytt", "Hur mår du?", "Bra", "the foot"):
        assert word in text.replace("\\", ""), word


def test_page_escapes_what_authors_write() -> None:
    """No text of an author becomes part of the page."""
    page = as_html(SHEET)

    assert "<script" not in page
    assert "<img" not in page
    assert "&lt;script&gt;" in page
    assert "<script" not in as_markdown(SHEET).replace("\\<", "")


def test_page_needs_nothing_else() -> None:
    """One file, no address, no script; its own policy forbids the browser to load anything."""
    page = as_html(SHEET)

    assert "default-src 'none'" in page
    assert not re.search(r"https?://|src=|href=|@import|url\(", page.replace("&lt;img src=//x&gt;", ""))


def test_added_and_removed_are_told_without_colour() -> None:
    """Who hears the page, or prints it in black, is told what was added and what was taken away."""
    page = as_html(Sheet("x", (Chat((Line(Voice.STAFF, plain("ny"), Mark.ADDED),)),), "y"))
    assert '<span class="unseen">added: </span>' in page

    text = as_text(SHEET)
    assert "[-gammalt-]{+nytt+} ord" in text
    assert "  + > Bra" in text
    assert "~~gammalt~~**nytt** ord" in as_markdown(SHEET)
