"""What the ledger may say: dialogs/rules/ledger.yaml. Shapes only; `ledger` and `screens` give them meaning."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from bot.dialog.schema import ANY_FACT, STEP, STEP_TIMES, Condition, FactName, Name, Shape

ALWAYS, OTHERWISE = "always", "otherwise"
StepName = Annotated[str, StringConstraints(pattern=STEP)]
Places = list[Annotated[str, StringConstraints(pattern=STEP_TIMES)]]
"""Steps: "danger.neck", or "3 danger.neck" where it happens there in three ways."""
AnyFact = Annotated[str, StringConstraints(pattern=ANY_FACT)]
"""A shared fact, or a dialog's own: dialog.fact."""
Cases = dict[Condition, Annotated[int, Field(ge=1, le=40)]]
"""Condition, or "always" → how many there are for that case."""


class Screen(Shape):
    """One step. only: when it is not skipped. staff, aloud, shown: how many sentences for whom, in which case.

    answers: how many answers or ticks are offered, in which case. next: step → how many answers lead there; without it
    all lead to the step that follows. calls: a dialog. ways: of a step that only leads on, where to and when, the first
    that holds; the last is "otherwise".
    """

    only: Condition | None = None
    staff: Cases = {}
    aloud: Cases = {}
    shown: Cases = {}
    answers: Cases = {}
    next: dict[Name, Annotated[int, Field(ge=1, le=40)]] = {}
    calls: Name | None = None
    ways: dict[Name, Condition] = {}


class Tap(Shape):
    """What is one tap away. kind: go leaves the talk, call comes back. when: when it is there."""

    kind: Literal["go", "call"]
    when: Condition | None = None


class Kept(Shape):
    """What the house must have at least. betraying: words by language; acute: contacts of the panel; given: facts.

    parts: keys of house.yaml that are filled. jumps: dialog → how and when it is one tap away.
    """

    parts: list[FactName] = []
    betraying: dict[str, list[str]] = {}
    acute: list[Name] = []
    given: list[FactName] = []
    jumps: dict[Name, Tap] = {}


class LedgerFile(Shape):
    """The content seen the other way round; what stands here is complete, a part that is left out is not looked at.

    facts: fact → its values, the first is what it begins with. house: see `Kept`. numbers: contact → the number to
    dial. always: contacts that answer day and night. gate: dialogs that nobody reads before the gate. screens: what is
    said and offered at each step. denials: step or action → how often its words deny. brings: action → the steps that
    bring it. writes: fact → value → the steps that write it; a value that a called dialog gives back is named after
    its fact.
    """

    facts: dict[FactName, Annotated[list[str], Field(min_length=1)]] = {}
    house: Kept = Kept()
    numbers: dict[Name, str] = {}
    always: list[Name] = []
    gate: list[Name] = []
    screens: dict[StepName, Screen] = {}
    denials: dict[StepName | Name, Annotated[int, Field(ge=1, le=40)]] = {}
    brings: dict[Name, Places] = {}
    writes: dict[AnyFact, dict[str, Places]] = {}
