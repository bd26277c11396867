"""Conversations before and after a change: the same answers, given to two contents. Pure.

First every plan. Then, for a step or an action that changed and that no plan comes to, a shortest conversation to it,
found by the explorer. An answer that one of the two does not offer ends that side, and says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from bot.check.prove import Verdict, prove
from bot.check.rules import Safety
from bot.dialog.model import Kind, Node, Program
from bot.engine.outcome import outcome
from bot.engine.step import State
from bot.plans.form import Plan, read
from bot.plans.replay import heading, label, record, replay
from bot.problem import Span
from bot.publish.sheet import Line, Voice, plain
from bot.text.ui import WORDS

LIMIT = 40_000
"""States searched for a conversation to one step; enough for nearly all of them, and no long wait for the rest."""
FOUND = "kortaste samtalet dit"
OWN = "egen rutin"
"""Stands beside the title of an organisation's own screen."""


@dataclass(frozen=True, slots=True)
class Screen:
    """One screen of a conversation. step: "dialog.step", which tells it from others. answer: None on the last one."""

    step: str
    lines: tuple[Line, ...]
    answer: Line | None


@dataclass(frozen=True, slots=True)
class Talk:
    """A conversation on one content. ended: it came to an ending; else `why` says what stopped it.

    taps: answers given. words: on all its screens. actions: ids in the order that the ending lists them.
    """

    screens: tuple[Screen, ...]
    ended: bool
    why: str
    actions: tuple[str, ...]

    @property
    def taps(self) -> int:
        """Presses from the first screen to the last."""
        return sum(screen.answer is not None for screen in self.screens)

    @property
    def words(self) -> int:
        """Words on all its screens, answers included."""
        lines = [line for screen in self.screens for line in (*screen.lines, *filter(None, (screen.answer,)))]
        return sum(len(piece.text.split()) for line in lines for piece in line.words)


@dataclass(frozen=True, slots=True)
class Pair:
    """A conversation before and after. about: the plan's own words, or how it was found. given: fact → value."""

    name: str
    about: str
    given: Mapping[str, str]
    before: Talk
    after: Talk

    @property
    def is_same(self) -> bool:
        """Whether a person would notice nothing."""
        return self.before == self.after


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a conversation is searched for: the step, or the ending that lists the action."""

    step: str = ""
    action: str = ""

    def __str__(self) -> str:
        return self.step or self.action


def read_plans(files: Mapping[str, bytes]) -> tuple[Plan, ...]:
    """All plans that can be read; faults of their form are told by `fragestod check`."""
    found = (read(content, file)[0] for file, content in files.items())
    return tuple(plan for plan in found if plan is not None)


def pairs(old: Program, new: Program, plans: Iterable[Plan]) -> tuple[Pair, ...]:
    """Each plan on both contents."""
    return tuple(_pair(old, new, plan, plan.about) for plan in plans)


def search(
    old: Program, new: Program, wanted: Iterable[Wanted], progress: Callable[[str], object] = lambda name: None
) -> tuple[tuple[Pair, ...], tuple[Wanted, ...]]:
    """A shortest conversation for each, and what none was found for. progress: told what is being searched."""
    found: list[Pair] = []
    missed = []
    for want in wanted:
        if any(reaches(pair, want) for pair in found):
            continue
        progress(str(want))
        plan = _shortest(new, want) or _shortest(old, want)
        if plan is None:
            missed.append(want)
        else:
            found.append(_pair(old, new, plan, FOUND))
    return tuple(found), tuple(missed)


def reaches(pair: Pair, want: Wanted) -> bool:
    """Whether a conversation comes to the step, or ends with the action, on either side."""
    return any(
        want.action in talk.actions if want.action else any(screen.step == want.step for screen in talk.screens)
        for talk in (pair.before, pair.after)
    )


def _pair(old: Program, new: Program, plan: Plan, about: str) -> Pair:
    return Pair(plan.name, about, plan.given, talk(old, plan), talk(new, plan))


def talk(program: Program, plan: Plan) -> Talk:
    """A plan's answers, given to a program, as far as it offers them."""
    known = {program.facts[slot].name for slot in program.given}
    plan = replace(plan, given={name: value for name, value in plan.given.items() if name in known})
    found = replay(program, plan)
    if not found.states:
        return Talk((), False, "; ".join(problem.message for problem in found.problems), ())
    screens = tuple(_screens(program, found.states, found.answers))
    last = program.nodes[found.states[-1][0]]
    done = outcome(program, found.states[-1][1], found.states[-1][3]) if last.kind is Kind.FINISH else ()
    stopped = [problem.message for problem in found.problems if problem.code in ("P005", "P006", "P007")]
    is_over = last.kind is Kind.FINISH and not stopped
    return Talk(screens, is_over, stopped[-1] if stopped else "", tuple(action.id for action, _ in done))


def _screens(program: Program, states: tuple[State, ...], answers: tuple[int, ...]) -> Iterator[Screen]:
    for place, state in enumerate(states):
        node = program.nodes[state[0]]
        lines = tuple(_lines(program, node, state))
        given = label(program, state, answers[place]) if place < len(answers) else None
        yield Screen(node.context, lines, Line(Voice.ANSWER, plain(given)) if given is not None else None)


def _lines(program: Program, node: Node, state: State) -> Iterator[Line]:
    yield Line(Voice.TITLE, plain(f"{node.title} ({OWN})" if node.own else node.title))
    for passage in node.passages:
        if passage.when is None or passage.when(state[1]):
            yield Line(Voice(passage.audience.value), plain(passage.text))
    if node.question:
        yield Line(Voice.QUESTION, plain(heading(node)))
    for action, form in outcome(program, state[1], state[3]) if node.kind is Kind.FINISH else ():
        level = "own" if action.own else form.level
        told = f"{WORDS[f'level-{level}']} · {WORDS[f'deadline-{form.deadline}']}"
        yield Line(Voice.ACTION, plain("\n".join((f"{form.text} ({told})", *form.details))))


def _shortest(program: Program, want: Wanted) -> Plan | None:
    """The plan of a shortest conversation; None when none is found within the limit, or nothing is called so."""
    action = program.actions.get(want.action)
    if want.action and action is None:
        return None
    if want.step and all(node.context != want.step for node in program.nodes):
        return None
    bit = 1 << action.bit if action else 0

    def speaks(node: Node, facts: object) -> bool:
        return node.kind is Kind.FINISH if bit else node.waits and node.context == want.step

    rule = Safety(
        name=str(want),
        says="",
        where=Span(""),
        facts=frozenset(),
        actions=bit,
        speaks=speaks,
        holds=lambda node, facts, done: bool(bit) and not done & bit,
        fits=lambda node: speaks(node, ()),
        sees=lambda node: True,
        program=program,
    )
    proof = prove(rule, LIMIT)
    if proof.verdict is not Verdict.BROKEN:
        return None
    return record(program, proof.entry, proof.given, proof.answers, file=f"{want}.plan")
