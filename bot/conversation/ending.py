"""How an ending is read, whatever the door: whom to call first, what is due when, and what can wait behind one tap.

Pure; knows no markup.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from itertools import islice

from bot.conversation.messages import ActionNote, ContactNote, Outcome
from bot.directory.resolve import EMERGENCY

LONG, FEW, AT_ONCE = 6, 2, 8
"""Actions that fit in one glance, how many it takes for folding them to be worth a tap, and how many of a long list
stand with how they are done, unless more has to come first."""
PLANS = 50
"""Where plans, police and secrecy begin in the order of actions. Before it stand life, what is lost with time and a
child's report (the decision table's rule of precedence), which are arranged before all else of the same day."""
Listed = tuple[ActionNote, tuple[ContactNote, ...]]
"""An action and whom to call for it first."""


@dataclass(frozen=True, slots=True)
class Part:
    """Actions of one moment, in the order of the ending.

    word: of its heading; "" where a short list needs none. whole: so many, from the first, stand with how they are
    done; of each other its text, its strength and whom to call do, and how is behind a tap of its own. waits: all of it
    stands behind one tap.
    """

    word: str
    listed: tuple[Listed, ...]
    whole: int
    waits: bool = False


def parts(outcome: Outcome) -> tuple[Part, ...]:
    """What is done first, before the two part, the same day, later, and what can wait; together all actions.

    Only a long list is parted. What comes first stands whole, and of what is due before the two part as much as there
    is room for. What can wait is advice with days to spare: what the law demands or forbids, and what this product
    has as a rule, always stands in sight.
    """
    listed = tuple(zip(outcome.actions, calls(outcome), strict=True))
    if len(listed) <= LONG:
        return (Part("", listed, len(listed)),) if listed else ()
    moments = {pair[0].id: _moment(pair[0]) for pair in listed}
    if list(moments.values()).count("can-wait") < FEW:
        moments = {key: "due-later" if moment == "can-wait" else moment for key, moment in moments.items()}
    alarm = any(action.deadline == "now" and action.door == "emergency" for action in outcome.actions)
    found: list[Part] = []
    for moment in ("due-first", "due-leaving", "due-today", "due-later", "can-wait"):
        if mine := tuple(pair for pair in listed if moments[pair[0].id] == moment):
            waits = moment == "can-wait"
            word = "after-danger" if waits and alarm else moment
            room = AT_ONCE - sum(part.whole for part in found) if moment == "due-leaving" else 0
            whole = len(mine) if waits or moment == "due-first" else min(len(mine), max(0, room))
            found.append(Part(word, mine, whole, waits))
    return tuple(found)


def _moment(action: ActionNote) -> str:
    if action.deadline == "now":
        return "due-first"
    if action.deadline == "before-leaving":
        return "due-leaving"
    if action.deadline == "same-day":
        return "due-first" if action.order < PLANS and action.level != "may" else "due-today"
    return "can-wait" if action.level in ("should", "may") else "due-later"


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


def _first(contacts: tuple[ContactNote, ...]) -> tuple[ContactNote, ...]:
    """The first, who was asked for, and while that one does not answer the first who does."""
    answering = (note for note in contacts if note.open and note.key != EMERGENCY)
    return contacts[:1] if not contacts or contacts[0].open else (contacts[0], *islice(answering, 1))


def _urgent(action: ActionNote, named: Collection[str]) -> tuple[ContactNote, ...]:
    ranked = sorted(action.contacts, key=lambda note: (note.stands_in, not note.open))
    return tuple(note for place, note in enumerate(ranked) if place == 0 or note.key not in named)
