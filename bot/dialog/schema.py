"""What an author may write, as pydantic models; the JSON Schema for editors is generated from them.

Only shapes live here. What names mean, and whether they exist, is settled in `bind` and `compile`.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

STEP_ID = r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$"
FACT_ID = r"^[a-z][a-z0-9_]*$"
STEP = r"^[a-z][a-z0-9-]*\.[a-z][a-z0-9-]*$"
DIALOG_OR_STEP = r"^[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*)?$"
STEP_TIMES = r"^([2-9] )?[a-z][a-z0-9-]*\.[a-z][a-z0-9-]*$"
ANY_FACT = r"^([a-z][a-z0-9-]*\.)?[a-z][a-z0-9_]*$"
RULE_ID = r"^[A-Z][0-9]{2,3}[a-z]?$"
CHECK = r"^([A-Z][0-9]{3}|tests/[a-z_/]+\.py::test_[a-z0-9_]+)$"
DIALOG_FACT = r"^[a-z][a-z0-9-]*\.[a-z][a-z0-9_]*$"
PAGE = r"^([a-z-]+\.md)?$"
CLAUSE = r"^[A-Z][0-9]{2,3}$"
DAY = r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"
ADDRESS = r"^https?://"
ROW = r"^[DI][0-9]{2,3}$"
FINGERPRINT = r"^[0-9a-f]{64}$"
LINE_MARK = r"^[a-z][a-z0-9-]*\.[a-z][a-z0-9-]*/[0-9a-f]{12}$"
LANGUAGE = r"^[a-z]{2,3}(-[a-z]+)*$"
RANGE = re.compile(r"^(-?[0-9]{1,4})\.\.(-?[0-9]{1,4})$")

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1500)]
Label = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80)]
Name = Annotated[str, StringConstraints(pattern=STEP_ID, max_length=60)]
FactName = Annotated[str, StringConstraints(pattern=FACT_ID, max_length=40)]
Condition = Annotated[str, StringConstraints(min_length=1, max_length=600)]
YesNo = Literal["yes", "no"]
Day = Annotated[str, StringConstraints(pattern=DAY)]
Sector = Literal["health", "dental", "social"]
Stage = Literal["prepare", "ask", "respond", "danger", "children", "refer", "document", "close"]
Level = Literal["must", "must-not", "should", "may", "rule"]
Deadline = Literal["now", "before-leaving", "same-day", "days", "organisation"]
Decider = Literal["anyone", "self", "staff", "clinician", "manager", "person", "board"]
Trust = Literal["verified", "older", "not-verified", "proposal"]
Door = Literal["emergency", "police", "social", "child", "care", "line", "inside", "plan"]


class Shape(BaseModel):
    """Base of all author's shapes: unknown keys are faults, values keep their text."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


def _empty(value: object) -> object:
    return {} if value is None else value


Sign = Literal["yes", "no", "stop", "afraid", "pain", "home", "alone", "languages"]
"""What a person can point at: a picture, or the names of all languages."""


Listener = Literal["person", "colleague"]
"""To whom something is said aloud: the person, or a colleague, a line or an authority, in the language of staff."""


class Passage(Shape):
    """A text and its audience: exactly one of staff, aloud, shown. point: what stands below a text that is shown.
    to: who hears what is said aloud."""

    staff: Text | None = None
    aloud: Text | None = None
    shown: Text | None = None
    point: list[Sign] = Field(default_factory=list)
    to: Listener = "person"
    when: Condition | None = None


class Choice(Shape):
    """What one answer does."""

    set: dict[FactName, str] = Field(default_factory=dict)
    do: list[Name] = Field(default_factory=list)
    go: Name | None = None
    when: Condition | None = None


class Option(Shape):
    """What one tick of a choose-several step does."""

    set: dict[FactName, str] = Field(default_factory=dict)
    do: list[Name] = Field(default_factory=list)
    when: Condition | None = None


class Branch(Shape):
    """One line of a route; without `when` it always holds."""

    when: Condition | None = None
    go: Name


class Step(Shape):
    """One step. Which keys go together is checked by the loader (S005)."""

    title: Label | None = None
    say: list[Passage] = Field(default_factory=list)
    ask: Text | None = None
    choices: dict[Label, Annotated[Choice, BeforeValidator(_empty)]] | None = None
    several: dict[Label, Annotated[Option, BeforeValidator(_empty)]] | None = None
    none: Label | None = None
    number: FactName | None = None
    pick: FactName | None = None
    route: list[Branch] | None = None
    call: Name | None = None
    with_: dict[FactName, str] = Field(default_factory=dict, alias="with")
    results: dict[FactName, FactName] = Field(default_factory=dict)
    finish: Name | None = None
    neutral: YesNo = "no"
    set: dict[FactName, str] = Field(default_factory=dict)
    do: list[Name] = Field(default_factory=list)
    when: Condition | None = None
    go: Name | None = None
    why: Text | None = None
    sources: list[Name] = Field(default_factory=list)


FactValues = list[str] | str


class Limits(Shape):
    """How long a guide may be, and how much of it plans must reach.

    taps, words, seconds: of its own screens in the longest conversation; in house.yaml of the whole conversation.
    coverage: percent of its steps and answers that plans reach; in house.yaml for guides that say nothing.
    """

    taps: Annotated[int, Field(ge=1, le=999)] | None = None
    words: Annotated[int, Field(ge=1, le=99_999)] | None = None
    seconds: Annotated[int, Field(ge=1, le=99_999)] | None = None
    coverage: Annotated[int, Field(ge=1, le=100)] | None = None


class Stretch(Shape):
    """How long conversations may be until they come to one of these places: dialogs, or steps as `dialog.step`."""

    until: Annotated[list[str], Field(min_length=1)]
    taps: Annotated[int, Field(ge=1, le=999)] | None = None
    words: Annotated[int, Field(ge=1, le=99_999)] | None = None
    seconds: Annotated[int, Field(ge=1, le=99_999)] | None = None


class Dialog(Shape):
    """One dialog file. `reviewed` says nothing any more: who has signed stands in signatures.yaml.

    telegram: no where its texts may not pass through another company's servers; a link to the web stands there.
    """

    dialog: Name
    title: Label
    for_: list[Sector] = Field(default=["health", "dental", "social"], alias="for")
    stage: Stage = "prepare"
    entry: YesNo = "no"
    private: YesNo = "no"
    telegram: YesNo = "yes"
    reviewed: Literal["none"] = "none"
    limits: Limits = Limits()
    parameters: dict[FactName, FactValues] = Field(default_factory=dict)
    facts: dict[FactName, FactValues] = Field(default_factory=dict)
    results: list[FactName] = Field(default_factory=list)
    steps: Annotated[dict[Name, Step], Field(min_length=1)]


class FactsFile(Shape):
    """The file facts.yaml."""

    facts: dict[FactName, FactValues]


class Variant(Shape):
    """What an action is instead, where the condition holds."""

    when: Condition
    rows: list[str] | None = None
    level: Level | None = None
    text: Text | None = None
    details: list[Text] | None = None
    deadline: Deadline | None = None
    decides: Decider | None = None
    basis: list[Name] | None = None
    contacts: list[Name] | None = None
    door: Door | None = None


class Action(Shape):
    """One thing that can have to be done.

    contacts: whom to turn to, best first. reserves: who never stands in for one of them that does not answer; to turn
    to those is forbidden here, or another's to decide.
    """

    rows: list[Annotated[str, StringConstraints(pattern=ROW)]] = Field(default_factory=list)
    order: Annotated[int, Field(ge=0, le=999)]
    level: Level
    text: Text
    details: list[Text] = Field(default_factory=list)
    deadline: Deadline
    decides: Decider
    basis: list[Name] = Field(default_factory=list)
    contacts: list[Name] = Field(default_factory=list)
    reserves: list[Name] = Field(default_factory=list)
    door: Door
    variants: list[Variant] = Field(default_factory=list)


class ActionsFile(Shape):
    """The file actions.yaml."""

    actions: dict[Name, Action]


class Source(Shape):
    """One source."""

    title: Text
    url: Annotated[str, StringConstraints(pattern=ADDRESS)] | None = None
    read: Day | Literal["undated"] = "undated"
    trust: Trust
    checked: Day
    valid_until: Day
    note: Text | None = None


class SourcesFile(Shape):
    """The file sources.yaml."""

    sources: dict[Name, Source]


class Jump(Shape):
    """A dialog one tap away at every step."""

    dialog: Name
    label: Label
    kind: Literal["go", "call"] = "go"
    times: Annotated[int, Field(ge=1, le=7)] = 1
    when: Condition | None = None


class Panel(Shape):
    """The acute panel that every page carries."""

    title: Label
    say: list[Passage] = Field(default_factory=list)
    contacts: list[Name] = Field(default_factory=list)


class Cover(Shape):
    """What Hide shows."""

    title: Label
    lines: list[Text]


class Unsigned(Shape):
    """Words, to staff only, for what nobody has signed yet."""

    law: Text
    clinic: Text
    numbers: Text


class Freshness(Shape):
    """When facts are old. soon: days ahead that it is told. review: days that a signature holds.

    expired: whether what is past its day stops a build; it never stops a program that serves.
    """

    soon: Annotated[int, Field(ge=0, le=366)] = 60
    review: Annotated[int, Field(ge=1, le=3660)] = 365
    expired: Literal["warning", "error"] = "warning"


WordCode = Literal[
    "T002", "T003", "T004", "T008", "T009", "T010", "T011", "T012", "T013",
    "T014", "T015", "T016", "T017", "T018", "T019", "T020", "T021", "T025",
]  # fmt: skip


class Exempt(Shape):
    """A text whose words stay although the lint finds fault with them, and why."""

    code: WordCode
    text: Text
    reason: Text
    language: Annotated[str, StringConstraints(pattern=LANGUAGE)] = "sv"


class Term(Shape):
    """A word that has to be said in one way. source: how Swedish words with it begin. words: language → parts of
    words, one of which the translation must have."""

    source: Annotated[list[Text], Field(min_length=1)]
    words: dict[Annotated[str, StringConstraints(pattern=LANGUAGE)], list[Text]]

    def is_in(self, text: str) -> bool:
        """Whether a Swedish text has the term."""
        return _beginning(tuple(self.source)).search(text) is not None


@cache
def _beginning(words: tuple[str, ...]) -> re.Pattern[str]:
    """A word that begins with one of these."""
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})", re.IGNORECASE)


class TermsFile(Shape):
    """The file terms.yaml."""

    terms: dict[Name, Term]


class Practice(Shape):
    """What a practice case has to be. decisions, lines, endings: the least of each. random: most percent of the points
    that one who draws lots may get in the mean; naive: the same for one who goes by place or length. words: in most
    percent of all decisions that one who has counted the words of the other cases may find the right line."""

    decisions: Annotated[int, Field(ge=1, le=99)] = 1
    lines: Annotated[int, Field(ge=2, le=6)] = 2
    endings: Annotated[int, Field(ge=1, le=9)] = 1
    random: Annotated[int, Field(ge=1, le=100)] = 100
    naive: Annotated[int, Field(ge=1, le=100)] = 100
    words: Annotated[int, Field(ge=1, le=100)] = 100


class House(Shape):
    """The file house.yaml. uncounted: values of `subject` that staff choose for their own sake; counted in no table."""

    given: list[FactName] = Field(default_factory=list)
    subject: Annotated[str, StringConstraints(pattern=DIALOG_FACT)] | None = None
    uncounted: list[str] = Field(default_factory=list)
    entries: list[Name] = Field(default_factory=list)
    jumps: list[Jump] = Field(default_factory=list)
    limits: Limits = Limits()
    stretches: list[Stretch] = Field(default_factory=list)
    betraying: dict[str, list[str]] = Field(default_factory=dict)
    acute: Panel | None = None
    cover: Cover | None = None
    unsigned: Unsigned | None = None
    exempt: list[Exempt] = Field(default_factory=list)
    freshness: Freshness = Freshness()
    practice: Practice = Practice()
