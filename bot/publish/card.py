"""A pocket card: what one guide has one say, what it binds to, and whom to call. A value; `card_pdf` lays it out.

Its front is an ordinary piece of paper: no subject, no guide's name. It has no place to write about anybody.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.conversation.messages import ContactNote, Text
from bot.publish.kept import Guide, Reader


@dataclass(frozen=True, slots=True)
class Card:
    """All that stands on a card. unit: its name, "" for none. made, until: the first and the last day to use it."""

    language: str
    unit: str
    guide: Guide
    contacts: tuple[ContactNote, ...]
    unsigned: tuple[Text, ...]
    made: date
    until: date


def card(reader: Reader, name: str) -> Card:
    """The card of a guide, at the reader's unit and on its day."""
    guide = reader.guide(name)
    numbers = reader.numbers(guide.contacts)
    unit = reader.render.unit
    return Card(
        language=reader.render.staff,
        unit=unit.name if unit else "",
        guide=guide,
        contacts=numbers.contacts,
        unsigned=reader.unsigned((guide,)),
        made=reader.render.at.date(),
        until=reader.good_until((guide,), numbers),
    )
