"""A pocket card as a PDF, set from `card.typ` on the card's own day (`typeset`)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from bot.conversation.messages import ContactNote, Text
from bot.publish.card import Card
from bot.publish.kept import Scene
from bot.publish.typeset import typeset
from bot.text.languages import direction

TEMPLATE = Path(__file__).with_name("card.typ")


Word = Callable[[str], Text]
"""One of the doors' own words in the card's language."""


def card_pdf(card: Card, word: Word) -> bytes:
    """The card as a file.

    Raises:
        PdfError: it cannot be set.
    """
    return typeset(TEMPLATE, as_data(card, word), card.made)


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
