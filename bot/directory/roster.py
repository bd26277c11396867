"""One list of units: those of organisation.yaml, then those that coordinators have made on their pages.

A number belongs to one unit. Where both have it, the file says what the unit is, since its contacts stand there: so a
unit that was made on a page can be written into the file later, under the number that its link carries, and what was
made on the page then only tells how many talks are expected. New units stand last and closed ones stay in their place,
since a unit's place in the list is its move on every page that is open somewhere.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from types import MappingProxyType

from bot.directory.model import Organisation, Unit


def with_units(organisation: Organisation | None, made: Iterable[Unit]) -> Organisation | None:
    """The organisation with the units that were made on pages; None when there is neither."""
    found = {unit.id: unit for unit in made}
    if not found:
        return organisation
    own = dict(organisation.units) if organisation else {}
    for number, unit in found.items():
        own[number] = replace(own[number], talks=unit.talks) if number in own else unit
    if organisation is None:
        return Organisation(name="", units=MappingProxyType(own))
    return replace(organisation, units=MappingProxyType(own))
