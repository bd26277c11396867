"""How a turn is read, whatever the door: where a text breaks into lists, what stands in one frame, whom to call first.

Pure; knows no markup.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import islice

from bot.conversation.messages import ActionNote, ContactNote, Line, Outcome, Turn, View
from bot.dialog.model import Audience
from bot.directory.resolve import EMERGENCY

LONG, FEW = 6, 2
"""Actions that fit in one glance, and how many it takes for parting them to be worth a tap."""
Listed = tuple[ActionNote, tuple[ContactNote, ...]]
"""An action and whom to call for it first."""


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


def calls(outcome: Outcome) -> list[tuple[ContactNote, ...]]:
    """For each action whom to call first, best first. The whole list is one tap away.

    Who was asked for comes first, also where nobody has entered a number or it is closed; then beside it the first who
    answers. 112 does so only where minutes count: then all stand there whom no action above has named, open ones
    before closed ones, and last who stands in.
    """
    named: set[str] = set()
    found = []
    for action in outcome.actions:
        brief = _urgent(action, named) if action.deadline == "now" else _first(action.contacts)
        named.update(note.key for note in brief)
        found.append(brief)
    return found


def due(outcome: Outcome) -> tuple[list[Listed], list[Listed]]:
    """What is done first, and what waits until the danger is over; together all actions, each with whom to call.

    Only a long list is parted, and only where help is called for at once. What waits is advice with days to spare: what
    the law demands or forbids, what this product has as a rule, and all that is to be done before the person leaves or
    the same day stands in sight.
    """
    listed = list(zip(outcome.actions, calls(outcome), strict=True))
    waiting = [pair for pair in listed if pair[0].deadline == "days" and pair[0].level in ("should", "may")]
    alarm = any(action.deadline == "now" and action.door == "emergency" for action in outcome.actions)
    if len(listed) <= LONG or len(waiting) < FEW or not alarm:
        return listed, []
    return [pair for pair in listed if pair not in waiting], waiting


def _first(contacts: tuple[ContactNote, ...]) -> tuple[ContactNote, ...]:
    """The first, who was asked for, and while that one does not answer the first who does."""
    answering = (note for note in contacts if note.open and note.key != EMERGENCY)
    return contacts[:1] if not contacts or contacts[0].open else (contacts[0], *islice(answering, 1))


def _urgent(action: ActionNote, named: Collection[str]) -> tuple[ContactNote, ...]:
    ranked = sorted(action.contacts, key=lambda note: (note.stands_in, not note.open))
    return tuple(note for place, note in enumerate(ranked) if place == 0 or note.key not in named)


def tells(view: View) -> bool:
    """Whether titles of sources may stand on the screen. They name the subject, so not before the two are
    alone, and not on an ending that shows nothing of it."""
    return not view.neutral if view.outcome else view.private


def refusal(turn: Turn) -> str:
    """The word for what went wrong; "" when nothing did."""
    if not turn.refused:
        return ""
    return "choose-something" if turn.view.none else "refused"
