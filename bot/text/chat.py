"""What a chat message carries: lengths, sentences, how broad a label is. Knows no chat program's marks.

The figures are those of Telegram's Bot API where it states them. It states no width of a button: phones cut a label
that does not fit, so labels are measured against a phone of 360 units, the narrowest that is common.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

MESSAGE = 4096
"""Characters of a message, after its marks are taken away."""
PREVIEW = 60
"""Characters that a list of chats may show of a message; a house rule, phones show about 40 to 60."""
LEAD = "chat-lead"
"""Key of the doors' word that every message of a chat begins with."""
_COMMANDS = ("start", "akut", "find", "language", "practice", "hide", "end", "help")
DESCRIPTIONS = {"profile-name": 64, "profile-short": 120, "profile-long": 512} | {
    f"command-{name}": 256 for name in _COMMANDS
}
"""Key of the doors' word → characters that Telegram takes of it when the bot is described."""
_ALONE = ("begin", "acute", "find", "practice", "language", "help", "web", "restart", "start-over", "later", "show")
_ALSO_ALONE = ("part-before", "part-after", "done", "continue", "find-who", "find-alone", "practise-short")
LABELS = dict.fromkeys((*_ALONE, *_ALSO_ALONE), 1) | dict.fromkeys(("back", "hide", "menu", "restart"), 3)
"""Key of the doors' word that stands on a button → most buttons in its row."""
ROOM = 3800
"""Characters that are left for one part of a long text, beside heading, marks of direction and the part's number."""

BUTTON = 272.0
"""Units for the label of a button that has its row to itself: 360, less 80 beside a message and 8 inside the button."""
GAP, MARGIN = 5.0, 8.0
"""Units between two buttons of a row, and inside a button."""
SIZE = 15.0
"""Size of a label, in units."""
_NARROW, _BROAD = frozenset("iíìljtfrI.,:;!|'’()[] "), frozenset("mwMW@%–—…")
_NARROW_PART, _BROAD_PART, _CAPITAL_PART, _PART = 0.30, 0.88, 0.67, 0.56
"""Breadths as parts of the size, rounded up from Roboto Medium, the letters of Telegram's buttons on Android."""

# The last but one: question mark and full stop of Arabic script, full stop of Ethiopic.
_ENDING = re.compile(r"(?<=[.!?…])[”\"»’)]*\s+(?=[“”\"«„(]*[^\W\d_a-zåäöéü])|(?<=[\u061f\u06d4\u1362])\s+|(?<=\n)")


def width(label: str) -> float:
    """How broad a label is, in units."""
    return SIZE * sum(_breadth(letter) for letter in label)


def _breadth(letter: str) -> float:
    if letter in _NARROW:
        return _NARROW_PART
    if letter in _BROAD:
        return _BROAD_PART
    return _CAPITAL_PART if letter.isupper() else _PART


def fits(label: str, columns: int = 1) -> bool:
    """Whether a label is shown whole on one of so many buttons in a row."""
    return width(label) <= (BUTTON + MARGIN - GAP * (columns - 1)) / columns - MARGIN


def all_fit(labels: Iterable[str], columns: int) -> bool:
    """Whether each is shown whole on one of so many buttons in a row."""
    return all(fits(label, columns) for label in labels)


def sentences(text: str) -> tuple[str, ...]:
    """The sentences and lines of a text, with the blanks that follow them: joined, they are the text again.

    A full stop ends a sentence only before a capital letter, so “kap. 1” stays whole.
    """
    cuts = [match.end() for match in _ENDING.finditer(text)]
    found = (text[start:end] for start, end in zip([0, *cuts], [*cuts, len(text)], strict=True))
    return tuple(part for part in found if part)


def length(text: str) -> int:
    """Characters as the limit counts them: those beyond the first 65,536 count twice."""
    return len(text.encode("utf-16-le")) // 2
