"""One authored step → the node or nodes that it becomes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.conditions.check import Fact
from bot.dialog import schema
from bot.dialog.model import NOTHING, Change, Edge, Kind, Node
from bot.dialog.scope import Scope
from bot.dialog.tree import Path
from bot.problem import nearest

ANSWERS = ("choices", "several", "number", "pick")
MAX_CHOICES = 60
MAX_OPTIONS = 12
ELSEWHERE, DO_NOT_KNOW = "Välj bland alla kommuner", "Vet inte"


@dataclass(frozen=True, slots=True)
class Places:
    """Municipalities by county: county code → (county's name, ((code, name), …)), all in order."""

    counties: tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...] = ()

    @property
    def codes(self) -> tuple[str, ...]:
        """All municipality codes, county by county."""
        return tuple(code for _, _, places in self.counties for code, _ in places)


@dataclass(frozen=True, slots=True)
class Callee:
    """What a caller must know of a dialog: first node, own facts, and which are parameters and results."""

    first: int
    own: Mapping[str, Fact]
    parameters: frozenset[str]
    results: frozenset[str]
    reset: Change


@dataclass(frozen=True, slots=True)
class Frame:
    """Where a step stands: its dialog, the first node of each step, the end, and the other dialogs."""

    dialog: schema.Dialog
    first: Mapping[str, int]
    order: Mapping[str, int]
    end: int
    callees: Mapping[str, Callee]
    places: Places
    own: Mapping[str, Fact]


def size(step: schema.Step, places: Places) -> int:
    """How many nodes the step becomes."""
    return 2 + len(places.counties) if step.pick else 1


def kind_of(step: schema.Step) -> Kind | None:
    """What the step does; None when its keys say nothing or too much."""
    answers = [key for key in ANSWERS if getattr(step, key) is not None]
    flows = [key for key in ("route", "call", "finish") if getattr(step, key) is not None]
    if len(answers) + len(flows) > 1 or bool(step.ask) != bool(answers):
        return None
    if flows:
        return Kind(flows[0])
    if answers:
        return Kind.SEVERAL if step.several is not None else Kind.ASK
    return Kind.SAY if step.say else None


def build(scope: Scope, frame: Frame, key: str, step: schema.Step, following: int) -> list[Node]:
    """The nodes of one step. `following` is the node of the next step (or the dialog's end)."""
    path: Path = ("steps", key)
    kind = kind_of(step)
    base = _base(scope, frame, key, step, kind or Kind.SAY, following)
    target = _target(scope, frame, key, step.go, (*path, "go"), following)
    if kind is None:
        wanted = "give it one of: say; ask + choices, several, number or pick; route; call; finish"
        scope.fault("S005", path, f"it is not clear what step “{key}” does", wanted, key=True)
        return [base] * size(step, frame.places)
    _misplaced(scope, step, kind, path)
    match kind:
        case Kind.SAY | Kind.FINISH:
            return [replace(base, edges=() if kind is Kind.FINISH else (Edge(None, NOTHING, target),))]
        case Kind.SEVERAL:
            return [
                replace(base, edges=(Edge(None, NOTHING, target),), options=_options(scope, step, path), none=step.none)
            ]
        case Kind.ROUTE:
            return [_route(scope, frame, key, step, path, base)]
        case Kind.CALL:
            return [_call(scope, frame, step, path, base, target)]
        case _ if step.pick:
            return _pick(scope, frame, step.pick, path, base, target)
        case _ if step.number:
            return [replace(base, edges=_numbers(scope, step.number, path, target))]
        case _:
            return [replace(base, edges=_choices(scope, frame, key, step, path, target))]


def _base(scope: Scope, frame: Frame, key: str, step: schema.Step, kind: Kind, following: int) -> Node:
    """What every node of a step has, whatever it does."""
    path: Path = ("steps", key)
    test, condition = scope.condition(step.when, (*path, "when"))
    scope.known("N007", "source", step.sources, scope.names.sources, (*path, "sources"))
    for part in ("ask", "none", "why", "title"):
        if text := getattr(step, part):
            scope.text(text, (*path, part))
    context = f"{frame.dialog.dialog}.{key}"
    return Node(
        index=frame.first[key],
        id=context,
        dialog=frame.dialog.dialog,
        kind=kind,
        stage=frame.dialog.stage,
        private=frame.dialog.private == "yes",
        title=step.title or frame.dialog.title,
        after=following,
        arrive=scope.change(step.set, step.do, path),
        where=scope.tree.span(path, key=True),
        when=test,
        condition=condition,
        passages=scope.passages(step.say, context, (*path, "say")),
        question=step.ask,
        outcome=step.finish,
        neutral=step.neutral == "yes",
        why=step.why,
        sources=tuple(step.sources),
    )


def _misplaced(scope: Scope, step: schema.Step, kind: Kind, path: Path) -> None:
    """Keys that mean nothing in this kind of step."""
    allowed = {
        "none": kind is Kind.SEVERAL,
        "with_": kind is Kind.CALL,
        "results": kind is Kind.CALL,
        "go": kind not in (Kind.ROUTE, Kind.FINISH),
        "neutral": kind is Kind.FINISH,
        **dict.fromkeys(("title", "say", "why", "sources"), kind not in (Kind.ROUTE, Kind.CALL)),
    }
    for key, fits in allowed.items():
        if key in step.model_fields_set and not fits:
            name = key.rstrip("_")
            what = f"“{name}” does nothing in a step of the kind “{kind.value}”"
            scope.fault("S011", (*path, name), what, "move it to a step of its own, or remove it", key=True)


def _target(scope: Scope, frame: Frame, key: str, go: str | None, path: Path, following: int) -> int:
    if go is None:
        return following
    if go == "return":
        return frame.end
    if go not in frame.first:
        scope.fault("N002", path, f"no step is called “{go}” in this dialog", nearest(go, frame.first))
        return following
    if frame.order[go] <= frame.order[key]:
        scope.fault(
            "F001",
            path,
            f"“{go}” stands before or is this step",
            "go only forward; Back is the way back, a called dialog the way to ask again",
        )
        return following
    return frame.first[go]


def _choices(scope: Scope, frame: Frame, key: str, step: schema.Step, path: Path, target: int) -> tuple[Edge, ...]:
    choices = step.choices or {}
    if len(choices) < 2:
        scope.fault(
            "F005",
            (*path, "choices"),
            "a question with one answer is no question",
            "add an answer, or make it a text with “say”",
            key=True,
        )
    elif all(choice.when for choice in choices.values()):
        what = "every answer has a condition, so there may be none to give"
        scope.fault("F010", (*path, "choices"), what, "leave one without “when”", key=True)
    if len(choices) > MAX_CHOICES:
        scope.fault(
            "F006",
            (*path, "choices"),
            f"{len(choices)} answers; {MAX_CHOICES} fit",
            "split the question in two",
            key=True,
        )
    edges = []
    for label, choice in choices.items():
        here = (*path, "choices", label)
        edges.append(_edge(scope, label, choice, here, _target(scope, frame, key, choice.go, (*here, "go"), target)))
    return tuple(edges)


def _options(scope: Scope, step: schema.Step, path: Path) -> tuple[Edge, ...]:
    options = step.several or {}
    if not 2 <= len(options) <= MAX_OPTIONS:
        scope.fault(
            "F006",
            (*path, "several"),
            f"{len(options)} things to tick; 2 to {MAX_OPTIONS} fit",
            "split the step or use choices",
            key=True,
        )
    return tuple(_edge(scope, label, option, (*path, "several", label), -1) for label, option in options.items())


def _edge(scope: Scope, label: str, given: schema.Choice | schema.Option, here: Path, target: int) -> Edge:
    """One answer or one tick, as its author wrote it."""
    scope.text(label, here, key=True)
    test, condition = scope.condition(given.when, (*here, "when"))
    change = scope.change(given.set, given.do, here)
    return Edge(label, change, target, test, condition, where=scope.tree.span(here, key=True))


def _numbers(scope: Scope, name: str, path: Path, target: int) -> tuple[Edge, ...]:
    fact = scope.facts.get(name)
    if fact is None or not fact.domain.is_number:
        code, what = ("N003", f"no fact is called “{name}”") if fact is None else ("C003", f"“{name}” is not a number")
        scope.fault(
            code, (*path, "number"), what, nearest(name, [n for n, f in scope.facts.items() if f.domain.is_number])
        )
        return (Edge("0", NOTHING, target),)
    if len(fact.domain.values) > MAX_CHOICES:
        scope.fault(
            "F006",
            (*path, "number"),
            f"{len(fact.domain.values)} numbers; {MAX_CHOICES} fit on a screen",
            "ask in bands with “choices”",
        )
    first = fact.domain.first_number or 0
    where = scope.tree.span((*path, "number"))
    edges = [
        Edge(text, Change(((fact.slot, i + first),)), target, translate=False, where=where)
        for i, text in enumerate(fact.domain.values[first:])
    ]
    if first:
        edges.append(Edge(DO_NOT_KNOW, Change(((fact.slot, 0),)), target, where=where))
    return tuple(edges)


def _pick(scope: Scope, frame: Frame, name: str, path: Path, base: Node, target: int) -> list[Node]:
    fact, where = scope.facts.get(name), scope.tree.span((*path, "pick"))
    codes = frame.places.codes
    if not codes:
        scope.fault(
            "N008",
            (*path, "pick"),
            "the directory has no municipalities",
            "add directory/municipalities.yaml and directory/regions.yaml",
        )
        return [base] * size(schema.Step(pick=name), frame.places)
    if fact is None or fact.domain.values[1:] != codes:
        scope.fault(
            "C003" if fact else "N003",
            (*path, "pick"),
            f"“{name}” is not a municipality",
            "declare it as “municipality: municipality”",
        )
        return [base] * size(schema.Step(pick=name), frame.places)
    slot, county = fact.slot, base.index + 1
    names = dict(place for _, _, places in frame.places.counties for place in places)
    every = {
        code: Edge(names[code], Change(((slot, i + 1),)), target, translate=False, where=where)
        for i, code in enumerate(codes)
    }
    near = (
        Edge(DO_NOT_KNOW, Change(((slot, 0),)), target, where=where),
        Edge(ELSEWHERE, NOTHING, county, where=where),
        *every.values(),
    )
    nodes = [replace(base, edges=near, pick="near")]
    counties = tuple(
        Edge(title, NOTHING, county + 1 + i, translate=False, where=where)
        for i, (_, title, _) in enumerate(frame.places.counties)
    )
    plain: dict[str, Any] = {"when": None, "condition": None, "arrive": NOTHING, "passages": ()}
    nodes.append(replace(base, index=county, id=f"{base.id}#county", edges=counties, pick="county", **plain))
    for i, (code, _, places) in enumerate(frame.places.counties):
        edges = tuple(every[place] for place, _ in places)
        nodes.append(replace(base, index=county + 1 + i, id=f"{base.id}#{code}", edges=edges, pick="place", **plain))
    return nodes


def _route(scope: Scope, frame: Frame, key: str, step: schema.Step, path: Path, base: Node) -> Node:
    branches = []
    if not step.route:
        scope.fault(
            "F007", (*path, "route"), "this route leads nowhere", "end with “- {go: …}” so that every case has a way on"
        )
    for number, branch in enumerate(step.route or []):
        here = (*path, "route", number)
        test, condition = scope.condition(branch.when, (*here, "when"))
        branches.append((test, _target(scope, frame, key, branch.go, (*here, "go"), base.after), condition))
        last = number == len(step.route or []) - 1
        if (branch.when is None) != last:
            scope.fault(
                "F007",
                here,
                "the last line of a route, and only that, has no “when”",
                "end with “- {go: …}” so that every case has a way on",
            )
    return replace(base, branches=tuple(branches))


def _call(scope: Scope, frame: Frame, step: schema.Step, path: Path, base: Node, target: int) -> Node:
    callee = frame.callees.get(step.call or "")
    if callee is None:
        scope.fault(
            "N005", (*path, "call"), f"no dialog is called “{step.call}”", nearest(step.call or "", frame.callees)
        )
        return replace(base, kind=Kind.SAY, edges=(Edge(None, NOTHING, target),))
    parameters = {name: fact for name, fact in callee.own.items() if name in callee.parameters}
    given = scope.change(step.with_, (), path, facts=parameters, key="with")
    results = []
    for mine, its in step.results.items():
        here = (*path, "results", mine)
        fact, result = scope.facts.get(mine), callee.own.get(its)
        if fact is None:
            scope.fault("N003", here, f"no fact is called “{mine}”", nearest(mine, scope.facts), key=True)
        elif result is None or its not in callee.results:
            scope.fault("N003", here, f"“{its}” is not a result of “{step.call}”", nearest(its, callee.results))
        else:
            table = [fact.domain.index(value) for value in result.domain.values]
            if None in table:
                value = result.domain.values[table.index(None)]
                scope.fault(
                    "C007",
                    here,
                    f"“{its}” can be “{value}”, which “{mine}” never is",
                    "give both facts the same values",
                )
            results.append((fact.slot, result.slot, tuple(index or 0 for index in table)))
    enter = Change(callee.reset.sets + given.sets, given.computed)
    return replace(base, edges=(Edge(None, NOTHING, target),), entry=callee.first, enter=enter, results=tuple(results))
