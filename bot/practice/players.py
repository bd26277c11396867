"""How far a player comes in a case who knows nothing of it, or all: exact, over every path.

Lines are shuffled evenly (`order`), so whoever always takes the first or the last one plays as one who draws lots.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum

from bot.dialog.case_model import Case, Line, Scene
from bot.dialog.model import Kind
from bot.engine.step import State, start, step
from bot.practice.score import Tally, most


class Player(Enum):
    """Who plays without knowing. FIRST and LAST stand for a place on the screen."""

    RANDOM = "random"
    FIRST = "first"
    LAST = "last"
    LONGEST = "longest"
    SHORTEST = "shortest"


Chances = Mapping[int, float]
"""Place of a line in its scene → how likely it is taken."""


@dataclass(frozen=True, slots=True)
class Explored:
    """All that can happen in a case. nodes: those that are reached. best: most points, in halves, without a missed
    gate; None where every path misses one. states: how many there are."""

    nodes: frozenset[int]
    best: int | None
    states: int


def expected(case: Case, player: Player) -> float:
    """The share of the points that a player gets in the mean, 0 to 1; below nothing counts as nothing."""
    state, _ = start(case.program, case.id)
    waiting: dict[tuple[State, Tally], float] = {(state, Tally()): 1.0}
    total = 0.0
    while waiting:
        after: dict[tuple[State, Tally], float] = defaultdict(float)
        for (state, tally), chance in waiting.items():
            if case.program.nodes[state[0]].kind is Kind.FINISH:
                total += chance * max(tally.points, 0) / most(case)
                continue
            scene = case.scene_at.get(state[0])
            for place, part in _chances(scene, player).items() if scene else ((0, 1.0),):
                next_state, _ = step(case.program, state, place)
                after[next_state, tally.after(scene, scene.lines[place]) if scene else tally] += chance * part
        waiting = after
    return total


def explore(case: Case) -> Explored:
    """Visit every state."""
    state, _ = start(case.program, case.id)
    waiting = [(state, Tally(), False)]
    seen = set(waiting)
    best: int | None = None
    while waiting:
        state, tally, missed = waiting.pop()
        if case.program.nodes[state[0]].kind is Kind.FINISH:
            best = best if missed else max(tally.points, best or 0)
            continue
        scene = case.scene_at.get(state[0])
        for place in range(len(scene.lines)) if scene else (0,):
            line = scene.lines[place] if scene else None
            known = tally.after(scene, line) if scene and line else tally
            reached = (step(case.program, state, place)[0], known, missed or bool(line and line.data.misses))
            if reached not in seen:
                seen.add(reached)
                waiting.append(reached)
    return Explored(frozenset(state[0] for state, _, _ in seen), best, len({state for state, _, _ in seen}))


def _chances(scene: Scene, player: Player) -> Chances:
    lines = scene.lines
    if player in (Player.LONGEST, Player.SHORTEST):
        choose: Callable[..., int] = max if player is Player.LONGEST else min
        wanted = choose(map(_length, lines))
        places = [place for place, line in enumerate(lines) if _length(line) == wanted]
    else:
        places = list(range(len(lines)))
    return dict.fromkeys(places, 1 / len(places))


def _length(line: Line) -> int:
    return len(line.text)
