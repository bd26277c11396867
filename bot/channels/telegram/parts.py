"""A long text → parts that each fit in a message, cut between sentences and lines, never inside one.

Three limits: characters of a message; its marks (after a hundred Telegram shows the rest without form, and says
nothing); and the whole with its tags and addresses, which Telegram refuses somewhere above 9,000 characters.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.channels.telegram.markup import plain
from bot.text.chat import ROOM, length

MARKS = 90
"""Formatted stretches of one part; the limit is 100, the rest is for the heading."""
WHOLE = 8000
"""Characters of one part with its tags."""
Size = tuple[int, int, int]  # characters read, formatted stretches, characters written


@dataclass(frozen=True, slots=True)
class Block:
    """What stands in one frame. pieces: balanced HTML; between them the block may be cut, the frame going around
    both halves. opening, closing: the frame's tags and its label."""

    pieces: tuple[str, ...]
    opening: str = ""
    closing: str = ""

    @property
    def html(self) -> str:
        """The block as it is sent."""
        return f"{self.opening}{''.join(self.pieces).rstrip()}{self.closing}"


Group = Sequence[Block]


def join(blocks: Iterable[Block]) -> str:
    """Blocks one below the other. Around a frame Telegram itself leaves room."""
    html = ""
    framed = True
    for block in blocks:
        gap = "" if not html else "\n" if framed or block.closing else "\n\n"
        html += gap + block.html
        framed = bool(block.closing)
    return html


def pack(groups: Iterable[Group]) -> tuple[str, ...]:
    """Groups of blocks → parts. A group stays whole when it can."""
    parts: list[list[Block]] = [[]]
    for group in groups:
        if _fits([*parts[-1], *group]):
            parts[-1] += group
        elif _fits(group):
            parts.append([*group])
        else:
            for block in group:
                _flow(parts, block)
    return tuple(join(part) for part in parts if part) or ("",)


def _flow(parts: list[list[Block]], block: Block) -> None:
    """Put as much of a block as fits on the last part, the rest on new ones."""
    rest = block.pieces
    while rest:
        taken = len(rest)
        while taken and not _fits([*parts[-1], _part(block, rest[:taken])]):
            taken -= 1
        if not taken and not parts[-1]:
            taken = 1  # one sentence longer than a message: the checker told of it (M007)
        if taken:
            parts[-1].append(_part(block, rest[:taken]))
            rest = rest[taken:]
        if rest:
            parts.append([])


def _part(block: Block, pieces: tuple[str, ...]) -> Block:
    return Block(pieces, block.opening, block.closing)


def _fits(blocks: Sequence[Block]) -> bool:
    read, marks, written = _size(join(blocks))
    return read <= ROOM and marks <= MARKS and written <= WHOLE


def _size(html: str) -> Size:
    return length(plain(html)), html.count("</"), len(html)
