"""A typed reply → the button that it chooses.

The buttons come with the update, in the message that was replied to; so nothing has to be remembered, and what was
typed is compared and forgotten. Only what fits one button alone chooses: a doubt chooses nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

LONGEST = 200
"""Characters of a reply that is looked at; no answer is longer."""
_NUMBERED = re.compile(r"^\s*(\d{1,3})[.)]?(?:\s+|$)(.*)$", re.MULTILINE)
_SAID_NUMBER = re.compile(r"^(?:nr|no|nummer|number)?\s*(\d{1,3})$")
_WORDS = re.compile(r"[^\W_]+")


def chosen(message_text: str, reply_markup: Mapping[str, Any], typed: str) -> str | None:
    """The data of the button that is meant, None when none is, or more than one.

    Args:
        message_text: of the message replied to; long answers stand there, numbered.
        reply_markup: its buttons, as Telegram sends them. Whatever it holds, nothing is raised.
        typed: a number, a button's words, or the first words of one button alone. Capitals, accents and
            punctuation do not matter.
    """
    wanted = _plain(typed[:LONGEST])
    if not wanted:
        return None
    listed = {int(number): _plain(label) for number, label in _NUMBERED.findall(message_text)}
    buttons = [(*_read(label, listed), data) for label, data in _buttons(reply_markup)]
    if said := _SAID_NUMBER.match(wanted):
        return _only({data for number, _, data in buttons if number == int(said[1])})
    whole = {data for _, words, data in buttons if words == wanted}
    return _only(whole or {data for _, words, data in buttons if words.startswith(f"{wanted} ")})


def _only(found: set[str]) -> str | None:
    return found.pop() if len(found) == 1 else None


def _read(label: str, listed: Mapping[int, str]) -> tuple[int | None, str]:
    """A button's label → its number, None without one, and its words; those of a number button stand in the text."""
    label = label.lstrip("✓ ")
    found = _NUMBERED.match(label)
    if found is None:
        return None, _plain(label)
    return int(found[1]), _plain(found[2]) or listed.get(int(found[1]), "")


def _plain(text: str) -> str:
    """Words alone, small, without accents, digits of any script as 0–9."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(_digit(letter) for letter in apart if not unicodedata.combining(letter))
    return " ".join(_WORDS.findall(bare))


def _digit(letter: str) -> str:
    value = unicodedata.decimal(letter, None)
    return letter if value is None else str(value)


def _buttons(markup: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """(label, data) of each button that brings something back."""
    keyboard = markup.get("inline_keyboard")
    for row in keyboard if isinstance(keyboard, list) else ():
        for button in row if isinstance(row, list) else ():
            if isinstance(button, dict):
                label, data = button.get("text"), button.get("callback_data")
                if isinstance(label, str) and isinstance(data, str):
                    yield label, data
