"""Each step held against the ledger's `screens`: who hears how many sentences in which case, and where it leads.

Conditions are compared by what they mean, over all values of their facts, so that a step may say them in other words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.check.double import Table
from bot.check.ledger_schema import ALWAYS, OTHERWISE, Screen
from bot.conditions import core
from bot.conditions.evaluate import compile_condition
from bot.dialog.model import Audience, Kind, Node
from bot.problem import Problem, Span, nearest

AUDIENCES = {Audience.STAFF: "told to staff", Audience.ALOUD: "said aloud", Audience.SHOWN: "shown"}
AGREE = "mend the step, or “screens” of rules/ledger.yaml together with those who answer for it"


@dataclass(frozen=True, slots=True)
class _Piece:
    """A sentence or an answer: its words, its condition, its place."""

    words: str
    condition: core.Condition | None
    where: Span


@dataclass(frozen=True, slots=True)
class _Step:
    """All nodes of one step, with what the ledger says of it."""

    table: Table
    name: str
    nodes: Sequence[Node]
    screen: Screen

    @property
    def first(self) -> Node:
        return self.nodes[0]

    def condition(self, text: str, *path: str, key: bool = False) -> core.Condition | None:
        where = ("screens", self.name, *path)
        return self.table.condition(text, *where, key=key, dialog=self.first.dialog)


def problems(table: Table, screens: Mapping[str, Screen]) -> Iterator[Problem]:
    """R013 and R014, at the step; N002 for a step that is not there."""
    steps: dict[str, list[Node]] = {}
    for node in table.program.nodes:
        if node.kind is not Kind.RETURN:
            steps.setdefault(node.context, []).append(node)
    for name in screens:
        if name not in steps:
            where = table.tree.span(("screens", name), key=True)
            yield Problem("N002", where, f"no step is called “{name}”", nearest(name, steps))
    following = _following(steps)
    for name, nodes in steps.items():
        step = _Step(table, name, nodes, screens.get(name, Screen()))
        yield from _only(step)
        for audience in Audience:
            said = [_Piece(p.text, p.condition, p.where) for p in nodes[0].passages if p.audience is audience]
            yield from _cases(step, "R013", audience.value, AUDIENCES[audience], said)
        yield from _cases(step, "R014", "answers", "offered", _offered(nodes[0]))
        yield from _ways(step)
        yield from _next(step, following[name])
        yield from _calls(step)


def _following(steps: Mapping[str, Sequence[Node]]) -> dict[str, str]:
    """Step → the one that stands after it in its dialog; "return" after the last."""
    names = [name.partition(".")[::2] for name in steps]
    after = [*names[1:], ("", "")]
    return {
        f"{dialog}.{step}": later if of == dialog else "return"
        for (dialog, step), (of, later) in zip(names, after, strict=True)
    }


def _offered(node: Node) -> list[_Piece]:
    """The answers and ticks that the content words; not the municipalities."""
    if node.pick is not None:
        return []
    return [
        _Piece(edge.label, edge.condition, edge.where)
        for edge in (*node.edges, *node.options)
        if edge.label is not None and edge.translate
    ]


def _only(step: _Step) -> Iterator[Problem]:
    """A step's own condition."""
    wanted = step.condition(step.screen.only, "only") if step.screen.only else None
    if case := step.table.differ(wanted, step.first.condition):
        message = f"“{step.name}” is skipped, or is not, otherwise than the ledger says where {case}"
        yield Problem("R014", step.first.where, message, AGREE)


def _cases(step: _Step, code: str, key: str, how: str, pieces: Iterable[_Piece]) -> Iterator[Problem]:
    """Each piece has its case in the ledger, and each case as many pieces as it says."""
    wanted: Mapping[str, int] = getattr(step.screen, key)
    cases = {text: None if text == ALWAYS else step.condition(text, key, text, key=True) for text in wanted}
    found = dict.fromkeys(cases, 0)
    for piece in pieces:
        case = next((text for text, condition in cases.items() if _same(step.table, condition, piece.condition)), None)
        if case is None:
            message = f"“{_short(piece.words)}” is {how} in a case that the ledger does not know for “{step.name}”"
            yield Problem(code, piece.where, message, AGREE)
        else:
            found[case] += 1
    for text, number in found.items():
        if number != wanted[text]:
            where = step.table.tree.span(("screens", step.name, key, text))
            message = f"“{step.name}” has {number} {how} in the case “{text}”; the ledger says {wanted[text]}"
            yield Problem(code, where, message, AGREE)


def _same(table: Table, one: core.Condition | None, other: core.Condition | None) -> bool:
    return one == other or table.differ(one, other) is None


def _ways(step: _Step) -> Iterator[Problem]:
    """Where a step that only leads on leads, for all values of the facts that decide."""
    if step.first.kind is not Kind.ROUTE:
        return
    own = [(step.table.program.nodes[target], condition) for _, target, condition in step.first.branches]
    if not step.screen.ways and len(own) < 2:
        return
    wanted = [
        (name, None if text == OTHERWISE else step.condition(text, "ways", name))
        for name, text in step.screen.ways.items()
    ]
    for facts, told in step.table.cases([condition for _, condition in (*own, *wanted)]):
        goes = _first([(_name(node), condition) for node, condition in own], facts)
        should = _first(wanted, facts)
        if goes != should:
            message = f"“{step.name}” leads to “{goes}” where {told}; the ledger says “{should}”"
            yield Problem("R014", step.first.where, message, AGREE)
            return


def _next(step: _Step, following: str) -> Iterator[Problem]:
    """Where answers lead, and a step with one way on."""
    node, program = step.first, step.table.program
    if node.kind is Kind.FINISH or len(node.branches) > 1:
        return
    ways = {edge.target for edge in node.edges} if node.pick is not None else [edge.target for edge in node.edges]
    ways = [target for _, target, _ in node.branches] or ways
    goes = Counter(name for target in ways if (name := _name(program.nodes[target])) != _name(node))
    should = Counter(step.screen.next or {following: goes.total()})
    for name in {**should, **goes}:
        if goes[name] != should[name]:
            message = (
                f"“{step.name}” leads to “{name}” in {in_ways(goes[name])}; the ledger says {in_ways(should[name])}"
            )
            yield Problem("R014", node.where, message, AGREE)


def _calls(step: _Step) -> Iterator[Problem]:
    node = step.first
    calls = step.table.program.nodes[node.entry].dialog if node.kind is Kind.CALL else None
    if calls != step.screen.calls:
        message = f"“{step.name}” calls {calls or 'nothing'}; the ledger says {step.screen.calls or 'nothing'}"
        yield Problem("R014", node.where, message, AGREE)


def in_ways(number: int) -> str:
    """How often, in words."""
    return {0: "no way", 1: "one way"}.get(number, f"{number} ways")


def _name(node: Node) -> str:
    return node.context.partition(".")[2]


def _first(ways: Iterable[tuple[str, core.Condition | None]], facts: tuple[int, ...]) -> str | None:
    """The first way whose condition holds."""
    return next((name for name, c in ways if c is None or compile_condition(c)(facts)), None)


def _short(words: str) -> str:
    return words if len(words) <= 40 else f"{words[:40]}…"
