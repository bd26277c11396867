"""How far a player comes in a case who knows nothing of it, or all: exact, over every path.

Lines are shuffled evenly (`order`), so whoever always takes the first or the last one plays as one who draws lots.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from enum import Enum
from functools import cached_property
from typing import NamedTuple, TypeAlias

from bot.dialog.case_model import Case, Line, Scene
from bot.dialog.model import Kind
from bot.engine.step import State, start, step
from bot.practice.score import Tally, most


class Player(Enum):
    """Who plays without knowing. FIRST and LAST stand for a place on the screen. ALOOF has seen that the guides are
    written for everybody and so say neither he nor she nor a name, and draws lots among the lines that do not."""

    RANDOM = "random"
    FIRST = "first"
    LAST = "last"
    LONGEST = "longest"
    SHORTEST = "shortest"
    ALOOF = "aloof"


SOMEBODY = re.compile(r"\b(?i:han|hans|honom|hon|hennes|henne)\b|(?<=[a-zåäöé,] )[A-ZÅÄÖ][a-zåäöé]+")
"""He, she, or a name: what has a capital letter though no sentence begins there."""


Standing: TypeAlias = tuple[State, tuple[tuple[str, int], ...]]
"""All that decides what can follow: where one is, and which mistakes can still be mended. The points so far do not."""


class Way(NamedTuple):
    """A line that can be taken: its place in the scene, what it earns in halves, whether it misses a gate."""

    place: int
    points: int
    misses: bool
    to: Standing


class Played:
    """All that can happen in a case, worked out once for all who play it.

    ways: each standing before all that can follow it; none at an ending.
    """

    def __init__(self, case: Case) -> None:
        self.case = case
        self.first: Standing = (start(case.program, case.id)[0], ())
        self.ways = self._ways()

    @property
    def nodes(self) -> frozenset[int]:
        """Those that are reached."""
        return frozenset(state[0] for state, _ in self.ways)

    @cached_property
    def best(self) -> int | None:
        """Most points, in halves, of those who miss no gate; None where every path misses one."""
        best: dict[Standing, int | None] = {}
        for standing, ways in reversed(self.ways.items()):
            rest = ((way.points, best[way.to]) for way in ways if not way.misses)
            best[standing] = max((now + later for now, later in rest if later is not None), default=None if ways else 0)
        found = best[self.first]
        return None if found is None else max(found, 0)

    def expected(self, player: Player) -> float:
        """The share of the points that a player gets in the mean, 0 to 1; below nothing counts as nothing."""
        chances: dict[Standing, dict[int, float]] = {self.first: {0: 1.0}}
        total = 0.0
        for standing, ways in self.ways.items():
            so_far = chances.pop(standing, {})
            if not ways:
                total += sum(chance * max(points, 0) for points, chance in so_far.items())
            taken = _taken(self.case.scene_at.get(standing[0][0]), player) if so_far else frozenset()
            for way in ways:
                if way.place in taken:
                    after = chances.setdefault(way.to, defaultdict(float))
                    for points, chance in so_far.items():
                        after[points + way.points] += chance / len(taken)
        return total / most(self.case)

    def _ways(self) -> dict[Standing, tuple[Way, ...]]:
        found: dict[Standing, tuple[Way, ...]] = {}
        ended: dict[Standing, None] = {}
        waiting = [self.first]
        while waiting:
            standing = waiting[-1]
            if standing not in found:
                found[standing] = tuple(self._onward(standing))
                waiting += [way.to for way in found[standing] if way.to not in found]
            else:
                ended.setdefault(waiting.pop())
        return {standing: found[standing] for standing in reversed(ended)}

    def _onward(self, standing: Standing) -> Iterator[Way]:
        state, unmended = standing
        if self.case.program.nodes[state[0]].kind is Kind.FINISH:
            return
        scene = self.case.scene_at.get(state[0])
        for place in range(len(scene.lines) if scene else 1):
            line = scene.lines[place] if scene else None
            tally = Tally(0, unmended).after(scene, line) if scene and line else Tally(0, unmended)
            reached = step(self.case.program, state, place)[0]
            yield Way(place, tally.points, bool(line and line.data.misses), (reached, tally.open))


def _taken(scene: Scene | None, player: Player) -> frozenset[int]:
    """The places of the lines that a player takes, each as likely as the others."""
    if scene is None:
        return frozenset((0,))
    everywhere = frozenset(range(len(scene.lines)))
    if player is Player.ALOOF:
        return frozenset(each for each in everywhere if not SOMEBODY.search(scene.lines[each].text)) or everywhere
    if player not in (Player.LONGEST, Player.SHORTEST):
        return everywhere
    wanted = (max if player is Player.LONGEST else min)(map(_length, scene.lines))
    return frozenset(place for place, line in enumerate(scene.lines) if _length(line) == wanted)


def _length(line: Line) -> int:
    return len(line.text)
