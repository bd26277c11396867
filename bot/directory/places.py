"""Which municipality somebody means, and which are near: those a person in the room most likely lives in."""

from __future__ import annotations

import re
from collections.abc import Callable
from difflib import get_close_matches
from functools import lru_cache
from unicodedata import combining, normalize

from bot.directory.model import Directory, Municipality, Unit

_KIND = re.compile(r"\s+(?:kommun|stad)$", re.IGNORECASE)


def near(directory: Directory, unit: Unit | None) -> tuple[str, ...]:
    """Codes to offer first: the unit's own municipality, then its neighbours by name.

    The unit's own list of neighbours, when it gives one, replaces the map's. Without a unit: none.
    """
    if unit is None or unit.municipality not in directory.municipalities:
        return ()
    around = directory.neighbours.get(unit.municipality, ()) if unit.neighbours is None else unit.neighbours
    known = (code for code in dict.fromkeys(around) if code in directory.municipalities)
    ordered = sorted(known, key=lambda code: swedish_order(directory.municipalities[code].name))
    return (unit.municipality, *(code for code in ordered if code != unit.municipality))


@lru_cache(maxsize=4096)
def swedish_order(name: str) -> tuple[str | int, ...]:
    """What to sort names by, in Swedish order: å, ä and ö come after z (by code point ä comes before å), and numbers
    stand by their size, so that “Enhet 2” comes before “Enhet 10”. Words and numbers take turns."""
    parts = re.split("([0-9]+)", name.lower().translate(str.maketrans("åäö", "{|}")))
    return tuple(int(part) if place % 2 else part for place, part in enumerate(parts))


def look_up(directory: Directory, text: str) -> tuple[Municipality, ...]:
    """The municipality that somebody means, by code or by name; several when the text fits more than one.

    Forgiving: capitals, "kommun" and "stad", a genitive ("Göteborgs stad"), hyphens and, where no name is written so,
    dots and rings ("Malmo"). Håbo and Habo are two municipalities, so what is written exactly goes first.

    Returns:
        One when it is clear, several to choose from when it is not, () when nothing is like it.
    """
    wanted = text.strip()
    if found := directory.municipalities.get(wanted):
        return (found,)
    for shape in (str.casefold, _bare, _plain):
        same = [place for place in directory.municipalities.values() if shape(place.name) in _spellings(wanted, shape)]
        if same:
            return tuple(same)
    return ()


def resembling(directory: Directory, text: str) -> tuple[str, ...]:
    """Names of municipalities that a misspelt one may have meant, best first, at most three."""
    names = {_plain(place.name): place.name for place in directory.municipalities.values()}
    return tuple(names[close] for close in get_close_matches(_plain(text), names, n=3, cutoff=0.6))


def _spellings(text: str, shape: Callable[[str], str]) -> frozenset[str]:
    """The text, and the same without a genitive's s."""
    whole = shape(text)
    return frozenset((whole, whole[:-1])) if whole.endswith("s") and _KIND.search(text) else frozenset((whole,))


def _bare(name: str) -> str:
    """Without what kind of place it is, and without hyphens."""
    return " ".join(_KIND.sub("", name.casefold()).replace("-", " ").split())


def _plain(name: str) -> str:
    """Without dots and rings."""
    return "".join(letter for letter in normalize("NFD", _bare(name)) if not combining(letter))
