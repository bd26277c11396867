"""From presses to contributions: which cell of each table a conversation stands in. Pure; nothing is stored.

A conversation *is* its answers, so its cells are a function of header and place. A press sets them, never adds:
a double tap, a redelivery, an old button, Back and a fork change nothing that the last press has not said.
Only `furthest` looks back: the deepest stage that any press of the conversation reached.

Rules and their reasons: the design's section "Counting".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from typing import ClassVar, TypeVar

from bot.dialog.model import Kind, Program
from bot.engine.answers import Place
from bot.engine.effects import Jumped
from bot.engine.token import Header, Mode, age

SETTLE_MINUTES = 60
"""A conversation settles at the first save this long after its start; a later press counts nothing."""


class Withdrawn(Enum):
    """What a press means that turned a conversation to oneself, or said that a round is not to be counted: what waits
    of it is taken back."""

    PERSONAL = "personal"
    ASKED = "asked"


class Use(Enum):
    """How a conversation stands or ended."""

    LEFT_EARLY = "left-early"
    STOPPED = "stopped-at-the-gate"
    QUICK_EXIT = "quick-exit"
    FINISHED = "finished"


@dataclass(frozen=True, slots=True)
class Contribution:
    """One conversation's cell in each table. Closed lists only: numbers of units, stages and languages,
    names of values and doors that the content declares.

    It is of a real talk, always: a round of practice is a `Rehearsal`, and so stands in no table of talks, by type.
    subject: what was chosen at the door, "" before that. door: of the outcome's first action, "" before an outcome.
    staff: place of the language in the list. release: the first 24 bits of the content's id.
    """

    mode: ClassVar = Mode.LIVE
    unit: int
    use: Use
    subject: str
    furthest: int
    door: str
    staff: int
    channel: str
    release: int


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """One round with a scripted patient: its cell in each table of practice. Closed lists only, as `Contribution`.

    ending: case and ending, as `ending_of` writes them. gate: the first safety step that was missed, "" for none.
    ask, receive, next: change in three own questions about confidence, "" where it is not known.
    """

    mode: ClassVar = Mode.PRACTICE
    unit: int
    ending: str
    gate: str = ""
    ask: str = ""
    receive: str = ""
    next: str = ""


LEFT = "left"
"""What stands for the ending of a round that was not played to one."""
BANDS = ("much-less", "less", "same", "more", "much-more")
"""Change of an answer between 0 and 10."""
MUCH = 3
"""From so many steps of 0–10 on a change is much. A convention of ours; no threshold has been studied."""
Counted = Contribution | Rehearsal
C = TypeVar("C", bound=Counted)


def ending_of(case: str, ending: str = LEFT) -> str:
    """How the list of cases and endings names one."""
    return f"{case}/{ending}"


def band(before: int | None, after: int | None) -> str:
    """The band of a change, "" where one of the two answers (0–10) was not given."""
    if before is None or after is None:
        return ""
    change = after - before
    return BANDS[(change > -MUCH) + (change > -1) + (change > 0) + (change >= MUCH)]


def contribution(program: Program, header: Header, place: Place, channel: str) -> Contribution | Withdrawn | None:
    """The cells of a conversation after a press.

    None when the press counts nothing (trying out, practising with a guide, or no press yet). Withdrawn where staff
    read for their own sake
    (`uncounted` in house.yaml): such a conversation stands in no table, and neither does what it was before that press.
    """
    if header.mode is not Mode.LIVE or place.previous is None:
        return None
    node = program.nodes[place.state[0]]
    facts = place.state[1]
    if program.is_personal(facts):
        return Withdrawn.PERSONAL
    subject = (
        ""
        if program.subject is None or not facts[program.subject]
        else program.facts[program.subject].domain.values[facts[program.subject]]
    )
    finished = node.kind is Kind.FINISH
    use = Use.LEFT_EARLY
    if finished:
        jumped = any(isinstance(effect, Jumped) for effect in place.effects)
        use = Use.FINISHED if not node.neutral else Use.QUICK_EXIT if jumped else Use.STOPPED
    door = _door(program, place) if finished else ""
    return Contribution(header.unit, use, subject, header.furthest, door, header.staff, channel, header.release)


def counts(header: Header, minute: int, counter: int) -> bool:
    """Whether a press still counts: given by this counter run, and begun less than an hour ago."""
    return header.counter == counter and age(header, minute) < SETTLE_MINUTES


def pressed(old: C | None, new: C | Withdrawn) -> C | None:
    """The cells of a conversation after one more press; None when it is taken back."""
    if isinstance(new, Withdrawn):
        return None
    if isinstance(new, Contribution) and isinstance(old, Contribution) and old.furthest > new.furthest:
        return replace(new, furthest=old.furthest)
    return new


def gather(presses: Iterable[tuple[int, C | Withdrawn | None]]) -> Mapping[int, C]:
    """Fold presses (conversation number, contribution) in the order they came: number → its one contribution."""
    cells: dict[int, C] = {}
    for number, new in presses:
        if new is None:
            continue
        now = pressed(cells.get(number), new)
        if now is None:
            cells.pop(number, None)
        else:
            cells[number] = now
    return cells


def _door(program: Program, place: Place) -> str:
    """The door of the first action in the outcome's order."""
    _, facts, _, actions = place.state
    forms = [
        next(form.action for form in action.forms if form.when is None or form.when(facts))
        for action in program.by_bit
        if actions >> action.bit & 1
    ]
    return min(forms, key=lambda form: form.order).door if forms else ""
