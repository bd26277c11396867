"""The written conversations that ship, held at a door as the terminal and the web hold them. Form: docs/plans.md."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.channels.web.phrases import offered
from bot.check.plans import replayed
from bot.conversation.alone import MemoryKeys, OneEdition
from bot.conversation.edition import Edition
from bot.conversation.messages import Button, Press, Turn, read_move
from bot.conversation.talk import Talks
from bot.dialog.model import Kind
from bot.dialog.signatures import is_signed
from bot.plans.form import Exchange, Line, Plan, files
from tests.conftest import ROOT
from tests.plans.shipped import WEEKDAY, numbers, planned_edition, plans

DOOR = b"plan"
JOIN = " + "


PLANS = plans()


@pytest.fixture(scope="module")
def edition() -> Edition:
    """The content that ships, with the example organisation, which has a unit for each beginning of a plan."""
    return planned_edition()


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


def _held(talks: Talks, plan: Plan) -> Plan:
    """The plan as the conversation says it now at a door, with the answers as they are written."""
    turn = talks.begin(DOOR, entry=plan.entry, unit=numbers()[frozenset(plan.given.items())])
    exchanges = []
    for exchange in plan.exchanges:
        assert exchange.screen is not None
        said = (turn.view.question or turn.view.title).text
        exchanges.append(Exchange(replace(exchange.screen, text=said), exchange.answer))
        move, ticks = _moves(turn, exchange.answer.text)
        turn = talks.press(Press(turn.sealed, move, DOOR, ticks))
        assert not turn.refused, exchange.answer
    assert turn.view.outcome is not None, f"the plan stops at {turn.view.step}"
    assert plan.ending is not None
    ending = replace(plan.ending, text=turn.view.title.text)
    written = {line.text: line for line in plan.actions}
    actions = tuple(written.get(action.id, Line(action.id)) for action in turn.view.outcome.actions)
    return replace(plan, exchanges=tuple(exchanges), ending=ending, actions=actions)


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.name)
def test_a_plan_is_said_at_a_door_as_it_is_written(talks: Talks, plan: Plan) -> None:
    """Every question, answer and action of a written conversation, in order; nothing more and nothing less."""
    assert _held(talks, plan) == plan


def test_who_reads_for_oneself_is_offered_no_record_phrase(talks: Talks) -> None:
    """An ending that staff come to for their own sake offers nothing to write in a record, whichever way they came;
    an ending of the same kind about somebody else does."""
    own: list[bool] = []
    others: list[bool] = []
    for plan in PLANS:
        turn = talks.begin(DOOR, entry=plan.entry, unit=numbers()[frozenset(plan.given.items())])
        for exchange in plan.exchanges:
            move, ticks = _moves(turn, exchange.answer.text)
            turn = talks.press(Press(turn.sealed, move, DOOR, ticks))
        mine = any(exchange.answer.text == "Det gäller mig själv" for exchange in plan.exchanges)
        if not turn.view.neutral:
            (own if mine else others).append(offered(turn.view))

    assert len(own) >= 8 and not any(own)
    assert others and all(others)


def test_every_shipped_plan_passes_the_gate(edition: Edition) -> None:
    """What `fragestod check` says of the plans: nothing."""
    found = replayed(edition.program, files(ROOT / "dialogs"))

    assert [fault for each in found for fault in each.faults] == []
    assert [each.replay and each.replay.today for each in found] == list(PLANS)


def test_every_sector_has_four_plans_or_more() -> None:
    """No sector is left without written conversations, and each plan says what its situation is."""
    sectors = [plan.given.get("sector") for plan in PLANS]

    assert all(sectors.count(sector) >= 4 for sector in ("health", "dental", "social")), sectors
    assert [plan.name for plan in PLANS if not plan.about] == []


def test_the_entry_says_that_nobody_has_signed_as_long_as_nobody_has(talks: Talks, edition: Edition) -> None:
    """The words about what is not reviewed stand at the entry, to staff, exactly while something is not signed."""
    unsigned = not is_signed(edition.signatures, edition.release.files)
    said = " ".join(line.text.text for line in talks.begin(DOOR, unit=1).view.lines if line.audience.value == "staff")

    assert ("inte granskat" in said) is unsigned
