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
ROOM = _ROOM ** (2 * len(QUESTIONS))
"""How many sets of answers there are, before and after: they follow the answers of a round, as one digit more."""


def only(place: int, answer: int | None) -> Answers:
    """An answer to one question alone, by its place."""
    ask, receive, after = (answer if each == place else None for each in range(len(QUESTIONS)))
    return ask, receive, after


def later(said: Answers, now: Answers) -> Answers:
    """What was said, with what is said now over it; a question that is passed over now stays as it was."""
    ask, receive, after = (old if new is None else new for old, new in zip(said, now, strict=True))
    return ask, receive, after


def join(code: int, before: Answers, after: Answers) -> int:
    """The code of a round with the answers before it and after it. code: as `bot.engine.answers` writes it.

    Raises:
        OverflowError: the round is too long for a button (the form of a case rules that out).
    """
    for answer in (*before, *after):
        code = code * _ROOM + (0 if answer is None else answer + 1)
    if code >= LIMIT:
        raise OverflowError("a round is too long")
    return code


def part(code: int) -> tuple[int, Answers, Answers]:
    """The inverse of `join`."""
    code, after = _taken(code)
    code, before = _taken(code)
    return code, before, after


def _taken(code: int) -> tuple[int, Answers]:
    """The last three answers, and the code without them."""
    found: list[int | None] = []
    for _ in QUESTIONS:
        code, digit = divmod(code, _ROOM)
        found.append(digit - 1 if digit else None)
    last, middle, first = found
    return code, (first, middle, last)
