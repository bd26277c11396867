"""What an answer is made of: figures with their ±, or the reason why there is none, in panels that name no language.

Whoever draws one (terminal, page, CSV, Excel, PDF, picture) draws it from these values and from nothing else, so that
the same question shows the same figures everywhere.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from math import sqrt

from bot.statistics.law import Draws, floor, plus_minus, variance


class Why(Enum):
    """Why there is no figure.

    FLOOR: an empty cell could have given it. NOT_YET: its period still runs. NOT_ASKED: the lists of that period had
    no such place. COARSER: counted by month only. FEW: too few for a share. UNRELEASED: nothing was released. PART: not
    all units that are counted together have given what it is a share of. NOT_GIVEN: no unit has. END: nobody stops at
    the last stage, where a guide ends.
    """

    FLOOR = "floor"
    NOT_YET = "not-yet"
    NOT_ASKED = "not-asked"
    COARSER = "coarser"
    FEW = "few"
    UNRELEASED = "unreleased"
    PART = "part"
    NOT_GIVEN = "not-given"
    END = "end"


class Kind(Enum):
    """What a label names."""

    PERIOD = "period"
    GROUP = "group"
    USE = "use"
    SUBJECT = "subject"
    STAGE = "stage"
    VERSION = "version"
    SECTOR = "sector"
    DOOR = "door"
    LANGUAGE = "language"
    CHANNEL = "channel"
    MEASURE = "measure"
    CASE = "case"
    GATE = "gate"
    CHANGE = "change"


class Shape(Enum):
    """How a panel is drawn: points in time, bars, steps that grow fewer, or dots side by side."""

    LINE = "line"
    BARS = "bars"
    STEPS = "steps"
    DOTS = "dots"


class Measure(Enum):
    """What a column's numbers are."""

    TALKS = "talks"
    PERCENT = "percent"
    PER_HUNDRED_STAFF = "per-hundred-staff"
    PER_HUNDRED_VISITS = "per-hundred-visits"
    OWN = "own"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Label:
    """A name without a language, such as (GROUP, "unit-12") or (PERIOD, "2026-w47")."""

    kind: Kind
    name: str


@dataclass(frozen=True, slots=True)
class Figure:
    """value: None when it is not shown; `why` then says why, and `when` on which day it is released.
    plus_minus: half the width of a 95 % interval, in the unit of the value; None for a number without noise."""

    value: float | None
    plus_minus: float | None = None
    why: Why | None = None
    when: date | None = None


@dataclass(frozen=True, slots=True)
class Count:
    """A sum of released cells as they were frozen, also below zero. draws: of noise that it holds; without any there
    is no figure, and `why` and `when` say why."""

    value: int = 0
    draws: Draws = ()
    why: Why = Why.UNRELEASED
    when: date | None = None

    @property
    def variance(self) -> float:
        """Of its noise; variances of a sum add exactly."""
        return variance(self.draws)

    @property
    def figure(self) -> Figure:
        """As it may be shown: withheld below the floor of its own law."""
        if not self.draws:
            return Figure(None, None, self.why, self.when)
        shown = self.value >= floor(self.draws)
        return Figure(self.value if shown else None, plus_minus(self.draws), None if shown else Why.FLOOR)


def add(counts: Iterable[Count]) -> Count:
    """The sum; cells must differ, or noise that is one would be taken for two. Parts without a figure add nothing."""
    value, draws, last = 0, dict[int, int](), Count()
    for count in counts:
        value += count.value
        last = count
        for cost, number in count.draws:
            draws[cost] = draws.get(cost, 0) + number
    return Count(value, tuple(sorted(draws.items())), last.why, last.when)


LEAST_WHOLE, LEAST_TIMES = 30, 4
"""A share is told of at least 30, and of at least four times the ± of the whole."""


def share(part: Count, rest: Count) -> Figure:
    """Per cent that a part is of part and rest together; its ± from both draws, to first order."""
    whole = add((part, rest))
    if not whole.draws:
        return whole.figure
    if whole.value < LEAST_WHOLE or whole.value < LEAST_TIMES * plus_minus(whole.draws):
        return Figure(None, None, Why.FEW)
    found = part.value / whole.value
    spread = sqrt((1 - found) ** 2 * part.variance + found**2 * rest.variance) / whole.value
    return Figure(round(100 * min(max(found, 0), 1), 1), round(100 * 1.959964 * spread, 1))


def per_hundred(count: Count, among: int) -> Figure:
    """How many for each hundred of what is known without noise, such as staff or visits."""
    figure = count.figure
    if not among:
        return Figure(None, None, Why.NOT_ASKED)
    wide = None if figure.plus_minus is None else round(100 * figure.plus_minus / among, 1)
    return Figure(None if figure.value is None else round(100 * figure.value / among, 1), wide, figure.why, figure.when)


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a panel: one figure for each column."""

    label: Label
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Panel:
    """One table and its picture. mark: the row at which something is marked, such as an event or the largest drop."""

    key: str
    shape: Shape
    columns: tuple[Label, ...]
    rows: tuple[Row, ...]
    measures: tuple[Measure, ...] = ()
    mark: str = ""

    def measure(self, column: int) -> Measure:
        """What a column's numbers are."""
        return self.measures[column] if self.measures else Measure.TALKS

    @property
    def is_empty(self) -> bool:
        """Whether it shows no figure of the tool's own."""
        counted = [place for place in range(len(self.columns)) if self.measure(place) is not Measure.OWN]
        return all(row.figures[place].value is None for row in self.rows for place in counted)


@dataclass(frozen=True, slots=True)
class Note:
    """A sentence by its key, with what stands in it."""

    key: str
    labels: tuple[Label, ...] = ()
    numbers: tuple[float, ...] = ()
    when: date | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """The answer to a question. about: whom it holds. sources: names and hashes of the releases it was read from, so
    that the same answer can be known again. simulated: at least one of them says that it was made up."""

    question: str
    about: Label
    first: date
    last: date
    panels: tuple[Panel, ...]
    notes: tuple[Note, ...] = ()
    sources: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    simulated: bool = False
