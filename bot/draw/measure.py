"""How wide a text is likely to be, without a font at hand, and where it must break.

The drawing names no font of its own (nothing is fetched), so the widths are those of a wide, common one; with a
narrower one there is only more air.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

SANS, MONO = "sans", "mono"
NARROW, WIDE = frozenset("iIljtfr.,:;!|'()[]{} -–·"), frozenset("mwMWÅÄÖÆØ@%—→…")


@dataclass(frozen=True, slots=True)
class Style:
    """A look of text. size: in units; look: its name in the style sheet."""

    look: str
    size: float
    family: str
    bold: bool = False

    @property
    def height(self) -> float:
        """From one base line to the next."""
        return round(self.size * 1.36, 1)

    def width(self, text: str) -> float:
        """About how wide the text is, in units."""
        if self.family == MONO:
            return len(text) * self.size * 0.61
        return sum(_share(sign) for sign in text) * self.size * (1.15 if self.bold else 1)


def _share(sign: str) -> float:
    """Width of a sign as a share of the font's size."""
    if sign in NARROW:
        return 0.34
    if sign in WIDE:
        return 0.9
    return 0.7 if sign.isupper() else 0.56


def wrapped(text: str, style: Style, room: float) -> Iterator[str]:
    """The lines of a text in a room that is so many units wide. A word that is wider is cut."""
    for paragraph in text.splitlines():
        line = ""
        for word in paragraph.split():
            longer = f"{line} {word}" if line else word
            if style.width(longer) <= room:
                line = longer
                continue
            if line:
                yield line
            *whole, line = _cut(word, style, room)
            yield from whole
        if line:
            yield line


def _cut(word: str, style: Style, room: float) -> list[str]:
    """The pieces of a word that fit."""
    most = len(word) if style.width(word) <= room else max(1, int(len(word) * room / style.width(word)))
    return [word[at : at + most] for at in range(0, len(word), most)]
