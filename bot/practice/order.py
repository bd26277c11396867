"""The order of the lines on a screen: another in each round, always the same within one, and a hint of nothing.

It follows from the round's random number, which travels sealed in the button, so nothing has to be remembered.
"""

from __future__ import annotations

import hashlib


def order(number: int, scene: str, count: int) -> tuple[int, ...]:
    """A permutation of 0 … count-1.

    Args:
        number: the round's random number (40 bits).
        scene: the id of the node that asks, so that scenes are shuffled apart.
        count: how many lines there are.
    """
    digest = hashlib.sha256(f"{number}\n{scene}".encode()).digest()
    draw = int.from_bytes(digest, "big")
    rest, found = list(range(count)), []
    while rest:
        draw, place = divmod(draw, len(rest))
        found.append(rest.pop(place))
    return tuple(found)
