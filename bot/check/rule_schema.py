"""What a rule file may say: dialogs/rules/*.yaml. Shapes only; `rules` and `demands` give them meaning."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from bot.dialog.schema import CLAUSE, DIALOG_OR_STEP, RULE_ID, Condition, Deadline, Level, Name, Shape, Text

RuleId = Annotated[str, StringConstraints(pattern=RULE_ID)]
Row = Annotated[str, StringConstraints(pattern=CLAUSE)]
Place = Annotated[str, StringConstraints(pattern=DIALOG_OR_STEP)]
"""A dialog, or one step of it: dialog.step."""
Phrase = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


ASKS = (
    "facts",
    "all",
    "any",
    "none",
    "first",
    "has_action",
    "open",
    "ends_neutral",
    "before",
    "not_before",
    "only",
    "within",
    "tells",
    "forbids",
    "offers",
)
"""The keys of a rule that say what must hold; the others say where, for whom and how."""


class Within(Shape):
    """At most so many taps away, whatever the rest of the talk was like: one of the places in `to`."""

    taps: Annotated[int, Field(ge=1, le=4)]
    to: Annotated[list[Place], Field(min_length=1)]


class Rule(Shape):
    """One rule: where it speaks, and what must hold there.

    Where: every state that waits for a press, or ends, and fits all of these that are given.
        at: finish (endings), step (all), turn (all that lead on), aloud (with a text to say or show), question (asks
            the person something).
        dialogs, steps, neutral, private: which screens. when: a condition on shared facts.
        after: one of these places was passed on the way. with: these actions have been gathered.
    What:
        facts: a condition that holds. all, any, none: actions gathered so far. first: the first action is one of these.
        as_, by: strengths and deadlines that each action of `all` may have, and one gathered action of `any` has.
        has_action: at least one action. open: an action has a contact that answers at any hour.
        ends_neutral: the ending is neutral.
        before, not_before: all, or none, of these places were passed on the way. only: it is one of these places.
        within: another place is near. tells, forbids: phrases that stand, or do not stand, in a text that is seen
        there (for `audiences`; at an ending also in the actions). offers: an answer begins with one of these.
    """

    says: Text
    basis: list[Name] = []
    rows: list[Row] = []
    at: Literal["finish", "step", "turn", "aloud", "question"] = "finish"
    dialogs: list[Name] = []
    steps: list[str] = []
    neutral: Literal["yes", "no"] | None = None
    private: Literal["yes", "no"] | None = None
    when: Condition | None = None
    after: list[Place] = []
    with_: list[Name] = Field(default=[], alias="with")
    facts: Condition | None = None
    all: list[Name] = []
    any: list[Name] = []
    none: list[Name] = []
    first: list[Name] = []
    as_: list[Level] = Field(default=[], alias="as")
    by: list[Deadline] = []
    has_action: Literal["yes"] | None = None
    open: Literal["yes"] | None = None
    ends_neutral: Literal["yes"] | None = None
    before: list[Place] = []
    not_before: list[Place] = []
    only: list[Place] = []
    within: Within | None = None
    tells: list[Phrase] = []
    forbids: list[Phrase] = []
    audiences: list[Literal["staff", "aloud", "shown"]] = []
    offers: list[Phrase] = []

    @property
    def asks(self) -> bool:
        """Whether it asks for anything at all; one that does not would hold everywhere."""
        return any(getattr(self, key) for key in ASKS)


class RulesFile(Shape):
    """A file of rules by id."""

    rules: Annotated[dict[RuleId, Rule], Field(min_length=1)]
