"""How a turn is read, whatever the door: where a text breaks into lists, and what stands in one frame.

Pure; knows no markup.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.conversation.messages import ContactNote, Line, Turn, View
from bot.dialog.model import Audience


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph (one line) or a list (its items)."""

    is_list: bool
    lines: tuple[str, ...]


def blocks(text: str) -> tuple[Block, ...]:
    """Lines of a text: those that begin with "- " become a list, each other one a paragraph."""
    found: list[Block] = []
    for line in filter(None, (line.strip() for line in text.split("\n"))):
        item = line.removeprefix("- ")
        if item == line:
            found.append(Block(False, (line,)))
        elif found and found[-1].is_list:
            found[-1] = Block(True, (*found[-1].lines, item))
        else:
            found.append(Block(True, (item,)))
    return tuple(found)


def groups(lines: tuple[Line, ...]) -> Iterator[tuple[Audience, list[Line]]]:
    """Neighbouring lines for the same audience stand in one frame; each that is shown is a card of its own."""
    gathered: list[Line] = []
    for place, line in enumerate(lines):
        gathered.append(line)
        last = place + 1 == len(lines) or lines[place + 1].audience is not line.audience
        if last or line.audience is Audience.SHOWN:
            yield line.audience, gathered
            gathered = []


def state_of(note: ContactNote) -> str:
    """The word for whether a contact answers now; "" when nobody can say."""
    if note.missing or not note.hours_known:
        return ""
    return "open-now" if note.open else "closed-now"


def tells(view: View) -> bool:
    """Whether titles of sources may stand on the screen. They name the subject, so not before the two are
    alone, and not on an ending that shows nothing of it."""
    return not view.neutral if view.outcome else view.private


def refusal(turn: Turn) -> str:
    """The word for what went wrong; "" when nothing did."""
    if not turn.refused:
        return ""
    return "choose-something" if turn.view.none else "refused"
