"""A unit as a form says it → the unit, or which fields cannot be so. Faults are words' keys by field. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.dialog.directory_schema import KINDS
from bot.directory.model import Directory, Unit
from bot.directory.places import look_up

MOST_NAME, MOST_STAFF = 60, 20_000
PROVIDERS, ASKS = ("public", "private"), ("on_signs", "everybody")
Faults = dict[str, str]


def read_unit(form: Mapping[str, str], directory: Directory) -> tuple[Unit | None, Faults]:
    """A new unit, without its number."""
    changed, faults = read_unit_change(form, Unit(0, "", "", "", "", "", made_here=True))
    kinds: Mapping[str, tuple[str, ...]] = dict(KINDS.items())
    sector, kind = form.get("sector", ""), form.get("kind", "")
    places = look_up(directory, form.get("municipality", ""))
    if sector not in kinds:
        faults["sector"] = "unit-sector-fault"
    elif kind and kind not in kinds[sector]:
        faults["kind"] = "unit-kind-fault"
    if len(places) != 1:
        faults["municipality"] = "unit-place-fault"
    if form.get("provider") not in PROVIDERS or form.get("asks") not in ASKS:
        faults["sector"] = "unit-sector-fault"
    if faults or changed is None:
        return None, faults
    made = replace(
        changed,
        sector=sector,
        kind=kind,
        municipality=places[0].code,
        provider=form["provider"],
        asks=form["asks"],
    )
    return made, faults


def read_unit_change(form: Mapping[str, str], unit: Unit) -> tuple[Unit | None, Faults]:
    """A unit with another name, staff or expected talks: what may change while talks go on there."""
    faults: Faults = {}
    name = " ".join(form.get("name", "").split())
    if not 2 <= len(name) <= MOST_NAME or not name.isprintable():
        faults["name"] = "unit-name-fault"
    staff, talks = _number(form, "staff", faults), _number(form, "talks", faults)
    return (None if faults else replace(unit, name=name, staff=staff, talks=talks)), faults


def _number(form: Mapping[str, str], field: str, faults: Faults) -> int | None:
    """A whole number from 1; None when nothing is written."""
    text = form.get(field, "").strip()
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= 5 and 1 <= int(text) <= MOST_STAFF):
        faults[field] = "unit-number-fault"
        return None
    return int(text)
