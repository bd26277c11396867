"""A unit's own monthly figures: a year of a unit at a glance, and a file of many units.

Everything works by keyboard and without script. Copied cells go through a field of their own, for a browser lets no
line breaks into a small one; they stand in the year's fields, unsaved, until they were looked at.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from aiohttp import web
from babel.dates import get_month_names

from bot.dashboard.desk import OwnStore, Visit
from bot.directory.model import Unit
from bot.statistics.own import MEASURES, Fault, months_of, read_table, read_year, spread

FIRST_YEAR = 2015
MOST_SIGNS = 12_000
"""Characters of a pasted file, some four hundred months; `fragestod own import` takes any."""
TOLD = ("saved", "same", "undone", "changed", "pasted")


def show(visit: Visit) -> web.Response:
    """All units of the account, with how much of the year is written, and the form for a file."""
    return _list(visit)


def take(visit: Visit) -> web.Response:
    """Read a file in, or take that back."""
    own, told = _own(visit), visit.form.get("do")
    if told == "undo":
        return visit.go(f"/egna?sagt={_undo(visit, own)}")
    if told != "import":
        raise web.HTTPBadRequest
    figures, faults = read_table(visit.form.get("text", ""), {unit.id for unit in _open(visit)}, visit.today.date())
    if faults:
        return _list(visit, faults)
    version = own.save(figures, visit.who.name)
    return visit.go(f"/egna?sagt=saved&andring={version}" if version else "/egna?sagt=same")


def show_year(visit: Visit) -> web.Response:
    """One year of a unit."""
    unit, year = visit.unit(), _year(visit, visit.asked)
    return _page(visit, unit, year, _written(visit, unit, year), visit.asked.get("sagt", ""))


def take_year(visit: Visit) -> web.Response:
    """Save the fields, put copied cells into them, or take the last change back."""
    own, unit, form = _own(visit), visit.unit(), visit.form
    year = _year(visit, form)
    if unit.closed:
        raise web.HTTPNotFound
    if form.get("do") == "undo":
        return visit.go(f"/enheter/{unit.id}/egna?ar={year}&sagt={_undo(visit, own)}")
    fields = _fields(form)
    if form.get("do") == "paste":
        fields |= spread(form.get("text", ""), _month(form), _measure(form))
        return _page(visit, unit, year, fields, "pasted")
    figures, faults = read_year(fields, unit.id, year, visit.today.date())
    if faults:
        return _page(visit, unit, year, fields, "", faults)
    seen = form.get("seen", "")
    version = own.save(figures, visit.who.name, _whole(seen, -1))
    if version is None:
        return _page(visit, unit, year, fields, "changed")
    return visit.go(f"/enheter/{unit.id}/egna?ar={year}&sagt={'saved' if version else 'same'}")


def _undo(visit: Visit, own: OwnStore) -> str:
    """Take back the change that the form names, and what to say. All units that it touched must be the account's."""
    version = _whole(visit.form.get("version", ""), 0)
    if not own.touched(version) <= {unit.id for unit in visit.units}:
        raise web.HTTPNotFound
    return "undone" if own.undo(version, visit.who.name) else "changed"


def _list(visit: Visit, faults: tuple[Fault, ...] = ()) -> web.Response:
    own, year = _own(visit), visit.today.year
    filled: dict[int, int] = {}
    for each in own.figures(date(year, 1, 1), date(year, 12, 31)):
        filled[each.unit] = filled.get(each.unit, 0) + 1
    version = _whole(visit.asked.get("andring", ""), 0)
    touched = own.touched(version)
    mine = {unit.id for unit in visit.units}
    last = touched <= mine and all(own.version(unit) == version for unit in touched)
    return visit.page(
        "months.html",
        status=422 if faults else 200,
        units=_open(visit),
        filled=filled,
        year=year,
        begun=len(months_of(year, visit.today.date())),
        told=visit.asked.get("sagt", "") if visit.asked.get("sagt") in TOLD else "",
        version=version if touched and last else 0,
        faults=faults,
        text=visit.form.get("text", "") if faults else "",
    )


def _page(
    visit: Visit,
    unit: Unit,
    year: int,
    fields: Mapping[str, str],
    told: str,
    faults: Mapping[str, Fault] | None = None,
) -> web.Response:
    own, today = _own(visit), visit.today.date()
    version = own.version(unit.id)
    names = get_month_names("wide", locale=visit.language)
    return visit.page(
        "month_year.html",
        status=422 if faults else 409 if told == "changed" and visit.form else 200,
        unit=unit,
        year=year,
        years=range(today.year, max(FIRST_YEAR, today.year - 5) - 1, -1),
        months=[(month, names[month]) for month in months_of(year, today)],
        measures=MEASURES,
        fields=fields,
        faults=faults or {},
        told=told if told in TOLD else "",
        version=version,
        may_undo=version and own.touched(version) == {unit.id},
        form=visit.form,
    )


def _written(visit: Visit, unit: Unit, year: int) -> dict[str, str]:
    """What is kept of a unit's year, as the form's fields."""
    found = {}
    for own in _own(visit).figures(date(year, 1, 1), date(year, 12, 31)):
        if own.unit == unit.id:
            for name in MEASURES:
                value = getattr(own, name)
                found[f"{name}-{own.day.month:02}"] = "" if value is None else str(value)
    return found


def _fields(form: Mapping[str, str]) -> dict[str, str]:
    names = {f"{name}-{month:02}" for name in MEASURES for month in range(1, 13)}
    return {name: text[:20] for name, text in form.items() if name in names}


def _year(visit: Visit, fields: Mapping[str, str]) -> int:
    """The year asked for; this one when it is none of those that can be written."""
    this = visit.today.year
    year = _whole(fields.get("ar", ""), this)
    return year if FIRST_YEAR <= year <= this else this


def _month(form: Mapping[str, str]) -> int:
    month = _whole(form.get("from", ""), 1)
    return month if 1 <= month <= 12 else 1


def _whole(text: str, otherwise: int) -> int:
    """A number of one to nine plain digits; `otherwise` when it is none."""
    # isdigit() alone would let through ² and its like, which int() refuses.
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else otherwise


def _measure(form: Mapping[str, str]) -> str:
    text = form.get("first", "")
    return text if text in MEASURES else MEASURES[0]


def _open(visit: Visit) -> list[Unit]:
    return [unit for unit in visit.units if not unit.closed]


def _own(visit: Visit) -> OwnStore:
    if visit.desk.own is None:
        raise web.HTTPNotFound
    return visit.desk.own
