"""The heaviest way through a program of which only some facts are known, found with what earlier searches learned."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from heapq import heappop, heappush
from typing import TypeAlias

from bot.check.ceiling import Ceiling
from bot.check.ground import Ground, Measure
from bot.check.partial import Move, Partial, Spot
from bot.dialog.model import Kind

Bounds: TypeAlias = dict[Spot, int]
"""For a state, the most that can follow it."""


@dataclass(frozen=True, slots=True)
class Way:
    """A heaviest way as far as is known: its weight, its moves, where it begins, the states visited to find it."""

    weight: int
    moves: tuple[Move, ...]
    first: Spot
    states: int


class Layers:
    """Searches with ever more facts, each best first. What an earlier one learned of a state bounds all states that it
    could not tell apart, so only what can still be the heaviest way is visited (A*, Hart, Nilsson and Raphael 1968)."""

    def __init__(self, ceiling: Ceiling, measure: Measure) -> None:
        self.ground = Ground(ceiling.program, measure)
        self.heights = ceiling.heights(measure)
        self.learned: list[tuple[Partial, Bounds]] = []

    def most(self, entry: str) -> int:
        """What no conversation can exceed, whatever the facts."""
        blind = Partial(self.ground, ())
        return max(self.bound(blind, spot) for spot in blind.starts(entry))

    def heaviest(self, part: Partial, entry: str, limit: int) -> Way | None:
        """The heaviest way; None beyond the limit."""
        bounds: Bounds = {}
        weights: dict[Spot, int] = {}
        before: dict[Spot, tuple[Spot, Move]] = {}
        visited: dict[Spot, tuple[Move, ...]] = {}
        waiting: list[tuple[int, int, Spot]] = []

        def come(spot: Spot, weight: int) -> bool:
            if weight <= weights.get(spot, -1):
                return False
            if spot not in bounds:
                bounds[spot] = self.bound(part, spot)
            weights[spot] = weight
            heappush(waiting, (-weight - bounds[spot], -weight, spot))
            return True

        for first in part.starts(entry):
            come(first, 0)
        while waiting:
            _, lost, spot = heappop(waiting)
            if -lost < weights[spot]:
                continue
            moves = visited[spot] = visited.get(spot) or tuple(part.moves(spot))
            if not moves:
                break
            for move in moves:
                if come(move.to, move.weight - lost):
                    before[move.to] = (spot, move)
            if len(visited) > limit:
                return None
        self.learned.append((part, _backed(visited, bounds)))
        way = []
        while spot in before:
            spot, move = before[spot]
            way.append(move)
        return Way(-lost, tuple(reversed(way)), spot, len(visited))

    def greedy(self, part: Partial, entry: str) -> Way:
        """A way that always takes what may come to most; where all facts are known it is a real conversation."""
        spot = first = max(part.starts(entry), key=lambda spot: self.bound(part, spot))
        moves: list[Move] = []
        while onward := tuple(part.moves(spot)):
            moves.append(max(onward, key=lambda move: move.weight + self.bound(part, move.to)))
            spot = moves[-1].to
        return Way(sum(move.weight for move in moves), tuple(moves), first, len(moves))

    def bound(self, part: Partial, spot: Spot) -> int:
        """The most that can follow a state, as far as earlier searches know."""
        seen = ((bounds, part.seen_by(coarse, spot)) for coarse, bounds in reversed(self.learned))
        known = next((bounds[there] for bounds, there in seen if there in bounds), None)
        return self.unseen(part, spot) if known is None else known

    def unseen(self, part: Partial, spot: Spot) -> int:
        """The most that can follow a state, as far as one pass over the steps knows (see `ceiling`): to the end of its
        dialog, then of each that waits for it, and all jumps that are left."""
        program, ahead = self.ground.program, self.heights.ahead
        node = program.nodes[spot.node]
        found = ahead[spot.node] - (self.heights.seen[spot.node] if spot.shown else 0)
        if node.kind is Kind.FINISH:
            return found
        waiting = [-1 - at if at < 0 else program.nodes[at].edges[0].target for at in spot.stack]
        left = [jump.times - part.layout.value(spot.facts, jump.counter) for jump in program.jumps]
        return found + sum(ahead[index] for index in waiting) + self.heights.more((spot.node, *waiting), left)


def _backed(visited: Mapping[Spot, tuple[Move, ...]], bounds: Bounds) -> Bounds:
    """Better bounds of the visited states: the most that their moves can come to, from the ends backwards."""
    better: Bounds = {}
    for first in visited:
        waiting = [first]
        while waiting:
            spot = waiting[-1]
            moves = visited[spot]
            missing = [m.to for m in moves if m.to in visited and m.to not in better] if spot not in better else []
            if missing:
                waiting += missing
                continue
            waiting.pop()
            rest = (m.weight + (better[m.to] if m.to in better else bounds[m.to]) for m in moves)
            better[spot] = max(rest, default=0)
    return better
