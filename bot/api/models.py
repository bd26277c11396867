"""What may stand in an address and what is answered, as models: they read, write and describe it.

The report of one question has its own schema (`bot/publish/report/report.schema.json`), which files have too.
"""

from __future__ import annotations

from datetime import date
from enum import Enum
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from bot.statistics.periods import Cadence
from bot.statistics.reports import Question
from bot.statistics.scope import QUESTIONS
from bot.statistics.tables import BY_KEY

MOST_AT_ONCE = 500
"""Entries of a list in one answer."""
_DAY = r"^20[23][0-9]-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-9]|3[01])$"


class Language(Enum):
    """Languages of words."""

    SV = "sv"
    EN = "en"


def _known_question(code: str) -> str:
    if question_of(code) is None:
        raise ValueError("there is no such question")
    return code


def _known_table(name: str) -> str:
    if name not in BY_KEY:
        raise ValueError("there is no such table")
    return name


def _written_whole(text: object) -> object:
    # A number of an address is digits alone; the reader of numbers would take "1_0" and " 1.0 ", too.
    if isinstance(text, str) and not (text.isascii() and text.isdigit()):
        raise ValueError("write digits alone")
    return text


QuestionCode = Annotated[
    str, AfterValidator(_known_question), Field(json_schema_extra={"enum": [each.value for each in QUESTIONS]})
]
TableName = Annotated[str, AfterValidator(_known_table), Field(json_schema_extra={"enum": list(BY_KEY)})]


def _real_day(text: str) -> str:
    date.fromisoformat(text)
    return text


Day = Annotated[
    str,
    Field(pattern=_DAY, json_schema_extra={"format": "date"}, examples=["2026-09-28"]),
    AfterValidator(_real_day),
]


class Query(BaseModel):
    """Fields of an address. A name that is not known is refused: a typing error would give other figures in silence."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class NoQuery(Query):
    """No fields."""


class Worded(Query):
    """The language of all words."""

    language: Language | None = Field(None, description="Language of all words; else Accept-Language, else Swedish.")


class Paged(Query):
    """A part of a list."""

    limit: Annotated[int, Field(ge=1, le=MOST_AT_ONCE), BeforeValidator(_written_whole)] = Field(
        100, description="How many entries at most."
    )
    after: Annotated[int, Field(ge=0, le=10_000_000), BeforeValidator(_written_whole)] = Field(
        0, description="Go on after this one: `next` of the answer before."
    )


class FiguresQuery(Worded):
    """What is asked. Periods that the days cut are taken whole."""

    first: Day | None = Field(None, alias="from", description="First day. Without it, 13 or 52 weeks back.")
    last: Day | None = Field(None, alias="to", description="Last day. Without it, last Sunday.")
    by: Cadence = Field(Cadence.WEEK, description="Step in time, for `use` and `effect`.")
    unit: Annotated[int, Field(ge=0, le=65535), BeforeValidator(_written_whole)] = Field(
        0, description="A unit's number; 0 is the whole organisation, for tokens that may see it."
    )
    subject: Annotated[str, Field(pattern=r"^[a-z0-9_-]{0,60}$")] = Field(
        "", description="For `steps`: one choice of the first page, by its code."
    )
    event: Day | None = Field(None, description="For `effect`: the day of what happened, such as a training.")

    @property
    def day(self) -> date | None:
        """Of the event."""
        return date.fromisoformat(self.event) if self.event else None


class DataQuery(Worded):
    """Which table."""

    table: TableName | None = Field(None, description="One table; without it all, one after the other.")


class LinesQuery(Query):
    """Which table."""

    table: TableName | None = Field(None, description="One table; without it all, one after the other.")


class Value(BaseModel):
    """An answer or a part of one."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Named(Value):
    """A code, and what it is called."""

    code: str
    name: str


class QuestionTold(Value):
    """A question that the token may ask. unit: whether it can be asked of one unit."""

    code: QuestionCode
    title: str
    unit: bool


class Questions(Value):
    """What can be asked, with the codes that stand in addresses."""

    questions: list[QuestionTold]
    subjects: list[Named]
    tables: list[TableName]


class UnitTold(Value):
    """A unit. counted_as: the code under which it is counted; small units are counted together."""

    number: int
    name: str
    sector: str
    municipality: str
    closed: bool
    counted_as: str | None


class Units(Value):
    """Units that the token may see, by number. next: where the next part goes on, null at the end."""

    units: list[UnitTold]
    next: int | None


class ReleaseTold(Value):
    """A released table. Once released it never changes."""

    name: str
    table: TableName
    period: str
    first: date
    last: date
    sha256: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
    simulated: bool


class Releases(Value):
    """Released tables by table and period. next: where the next part goes on, null at the end."""

    releases: list[ReleaseTold]
    next: int | None


class TokenTold(Value):
    """The token that asks. units: null for all. expires: the first day on which it works no more."""

    name: str
    account: str
    units: list[int] | None
    expires: date


class FieldProblem(Value):
    """A field of the address, and what is wrong with it."""

    field: str
    detail: str


class Problem(Value):
    """Why there is no answer (RFC 9457). errors: each field of the address that cannot be so."""

    type: str
    title: str
    status: int
    detail: str
    remedy: str
    errors: list[FieldProblem] = []


def days(query: FiguresQuery, usual: tuple[date, date]) -> tuple[date, date]:
    """First and last day asked for, in whichever order they were written."""
    first = date.fromisoformat(query.first) if query.first else None
    last = date.fromisoformat(query.last) if query.last else None
    if first is None and last is not None:
        first = last - (usual[1] - usual[0])
    return min(first or usual[0], last or usual[1]), max(first or usual[0], last or usual[1])


def question_of(code: str) -> Question | None:
    """The question of a code, None when there is none such."""
    return next((question for question in QUESTIONS if question.value == code), None)
