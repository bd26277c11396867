"""A plan against a program: what is as it was written, what is not, and how it would be written today.

Runs on the engine's own step. Every difference is a problem at its line; where an answer is no longer offered the
conversation cannot go on, so nothing below it is judged. A plan is a conversation of the guides: screens that an
organisation has put between them are passed, and stand in no plan.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from bot.dialog.flow import own_answers
from bot.dialog.model import Kind, Node, Program
from bot.engine.outcome import outcome
from bot.engine.step import State, jumps, start, step, visible
from bot.plans.form import Exchange, Line, Plan, begin_line
from bot.problem import Problem, nearest
from bot.text.ui import WORDS

JOIN = " + "
GO_ON = 0
"""The answer of a screen that asks nothing."""
MOST_OFFERED = 8
"""So many answers are named in a hint, nearest first; a screen of municipalities has 290."""
UPDATE = "if that is meant, write it anew: fragestod plan run --update"


@dataclass(frozen=True, slots=True)
class Replay:
    """problems: every difference. states: each screen that was reached. answers: those given between them.
    today: the plan as this program says it; None where it cannot be run to its end."""

    problems: tuple[Problem, ...]
    states: tuple[State, ...]
    answers: tuple[int, ...]
    today: Plan | None


def replay(program: Program, plan: Plan) -> Replay:
    """Run a plan to its end, or to the first answer that is not offered."""
    problems: list[Problem] = []
    given = tuple(_given(program, plan, problems))
    if plan.entry not in program.entries:
        what = f"nothing can begin at “{plan.entry}”"
        problems.append(Problem("P003", plan.where(plan.begin), what, nearest(plan.entry, program.entries)))
    if problems:
        return Replay(tuple(problems), (), (), None)
    states = [start(program, plan.entry, given)[0]]
    answers: list[int] = []
    said: list[Exchange] = []
    _pass_own(program, states, answers)
    for exchange in plan.exchanges:
        node = program.nodes[states[-1][0]]
        if node.kind is Kind.FINISH:
            problems.append(_too_long(plan, node, exchange.answer))
            return Replay(tuple(problems), tuple(states), tuple(answers), None)
        screen = _compared(plan, node, exchange.screen, exchange.answer, problems)
        found = _answer(program, states[-1], plan, exchange.answer, problems)
        if found is None:
            return Replay(tuple(problems), tuple(states), tuple(answers), None)
        answers.append(found)
        said.append(Exchange(screen, replace(exchange.answer, text=label(program, states[-1], found))))
        states.append(step(program, states[-1], found)[0])
        _pass_own(program, states, answers)
    today = _ended(program, plan, states[-1], said, problems)
    return Replay(tuple(problems), tuple(states), tuple(answers), today)


def _pass_own(program: Program, states: list[State], answers: list[int]) -> None:
    """Go on from screens that are an organisation's own."""
    while program.nodes[states[-1][0]].own:
        answers.append(GO_ON)
        states.append(step(program, states[-1], GO_ON)[0])


def record(
    program: Program, entry: str, given: tuple[int, ...], answers: Iterable[int], *, file: str, about: str = ""
) -> Plan:
    """A conversation written down.

    Args:
        program: the one it was held with.
        entry: where it began.
        given: value index of each given fact (see House.given); unknown ones (index 0) are left out.
        answers: as the engine takes them; the last one leads to an ending. An answer may not be refused.
        file: the plan's path inside the folder of dialogs.
        about: what the situation is, in a sentence or more lines.
    """
    facts = (program.facts[slot] for slot in program.given)
    known = {fact.name: fact.domain.values[value] for fact, value in zip(facts, given, strict=True) if value}
    notes = tuple(f"# {line}" for line in about.splitlines())
    state = start(program, entry, given)[0]
    exchanges = []
    for answer in answers:
        node = program.nodes[state[0]]
        if not (node.own and answer == GO_ON):
            exchanges.append(Exchange(Line(heading(node)), Line(label(program, state, answer))))
        state = step(program, state, answer)[0]
    ending = Line(heading(program.nodes[state[0]]))
    actions = tuple(Line(action.id) for action, _ in outcome(program, state[1], state[3]))
    return Plan(file, Line(begin_line(entry, known), 0, notes), entry, known, tuple(exchanges), ending, actions)


def heading(node: Node) -> str:
    """What a plan calls a screen: its question, or its title when it asks nothing."""
    return node.question or node.title


def label(program: Program, state: State, answer: int) -> str:
    """An answer as a plan writes it."""
    node = program.nodes[state[0]]
    if node.kind is Kind.SEVERAL and answer < own_answers(node):
        ticked = [option.label or "" for number, option in enumerate(node.options) if answer >> number & 1]
        return JOIN.join(ticked) or node.none or WORDS["done"]
    return next(text for text, number in offered(program, state).items() if number == answer)


def offered(program: Program, state: State) -> Mapping[str, int]:
    """All answers of a screen by their labels, the ticks of a choose-several as masks of one; jumps come last."""
    node = program.nodes[state[0]]
    own = own_answers(node)
    shown = visible(node, state[1])
    if node.kind is Kind.SEVERAL:
        found = {o.label or "": 1 << number for number, o in enumerate(node.options) if shown >> number & 1}
        found[node.none or WORDS["done"]] = 0
    else:
        found = {e.label or WORDS["continue"]: number for number, e in enumerate(node.edges) if shown >> number & 1}
    return {**{program.jumps[jump].label: own + jump for jump in jumps(program, state)}, **found}


def _given(program: Program, plan: Plan, problems: list[Problem]) -> Iterator[int]:
    facts = [program.facts[slot] for slot in program.given]
    names = [fact.name for fact in facts]
    for name in plan.given:
        if name not in names:
            what = f"the door does not know “{name}”"
            problems.append(Problem("P003", plan.where(plan.begin), what, nearest(name, names)))
    for fact in facts:
        value = plan.given.get(fact.name)
        index = 0 if value is None else fact.domain.index(value)
        if index is None:
            what = f"“{fact.name}” is never “{value}”"
            problems.append(Problem("P003", plan.where(plan.begin), what, nearest(value or "", fact.domain.values)))
        yield index or 0


def _compared(plan: Plan, node: Node, written: Line | None, beside: Line, problems: list[Problem]) -> Line:
    """The screen's line as it is said now; notes stay. beside: where to point when there is none."""
    now = heading(node)
    if written is None:
        problems.append(Problem("P004", plan.where(beside), f"it is not written that the screen says “{now}”", UPDATE))
        return Line(now)
    if written.text != now:
        what = f"the plan says “{written.text}”, the screen says “{now}”"
        problems.append(Problem("P004", plan.where(written), what, UPDATE))
    return replace(written, text=now)


def _too_long(plan: Plan, node: Node, written: Line) -> Problem:
    what = f"the talk has ended with “{node.title}” before “{written.text}”"
    return Problem("P007", plan.where(written), what, "remove what stands below, or mend an answer above")


def _answer(program: Program, state: State, plan: Plan, written: Line, problems: list[Problem]) -> int | None:
    """The answer that a label means; None when it is not offered here."""
    node = program.nodes[state[0]]
    offers = offered(program, state)
    if written.text in offers:
        return offers[written.text]
    parts = written.text.split(JOIN) if node.kind is Kind.SEVERAL else [written.text]
    ticks = {text: answer for text, answer in offers.items() if 0 < answer < own_answers(node)}
    missing = [part for part in parts if part not in ticks]
    if node.kind is Kind.SEVERAL and not missing:
        return sum({ticks[part] for part in parts})
    for part in missing:
        here = any(part == edge.label for edge in (*node.edges, *node.options))
        what = "is not offered in this situation" if here else "is no answer to this screen"
        problems.append(
            Problem("P005", plan.where(written), f"“{part}” {what} (“{heading(node)}”)", _choices(part, offers))
        )
    return None


def _choices(wanted: str, offers: Iterable[str]) -> str:
    """What is offered, nearest first."""
    order = sorted(offers, key=lambda text: -difflib.SequenceMatcher(None, wanted, text).ratio())
    more = "; …" if len(order) > MOST_OFFERED else ""
    return "offered now: " + "; ".join(f"“{text}”" for text in order[:MOST_OFFERED]) + more


def _ended(program: Program, plan: Plan, state: State, said: list[Exchange], problems: list[Problem]) -> Plan | None:
    node = program.nodes[state[0]]
    last = plan.exchanges[-1].answer if plan.exchanges else plan.begin
    if node.kind is not Kind.FINISH:
        what = f"the plan ends here, but the talk goes on with “{heading(node)}”"
        hint = _choices("", offered(program, state))
        problems.append(Problem("P006", plan.where(plan.ending or last), what, f"answer it; {hint}"))
        return None
    ending = _compared(plan, node, plan.ending, last, problems)
    now = [action.id for action, _ in outcome(program, state[1], state[3])]
    problems += _acted(program, plan, now)
    written = {line.text: line for line in plan.actions}
    actions = tuple(written.get(name, Line(name)) for name in now)
    return replace(plan, exchanges=tuple(said), ending=ending, actions=actions)


def _acted(program: Program, plan: Plan, now: list[str]) -> Iterator[Problem]:
    """What the list of actions has too much, too little, or in another order."""
    for line in plan.actions:
        if line.text not in program.actions:
            what, hint = f"no action is called “{line.text}”", nearest(line.text, program.actions)
            yield Problem("P008", plan.where(line), what, hint)
        elif line.text not in now:
            yield Problem("P008", plan.where(line), f"“{line.text}” is no longer to be done here", UPDATE)
    written = [line.text for line in plan.actions if line.text in now]
    more = [name for name in now if name not in written]
    if more:
        what = "also to be done now: " + ", ".join(f"“{name}”" for name in more)
        yield Problem("P008", plan.where(plan.ending), what, UPDATE)
    order = [name for name in now if name in written]
    for line, name in zip([line for line in plan.actions if line.text in now], order, strict=True):
        if line.text != name:
            yield Problem("P008", plan.where(line), f"“{name}” comes here now, before “{line.text}”", UPDATE)
            return
