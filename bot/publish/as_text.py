"""A sheet for a terminal: plain lines, nothing that relies on colour. Pure."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from bot.publish.sheet import Block, Chat, Heading, Items, Line, Mark, Paragraph, Sheet, Table, Voice, Words

WIDTH = 96
AROUND = {Mark.REMOVED: ("[-", "-]"), Mark.ADDED: ("{+", "+}"), Mark.STRONG: ("", ""), Mark.CODE: ("", "")}
SIGN = {Mark.REMOVED: "-", Mark.ADDED: "+"}
BEFORE = {
    Voice.STAFF: "staff   ",
    Voice.ALOUD: "aloud   ",
    Voice.SHOWN: "shown   ",
    Voice.TITLE: "— ",
    Voice.QUESTION: "? ",
    Voice.ANSWER: "> ",
    Voice.ACTION: "! ",
    Voice.REMARK: "… ",
}
WIDEST = 60
"""Characters of a table's column; longer cells are broken into lines."""


def as_text(sheet: Sheet) -> str:
    """The whole sheet, its title first, its foot last."""
    lines = [sheet.title, "=" * len(sheet.title)]
    for block in sheet.blocks:
        lines += _block(block)
    return "\n".join([*lines, "", sheet.foot]) + "\n"


def said(words: Words) -> str:
    """Words on one line, with what was added and taken away marked by signs."""
    parts = []
    for piece in words:
        first, last = AROUND.get(piece.mark, ("", ""))
        parts.append(f"{first}{piece.text}{last}")
    return "".join(parts)


def _block(block: Block) -> Iterator[str]:
    match block:
        case Heading(level, text):
            yield ""
            yield text if level > 2 else f"{text}\n{'-' * len(text)}"
        case Paragraph(words):
            yield ""
            yield from _wrapped("", said(words))
        case Items(items):
            for words in items:
                yield from _wrapped("  - ", said(words))
        case Chat(lines):
            yield ""
            for line in lines:
                yield from _line(line)
        case Table():
            yield ""
            yield from _table(block)


def _line(line: Line) -> Iterator[str]:
    yield from _wrapped(f"  {SIGN.get(line.mark, ' ')} {BEFORE[line.voice]}", said(line.words))


def _wrapped(first: str, text: str) -> Iterator[str]:
    for paragraph in text.splitlines() or [""]:
        yield from textwrap.wrap(
            paragraph, WIDTH, initial_indent=first, subsequent_indent=" " * len(first), break_on_hyphens=False
        ) or [first]
        first = " " * len(first)


def _table(table: Table) -> Iterator[str]:
    rows = [table.head, *([said(cell) for cell in row] for row in table.rows)]
    broken = [[textwrap.wrap(cell, WIDEST, break_on_hyphens=False) or [""] for cell in row] for row in rows]
    widths = [max(len(line) for row in broken for line in row[column]) for column in range(len(table.head))]
    for number, row in enumerate(broken):
        for place in range(max(len(cell) for cell in row)):
            cells = [cell[place] if place < len(cell) else "" for cell in row]
            yield "  ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)).rstrip()
        if not number:
            yield "  ".join("-" * width for width in widths)
