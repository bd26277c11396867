"""Where in a file the n-th character of a YAML scalar stands, through quotes, escapes, folds and blocks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

BREAK = re.compile(r"[ \t]*(?:\r?\n[ \t]*)+")
ESCAPES = {"x": 4, "u": 6, "U": 10}
"""Length of an escape in double quotes by its letter; all others are two characters long."""


def place(text: str, start: int, offset: int) -> tuple[int, int]:
    """Line and column (from 1) of character `offset` of the scalar that begins at `start` of `text`."""
    at = next(islice(_places(text, start), offset, None), len(text))
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)


def _places(text: str, start: int) -> Iterator[int]:
    style = text[start : start + 1]
    if style not in ("|", ">"):
        return _flowing(text, start + (style in ("'", '"')), style)
    below = text.find("\n", start) + 1 or len(text)
    first = re.compile(r"(?:[ \t]*\r?\n)*( *)").match(text, below)
    assert first is not None  # the pattern also matches nothing
    return _literal(text, first.end(), len(first[1])) if style == "|" else _flowing(text, first.end(), "")


def _flowing(text: str, at: int, quote: str) -> Iterator[int]:
    """Plain, quoted and folded scalars: a line break is one space, each further one a line break."""
    while at < len(text):
        if folded := BREAK.match(text, at):
            yield from [at] * max(1, folded[0].count("\n") - 1)
            at = folded.end()
        elif quote == '"' and text[at] == "\\" and (joined := BREAK.match(text, at + 1)):
            at = joined.end()
        else:
            yield at
            escape = ESCAPES.get(text[at + 1 : at + 2], 2) if quote == '"' and text[at] == "\\" else 1
            at += 2 if quote == "'" and text.startswith("''", at) else escape


def _literal(text: str, at: int, indent: int) -> Iterator[int]:
    """A block where each line stands for itself."""
    while at < len(text):
        yield at
        at += 1
        if text[at - 1] == "\n":
            at += len(text[at : at + indent]) - len(text[at : at + indent].lstrip(" "))
