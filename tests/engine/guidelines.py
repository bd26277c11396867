"""Guideline-shaped test content, and a way to talk with it by words instead of digits.

Between any two answers the conversation is left and taken up again from its code alone, in a memory that has seen
nothing: what cannot be carried by the code would be lost here.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bot.dialog.folder import read_folder
from bot.dialog.load import load
from bot.dialog.model import Kind, Node, Program
from bot.engine.answers import Fold, Place
from bot.engine.step import State, start, step, visible

GUIDELINES = Path(__file__).resolve().parents[1] / "cases" / "guidelines"
Answer = str | frozenset[str]
"""A label, or the labels that are ticked."""


@dataclass(frozen=True)
class Ending:
    """How a conversation ended: outcome, actions, facts as text, and the steps that were shown."""

    outcome: str
    actions: frozenset[str]
    facts: Mapping[str, str]
    steps: tuple[str, ...]


@cache
def program(name: str) -> Program:
    """The compiled guideline of a folder."""
    loaded = load(read_folder(GUIDELINES / name))
    assert loaded.release is not None, "\n".join(map(str, loaded.problems))
    return loaded.release.program


def talk(name: str, answers: Mapping[str, Answer]) -> Ending:
    """Answer by step id; "dialog.step" where one id is not enough, and "dialog.step@2" for the second visit."""
    compiled = program(name)
    place = Fold(compiled).begin(compiled.entries[0])
    steps: list[str] = []
    while (node := compiled.nodes[place.state[0]]).kind is not Kind.FINISH:
        steps.append(node.id)
        visit = f"{node.id}@{steps.count(node.id)}"
        own = node.id.partition(".")[2]
        answer = next((answers[key] for key in (visit, node.id, own) if key in answers), None)
        place = _answered(compiled, place, digit(node, answer))
    return _ending(compiled, place.state, tuple(steps))


def digit(node: Node, answer: Answer | None) -> int:
    """The digit of an answer in words."""
    if node.kind is Kind.SAY:
        return 0
    assert answer is not None, f"{node.id} waits for an answer"
    if node.kind is Kind.SEVERAL:
        labels = [option.label for option in node.options]
        assert frozenset(answer) <= set(labels), answer
        return sum(1 << number for number, label in enumerate(labels) if label in answer)
    return [edge.label for edge in node.edges].index(str(answer))


def _answered(compiled: Program, place: Place, answer: int) -> Place:
    again = Fold(compiled, size=1).at(place.entry, place.code)
    assert again == place
    after = Fold(compiled, size=1).after(again, answer)
    assert after is not None, f"{compiled.nodes[place.state[0]].id} refuses {answer}"
    return after


def endings(name: str) -> Iterator[Ending]:
    """Every conversation there is, jumps left out: each set of answers at each step."""
    compiled = program(name)
    waiting: list[tuple[State, tuple[str, ...]]] = [(start(compiled, compiled.entries[0])[0], ())]
    while waiting:
        state, steps = waiting.pop()
        node = compiled.nodes[state[0]]
        if node.kind is Kind.FINISH:
            yield _ending(compiled, state, steps)
            continue
        mask = visible(node, state[1])
        if node.kind is Kind.SEVERAL:
            fitting = [ticks for ticks in range(1 << len(node.options)) if not ticks & ~mask]
        else:
            fitting = [number for number in range(len(node.edges)) if mask >> number & 1]
        waiting += [(step(compiled, state, answer)[0], (*steps, node.id)) for answer in fitting]


def _ending(compiled: Program, state: State, steps: tuple[str, ...]) -> Ending:
    index, facts, _, actions = state
    done = frozenset(action.id for action in compiled.by_bit if actions >> action.bit & 1)
    values = {fact.name: fact.domain.values[value] for fact, value in zip(compiled.facts, facts, strict=True)}
    return Ending(compiled.nodes[index].outcome or "", done, values, steps)
