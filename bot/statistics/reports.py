"""Named questions, answered from released tables and from nothing else: each gives a `Report` that knows no language.

What is shown is that the tool was *used*, never that somebody was asked: of the talk with a person it knows nothing.
A figure below the floor is withheld, a sum carries the ± of all its draws, and what cannot be told is said to be so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import Enum
from math import sqrt
from types import MappingProxyType

from bot.statistics.asked import EVERYBODY, WEEKLY, Asked, Reader
from bot.statistics.change import compare, effect, visits
from bot.statistics.contribution import LEFT, Use
from bot.statistics.figures import (
    Count,
    Figure,
    Kind,
    Label,
    Measure,
    Note,
    Panel,
    Report,
    Row,
    Shape,
    Why,
    add,
    share,
)
from bot.statistics.frame import CHANGES, GATES, NONE, OTHER, SECTORS, STAGES, USES, VERSIONS, Size
from bot.statistics.periods import Cadence, Period, period_of
from bot.statistics.shelf import Shelf, labels
from bot.statistics.tables import BY_KEY, Axis, Table

Answer = tuple[list[Panel], list[Note]]
ALL = Label(Kind.MEASURE, "all")
QUIET_WEEKS = 3
BY_MONTH_ONLY = "by-month-only"
"""The note of an answer by week whose every figure is counted by month."""


class Question(Enum):
    """What can be asked."""

    USE = "use"
    ENDINGS = "endings"
    SUBJECTS = "subjects"
    STEPS = "steps"
    DOORS = "doors"
    LANGUAGES = "languages"
    PRACTICE = "practice"
    EFFECT = "effect"
    COMPARE = "compare"
    VISITS = "visits"


TABLE_OF: Mapping[Question, Table] = MappingProxyType(
    {
        Question.SUBJECTS: BY_KEY["subject-quarter"],
        Question.STEPS: BY_KEY["furthest-quarter"],
        Question.DOORS: BY_KEY["outcome-quarter"],
        Question.LANGUAGES: BY_KEY["surroundings-quarter"],
        Question.PRACTICE: BY_KEY["rounds-quarter"],
    }
)
"""The table that a question is read from, where it is one; the others are read from "use", by week and by month."""


def answer(question: Question, shelf: Shelf, sizes: Sequence[Size], asked: Asked) -> Report:
    """The answer to a question. Fetches released tables; computes nothing from anything else."""
    reader = Reader(shelf, sizes, asked)
    panels, notes = _ANSWERS[question](reader)
    whole = question in (Question.STEPS, Question.DOORS, Question.LANGUAGES, Question.COMPARE)
    if asked.unit and whole:
        notes.append(Note("whole-organisation"))
    elif reader.group and not reader.group.startswith("unit-"):
        notes.append(Note("counted-together", (reader.about,)))
    if all(panel.is_empty for panel in panels):
        reasons = {figure.why for panel in panels for row in panel.rows for figure in row.figures}
        notes.insert(
            0, Note(BY_MONTH_ONLY) if reasons == {Why.COARSER} else _when_first(reader, TABLE_OF.get(question))
        )
    elif any(_lacks_a_sum(row) for panel in panels for row in panel.rows):
        notes.append(Note("sum-withheld"))
    if asked.grain is Cadence.WEEK and reader.group is None and question in (Question.USE, Question.EFFECT):
        notes.append(Note("weekly-groups-only"))
    notes += [
        Note("cap-met", (Label(Kind.GROUP, group), Label(Kind.PERIOD, period.name)))
        for group, period in sorted(reader.met)
        if reader.group in (None, group)
    ]
    return Report(
        question.value,
        EVERYBODY if whole else reader.about,
        asked.first,
        asked.last,
        tuple(panels),
        tuple(notes),
        tuple(sorted(reader.sources.items())),
        reader.simulated,
    )


def _lacks_a_sum(row: Row) -> bool:
    """Whether the sum, which stands first, is withheld while one of its parts is shown: the noise of all parts is in
    it, so that its floor is higher, and it may lie below the part."""
    return row.figures[0].why is Why.FLOOR and any(figure.value is not None for figure in row.figures)


def _use(reader: Reader) -> Answer:
    """Use in time, by how conversations ended."""
    periods = reader.periods(reader.asked.grain)
    by_use = [reader.use(periods, (use,), reader.group) for use in USES]
    totals = reader.use(periods, USES, reader.group)
    rows = tuple(
        Row(Label(Kind.PERIOD, period.name), (totals[place].figure, *(each[place].figure for each in by_use)))
        for place, period in enumerate(periods)
    )
    notes = [Note("falling")] if _is_falling(totals) else []
    panels = [Panel("use", Shape.LINE, (ALL, *_named(Kind.USE, USES)), rows)]
    quiet = _quiet(reader) if reader.group is None else None
    return [*panels, *([quiet] if quiet else [])], notes


def _quiet(reader: Reader) -> Panel | None:
    """Groups that are released by week and had no visible use in the last three weeks of those asked for."""
    over = [week for week in reader.periods(Cadence.WEEK) if week.released_on <= reader.asked.today][-QUIET_WEEKS:]
    tables = reader.tables(WEEKLY, over)
    if len(tables) < QUIET_WEEKS:
        return None
    names = labels(tables[over[-1]], Axis.WEEKLY)
    counts = reader.use_of_each(over, USES)
    found = [(name, counts[name].figure) for name in names]
    rows = tuple(Row(Label(Kind.GROUP, name), (figure,)) for name, figure in found if figure.value is None)
    return Panel("quiet", Shape.BARS, (ALL,), rows) if rows else None


def _endings(reader: Reader) -> Answer:
    """How conversations ended, over all days asked for."""
    periods = [each for each in reader.periods(Cadence.MONTH) if each.released_on <= reader.asked.today]
    periods = periods or list(reader.periods(Cadence.MONTH))
    counts = {use: add(reader.use(periods, (use,), reader.group)) for use in USES}
    rows = tuple(
        Row(
            Label(Kind.USE, use),
            (counts[use].figure, share(counts[use], add(counts[other] for other in USES if other != use))),
        )
        for use in USES
    )
    columns = (ALL, Label(Kind.MEASURE, "share"))
    return [Panel("endings", Shape.BARS, columns, rows, (Measure.TALKS, Measure.PERCENT))], [Note("whole-months")]


def _subjects(reader: Reader) -> Answer:
    """What was chosen on the hub, each quarter; what was chosen most in the last one that is released stands first."""
    table, quarters = BY_KEY["subject-quarter"], reader.periods(Cadence.QUARTER)
    names = _names_of(reader, table, quarters, Axis.SUBJECT)
    chosen = {} if reader.group is None else {Axis.GROUPS: (reader.group,)}
    counts = {name: reader.sum(table, quarters, {**chosen, Axis.SUBJECT: (name,)}) for name in names}
    names.sort(key=lambda name: -next((each.value for each in reversed(counts[name]) if each.draws), 0))
    return [_by_quarter("subjects", Kind.SUBJECT, quarters, {name: counts[name] for name in names})], []


def _steps(reader: Reader) -> Answer:
    """How many reached each stage at least: a sum from the deepest up; how many came no further, and where most did."""
    table, quarters = BY_KEY["furthest-quarter"], reader.periods(Cadence.QUARTER)
    about = {Axis.SUBJECT: (reader.asked.subject,)} if reader.asked.subject else {}
    versions: list[tuple[str, ...]] = [VERSIONS, *((version,) for version in VERSIONS)]
    at = [
        [
            add(reader.sum(table, quarters, {**about, Axis.VERSION: version, Axis.FURTHEST: (stage,)}))
            for stage in STAGES
        ]
        for version in versions
    ]
    stopped = [*(each.figure for each in at[0][:-1]), Figure(None, None, Why.END)]
    rows = tuple(
        Row(Label(Kind.STAGE, stage), (*(add(each[place:]).figure for each in at), stopped[place]))
        for place, stage in enumerate(STAGES)
    )
    left = [each for each in at[0][:-1] if each.figure.value is not None]
    largest = STAGES[at[0].index(max(left, key=lambda each: each.value))] if left else ""
    notes = [Note("largest-drop", (Label(Kind.STAGE, largest),))] if largest else []
    if told := _versions(at[1], at[2]):
        notes.append(told)
    columns = (ALL, *_named(Kind.VERSION, VERSIONS), Label(Kind.MEASURE, "stopped"))
    measures = (*(Measure.TALKS for _ in columns[1:]), Measure.STOPPED)
    return [Panel("steps", Shape.STEPS, columns, rows, measures, largest)], [*notes, Note("stages-skipped")]


def _versions(start: Sequence[Count], changed: Sequence[Count]) -> Note | None:
    """Whether content that was changed within the quarter brings more to the end; None where too few talks tell."""
    shares = [share(each[-1], add(each[:-1])) for each in (start, changed)]
    (before, wide), (after, wider) = ((each.value, each.plus_minus) for each in shares)
    if before is None or after is None or wide is None or wider is None:
        return None
    # Each conversation ends by chance as well, so the noise is not all: add the spread of a share.
    chance = sum(
        100 * 100 * 1.96**2 * value / 100 * (1 - value / 100) / max(1, add(each).value)
        for value, each in ((before, start), (after, changed))
    )
    half = sqrt(wide**2 + wider**2 + chance)
    told = "versions-differ" if abs(after - before) > half else "versions-alike"
    return Note(told, numbers=(round(after - before, 1), round(half, 1)))


def _doors(reader: Reader) -> Answer:
    """Which door the first action of an ending opened, by sector; all quarters asked for together."""
    table, quarters = BY_KEY["outcome-quarter"], reader.periods(Cadence.QUARTER)
    names = _names_of(reader, table, quarters, Axis.DOOR)
    rows = tuple(
        Row(
            Label(Kind.DOOR, name),
            tuple(
                add(reader.sum(table, quarters, {Axis.DOOR: (name,), Axis.SECTOR: sectors})).figure
                for sectors in (SECTORS, *((sector,) for sector in SECTORS))
            ),
        )
        for name in names
    )
    return [Panel("doors", Shape.BARS, (ALL, *_named(Kind.SECTOR, SECTORS)), rows)], [Note("doors-first-action")]


def _languages(reader: Reader) -> Answer:
    """Languages of staff, and the doors they came by: of the whole organisation, never of a unit."""
    table, quarters = BY_KEY["surroundings-quarter"], reader.periods(Cadence.QUARTER)
    panels = []
    for key, axis, kind in (
        ("languages", Axis.LANGUAGE, Kind.LANGUAGE),
        ("channels", Axis.CHANNEL, Kind.CHANNEL),
    ):
        names = _names_of(reader, table, quarters, axis)
        counts = {name: reader.sum(table, quarters, {axis: (name,)}) for name in names}
        panels.append(_by_quarter(key, kind, quarters, counts))
    return panels, []


def _practice(reader: Reader) -> Answer:
    """Rounds with scripted patients, in tables of their own: how many, of which case, which safety step was missed
    first, and how own confidence changed. The last two are of the whole organisation, whatever unit was asked for."""
    table, quarters = BY_KEY["rounds-quarter"], reader.periods(Cadence.QUARTER)
    chosen = {} if reader.group is None else {Axis.GROUPS: (reader.group,)}
    names = _names_of(reader, table, quarters, Axis.CASE)
    finished = tuple(name for name in names if not name.endswith(f"/{LEFT}") and name != OTHER)
    sums = [reader.sum(table, quarters, {**chosen, Axis.CASE: ends}) for ends in (names, finished)]
    rows = tuple(
        Row(Label(Kind.PERIOD, quarter.name), tuple(each[place].figure for each in sums))
        for place, quarter in enumerate(quarters)
    )
    columns = (ALL, Label(Kind.USE, Use.FINISHED.value))
    cases = dict.fromkeys(name.partition("/")[0] for name in finished)
    ends_of = {case: [name for name in names if name.startswith(f"{case}/")] for case in cases}
    of_case = {case: reader.sum(table, quarters, {**chosen, Axis.CASE: ends}) for case, ends in ends_of.items()}
    gates = BY_KEY["gates-quarter"]
    missed = {gate: reader.sum(gates, quarters, {Axis.GATE: (gate,)}) for gate in GATES}
    changes = [
        Row(Label(Kind.CHANGE, change), tuple(_change(reader, quarters, axis, change) for axis in CONFIDENCE))
        for change in CHANGES
        if change != NONE
    ]
    panels = [
        Panel("practice", Shape.BARS, columns, rows),
        _by_quarter("practice-cases", Kind.CASE, quarters, of_case),
        _by_quarter("practice-gates", Kind.GATE, quarters, missed),
        Panel("practice-change", Shape.BARS, _named(Kind.MEASURE, CONFIDENCE.values()), tuple(changes)),
    ]
    return panels, [Note("practice-apart"), Note("practice-limits"), Note("practice-gates")]


CONFIDENCE: Mapping[Axis, str] = MappingProxyType(
    {Axis.ASK: "confidence-ask", Axis.RECEIVE: "confidence-receive", Axis.NEXT: "confidence-next"}
)
"""The three own questions, each by its table and by its name."""


def _change(reader: Reader, quarters: Sequence[Period], axis: Axis, change: str) -> Figure:
    return add(reader.sum(BY_KEY[f"{axis.value}-quarter"], quarters, {axis: (change,)})).figure


_ANSWERS: Mapping[Question, Callable[[Reader], Answer]] = MappingProxyType(
    {
        Question.USE: _use,
        Question.ENDINGS: _endings,
        Question.SUBJECTS: _subjects,
        Question.STEPS: _steps,
        Question.DOORS: _doors,
        Question.LANGUAGES: _languages,
        Question.PRACTICE: _practice,
        Question.EFFECT: effect,
        Question.COMPARE: compare,
        Question.VISITS: visits,
    }
)


def _by_quarter(key: str, kind: Kind, quarters: Sequence[Period], counts: Mapping[str, Sequence[Count]]) -> Panel:
    columns = tuple(Label(Kind.PERIOD, quarter.name) for quarter in quarters)
    rows = tuple(Row(Label(kind, name), tuple(each.figure for each in found)) for name, found in counts.items())
    return Panel(key, Shape.BARS, columns, rows)


def _names_of(reader: Reader, table: Table, periods: Sequence[Period], axis: Axis) -> list[str]:
    """All labels that the tables of these periods have, in the order of the newest."""
    found: dict[str, None] = {}
    for figures in reversed(reader.tables(table, periods).values()):
        found.update(dict.fromkeys(labels(figures, axis)))
    return list(found)


def _named(kind: Kind, names: Iterable[str]) -> tuple[Label, ...]:
    return tuple(Label(kind, name) for name in names)


def _is_falling(totals: Sequence[Count]) -> bool:
    """Whether the second half of what is known is lower than the first by more than noise and chance explain."""
    known = [each for each in totals if each.draws]
    half = len(known) // 2
    if half < 2:
        return False
    first, second = add(known[:half]), add(known[-half:])
    spread = sqrt(first.variance + second.variance + max(first.value, 0) + max(second.value, 0))
    return first.value - second.value > 1.96 * spread


def _when_first(reader: Reader, table: Table | None) -> Note:
    """The sentence of an empty page: nothing is visible yet, or when the first figures come."""
    group = reader.group
    if table is None:
        table = WEEKLY if group is None or reader.group_of(reader.asked.unit).weekly else BY_KEY["use-month"]
    if reader.shelf.has(table):
        return Note("nothing-visible")
    now = Period(reader.asked.today, 1).begins
    return Note("first-release", when=period_of(now, table.cadence).released_on)
