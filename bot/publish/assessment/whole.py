"""A round in words, with all that is shown of it: page, PDF, Excel and CSV are drawn from this one value. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from bot.assess.answers import Given, Sheet
from bot.assess.average import Average, averages
from bot.assess.kept import Kept
from bot.assess.result import WEIGHT, Profile, Rated, Result, judge
from bot.assess.rounds import Round, Why, steps, stretches
from bot.dialog.assessment_schema import TOP, Key
from bot.publish.assessment.document import Shown, Words, show


@dataclass(frozen=True, slots=True)
class Contributes:
    """What this program has, in a language: titles of guides and of the reports' questions by name, and what each
    clause of the decision table says."""

    guides: Mapping[str, str]
    clauses: Mapping[str, str]
    questions: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Area:
    """An area. percent: None when nothing that counts was answered. unmet: demands there that are not met. average: of
    the organisation's own units."""

    title: str
    percent: int | None
    answered: int
    asked: int
    unknown: int
    unmet: int
    reached: int
    possible: int
    average: Average | None


@dataclass(frozen=True, slots=True)
class Change:
    """An area in the round before and in this one, both over what was answered in both; `why` it cannot be compared."""

    title: str
    then: int | None
    now: int | None
    points: int | None
    why: str


@dataclass(frozen=True, slots=True)
class Moved:
    """A statement that went up or down, or that cannot be compared."""

    key: Key
    says: str
    then: str
    now: str
    levels: int | None
    why: str


@dataclass(frozen=True, slots=True)
class Said:
    """A statement with its answer. sum: how its priority came about, "" where there is nothing to do."""

    key: Key
    area: str
    says: str
    force: str
    answer: str
    evidence: str
    weight: int
    sum: str


@dataclass(frozen=True, slots=True)
class Act:
    """A row of the plan. follow: where one sees that it helped."""

    key: Key
    says: str
    answer: str
    measure: str
    role: str
    month: str
    status: str
    follow: str


@dataclass(frozen=True, slots=True)
class Claim:
    """A row of the clause matrix: what is demanded or advised, the own rating, what this program contributes, and what
    can be shown."""

    key: Key
    force: str
    basis: str
    says: str
    answer: str
    guides: tuple[str, ...]
    clauses: tuple[str, ...]
    question: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Whole:
    """A round in words. day: on which it was put together. last: the month in which the round before was closed, ""
    when there is none. units: how many stand behind the averages. tool: (area's number, percent) of another tool."""

    language: str
    title: str
    about: str
    day: date
    areas: tuple[Area, ...]
    shown: Shown
    result: Result
    last: str
    changes: tuple[Change, ...]
    moved: tuple[Moved, ...]
    units: int
    said: tuple[Said, ...]
    plan: tuple[Act, ...]
    claims: tuple[Claim, ...]
    tool: tuple[tuple[str, int], ...]
    alt: str


def whole(
    words: Words,
    kept: Kept,
    whose: str,
    day: date,
    contributes: Contributes,
    last: Kept | None = None,
    units: Iterable[Sheet] = (),
) -> Whole:
    """last: the round before. units: the newest answers of the organisation's own units, to the same statements."""
    frame, assessment, sheet, head = kept.form.frame, kept.assessment, kept.sheet, kept.head
    result, sheets = judge(frame, assessment, sheet), list(units)
    beside = averages(frame, assessment, sheets)
    areas = tuple(_area(words, profile, result, beside.get(profile.area)) for profile in result.areas)
    then, now = Round(last.head.version, last.sheet) if last else None, Round(head.version, sheet)
    state = words.word("is-closed", month=head.ended) if head.ended else words.word("is-open")
    title = words.of_frame(assessment.title)
    return Whole(
        language=words.language,
        title=words.word("of", title=title, whose=whose),
        about=f"{words.word('begun')} {head.begun}, {state}",
        day=day,
        areas=areas,
        shown=show(words, result),
        result=result,
        last=last.head.ended if last else "",
        changes=tuple(_changes(words, kept, then, now)) if then else (),
        moved=tuple(_moved(words, kept, then, now)) if then else (),
        units=len(sheets) if beside else 0,
        said=tuple(_said(words, key, sheet.get(key)) for key in assessment.statements),
        plan=tuple(_plan(words, kept)),
        claims=tuple(_claim(words, kept, key, contributes) for key in assessment.statements),
        tool=tuple((name, int(value)) for name, value in sorted(kept.entries["tool"].items(), key=_number) if value),
        alt=", ".join(f"{area.title} {percent(words, area.percent)}" for area in areas),
    )


def percent(words: Words, figure: int | None) -> str:
    """A figure as it is read."""
    return words.word("profile-none") if figure is None else f"{figure} %"


def evidence(words: Words, given: Given) -> str:
    """What can be shown for an answer."""
    proof = words.form.frame.proofs(given.level).get(given.proof, "")
    return ", ".join(filter(None, (words.of_frame(proof) if proof else "", given.month)))


def _number(entry: tuple[str, str]) -> int:
    return int(entry[0])


def _area(words: Words, profile: Profile, result: Result, average: Average | None) -> Area:
    unmet = sum(rated.statement.area == profile.area for rated in result.unmet)
    title = words.of_frame(words.form.frame.areas[profile.area].title)
    numbers = (profile.percent, profile.answered, profile.asked, profile.unknown, unmet)
    return Area(title, *numbers, profile.reached, profile.possible, average)


def _changes(words: Words, kept: Kept, then: Round, now: Round) -> Iterator[Change]:
    for stretch in stretches(kept.form.frame, kept.assessment, then, now):
        before, after = (each.percent if each else None for each in (stretch.then, stretch.now))
        why = words.word(f"why-{stretch.why.value}") if stretch.why else ""
        title = words.of_frame(kept.form.frame.areas[stretch.area].title)
        yield Change(title, before, after, stretch.points, why)


def _moved(words: Words, kept: Kept, then: Round, now: Round) -> Iterator[Moved]:
    for step in steps(kept.assessment, then, now):
        said = [each.said if each else None for each in (step.then, step.now)]
        if step.levels == 0 or said == [None, None] or (said[0] == said[1] and step.why is not Why.CHANGED):
            continue
        before, after = (words.level(each.said) if each else words.word("clash-none") for each in (step.then, step.now))
        why = words.word(f"why-{step.why.value}") if step.why else ""
        yield Moved(step.key, words.says(step.key), before, after, step.levels, why)


def _said(words: Words, key: Key, given: Given | None) -> Said:
    statement = words.assessment.statements[key]
    area = words.of_frame(words.form.frame.areas[statement.area].title)
    start = (key, area, words.says(key), words.word(statement.force))
    if given is None:
        return Said(*start, words.word("no-answer"), "", 0, "")
    rated = Rated(key, statement, given)
    return Said(*start, words.level(given.said), evidence(words, given), rated.priority, priority_sum(words, rated))


def priority_sum(words: Words, rated: Rated) -> str:
    """How a priority came about, so that it can be worked out by hand."""
    if not rated.priority:
        return ""
    weight, safety = WEIGHT[rated.statement.force], rated.statement.safety
    why = words.word(f"safety-{safety}")
    product = f"{TOP - rated.given.level} · {weight} · {safety} = {rated.priority}"
    return f"{product} ({words.word(rated.statement.force)}; {why})"


def _plan(words: Words, kept: Kept) -> Iterator[Act]:
    frame = kept.form.frame
    for key in kept.assessment.statements:
        planned = kept.plan.get(key)
        if planned is None:
            continue
        measure, given = frame.measures[planned.measure], kept.sheet.get(key)
        yield Act(
            key,
            words.says(key),
            words.level(given.said) if given else words.word("clash-none"),
            words.of_frame(measure.says),
            words.of_frame(frame.roles[planned.role]),
            planned.month,
            words.word(f"status-{planned.status}"),
            words.word(f"follow-{measure.follow}"),
        )


def _claim(words: Words, kept: Kept, key: Key, contributes: Contributes) -> Claim:
    statement, given = kept.assessment.statements[key], kept.sheet.get(key)
    return Claim(
        key,
        words.word(statement.force),
        words.of(key, statement.basis),
        words.says(key),
        words.level(given.said) if given else words.word("no-answer"),
        tuple(contributes.guides[name] for name in statement.guides if name in contributes.guides),
        tuple(f"{name} {contributes.clauses[name]}" for name in statement.clauses if name in contributes.clauses),
        contributes.questions.get(statement.question or "", ""),
        evidence(words, given) if given else "",
    )
