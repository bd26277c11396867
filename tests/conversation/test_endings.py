"""How a long ending is parted: what comes first, what can wait, and how much stands there at once."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import starmap
from pathlib import Path

import pytest

from bot.check.sample import sample
from bot.conversation.content import require_edition
from bot.conversation.ending import AT_ONCE, LONG, parts
from bot.conversation.messages import ActionNote, Outcome, Text
from bot.dialog import schema
from bot.dialog.model import Action, Kind, Program
from bot.engine.outcome import outcome
from bot.text.ui import WORDS

ROOT = Path(__file__).parents[2]
WHOLE, TOGETHER = 15, 18
"""Actions that stand with how they are done, and actions of one moment, at most."""


def ending(*kinds: tuple[str, str, str, int]) -> Outcome:
    """An ending with actions of these deadlines, levels, doors and orders."""
    return Outcome(tuple(_note(str(place), *kind) for place, kind in enumerate(kinds)), ())


def _note(name: str, deadline: str, level: str, door: str, order: int) -> ActionNote:
    return ActionNote(name, level, Text("Gör det.", "sv"), (), deadline, "staff", (), (), door, order)


def shown(found: Outcome) -> list[tuple[str, list[str], int, bool]]:
    """Each part as heading, actions, whole, waits."""
    return [(part.word, [action.id for action, _ in part.listed], part.whole, part.waits) for part in parts(found)]


NOW, REPORT = ("now", "should", "emergency", 10), ("same-day", "must", "child", 40)
MAY, RECORD = ("same-day", "may", "child", 46), ("same-day", "must", "inside", 82)
LEAVING, BAN = ("before-leaving", "should", "plan", 90), ("days", "must-not", "inside", 78)
DAYS = ("days", "should", "child", 93)


def test_a_short_list_is_one_without_a_heading() -> None:
    """So is none at all."""
    assert shown(ending(NOW, RECORD, DAYS, DAYS)) == [("", ["0", "1", "2", "3"], 4, False)]
    assert parts(ending()) == ()


def test_a_long_list_begins_with_what_cannot_wait() -> None:
    """A report of the same day stands beside what is done now; what the manager may do does not."""
    assert shown(ending(NOW, REPORT, MAY, BAN, RECORD, LEAVING, DAYS, DAYS)) == [
        ("due-first", ["0", "1"], 2, False),
        ("due-leaving", ["5"], 1, False),
        ("due-today", ["2", "4"], 0, False),
        ("due-later", ["3"], 0, False),
        ("after-danger", ["6", "7"], 2, True),
    ]


def test_what_can_wait_is_worth_a_tap() -> None:
    """One row is not; and where nobody is in danger it says so."""
    assert [part[0] for part in shown(ending(*[RECORD] * 6, DAYS))] == ["due-today", "due-later"]
    assert shown(ending(*[RECORD] * 6, DAYS, DAYS))[-1] == ("can-wait", ["6", "7"], 2, True)


def test_no_more_than_so_much_is_told_in_full() -> None:
    """What comes first is, and then what there is room for; how the rest is done is a tap away."""
    assert [part[2] for part in shown(ending(*[NOW] * 3, *[LEAVING] * 9, RECORD))] == [3, AT_ONCE - 3, 0]
    assert [part[2] for part in shown(ending(*[NOW] * (AT_ONCE + 1), LEAVING))] == [AT_ONCE + 1, 0]


@pytest.fixture(scope="module")
def program() -> Program:
    """What ships."""
    return require_edition(ROOT / "dialogs", ROOT / "locales", None).program


def endings(program: Program) -> Iterator[Outcome]:
    """Of conversations that spread over all screens."""

    def note(action: Action, form: schema.Action) -> ActionNote:
        return _note(action.id, form.deadline, form.level, form.door, form.order)

    for at, facts, _, gathered in sample(program):
        if program.nodes[at].kind is Kind.FINISH:
            yield Outcome(tuple(starmap(note, outcome(program, facts, gathered))), ())


def test_no_shipped_ending_asks_for_too_much_at_once(program: Program) -> None:
    """And all is there, once; no duty or rule waits."""
    longest = 0
    for found in endings(program):
        parted = parts(found)
        listed = [action for part in parted for action, _ in part.listed]
        longest = max(longest, len(listed))
        assert sorted(action.id for action in listed) == sorted(action.id for action in found.actions)
        assert {part.word for part in parted} <= {"", *WORDS}
        assert sum(part.whole for part in parted if not part.waits) <= WHOLE
        assert max((len(part.listed) for part in parted), default=0) <= TOGETHER
        assert {action.level for part in parted if part.waits for action, _ in part.listed} <= {"should", "may"}
    assert longest > 2 * LONG
