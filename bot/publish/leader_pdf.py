"""A leader's paper as a PDF, set from `leader.typ` on the paper's own day (`typeset`)."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from bot.conversation.messages import ContactNote, Text
from bot.publish.kept import Reader
from bot.publish.leader import LeaderPage, guide
from bot.publish.leader_package import package_page
from bot.publish.typeset import typeset
from bot.text.languages import direction

TEMPLATE = Path(__file__).with_name("leader.typ")


def leader_pdf(page: LeaderPage, word: Callable[[str], Text]) -> bytes:
    """The paper as a file. word: one of the doors' own words in the paper's language.

    Raises:
        PdfError: it cannot be set.
    """
    data = {
        "title": page.title.text,
        "lang": _base(page.language),
        "dir": direction(page.language),
        "made": page.made.isoformat(),
        "about": page.about,
        "foot": page.foot,
        "unsigned": _text(page.unsigned),
        "blocks": [
            {"kind": block.kind.value, "label": block.label, "texts": [_text(text) for text in block.texts]}
            for block in page.blocks
        ],
        "contacts": [_contact(note) for note in page.contacts],
        "until": f"{word('made-on').text} {page.made.isoformat()}. {word('good-until').text} {page.until.isoformat()}. "
        f"{word('too-old').text}",
    }
    return typeset(TEMPLATE, data, page.made)


def sheet_of(reader: Reader, name: str) -> LeaderPage:
    """The sheet of a case or a package of the release.

    Raises:
        KeyError: there is none of this name.
    """
    release = reader.render.edition.release
    sheets: dict[str, Callable[[], LeaderPage]] = {
        each.id: partial(package_page, reader, each) for each in release.packages
    }
    sheets |= {case.id: partial(guide, reader, case) for case in release.cases}
    return sheets[name]()


def _contact(note: ContactNote) -> dict[str, object]:
    return {"name": _text(note.name), "number": note.number, "told": note.hours.text}


def _text(text: Text) -> dict[str, object]:
    return {"text": text.text, "lang": _base(text.lang), "dir": direction(text.lang)}


def _base(language: str) -> str:
    return language.partition("-")[0]
