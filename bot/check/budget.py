"""How long conversations are: the longest and the typical one, of each guide's own screens and in all; and the limits.

The longest is exact for the facts (`longest`), or two figures where the search was stopped: what a real conversation
needs, and what none exceeds. The typical is the median of the plans that pass a guide. Limits stand in a guide's head
for its own screens, and in house.yaml for whole conversations: `limits: {taps: 40, words: 900, seconds: 400}`, and for
conversations as far as some place: `stretches: [{until: [help], taps: 18}]`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from statistics import median_low

from bot.check.ceiling import Ceiling
from bot.check.ground import Measure
from bot.check.longest import LIMIT, Longest, longest, weigh
from bot.check.measures import BIT, Bits, Reading, Taps, seconds
from bot.check.plans import Replayed, replayed
from bot.check.stretch import places, until
from bot.check.watched import HOUSE
from bot.dialog import schema
from bot.dialog.model import Program, Release
from bot.dialog.tree import Path, read
from bot.engine.step import start, step
from bot.plans.replay import heading, label
from bot.problem import Problem, Severity, Span, nearest

GATE_LIMIT = 8_000
"""States of one search in `fragestod check`, which has little time; `fragestod plan budget` searches further."""
MILLI = 1000


@dataclass(frozen=True, slots=True)
class Talk:
    """A conversation: entry, what the door gave, answers."""

    entry: str
    given: tuple[int, ...]
    answers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """most: no conversation has more. reached: this many has `talk`; the same when the figure is exact.
    typical: median of the plans that pass, None when none does."""

    most: int
    reached: int
    talk: Talk
    typical: int | None

    @property
    def exact(self) -> bool:
        """Whether the longest is known."""
        return self.most == self.reached


@dataclass(frozen=True, slots=True)
class Row:
    """A guide's own screens, or whole conversations (guide None). seconds: whole ones. staff, spoken: words to read and
    to say in the conversation that takes longest. plans: how many pass."""

    guide: str | None
    taps: Figure
    seconds: Figure
    staff: int
    spoken: int
    plans: int


@dataclass(frozen=True, slots=True)
class Budget:
    """All rows, and the bits that the longest conversation needs in a button (at most, and of a real one)."""

    rows: tuple[Row, ...]
    bits: tuple[float, float]


def measure(
    release: Release,
    files: Mapping[str, bytes],
    progress: Callable[[str], None] = lambda name: None,
    limit: int = LIMIT,
) -> Budget:
    """Measure all guides and whole conversations.

    Args:
        release: what compiled.
        files: the plans, see `bot.plans.form.files`.
        progress: told what is measured as it begins.
        limit: states of one search.
    """
    program = release.program
    plans = [plan for plan in replayed(program, files) if plan.replay is not None and plan.replay.today is not None]
    rows = []
    for guide in (*program.dialogs, None):
        progress(guide or "whole conversations")
        rows.append(_row(program, guide, plans, limit))
    progress("bits")
    bits = Bits(program)
    found = _longest(program, bits, None, limit)[1]
    return Budget(tuple(rows), ((found.most + bits.given) / BIT, (found.reached + bits.given) / BIT))


def problems(release: Release, limit: int = GATE_LIMIT) -> list[Problem]:
    """B001 to B003 for each limit that a conversation exceeds; a warning where that is not proven. N002 for a stretch
    that ends nowhere."""
    program, house = release.program, release.house
    found = list(_nowhere(release))
    limits = [(d.where.file, ("limits",), d.id, d.limits) for d in program.dialogs.values()]
    found += _exceeded(release, program, (*limits, (HOUSE, ("limits",), None, house.limits)), limit)
    for number, stretch in enumerate(house.stretches):
        found += _exceeded(
            release, until(program, stretch.until), ((HOUSE, ("stretches", number), None, stretch),), limit
        )
    return found


def _nowhere(release: Release) -> Iterator[Problem]:
    """Where a stretch should end, but there is no such place."""
    known = places(release.program)
    tree = read(release.files[HOUSE].decode("utf-8-sig"), HOUSE)[0] if HOUSE in release.files else None
    for number, stretch in enumerate(release.house.stretches):
        for place, name in enumerate(stretch.until):
            if name not in known and tree:
                where = tree.span(("stretches", number, "until", place))
                yield Problem("N002", where, f"no dialog or step is called “{name}”", nearest(name, known))


def _exceeded(
    release: Release,
    program: Program,
    limits: Iterable[tuple[str, Path, str | None, schema.Limits | schema.Stretch]],
    states: int,
) -> Iterator[Problem]:
    """What exceeds these limits (file, place in it, guide, limits) in a program."""
    ceiling = Ceiling(program)
    for file, place, guide, own in limits:
        for code, name, allowed, measured, unit in _limited(program, guide, own):
            doubtful = [entry for entry, most in ceiling.most(measured).items() if most > allowed * unit]
            if not doubtful:
                continue
            entry, most = _longest(program, measured, allowed * unit, states, doubtful, ceiling)
            if most.most > allowed * unit:
                story = tuple(told(program, Talk(entry, most.given, most.answers)))
                yield _over(release, file, (*place, name), code, allowed, unit, most, story)


def _row(program: Program, guide: str | None, plans: list[Replayed], limit: int) -> Row:
    taps, reading = Taps(program, guide), seconds(program, guide)
    passing = [plan for plan in plans if guide is None or _passes(program, plan, guide)]
    slow = _figure(program, reading, passing, limit, MILLI)
    words = (Reading(program, 1, 0, guide), Reading(program, 0, 1, guide))
    staff, spoken = (weigh(program, word, slow.talk.entry, slow.talk.given, slow.talk.answers)[0] for word in words)
    return Row(guide, _figure(program, taps, passing, limit, 1), slow, staff, spoken, len(passing))


def _figure(program: Program, measured: Measure, plans: Iterable[Replayed], limit: int, unit: int) -> Figure:
    entry, found = _longest(program, measured, None, limit)
    weights = [weight for plan in plans for weight in _weight(program, measured, plan)]
    typical = median_low(weights) if weights else None
    talk = Talk(entry, found.given, found.answers)
    return Figure(_whole(found.most, unit), _whole(found.reached, unit), talk, typical and _whole(typical, unit))


def _whole(number: int, unit: int) -> int:
    """So many units, begun ones counted."""
    return -(-number // unit)


def _longest(
    program: Program,
    measured: Measure,
    enough: int | None,
    limit: int,
    entries: Iterable[str] = (),
    ceiling: Ceiling | None = None,
) -> tuple[str, Longest]:
    """The heaviest conversation of these entries (of all when none is named), and its entry."""
    each = tuple(entries) or program.entries
    found = [(entry, longest(program, measured, entry, enough=enough, limit=limit, ceiling=ceiling)) for entry in each]
    most = max(each.most for _, each in found)
    entry, best = max(found, key=lambda pair: pair[1].reached)
    return entry, replace(best, most=most)


def _weight(program: Program, measured: Measure, plan: Replayed) -> Iterator[int]:
    if plan.plan is not None and plan.replay is not None:
        facts = (program.facts[slot] for slot in program.given)
        given = tuple(fact.domain.index(plan.plan.given.get(fact.name, "")) or 0 for fact in facts)
        yield weigh(program, measured, plan.plan.entry, given, plan.replay.answers)[0]


def _passes(program: Program, plan: Replayed, guide: str) -> bool:
    states = plan.replay.states if plan.replay else ()
    return any(program.nodes[state[0]].dialog == guide for state in states)


def _limited(
    program: Program, guide: str | None, limits: schema.Limits | schema.Stretch
) -> Iterator[tuple[str, str, int, Measure, int]]:
    """(code, name, limit, measure, unit) of each limit that is set."""
    if limits.taps is not None:
        yield "B001", "taps", limits.taps, Taps(program, guide), 1
    if limits.seconds is not None:
        yield "B002", "seconds", limits.seconds, seconds(program, guide), MILLI
    if limits.words is not None:
        yield "B003", "words", limits.words, Reading(program, 1, 1, guide), 1


def _over(
    release: Release, file: str, place: Path, code: str, allowed: int, unit: int, found: Longest, story: tuple[str, ...]
) -> Problem:
    tree = read(release.files[file].decode("utf-8-sig"), file)[0]
    where, name = tree.span(place) if tree else Span(file), place[-1]
    most, reached = _whole(found.most, unit), _whole(found.reached, unit)
    if found.reached <= allowed * unit:
        what = f"not proven: a conversation may need {most} {name}, {reached} were found; the limit is {allowed}"
        return Problem(code, where, what, "see fragestod plan budget, or raise the limit", Severity.WARNING)
    least = "" if most == reached else "at least "
    what = f"the longest conversation needs {least}{reached} {name}; the limit is {allowed}"
    return Problem(code, where, what, "shorten a step of it, or raise the limit", story=story)


def told(program: Program, talk: Talk) -> Iterator[str]:
    """A conversation, a line a screen."""
    state = start(program, talk.entry, talk.given)[0]
    facts = (program.facts[slot] for slot in program.given)
    known = ", ".join(f"{f.name} {f.domain.values[v]}" for f, v in zip(facts, talk.given, strict=False) if v)
    if known:
        yield f"where {known}:"
    for answer in talk.answers:
        yield f"{heading(program.nodes[state[0]])} [{label(program, state, answer)}]"
        state = step(program, state, answer)[0]
    yield heading(program.nodes[state[0]])
