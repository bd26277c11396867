"""States that some conversations come to: played at random, the same each time.

Conversations go on from the screens that were left most seldom, by answers that were seldom given there, so that they
spread.
A sample proves nothing of what never happens. It shows at once what does: that a rule speaks of some state at all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import product
from random import Random

from bot.dialog.flow import own_answers
from bot.dialog.model import Kind, Program
from bot.engine.step import State, jumps, start, step, visible

PRESSES = 64_000
PRESSES_A_NODE = 90
"""A sample has so many for each node, but never more than PRESSES."""
REMEMBERED = 40_000_000
"""Values of facts that a sample remembers at most, all states together; a state has one of each fact."""
LONGEST = 5
"""Presses before a conversation is left for another."""
FEW = 16
"""Screens that are drawn, of which the one that was left most seldom is taken."""
SEED = 1
JUMPED = 0.04
"""How often a jump is taken where one is offered; more, and few conversations come far."""


def sample(program: Program) -> Iterator[State]:
    """Waiting states and endings that conversations from all entries reach, as they are met: who has seen enough stops
    asking."""
    room = REMEMBERED // max(1, len(program.facts))
    presses = min(PRESSES, PRESSES_A_NODE * len(program.nodes), room)
    return _met(program, presses)


def dice(seed: int) -> Random:
    """Chance that is the same each time; nothing is kept secret by it."""
    return Random(seed)  # noqa: S311 - it draws conversations and made-up figures, no key and no noise


def _met(program: Program, presses: int) -> Iterator[State]:
    """Reachable states; each screen is left about as often as any other."""
    chance = dice(SEED)
    there: dict[int, list[State]] = {}
    known: set[State] = set()
    for entry in program.entries:
        for door in product(*(range(len(program.facts[slot].domain.values)) for slot in program.given)):
            state = start(program, entry, door)[0]
            known.add(state)
            there.setdefault(state[0], []).append(state)
            yield state
    screens = list(there)
    given: Counter[tuple[int, int]] = Counter()
    left: Counter[int] = Counter()
    for _ in range(presses // LONGEST if there else 0):
        few = (screens[int(chance.random() * len(screens))] for _ in range(FEW))
        seldom = there[min(few, key=left.__getitem__)]
        state = seldom[-1] if chance.random() < 0.5 else chance.choice(seldom)
        for _ in range(LONGEST):
            left[state[0]] += 1
            answer = _answer(program, state, given, chance)
            if answer is None:
                break
            given[state[0], answer] += 1
            state = step(program, state, answer)[0]
            if state not in known:
                known.add(state)
                if state[0] not in there:
                    screens.append(state[0])
                    there[state[0]] = []
                there[state[0]].append(state)
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
    least, best = 0.0, None
    for number in range(len(node.edges)):
        if offered >> number & 1:
            often = given[node.index, number] + 3 * chance.random()
            if best is None or often < least:
                least, best = often, number
    return best
