"""The offline file of a unit: one page for when there is no network, with nothing to fetch and no script.

What can be seen at once is neutral: name, title, the acute panel, how long it holds. All else lies in folds. As it has
no script it cannot know the day: it says until when it is good, and the reader compares.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.conversation.messages import ContactNote, Line, Text
from bot.conversation.reading import blocks, groups
from bot.conversation.talk import Panel
from bot.draw.palette import palette
from bot.publish.kept import Guide, Reader
from bot.text.languages import direction

FOLDER = Path(__file__).parent
Word = Callable[[str], Text]
"""One of the doors' own words in the page's language."""


Contact = tuple[ContactNote, ContactNote | None]
"""Whom to call, and who answers where that one is closed or missing."""


@dataclass(frozen=True, slots=True)
class Offline:
    """All that stands in the file. unit: its name, "" for none. guides: those with something to say.

    made, until: the first and the last day to use it. code: of the release.
    """

    language: str
    unit: str
    acute: Text
    acute_lines: tuple[Line, ...]
    acute_contacts: tuple[Contact, ...]
    guides: tuple[Guide, ...]
    contacts: tuple[Contact, ...]
    unsigned: tuple[Text, ...]
    made: date
    until: date
    code: str


def offline(reader: Reader, panel: Panel) -> Offline:
    """The file of the reader's unit, on its day. panel: the acute panel in the reader's language, for its unit."""
    guides = tuple(guide for guide in map(reader.guide, reader.guides) if any(scene.said for scene in guide.scenes))
    directory, unit = reader.render.today, reader.render.unit
    acute = reader.render.edition.release.house.acute
    known = (key for key, contact in directory.contacts.items() if not contact.successor)
    urgent = reader.numbers(acute.contacts if acute else ())
    numbers = reader.numbers((*directory.roles, *known), missing=unit is not None)
    return Offline(
        language=reader.render.staff,
        unit=unit.name if unit else "",
        acute=panel.acute,
        acute_lines=panel.lines,
        acute_contacts=tuple(_answering(reader, urgent.contacts)),
        guides=guides,
        contacts=tuple(_answering(reader, numbers.contacts, apart=False)),
        unsigned=reader.unsigned(guides),
        made=reader.render.at.date(),
        until=reader.good_until(guides, numbers),
        code=reader.release_code,
    )


def _answering(reader: Reader, notes: tuple[ContactNote, ...], apart: bool = True) -> Iterator[Contact]:
    """Each with who answers instead. apart: not where that one stands in the same short list anyway."""
    named = {note.key for note in notes} if apart else set()
    for note in notes:
        instead = reader.instead(note.key)
        yield note, instead if instead and instead.key not in named else None


def offline_html(page: Offline, word: Word) -> str:
    """The whole file. Reads the style and the template from the disk."""
    environment = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    style = palette() + (FOLDER / "offline.css").read_text("utf-8")
    return environment.get_template("offline.html").render(
        page=page,
        word=word,
        style=style,
        policy=f"default-src 'none'; style-src 'sha256-{_fingerprint(style)}'; base-uri 'none'; form-action 'none'",
        blocks=blocks,
        direction=direction,
        groups=groups,
    )


def _fingerprint(style: str) -> str:
    """What a browser compares with the one style of the page: SHA-256, base64."""
    return base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
