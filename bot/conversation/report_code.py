"""The short code of a screen, for a deviation report: which release, which step. It says nothing of a talk.

ABCDE-FGHI: five signs of the release, three of the step, one that checks the others. Whoever stands at the same step
of the same release has the same code, so it cannot tell two talks apart.

The alphabet has no two signs that look alike (0 O Q, 1 I, 2 Z, 5 S, 6 G, 8 B, U V: at most one of each is in it) and
no vowels, so that no word comes about. It has 23 signs, a prime: the last one then gives away every sign that was
read wrong and every two that changed places.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from bot.dialog.model import Program

ALPHABET = "3479BCDFGHJKLMNPRSTVWXY"
BASE = len(ALPHABET)
RELEASE, STEP = 5, 3
LOOKS_LIKE = str.maketrans("5861I2ZU", "SBGLL77V")
"""Signs that are not in the alphabet → the one that was probably meant, when a code is read back from paper."""
STARTS = 12
"""Hex digits of a release's id that its signs are made of."""


class Code(NamedTuple):
    """What a code says: numbers of release and step, each within the room of its signs."""

    release: int
    step: int


def release_number(release: str) -> int:
    """The number that a release's id has in codes."""
    number: int = BASE**RELEASE
    return int(release[:STARTS], 16) % number


def steps(program: Program) -> tuple[str, ...]:
    """All steps that a person can stand at, in the order that codes number them."""
    return tuple(dict.fromkeys(node.context for node in program.nodes if node.waits))


def codes(release: str, program: Program) -> Mapping[str, str]:
    """Step ("dialog.step") → its code."""
    number = release_number(release)
    return {step: write(Code(number, place % BASE**STEP)) for place, step in enumerate(steps(program))}


def write(code: Code) -> str:
    """The code as it is shown."""
    body = _signs(code.release, RELEASE) + _signs(code.step, STEP)
    return f"{body[:RELEASE]}-{body[RELEASE:]}{_check(body)}"


def read(text: str) -> Code | None:
    """What a code says that somebody wrote down; None when it is no code, or a sign of it is wrong."""
    body = re.sub(r"[\s\-–]", "", text).upper().translate(LOOKS_LIKE)
    if len(body) != RELEASE + STEP + 1 or not set(body) <= set(ALPHABET) or _check(body[:-1]) != body[-1]:
        return None
    return Code(_number(body[:RELEASE]), _number(body[RELEASE:-1]))


def read_release(text: str) -> int | None:
    """The number of the release that the first five signs of a code, or a whole code, speak of; None when neither."""
    whole = read(text)
    if whole is not None:
        return whole.release
    body = text.strip().upper().translate(LOOKS_LIKE)
    return _number(body) if len(body) == RELEASE and set(body) <= set(ALPHABET) else None


def release_signs(release: str) -> str:
    """The part of all codes of a release that names it."""
    return _signs(release_number(release), RELEASE)


def _signs(number: int, room: int) -> str:
    found = []
    for _ in range(room):
        number, place = divmod(number, BASE)
        found.append(ALPHABET[place])
    return "".join(reversed(found))


def _number(signs: str) -> int:
    number = 0
    for sign in signs:
        number = number * BASE + ALPHABET.index(sign)
    return number


def _check(body: str) -> str:
    """The check sign: each place weighs otherwise, so that two signs that change places change it."""
    return ALPHABET[sum(weight * ALPHABET.index(sign) for weight, sign in enumerate(body, 1)) % BASE]
