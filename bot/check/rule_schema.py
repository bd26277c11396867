"""What a rule file may say: dialogs/rules/*.yaml. Shapes only; `rules` gives them meaning."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from bot.dialog.schema import Condition, Level, Name, Shape, Text

RuleId = Annotated[str, StringConstraints(pattern=r"^[A-Z]\d{2,3}[a-z]?$")]
Row = Annotated[str, StringConstraints(pattern=r"^[DI]\d{2,3}$")]


class Rule(Shape):
    """One rule. It speaks of every state that waits for a press and fits `at`, `dialogs`, `steps`, `neutral`, `when`.

    at: finish (endings), step (all), aloud (steps with a text to say or show). when: a condition on shared facts.
    facts: must hold. all, any, none: actions gathered so far. first: the first action of the ending is one of these.
    as_: strengths that each action of `all` may have. has_action: at least one action.
    """

    says: Text
    basis: list[Name] = []
    rows: list[Row] = []
    at: Literal["finish", "step", "aloud"] = "finish"
    dialogs: list[Name] = []
    steps: list[str] = []
    neutral: Literal["yes", "no"] | None = None
    when: Condition | None = None
    facts: Condition | None = None
    all: list[Name] = []
    any: list[Name] = []
    none: list[Name] = []
    first: list[Name] = []
    as_: list[Level] = Field(default=[], alias="as")
    has_action: Literal["yes"] | None = None


class RulesFile(Shape):
    """A file of rules by id."""

    rules: Annotated[dict[RuleId, Rule], Field(min_length=1)]
