"""Three own questions about confidence, before a round and after it: how they travel, and nothing else.

Each is answered with 0 to 10, or not at all. Fear lies less in asking than in what comes after a yes, so the three are
kept apart. They say how it feels: own ratings agree poorly with what is observed (Davis et al., JAMA 2006).
"""

from __future__ import annotations

from bot.engine.answers import LIMIT

QUESTIONS = ("ask", "receive", "next")
MOST = 10
"""The highest answer."""
Answers = tuple[int | None, int | None, int | None]
"""One for each question, None where it was not answered."""
SILENT: Answers = (None, None, None)
_ROOM = MOST + 2
ROOM = _ROOM ** len(QUESTIONS)
"""How many sets of answers there are: they stand before the answers of a round, as one digit more."""


def join(code: int, before: Answers) -> int:
    """The code of a round with the answers before it. code: as `bot.engine.answers` writes it.

    Raises:
        OverflowError: the round is too long for a button (the form of a case rules that out).
    """
    for answer in before:
        code = code * _ROOM + (0 if answer is None else answer + 1)
    if code >= LIMIT:
        raise OverflowError("a round is too long")
    return code


def part(code: int) -> tuple[int, Answers]:
    """The inverse of `join`."""
    found: list[int | None] = []
    for _ in QUESTIONS:
        code, digit = divmod(code, _ROOM)
        found.append(digit - 1 if digit else None)
    last, middle, first = found
    return code, (first, middle, last)
