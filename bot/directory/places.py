"""Which municipalities are near: those a person in the room most likely lives in."""

from __future__ import annotations

from bot.directory.model import Directory, Unit


def near(directory: Directory, unit: Unit | None) -> tuple[str, ...]:
    """Codes to offer first: the unit's own municipality, then its neighbours by name.

    The unit's own list of neighbours, when it gives one, replaces the map's. Without a unit: none.
    """
    if unit is None or unit.municipality not in directory.municipalities:
        return ()
    around = directory.neighbours.get(unit.municipality, ()) if unit.neighbours is None else unit.neighbours
    known = (code for code in dict.fromkeys(around) if code in directory.municipalities)
    ordered = sorted(known, key=lambda code: _sort_key(directory.municipalities[code].name))
    return (unit.municipality, *(code for code in ordered if code != unit.municipality))


def _sort_key(name: str) -> str:
    """Swedish order: å, ä and ö come after z. Sorting by code point has ä before å."""
    return name.lower().translate(str.maketrans("åäö", "{|}"))
