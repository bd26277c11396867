"""A document as a value: headings, paragraphs, lists, tables and conversations. It knows no form and no file.

`as_text`, `as_markdown` and `as_html` lay the same sheet out, so that what is signed on paper is what was read on a
screen.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias


class Mark(Enum):
    """What is said of a piece of text besides its words."""

    PLAIN = "plain"
    STRONG = "strong"
    CODE = "code"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words and their mark."""

    text: str
    mark: Mark = Mark.PLAIN


Words: TypeAlias = tuple[Piece, ...]


class Voice(Enum):
    """Whose line it is in a conversation.

    A text by its audience, the screen's title and question, the answer, what is to be done, or a remark about it all.
    """

    STAFF = "staff"
    ALOUD = "aloud"
    SHOWN = "shown"
    TITLE = "title"
    QUESTION = "question"
    ANSWER = "answer"
    ACTION = "action"
    REMARK = "remark"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a conversation. mark: REMOVED or ADDED when it is only in one of two."""

    voice: Voice
    words: Words
    mark: Mark = Mark.PLAIN


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 to 4; level 1 stands once."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Some words."""

    words: Words


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    items: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows as wide as the head. blank: an empty cell is a place to write in."""

    head: tuple[str, ...]
    rows: tuple[tuple[Words, ...], ...]
    blank: bool = False


@dataclass(frozen=True, slots=True)
class Chat:
    """A conversation, or a part of one."""

    lines: tuple[Line, ...]


Block: TypeAlias = Heading | Paragraph | Items | Table | Chat


@dataclass(frozen=True, slots=True)
class Sheet:
    """A whole document. foot: stands at the foot of every printed page. language: of the sheet's own words."""

    title: str
    blocks: tuple[Block, ...]
    foot: str
    language: str = "en"


def plain(text: str) -> Words:
    """Words without a mark."""
    return (Piece(text),)


def strong(text: str) -> Words:
    """Words that stand out."""
    return (Piece(text, Mark.STRONG),)


def code(text: str) -> Words:
    """A name of the content, or a code."""
    return (Piece(text, Mark.CODE),)


def word_diff(before: str, after: str) -> Words:
    """What was taken away and what was added, word by word; what stands in both is said once."""
    old, new = _tokens(before), _tokens(after)
    pieces: list[Piece] = []
    for kind, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            pieces.append(Piece("".join(old[a:b])))
            continue
        if a < b:
            pieces.append(Piece("".join(old[a:b]), Mark.REMOVED))
        if c < d:
            pieces.append(Piece("".join(new[c:d]), Mark.ADDED))
    return tuple(_spaced(pieces))


def _tokens(text: str) -> list[str]:
    """Words, signs and spaces, each with nothing lost between them."""
    return re.findall(r"\s+|\w+|[^\w\s]", text)


def _spaced(pieces: list[Piece]) -> Iterator[Piece]:
    """Join what one space alone keeps apart, so that a changed phrase reads as a phrase."""
    removed, added = "", ""
    for number, piece in enumerate(pieces):
        bridge = piece.text.isspace() and 0 < number < len(pieces) - 1 and bool(removed or added)
        if piece.mark is Mark.REMOVED:
            removed += piece.text
        elif piece.mark is Mark.ADDED:
            added += piece.text
        elif bridge and piece.mark is Mark.PLAIN:
            removed, added = removed + piece.text, added + piece.text
        else:
            yield from _changed(removed, added)
            removed = added = ""
            yield piece
    yield from _changed(removed, added)


def _changed(removed: str, added: str) -> Iterator[Piece]:
    """A space that stands at the end of both is outside the change."""
    tail = " " if removed.endswith(" ") and added.endswith(" ") else ""
    for text, mark in ((removed, Mark.REMOVED), (added, Mark.ADDED)):
        if bare := text.removesuffix(tail) if tail else text:
            yield Piece(bare, mark)
    if tail:
        yield Piece(tail)
