"""A sheet as Markdown, for a review in a code host or a mail. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.publish.sheet import Block, Chat, Heading, Items, Line, Mark, Paragraph, Sheet, Table, Voice, Words

SPECIAL = re.compile(r"([\\`*_\[\]<>#|~])")
AROUND = {Mark.REMOVED: ("~~", "~~"), Mark.ADDED: ("**", "**"), Mark.STRONG: ("**", "**")}
BEFORE = {
    Voice.STAFF: "*staff:* ",
    Voice.ALOUD: "*aloud:* ",
    Voice.SHOWN: "*shown:* ",
    Voice.TITLE: "— ",
    Voice.QUESTION: "**?** ",
    Voice.ANSWER: "**→** ",
    Voice.ACTION: "**!** ",
    Voice.REMARK: "… ",
}
CHANGED = {Mark.REMOVED: "(removed) ", Mark.ADDED: "(added) "}


def as_markdown(sheet: Sheet) -> str:
    """The whole sheet."""
    parts = [f"# {_plain(sheet.title)}", *(part for block in sheet.blocks for part in _block(block))]
    return "\n\n".join([*parts, f"---\n{_plain(sheet.foot)}"]) + "\n"


def _block(block: Block) -> Iterator[str]:
    match block:
        case Heading(level, text):
            yield f"{'#' * (level + 1)} {_plain(text)}"
        case Paragraph(words):
            yield _said(words)
        case Items(items):
            yield "\n".join(f"- {_said(words)}" for words in items)
        case Chat(lines):
            yield "\n".join(f"> {_line(line)}  " for line in lines)
        case Table(head, rows):
            yield "\n".join((_row(map(_plain, head)), _row("---" for _ in head), *(_row(map(_said, r)) for r in rows)))


def _row(cells: Iterator[str]) -> str:
    return f"| {' | '.join(cell.replace(chr(10), '<br>') for cell in cells)} |"


def _line(line: Line) -> str:
    text = _said(line.words).replace("\n", "<br>")
    return f"{CHANGED.get(line.mark, '')}{BEFORE[line.voice]}{text}"


def _said(words: Words) -> str:
    return "".join(_piece(piece.text, piece.mark) for piece in words)


def _piece(text: str, mark: Mark) -> str:
    if mark is Mark.CODE:
        return "`" + text.replace("`", "'") + "`"
    first, last = AROUND.get(mark, ("", ""))
    bare = text.strip()
    if not bare:
        return text
    # Markdown knows no emphasis that begins or ends with a space.
    start, end = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    return f"{start}{first}{_plain(bare)}{last}{end}"


def _plain(text: str) -> str:
    return SPECIAL.sub(r"\\\1", text)
