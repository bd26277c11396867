"""Looks for one conversation to a state, or a shortest one, and goes where a reduced slice says that it is near.

The slice knows few facts, so it takes some ways for open that are not: its distances are a guess, never too long. They
guide a search among real states, nearest first; a state that looks like many that were tried stands back, so that the
search goes around what is in the way. (A pattern database of planning: Edelkamp 2001; the pattern is the rule's facts.)
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Mapping, Sequence
from heapq import heappop, heappush

from bot.check.explore import Found, Parents, States, Watch, found
from bot.check.reduce import Reduced
from bot.check.slice import Place
from bot.check.table import Point, Sight, Table
from bot.check.walk import Walk

AROUND = 2
"""So many times the states before the first that is wanted are looked at for others."""


def distances(
    small: Reduced, entries: Sequence[str], watch: Watch, limit: int, *, every: bool = False
) -> dict[Point, int]:
    """For states from which a wanted one can be come to: after how many answers, at least. What may be left without one
    counts none.

    every: for all such states; {} where the limit was reached. Else for those that are met up to a first wanted one,
    and for some more.
    """
    part, table = small.part, Table(small.part, entries, traced=True)
    assert table.earlier is not None
    wanted: list[Point] = []
    while table.waiting and len(table.states) <= limit:
        state = table.waiting.popleft()
        if watch.over and watch.over(state[2], state[3]):
            continue
        if watch.wanted(part.nodes[state[1]].node, state[2], state[3]):
            if not (every or wanted):
                around = AROUND if len(entries) > 1 else 1  # each entry is to have its own
                limit = min(limit, around * len(table.states))
            wanted.append(state[1:])
        table.follow(state)
    if every and table.waiting:
        return {}
    near: dict[Point, int] = {}
    back = deque((0, point) for point in wanted)
    while back:
        far, seen = back.popleft()
        if seen in near:
            continue
        near[seen] = far
        for before in table.earlier.get(seen, ()):
            # A junction takes no answer, nor for certain does a screen that may be passed by.
            if before not in near and (isinstance(before[0], str) or before[0] in small.hasty):
                back.appendleft((far, before))
            elif before not in near:
                back.append((far + 1, before))
    return near


def toward(
    walk: Walk, small: Reduced, near: Mapping[Point, int], entries: Sequence[str], watch: Watch, most: int
) -> Found | None:
    """A conversation to a wanted state, None when none was found.

    Args:
        walk: in a slice that keeps at least the facts of the reduced one.
        small, near: the reduced one, and how near its states are.
        entries: where conversations begin.
        watch: what is wanted.
        most: how many states to go on from.
    """
    part, states = walk.part, States(walk)
    parents: Parents = {}
    tried: Counter[Sight] = Counter()
    waiting: list[tuple[int, int, Place, Sight]] = []

    def come(place: Place, by: tuple[object, int]) -> None:
        if place not in parents:
            parents[place] = by
            image = small.image(place)
            if image in near:
                heappush(waiting, (near[image] + tried[image], len(parents), place, image))

    for place, begun in states.starts(entries):
        come(place, (begun, -1))
    for _ in range(most):
        if not waiting:
            return None
        _, _, place, image = heappop(waiting)
        tried[image] += 1
        if not near[image] and watch.wanted(part.nodes[place[0]].node, place[1], place[3]):
            return found(part, parents, place)
        for answer, follower in states.followers(place):
            come(follower, (place, answer))
    return None


def shortest(
    walk: Walk, small: Reduced, near: Mapping[Point, int], entries: Sequence[str], watch: Watch, most: int, below: int
) -> tuple[Found | None, bool]:
    """A shortest conversation to a wanted state, of fewer answers than `below`; None where there is none, or not among
    so many states. And whether all that could be one was looked at.

    A* (Hart, Nilsson and Raphael 1968), with the distances in the reduced slice of the same facts, or of fewer, all of
    them. These are never too long: each answer there is one here or none, and what lies inside a call that is passed
    counts nothing. So the first wanted state that is gone on from is a nearest one, and what has no distance never
    comes to any.
    """
    part, states = walk.part, States(walk, again=True)
    parents: Parents = {}
    lengths: dict[Place, int] = {}
    waiting: list[tuple[int, int, int, Place]] = []

    def come(place: Place, by: tuple[object, int], length: int) -> None:
        if length < lengths.get(place, length + 1):
            image = small.image(place)
            if image in near and length + near[image] < below:
                parents[place], lengths[place] = by, length
                heappush(waiting, (length + near[image], -length, len(parents), place))

    for place, begun in states.starts(entries):
        come(place, (begun, -1), 0)
    gone: set[Place] = set()
    while waiting and len(gone) <= most:
        *_, place = heappop(waiting)
        if place in gone:
            continue
        gone.add(place)
        if watch.wanted(part.nodes[place[0]].node, place[1], place[3]):
            return found(part, parents, place), True
        for answer, follower in states.followers(place):
            come(follower, (place, answer), lengths[place] + 1)
    return None, not waiting
