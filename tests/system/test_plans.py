"""Written conversations that must stay as they are: every plan is replayed by its labels. Form: docs/plans.md."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.app import MemoryKeys, OneEdition, require_edition
from bot.conversation.edition import Edition
from bot.conversation.messages import Button, Press, Turn, read_move
from bot.conversation.talk import Talks
from bot.dialog.model import Kind
from tests.conftest import ROOT

PLANS = sorted((ROOT / "dialogs" / "plans").glob("*.plan"))
WEEKDAY = datetime(2026, 11, 25, 10, 0, tzinfo=UTC)
DOOR = b"plan"
UNIT = "# enhet: "
JOIN = " + "


@pytest.fixture(scope="module")
def edition() -> Edition:
    """The content that ships, with the example organisation, whose units the plans begin in."""
    return require_edition(ROOT / "dialogs", ROOT / "locales", ROOT / "docs" / "example-local")


@pytest.fixture(scope="module")
def talks(edition: Edition) -> Talks:
    """Conversations with a clock that stands still."""
    return Talks(OneEdition(edition), MemoryKeys(), lambda: WEEKDAY, lambda: 1)


def _moves(turn: Turn, answer: str) -> tuple[str, int | None]:
    """The move and ticks that an answer's labels mean; a jump's label is a jump."""
    view = turn.view
    for button in (*view.jumps, *(b for b in (view.none,) if b)):
        if button.label.text == answer:
            return button.move, None
    if view.kind is Kind.SEVERAL and view.done is not None:
        return view.done.move, sum(1 << (read_move(_button(view.choices, part)) or 0) for part in answer.split(JOIN))
    return _button(view.choices, answer), None


def _button(buttons: tuple[Button, ...], label: str) -> str:
    found = [button.move for button in buttons if button.label.text == label]
    assert len(found) == 1, f"“{label}” is not offered; there is {[b.label.text for b in buttons if b.near]}"
    return found[0]


def _replayed(talks: Talks, written: list[str]) -> Iterator[str]:
    """The lines of a plan as the conversation says them now, with the answers as they are written."""
    unit = next((int(line.removeprefix(UNIT)) for line in written if line.startswith(UNIT)), 0)
    turn = talks.begin(DOOR, unit=unit)
    yield from (line for line in written if line.startswith("#"))
    for line in written:
        if not line.startswith("> "):
            continue
        yield f"? {(turn.view.question or turn.view.title).text}"
        move, ticks = _moves(turn, line.removeprefix("> "))
        turn = talks.press(Press(turn.sealed, move, DOOR, ticks))
        assert not turn.refused, line
        yield line
    yield f"? {turn.view.title.text}"
    assert turn.view.outcome is not None, f"the plan stops at {turn.view.step}"
    yield from (f"! {action.id}" for action in turn.view.outcome.actions)


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.stem)
def test_a_plan_is_said_as_it_is_written(talks: Talks, plan: Path) -> None:
    """Every question, answer and action of a written conversation, in order; nothing more and nothing less."""
    written = plan.read_text(encoding="utf-8").splitlines()

    assert list(_replayed(talks, written)) == written


def test_every_sector_has_four_plans_or_more(edition: Edition) -> None:
    """No sector is left without written conversations: plans name a unit, and a unit has a sector."""
    organisation = edition.directory.organisation
    assert organisation is not None
    sectors = [
        organisation.units[int(line.removeprefix(UNIT))].sector
        for plan in PLANS
        for line in plan.read_text(encoding="utf-8").splitlines()
        if line.startswith(UNIT)
    ]

    assert len(sectors) == len(PLANS)
    assert all(sectors.count(sector) >= 4 for sector in ("health", "dental", "social")), sectors


def test_the_entry_says_that_nobody_has_signed_as_long_as_nobody_has(talks: Talks, edition: Edition) -> None:
    """The words about what is not reviewed stand at the entry, to staff, exactly while some dialog has no signature."""
    unsigned = any(not dialog.reviewed for dialog in edition.program.dialogs.values())
    said = " ".join(line.text.text for line in talks.begin(DOOR, unit=1).view.lines if line.audience.value == "staff")

    assert ("inte granskat" in said) is unsigned
