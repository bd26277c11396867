"""What the plans reach: each step, each answer, and each condition both ways and for each value its author named.

A condition's values: those that stand in it, one by one, and all the rest as one. A limit stands in a guide's head
(`limits: {coverage: 90}`), or in house.yaml for all guides: percent of its steps and answers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

from bot.check.plans import Replayed, replayed
from bot.check.watched import HOUSE, Notes, Point, answer_path, classes, watched
from bot.conditions.domain import Domain
from bot.dialog.flow import own_answers
from bot.dialog.model import Kind, Program, Release
from bot.dialog.tree import Path, Tree, read
from bot.problem import Problem, Span

MOST_NAMED = 4
"""So many values of "the rest" are named; more are counted."""


class Sort(Enum):
    """What can be reached: a step, an answer, an outcome of a condition, a value in it."""

    STEP = "steps"
    ANSWER = "answers"
    OUTCOME = "outcomes"
    VALUE = "values"


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that plans can reach. what: for people. where: its place, None until somebody asks (see `placed`)."""

    sort: Sort
    file: str
    path: Path
    what: str
    reached: bool


@dataclass(frozen=True, slots=True)
class Coverage:
    """All items, file by file, and the plans that were replayed."""

    items: tuple[Item, ...]
    plans: tuple[Replayed, ...]

    @property
    def files(self) -> tuple[str, ...]:
        """The files that have items, guides first, as they were loaded."""
        return tuple(dict.fromkeys(item.file for item in self.items))

    def count(self, file: str | None, *sorts: Sort) -> tuple[int, int]:
        """(reached, all) items of these sorts in a file; None: in all files."""
        chosen = [item.reached for item in self.items if item.sort in sorts and file in (None, item.file)]
        return sum(chosen), len(chosen)


def percent(count: tuple[int, int]) -> int:
    """Whole percent, rounded down: 100 means all. Nothing to reach is all reached."""
    reached, every = count
    return 100 * reached // every if every else 100


def measure(release: Release, files: Mapping[str, bytes]) -> Coverage:
    """Replay the plans and see what they reach. files: see `bot.plans.form.files`."""
    program, points, notes = watched(release.program)
    plans = replayed(program, files)
    _read_aloud(program, plans)
    answered = dict(_answered(program, plans))
    items = [*_steps(program, notes), *_answers(program, answered), *_conditions(program, points, notes)]
    order = {item.file: None for item in items}
    return Coverage(tuple(item for file in order for item in items if item.file == file), plans)


def problems(release: Release, coverage: Coverage) -> list[Problem]:
    """P009 for each guide whose plans reach less than its limit."""
    found = []
    for dialog in release.program.dialogs.values():
        limit = dialog.limits.coverage or release.house.limits.coverage
        file = dialog.where.file
        reached = percent(coverage.count(file, Sort.STEP, Sort.ANSWER))
        if limit is not None and reached < limit:
            missing = next((i for i in placed(release, coverage, file) if i[1].sort in (Sort.STEP, Sort.ANSWER)), None)
            hint = f"write a plan that comes to {missing[1].what} ({missing[0]})" if missing else ""
            what = f"plans reach {reached} % of the steps and answers of “{dialog.id}”; its limit is {limit} %"
            found.append(Problem("P009", dialog.where, what, f"{hint}; all: fragestod plan coverage"))
    return found


def placed(release: Release, coverage: Coverage, file: str | None = None) -> Iterator[tuple[Span, Item]]:
    """What is not reached, with its place, in file order."""
    trees: dict[str, Tree | None] = {}
    missing = [item for item in coverage.items if not item.reached and file in (None, item.file)]
    for item in missing:
        if item.file not in trees:
            trees[item.file] = read(release.files[item.file].decode("utf-8-sig"), item.file)[0]
    found = [(_place(trees[item.file], item), item) for item in missing]
    yield from sorted(found, key=lambda pair: (coverage.files.index(pair[1].file), pair[0]))


def _place(tree: Tree | None, item: Item) -> Span:
    return tree.span(item.path, key=item.sort in (Sort.STEP, Sort.ANSWER)) if tree else Span(item.file)


def _read_aloud(program: Program, plans: Iterable[Replayed]) -> None:
    """Ask each screen of the plans which texts it shows, as a door would."""
    for plan in plans:
        for index, facts, *_ in plan.replay.states if plan.replay else ():
            for passage in program.nodes[index].passages:
                if passage.when is not None:
                    passage.when(facts)


def _answered(program: Program, plans: Iterable[Replayed]) -> Iterator[tuple[tuple[str, Path], None]]:
    """The place of each answer, tick and jump that a plan gives."""
    for plan in plans:
        if plan.replay is None:
            continue
        for state, answer in zip(plan.replay.states, plan.replay.answers, strict=False):
            node = program.nodes[state[0]]
            if answer >= own_answers(node):
                yield (HOUSE, ("jumps", answer - own_answers(node))), None
            elif node.kind is Kind.SEVERAL:
                ticked = [o.label for number, o in enumerate(node.options) if answer >> number & 1]
                for label in ticked:
                    yield (node.where.file, answer_path(node, label)), None
                if not ticked:
                    yield (node.where.file, (*_step(node.context), "none")), None
            else:
                yield (node.where.file, answer_path(node, node.edges[answer].label)), None


def _step(context: str) -> Path:
    return ("steps", context.partition(".")[2])


def _steps(program: Program, notes: Notes) -> Iterator[Item]:
    reached = {program.nodes[index].context for index in notes.nodes}
    for context, node in {node.context: node for node in reversed(program.nodes)}.items():
        if node.kind is not Kind.RETURN:
            what = f"step “{context}”"
            yield Item(Sort.STEP, node.where.file, _step(context), what, context in reached)


def _answers(program: Program, answered: Mapping[tuple[str, Path], None]) -> Iterator[Item]:
    for node in program.nodes:
        if node.kind not in (Kind.ASK, Kind.SEVERAL) or "#" in node.id:
            continue
        file = node.where.file
        edges = node.options if node.kind is Kind.SEVERAL else node.edges
        labels = {answer_path(node, edge.label): edge.label or "" for edge in reversed(edges)}
        for path, label in reversed(labels.items()):
            word = label if path[-1] == label else "a value"
            what = f"answer “{word}” to “{node.question}”"
            yield Item(Sort.ANSWER, file, path, what, (file, path) in answered)
        if node.none is not None:
            path = (*_step(node.context), "none")
            what = f"answer “{node.none}” to “{node.question}”"
            yield Item(Sort.ANSWER, file, path, what, (file, path) in answered)
    for number, jump in enumerate(program.jumps):
        path = ("jumps", number)
        yield Item(Sort.ANSWER, HOUSE, path, f"jump “{jump.label}”", (HOUSE, path) in answered)


def _conditions(program: Program, points: Iterable[Point], notes: Notes) -> Iterator[Item]:
    for point in points:
        for outcome in (True, False):
            what = "this condition holds" if outcome else "this condition fails"
            reached = outcome in notes.outcomes[point]
            yield Item(Sort.OUTCOME, point.file, point.path, what, reached)
        listed: dict[int, frozenset[int]] = {}
        for slot, values in classes(point.condition):
            every = frozenset(range(len(program.facts[slot].domain.values)))
            fewer = min(values, every - values, key=len)
            listed[slot] = listed.get(slot, frozenset()) | fewer
        for slot, named in listed.items():
            fact, seen = program.facts[slot], notes.values[point, slot]
            for values in (*(frozenset((value,)) for value in sorted(named)), _rest(fact.domain, named)):
                if values:
                    what = f"{fact.name} is {_named(fact.domain, values)} at this condition"
                    yield Item(Sort.VALUE, point.file, point.path, what, bool(values & seen))


def _rest(domain: Domain, named: frozenset[int]) -> frozenset[int]:
    return frozenset(range(len(domain.values))) - named


def _named(domain: Domain, values: frozenset[int]) -> str:
    words = [domain.values[value] for value in sorted(values)]
    return " or ".join(words) if len(words) <= MOST_NAMED else f"one of {len(words)} other values"
