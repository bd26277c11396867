"""A pocket card as a PDF that a screen reader can read: tagged, with title and language (PDF/UA-1, ISO 14289-1).

Typst sets it from `card.typ`. The words go in as data, never as markup, so a text of the content can do nothing there
but be read. The day is the card's own: the same card gives the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import typst

from bot.conversation.messages import ContactNote, Text
from bot.publish.card import Card
from bot.publish.kept import Scene
from bot.text.languages import direction

TEMPLATE = Path(__file__).with_name("card.typ")


Word = Callable[[str], Text]
"""One of the doors' own words in the card's language."""


class CardError(Exception):
    """The card cannot be set: for instance, no font here has the letters of its language. Says what Typst said."""


def card_pdf(card: Card, word: Word) -> bytes:
    """The card as a file.

    Raises:
        CardError: see there.
    """
    data = json.dumps(as_data(card, word), ensure_ascii=False)
    made = datetime(card.made.year, card.made.month, card.made.day, tzinfo=UTC)
    try:
        compiler = typst.Compiler(TEMPLATE, sys_inputs={"card": data})
        made_pdf = compiler.compile(format="pdf", pdf_standards=["ua-1"], timestamp=made)
    except typst.TypstError as error:
        raise CardError(error.message) from None
    assert isinstance(made_pdf, bytes)  # one document is one file
    return made_pdf


def as_data(card: Card, word: Word) -> dict[str, object]:
    """The card in plain data, as the template takes it."""

    def say(key: str) -> str:
        return word(key).text

    return {
        "title": say("page-title"),
        "lang": _base(card.language),
        "dir": direction(card.language),
        "made": card.made.isoformat(),
        "foot": f"{card.guide.code} · {say('good-until')} {card.until.isoformat()}",
        "unit": card.unit,
        "front": [
            f"{say('made-on')} {card.made.isoformat()}",
            f"{say('good-until')} {card.until.isoformat()}",
            say("too-old"),
            say("card-place"),
            f"{say('report-code')} {card.guide.code}",
        ],
        "guide": _text(card.guide.title),
        "unsigned": [_text(text) for text in card.unsigned],
        "when": say("to-do"),
        "scenes": [_scene(scene, say) for scene in card.guide.scenes],
        "numbers": say("numbers"),
        "contacts": [_contact(note, say) for note in card.contacts],
    }


def _scene(scene: Scene, say: Callable[[str], str]) -> dict[str, object]:
    return {
        "title": _text(scene.title),
        "own": _text(scene.own) if scene.own else None,
        "question": _text(scene.question) if scene.question else None,
        "said": [{**_text(line.text), "label": say(line.audience.value)} for line in scene.said],
        "duties": [
            {
                **_text(duty.text),
                "after": _text(duty.after) if duty.after else None,
                "told": f"{say(f'level-{duty.level}')} · {say(f'deadline-{duty.deadline}')}",
            }
            for duty in scene.duties
        ],
    }


def _contact(note: ContactNote, say: Callable[[str], str]) -> dict[str, object]:
    doubt = "contact-expired" if note.expired else "contact-not-verified" if note.trust == "not-verified" else ""
    told = (note.hours.text, note.web if not note.number else "", say(doubt) if doubt else "")
    return {"name": _text(note.name), "number": note.number, "told": " · ".join(filter(None, told))}


def _text(text: Text) -> dict[str, object]:
    return {"text": text.text, "lang": _base(text.lang), "dir": direction(text.lang)}


def _base(language: str) -> str:
    """A language as PDF and Typst know it: two or three letters."""
    return language.partition("-")[0]
