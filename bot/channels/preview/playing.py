"""A talk from any step with any facts: the engine's own step, in no mode that counts, and with nothing stored.

Where the talk stands is in the form alone: the step, the facts it began with, and the answers so far. So it can be
played again after each change of the files, as far as its answers still fit.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.conditions import core
from bot.conversation.edition import Edition
from bot.conversation.messages import View
from bot.conversation.render import Renderer
from bot.dialog.model import FactSlot, Kind, Node, Program
from bot.engine.answers import Place
from bot.engine.effects import Refused
from bot.engine.step import State, settle, step
from bot.plans import form, replay

TICKS = "ticks"
"""The answer that sends the boxes that are ticked."""
BACK = "back"
COUNTER = "jump."
"""How the slots begin that count jumps; no author's fact has a dot after this name."""


@dataclass(frozen=True, slots=True)
class Begin:
    """Where a talk begins. facts: full name → value, those that differ from their start value.
    caller: the step that called, as "dialog.step"; "" for none."""

    dialog: str
    step: str
    facts: Mapping[str, str]
    caller: str = ""

    @property
    def context(self) -> str:
        """The step as "dialog.step"."""
        return f"{self.dialog}.{self.step}"


@dataclass(frozen=True, slots=True)
class Played:
    """A talk as far as it goes. lost: an answer that no longer fits, None when all do; those after it are left out."""

    states: tuple[State, ...]
    answers: tuple[int, ...]
    lost: int | None

    @property
    def state(self) -> State:
        """Where it stands."""
        return self.states[-1]


def find(program: Program, context: str) -> Node | None:
    """The first node of a step, None when there is none."""
    return next((node for node in program.nodes if node.id == context and node.kind is not Kind.RETURN), None)


def callers(program: Program, dialog: str) -> tuple[str, ...]:
    """The steps that call a dialog, in file order."""
    first = program.dialogs[dialog].first
    return tuple(node.id for node in program.nodes if node.kind is Kind.CALL and node.entry == first)


def own_facts(program: Program, dialog: str) -> tuple[list[FactSlot], list[FactSlot]]:
    """The facts that a talk in a dialog may begin with: those that its conditions look at and its own; and the rest."""
    read = frozenset[int]()
    for node in program.nodes:
        if node.dialog == dialog:
            conditions = [node.condition, *(condition for _, _, condition in node.branches)]
            conditions += [edge.condition for edge in (*node.edges, *node.options)]
            conditions += [passage.condition for passage in node.passages]
            read |= frozenset().union(*(core.slots(c) for c in conditions if c is not None))
    near: list[FactSlot] = []
    rest: list[FactSlot] = []
    for slot, fact in enumerate(program.facts):
        owner, dot, _ = fact.name.rpartition(".")
        if fact.name.startswith(COUNTER) or (dot and owner != dialog):
            continue
        (near if slot in read or dot else rest).append(fact)
    return near, rest


def play(program: Program, begin: Begin, answers: Iterable[int]) -> Played | None:
    """Play; None when the step is no longer there."""
    node = find(program, begin.context)
    if node is None:
        return None
    facts = list(program.start)
    for name, value in begin.facts.items():
        slot = program.slots.get(name)
        index = program.facts[slot].domain.index(value) if slot is not None else None
        if slot is not None and index is not None:
            facts[slot] = index
    stack = _stack(program, begin)
    states = [settle(program, node.index, tuple(facts), stack, 0, ())[0]]
    taken: list[int] = []
    for answer in answers:
        state, effects = step(program, states[-1], answer)
        if isinstance(effects[-1], Refused):
            return Played(tuple(states), tuple(taken), answer)
        states.append(state)
        taken.append(answer)
    return Played(tuple(states), tuple(taken), None)


def _stack(program: Program, begin: Begin) -> tuple[int, ...]:
    """Where the dialogs return to: the caller that was chosen (or the first), its own first caller, and so on."""
    stack: list[int] = []
    dialog, chosen = begin.dialog, begin.caller
    while True:
        found = callers(program, dialog)
        if not found:
            break
        name = chosen if chosen in found else found[0]
        call = next(node for node in program.nodes if node.id == name and node.kind is Kind.CALL)
        stack.append(call.index)
        dialog, chosen = call.dialog, ""
    if not stack and dialog not in program.entries:  # one tap away from everywhere: it comes back to the first screen
        stack.append(-1 - next(node.index for node in program.nodes if node.waits and node.kind is not Kind.FINISH))
    return tuple(reversed(stack))


def view(edition: Edition, played: Played, language: str, now: datetime) -> View:
    """The screen that a door would show."""
    place = Place("", 1, 1, played.state, None, None, ())
    return Renderer(edition, edition.directory, language, language, None, now).view(place)


def said(program: Program, played: Played) -> list[tuple[str, str]]:
    """What was asked and answered so far."""
    return [
        (replay.heading(program.nodes[state[0]]), replay.label(program, state, answer))
        for state, answer in zip(played.states, played.answers, strict=False)
    ]


def changed(program: Program, state: State) -> list[tuple[str, str]]:
    """The facts that are not as at the start of all talks."""
    return [
        (fact.name, fact.domain.values[value])
        for fact, value, first in zip(program.facts, state[1], program.start, strict=True)
        if value != first and not fact.name.startswith(COUNTER)
    ]


def plan(program: Program, begin: Begin, played: Played, name: str, about: str) -> str | None:
    """The talk as a plan; None where it cannot be one: it begins in the middle, or has not come to its ending."""
    if not may_be_plan(program, begin) or program.nodes[played.state[0]].kind is not Kind.FINISH:
        return None
    given = tuple(
        program.facts[slot].domain.index(begin.facts.get(program.facts[slot].name, "")) or 0 for slot in program.given
    )
    written = replay.record(program, begin.dialog, given, played.answers, file=f"{form.FOLDER}/{name}", about=about)
    return form.write(written)


def may_be_plan(program: Program, begin: Begin) -> bool:
    """Whether a talk that begins here could be held at a door: from the first step of an entry, with no more known
    than a door may know."""
    given = {program.facts[slot].name for slot in program.given}
    first = (
        begin.dialog in program.entries
        and find(program, begin.context) == program.nodes[program.dialogs[begin.dialog].first]
    )
    return first and begin.facts.keys() <= given
