"""A few flashcards answered one after the other, as a short code: what a chat's button carries, and what goes home.

No history is in it. A card stands there as the mark of its name (`bot.practice.certificate.mark`), since names are
never changed and places in the file are. So a button of yesterday means the same card in new content.

    1 byte   how many cards, how many of them are answered (4 bits each)
    1 byte   the line that was chosen of the next one, how sure that was (4 bits each)
    2 bytes  each card, by its mark
    1 byte   each answer: right or not, how sure (4 bits each)

spelled in base64 for addresses. A browser writes and reads it, too (sitting.js).
"""

from __future__ import annotations

import base64
from binascii import Error
from collections.abc import Iterable
from dataclasses import dataclass, replace

MOST = 10
"""Cards in one sitting."""
SURE = 3
"""How sure one can be: 1 guessing, 2 fairly, 3 sure."""
LONGEST = 43
"""Characters of a code at most: two bytes, and three for each card, in base64."""
SIGN = "T1."
"""What a code begins with where it stands among others."""
_HEAD = 2


@dataclass(frozen=True, slots=True)
class Sitting:
    """cards: marks, in order. answered: of the first ones (right, how sure). line, sure: how far the next one has come:
    the line that was chosen, from 1, and how sure that was; 0 before."""

    cards: tuple[int, ...]
    answered: tuple[tuple[bool, int], ...] = ()
    line: int = 0
    sure: int = 0

    @property
    def is_over(self) -> bool:
        """Whether every card is answered."""
        return len(self.answered) == len(self.cards)

    def after(self, right: bool) -> Sitting:
        """When the card is put away. right: whether its line was."""
        return replace(self, answered=(*self.answered, (right, self.sure)), line=0, sure=0)


def write(sitting: Sitting) -> str:
    """The code. One byte for each answer, two for each card."""
    head = bytes((len(sitting.cards) << 4 | len(sitting.answered), sitting.line << 4 | sitting.sure))
    cards = b"".join(card.to_bytes(2, "big") for card in sitting.cards)
    return base64.urlsafe_b64encode(head + cards + bytes(_answers(sitting.answered))).rstrip(b"=").decode()


def read(code: str) -> Sitting | None:
    """The inverse of `write`; None for what it would not write."""
    if not code.isascii() or len(code) > LONGEST:
        return None
    try:
        raw = base64.urlsafe_b64decode(code + "=" * (-len(code) % 4))
    except (Error, ValueError):
        return None
    if len(raw) < _HEAD:
        return None
    count, done = divmod(raw[0], 16)
    line, sure = divmod(raw[1], 16)
    if not 0 < count <= MOST or done > count or len(raw) != _HEAD + 2 * count + done or sure > SURE:
        return None
    cards = tuple(int.from_bytes(raw[at : at + 2], "big") for at in range(_HEAD, _HEAD + 2 * count, 2))
    answered = tuple((bool(byte >> 4), byte & 15) for byte in raw[_HEAD + 2 * count :])
    if any(byte >> 5 or not 1 <= byte & 15 <= SURE for byte in raw[_HEAD + 2 * count :]):
        return None
    found = Sitting(cards, answered, line, sure)
    return found if write(found) == code else None


def _answers(answered: Iterable[tuple[bool, int]]) -> Iterable[int]:
    return (right << 4 | sure for right, sure in answered)
