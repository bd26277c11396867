"""Which facts an action's forms hang on, in what is asked of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.check.apart import deciding, possible
from bot.conditions.core import And, Member
from bot.conversation.content import require_edition
from bot.dialog.model import Program
from bot.dialog.schema import Action

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def program() -> Program:
    """What ships."""
    return require_edition(ROOT / "dialogs", ROOT / "locales", None).program


def names(program: Program, slots: frozenset[int]) -> set[str]:
    """The facts of these slots."""
    return {program.facts[slot].name for slot in slots}


def test_only_facts_that_change_the_answer_decide(program: Program) -> None:
    """Who calls together is a duty in health care alone, whatever the channel that words it; the law hangs on more."""
    action = program.actions["contact-together"]
    assert names(program, deciding(program, action, lambda form: form.level)) == {"sector"}
    assert names(program, deciding(program, action, lambda form: form.text)) == {"sector", "channel", "kind"}
    assert deciding(program, action, lambda form: form.deadline) == frozenset()


def test_forms_that_differ_in_their_law_alone_are_one(program: Program) -> None:
    """To hold people apart is worded by where staff are, and rests on other laws by sector and provider."""
    action = program.actions["separate"]
    assert names(program, deciding(program, action, lambda form: form.text)) == {"channel", "kind"}
    assert names(program, deciding(program, action, lambda form: form.basis)) == {
        "channel",
        "kind",
        "sector",
        "provider",
    }


def test_what_a_rule_says_of_when_leaves_out_forms_that_cannot_hold_then(program: Program) -> None:
    """On the telephone no form of it holds anybody apart, so there is nothing to look for and no fact to look at."""
    action = program.actions["separate"]
    phone, room = (Member(program.slots["channel"], _of(program, name)) for name in ("phone", "room"))

    def apart(form: Action) -> bool:
        return "Håll dem isär" in form.text

    assert possible(program, action, apart, phone) == {False}
    assert deciding(program, action, apart, phone) == frozenset()
    assert possible(program, action, apart, room) == possible(program, action, apart, None) == {True, False}
    assert possible(program, action, apart, And((phone, Member(program.slots["alone"], frozenset((0,)))))) == {False}


def _of(program: Program, value: str) -> frozenset[int]:
    return frozenset((program.facts[program.slots["channel"]].domain.values.index(value),))
