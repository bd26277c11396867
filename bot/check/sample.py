"""States that some conversations come to: played at random, the same each time.

Conversations go on from the screens that were left most seldom, by answers that were seldom given there, so that they
spread.
A sample proves nothing of what never happens. It shows at once what does: that a rule speaks of some state at all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator
from itertools import product
from random import Random

from bot.dialog.flow import own_answers
from bot.dialog.model import Kind, Program
from bot.engine.step import State, jumps, start, step, visible

PRESSES = 16_000
PRESSES_A_NODE = 90
"""A sample has so many for each node, but never more than PRESSES."""
LONGEST = 5
"""Presses before a conversation is left for another."""
SOUGHT = 60_000
"""Presses of a search for one rule."""
FEW = 16
"""Kinds of states that are drawn, of which the one that was left most seldom is taken."""
SEED = 1
JUMPED = 0.04
"""How often a jump is taken where one is offered; more, and few conversations come far."""


def sample(program: Program) -> tuple[State, ...]:
    """Different waiting states and endings that conversations from all entries reach, in the order they were met."""
    presses = min(PRESSES, PRESSES_A_NODE * len(program.nodes))
    return tuple(dict.fromkeys(_met(program, lambda state: state[0], presses)))


def dice(seed: int) -> Random:
    """Chance that is the same each time; nothing is kept secret by it."""
    return Random(seed)  # noqa: S311 - see above


def seek(program: Program, looks: Collection[int], wanted: Callable[[State], bool]) -> bool:
    """Whether such a state was found by going on most often from values of these facts that were seldom met."""
    slots = tuple(looks)
    found = _met(program, lambda state: (state[0], *(state[1][slot] for slot in slots)), SOUGHT)
    return any(wanted(state) for state in found)


def _met(program: Program, kind: Callable[[State], object], presses: int) -> Iterator[State]:
    """Reachable states. kind: states of one kind are left about as often as those of another."""
    chance = dice(SEED)
    there: dict[object, list[State]] = {}
    known: set[State] = set()
    for entry in program.entries:
        for door in product(*(range(len(program.facts[slot].domain.values)) for slot in program.given)):
            state = start(program, entry, door)[0]
            known.add(state)
            there.setdefault(kind(state), []).append(state)
            yield state
    kinds = list(there)
    given: Counter[tuple[int, int]] = Counter()
    left: Counter[object] = Counter()
    for _ in range(presses // LONGEST if there else 0):
        few = (kinds[int(chance.random() * len(kinds))] for _ in range(FEW))
        seldom = there[min(few, key=left.__getitem__)]
        state = seldom[-1] if chance.random() < 0.5 else chance.choice(seldom)
        for _ in range(LONGEST):
            left[kind(state)] += 1
            answer = _answer(program, state, given, chance)
            if answer is None:
                break
            given[state[0], answer] += 1
            state = step(program, state, answer)[0]
            if state not in known:
                known.add(state)
                if (like := kind(state)) not in there:
                    kinds.append(like)
                    there[like] = []
                there[like].append(state)
                yield state


def _answer(program: Program, state: State, given: Counter[tuple[int, int]], chance: Random) -> int | None:
    """One of the answers that are offered; None at an ending."""
    node = program.nodes[state[0]]
    if node.kind is Kind.FINISH:
        return None
    offered = visible(node, state[1])
    ways = jumps(program, state)
    if ways and (chance.random() < JUMPED or not (offered or node.kind is Kind.SEVERAL)):
        return own_answers(node) + chance.choice(ways)
    if node.kind is Kind.SEVERAL:
        return offered & chance.getrandbits(len(node.options) or 1)
    answers = [number for number in range(len(node.edges)) if offered >> number & 1]
    return min(answers, key=lambda number: given[node.index, number] + 3 * chance.random(), default=None)
