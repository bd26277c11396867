"""How far a player comes in a case who knows nothing of it, or all: exact, over every path.

Lines are shuffled evenly (`order`), so whoever always takes the first or the last one plays as one who draws lots.
"""

from __future__ import annotations

import re
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


BY_LOT = (Player.RANDOM, Player.FIRST, Player.LAST)
"""Who draws lots, or goes by the place on the screen: lines are shuffled, so that is the same."""
ALONE = (0,)
"""The place of the one way on where no line is taken."""
SOMEBODY = re.compile(r"\b(?i:han|hans|honom|hon|hennes|henne)\b|(?<=[a-zåäöé,] )[A-ZÅÄÖ][a-zåäöé]+")
"""He, she, or a name: what has a capital letter though no sentence begins there."""


Standing: TypeAlias = tuple[State, tuple[tuple[str, int], ...]]
"""All that decides what can follow: where one is, and which mistakes can still be mended. The points so far do not."""


class Way(NamedTuple):
    """A line that can be taken: its place in the scene, what it earns in halves, whether it misses a gate, and to which
    standing it leads."""

    place: int
    points: int
    misses: bool
    to: int


class Played:
    """All that can happen in a case, worked out once for all who play it.

    standings: each before all that can follow it; the first is where the case begins. ways: of each, none at an ending.
    """

    def __init__(self, case: Case) -> None:
        self.case = case
        self.standings, self.ways = self._paths()

    @property
    def nodes(self) -> frozenset[int]:
        """Those that are reached."""
        return frozenset(state[0] for state, _ in self.standings)

    @cached_property
    def best(self) -> int | None:
        """Most points, in halves, of those who miss no gate; None where every path misses one."""
        best: list[int | None] = [None] * len(self.ways)
        for number in reversed(range(len(self.ways))):
            ways = self.ways[number]
            rest = ((way.points, best[way.to]) for way in ways if not way.misses)
            best[number] = max((now + later for now, later in rest if later is not None), default=None if ways else 0)
        return None if best[0] is None else max(best[0], 0)

    def expected(self, player: Player) -> float:
        """The share of the points that a player gets in the mean, 0 to 1; below nothing counts as nothing."""
        return self.by_lot if player in BY_LOT else self._mean(player)

    @cached_property
    def by_lot(self) -> float:
        """The same of who draws lots."""
        return self._mean(Player.RANDOM)

    def _mean(self, player: Player) -> float:
        chances: list[dict[int, float]] = [{} for _ in self.ways]
        chances[0][0] = 1.0
        total = 0.0
        taken = {node: _taken(scene, player) for node, scene in self.case.scene_at.items()}
        for (state, _), ways, so_far in zip(self.standings, self.ways, chances, strict=True):
            if not ways:
                total += sum(chance * max(points, 0) for points, chance in so_far.items())
                continue
            places = taken.get(state[0], ALONE) if so_far else ()
            for place in places:
                _, earned, _, to = ways[place]
                after = chances[to]
                for points, chance in so_far.items():
                    after[points + earned] = after.get(points + earned, 0.0) + chance / len(places)
        return total / most(self.case)

    def _paths(self) -> tuple[tuple[Standing, ...], tuple[tuple[Way, ...], ...]]:
        """The standings and their ways."""
        first: Standing = (start(self.case.program, self.case.id)[0], ())
        found: dict[Standing, tuple[tuple[int, int, bool, Standing], ...]] = {}
        ended: dict[Standing, None] = {}
        waiting = [first]
        while waiting:
            standing = waiting[-1]
            if standing not in found:
                found[standing] = tuple(self._onward(standing))
                waiting += [to for *_, to in found[standing] if to not in found]
            else:
                ended.setdefault(waiting.pop())
        numbers = {standing: number for number, standing in enumerate(reversed(ended))}
        ways = (
            tuple([Way(place, points, misses, numbers[to]) for place, points, misses, to in found[standing]])
            for standing in numbers
        )
        return tuple(numbers), tuple(ways)

    def _onward(self, standing: Standing) -> Iterator[tuple[int, int, bool, Standing]]:
        """What can follow: the place of the line, what it earns, whether it misses a gate, where it leads."""
        state, unmended = standing
        if self.case.program.nodes[state[0]].kind is Kind.FINISH:
            return
        scene = self.case.scene_at.get(state[0])
        for place in range(len(scene.lines) if scene else 1):
            line = scene.lines[place] if scene else None
            tally = Tally(0, unmended).after(scene, line) if scene and line else Tally(0, unmended)
            reached = step(self.case.program, state, place)[0]
            yield place, tally.points, bool(line and line.data.misses), (reached, tally.open)


def _taken(scene: Scene, player: Player) -> tuple[int, ...]:
    """The places of the lines that a player takes, each as likely as the others."""
    everywhere = tuple(range(len(scene.lines)))
    if player is Player.ALOOF:
        return tuple(each for each in everywhere if not SOMEBODY.search(scene.lines[each].text)) or everywhere
    if player not in (Player.LONGEST, Player.SHORTEST):
        return everywhere
    wanted = (max if player is Player.LONGEST else min)(map(_length, scene.lines))
    return tuple(place for place, line in enumerate(scene.lines) if _length(line) == wanted)


def _length(line: Line) -> int:
    return len(line.text)
