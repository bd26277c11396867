"""How many conversations there are: never fewer than one number, never more than another.

Their exact number is out of reach: to count is to tell apart what proofs may treat as one. So it is bounded.

At most: each way through the nodes with every condition taken for met, counted by dialogs (how often each ends the talk
or returns) for each state of the jumps' counters. Exact for that, and so a bound without doubt.

At least: Knuth's estimate of the size of a tree (Mathematics of Computation 29, 1975). A conversation is chosen at
random, press by press; the product of what could have been chosen is, on average, the number of all. The average of
many is rarely far above the truth: more than `DOUBT` times it once in `DOUBT` times at most (Markov's inequality).
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from functools import cache
from random import Random
from typing import TypeAlias

from bot.check.sample import dice
from bot.dialog.flow import own_answers
from bot.dialog.model import Kind, Node, Program
from bot.engine.step import State, jumps, start, step, visible

WALKS = 2000
DOUBT = 1000
"""The average is divided by this: the bound is wrong once in a thousand times at most."""
JUMP = 1 / 32
"""How often a jump is tried: most end the talk, and long talks are the many."""
SEED = 1975
"""The walks are chosen, not drawn anew each time: the same content gives the same numbers."""

Used: TypeAlias = tuple[int, ...]
"""How often each jump was taken."""
Ends: TypeAlias = Counter[Used | None]
"""How many ways end the talk (None), and how many return with jumps taken so often."""


@dataclass(frozen=True, slots=True)
class Conversations:
    """Bounds of their number, over all entries and all that a door may give."""

    at_least: int
    at_most: int

    def __str__(self) -> str:
        low, high = (f"10^{math.log10(number):.0f}" for number in (self.at_least, self.at_most))
        return low if low == high else f"{low} to {high}"


def bounds(program: Program) -> Conversations:
    """Both bounds."""
    most = _most(program)
    return Conversations(min(most, max(1, average(program, WALKS) // DOUBT)), most)


def _most(program: Program) -> int:
    unused = (0,) * len(program.jumps)

    @cache
    def ends(index: int, used: Used) -> Ends:
        """All ways on from a node, when each condition may be met and not met."""
        node = program.nodes[index]
        found: Ends = Counter()
        if node.kind is Kind.FINISH:
            found[None] += 1
        elif node.kind is Kind.RETURN:
            found[used] += 1
        elif node.kind is Kind.CALL:
            add(found, ends(node.entry, used), node.edges[0].target, 1)
        else:
            targets = Counter(edge.target for edge in node.edges)
            targets.update(target for _, target, _ in node.branches)
            for target, times in targets.items():
                weight = times << len(node.options)
                found.update({end: weight * count for end, count in ends(target, used).items()})
            if node.waits:
                jump(found, node, used)
        if node.when is not None:
            found.update(ends(node.after, used))
        return found

    def add(found: Ends, inner: Ends, target: int, times: int) -> None:
        """What is called ends the talk, or returns and goes on at a node."""
        for end, count in inner.items():
            if end is None:
                found[None] += times * count
            else:
                found.update({last: times * count * more for last, more in ends(target, end).items()})

    def jump(found: Ends, node: Node, used: Used) -> None:
        for number, leap in enumerate(program.jumps):
            if node.dialog not in leap.dialogs and used[number] < leap.times:
                inner = ends(leap.entry, (*used[:number], used[number] + 1, *used[number + 1 :]))
                if leap.call:
                    add(found, inner, node.index, 1)
                else:
                    found[None] += inner[None]

    given = math.prod(len(program.facts[slot].domain.values) for slot in program.given)
    return given * sum(ends(program.dialogs[entry].first, unused)[None] for entry in program.entries)


def average(program: Program, walks: int) -> int:
    """The estimate of their number from so many walks from each entry."""
    chance = dice(SEED)
    return int(sum(_walk(program, entry, chance) for entry in program.entries for _ in range(walks)) / walks)


def _walk(program: Program, entry: str, chance: Random) -> float:
    """A conversation at random, and one divided by how likely it was: on average, the number of all."""
    unlikely = float(math.prod(len(program.facts[slot].domain.values) for slot in program.given))
    given = tuple(chance.randrange(len(program.facts[slot].domain.values)) for slot in program.given)
    state = start(program, entry, given)[0]
    while program.nodes[state[0]].kind is not Kind.FINISH:
        leaps = jumps(program, state)
        if leaps and chance.random() < JUMP:
            node = program.nodes[state[0]]
            answer, unlikely = own_answers(node) + chance.choice(leaps), unlikely * len(leaps) / JUMP
        else:
            answer, choices = _chosen(program, state, chance)
            unlikely *= choices / (1 - JUMP) if leaps else choices
        state = step(program, state, answer)[0]
    return unlikely


def _chosen(program: Program, state: State, chance: Random) -> tuple[int, int]:
    """One of the answers that are offered, each as likely, and how many there are."""
    node, offered = program.nodes[state[0]], visible(program.nodes[state[0]], state[1])
    bits = [number for number in range(offered.bit_length()) if offered >> number & 1]
    if node.kind is Kind.SEVERAL:
        ticked = [bit for bit in bits if chance.random() < 0.5]
        return sum(1 << bit for bit in ticked), 1 << len(bits)
    return chance.choice(bits), len(bits)
