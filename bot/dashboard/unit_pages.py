"""Units: the list, making one, one's own page with links, forecast and what is missing, and signs for the wall."""

from __future__ import annotations

from collections.abc import Iterable

from aiohttp import web

from bot.accounts.model import Role
from bot.dashboard.codes import code_file, drawn_code
from bot.dashboard.desk import Visit
from bot.dashboard.headers import SVG, headers
from bot.dashboard.unit_form import read_unit, read_unit_change
from bot.dialog.directory_schema import KINDS
from bot.directory.model import Layer, Unit
from bot.directory.places import swedish_order
from bot.directory.upkeep import upkeep
from bot.statistics.forecast import Forecast, forecast, row_of, standing
from bot.statistics.frame import Size

SIZES = ("wall", "badge", "tile")
"""What a sign is for: a sheet for the wall, the back of a badge, a tile of an intranet."""


def show_all(visit: Visit) -> web.Response:
    """The list, and the form to make one."""
    return _list(visit, {})


def make(visit: Visit) -> web.Response:
    """Make a unit."""
    if not visit.may(Role.ALL):
        raise web.HTTPNotFound
    unit, faults = read_unit(visit.form, visit.desk.directory())
    if unit is None:
        return _list(visit, faults)
    number = visit.desk.units.make(unit, {each.id for each in visit.units}, visit.who.name)
    if number is None:
        return _list(visit, {"name": "unit-full"})
    visit.desk.reload_units()
    return visit.go(f"/enheter/{number}")


def show_one(visit: Visit) -> web.Response:
    """One unit."""
    return _one(visit, visit.unit(), {})


def take_one(visit: Visit) -> web.Response:
    """Change a unit's name, staff or expected talks, or close it."""
    unit = visit.unit()
    if not unit.made_here or unit.closed:
        raise web.HTTPNotFound
    if visit.form.get("do") == "close":
        if not visit.may(Role.ALL):
            raise web.HTTPNotFound
        visit.desk.units.close(unit.id, visit.who.name)
        visit.desk.reload_units()
        return visit.go("/enheter")
    changed, faults = read_unit_change(visit.form, unit)
    if changed is None:
        return _one(visit, unit, faults)
    visit.desk.units.change(changed, visit.who.name)
    visit.desk.reload_units()
    return visit.go(f"/enheter/{unit.id}")


def show_sign(visit: Visit) -> web.Response:
    """A sign to print. ?s=wall, badge or tile; ?d=telegram leads there instead of to the web."""
    unit, size = _open(visit), visit.asked.get("s", SIZES[0])
    link = _link(visit, unit)
    if size not in SIZES or link is None:
        raise web.HTTPNotFound
    return visit.page("sign.html", unit=unit, size=size, link=link, code=drawn_code(link))


def show_code(visit: Visit) -> web.Response:
    """The code to scan, as a file. ?d=telegram leads there instead of to the web."""
    link = _link(visit, _open(visit))
    if link is None:
        raise web.HTTPNotFound
    return web.Response(body=code_file(link), headers=headers(SVG, https=visit.desk.https))


def _open(visit: Visit) -> Unit:
    unit = visit.unit()
    if unit.closed:
        raise web.HTTPNotFound
    return unit


def _link(visit: Visit, unit: Unit) -> str | None:
    """The address that begins at the unit; None where that door is not open, or nobody knows our address."""
    door = visit.asked.get("d", "web")
    if door == "telegram":
        return visit.desk.telegram_link(unit.id) if visit.desk.telegram_link else None
    return (web_link(visit, unit) or None) if door == "web" else None


def web_link(visit: Visit, unit: Unit) -> str:
    """The web chat's address that begins at the unit, "" where nobody knows what ours is."""
    return f"{visit.base}/?e={unit.id}" if visit.base else ""


def _list(visit: Visit, faults: dict[str, str]) -> web.Response:
    places = visit.desk.directory().municipalities.values()
    return visit.page(
        "units.html",
        status=422 if faults else 200,
        units=visit.units,
        kinds=KINDS,
        places=sorted((place.name for place in places), key=swedish_order),
        may_make=visit.may(Role.ALL),
        form=visit.form if faults else {},
        faults=faults,
    )


def _one(visit: Visit, unit: Unit, faults: dict[str, str]) -> web.Response:
    directory = visit.desk.directory()
    found = upkeep(directory, visit.today.date())
    place = directory.municipalities.get(unit.municipality)
    telegram = visit.desk.telegram_link(unit.id) if visit.desk.telegram_link else ""
    link = web_link(visit, unit)
    return visit.page(
        "unit.html",
        status=422 if faults else 200,
        unit=unit,
        place=place.name if place else unit.municipality,
        link=link,
        code=drawn_code(link) if link else "",
        telegram=telegram,
        telegram_code=drawn_code(telegram) if telegram else "",
        sizes=SIZES,
        forecast=None if unit.closed else unit_forecast(visit, unit),
        names={each.id: each.name for each in _every(visit)},
        counting=visit.desk.counting,
        missing=next((lack for lack in found.missing if lack.unit.id == unit.id), None),
        calls=[call for call in found.calls if call.layer is Layer.UNIT and call.code == str(unit.id)],
        may_close=visit.may(Role.ALL),
        form=visit.form if faults else {"name": unit.name, "staff": unit.staff or "", "talks": unit.talks or ""},
        faults=faults,
    )


def unit_forecast(visit: Visit, unit: Unit) -> Forecast:
    """What the unit sees, and will see, of the counts."""
    every = sorted(_every(visit), key=lambda each: (each.municipality != unit.municipality, each.staff or 0, each.id))
    sizes = [Size(each.id, each.sector, each.staff) for each in every if not each.closed]
    talks = {each.id: each.talks for each in every}
    reports = visit.desk.reports
    known = standing(reports.renewed(), row_of(unit.id, sizes).key, unit.sector) if reports else {}
    return forecast(unit.id, sizes, talks, int(visit.desk.now().timestamp()) // 60, known)


def _every(visit: Visit) -> Iterable[Unit]:
    """All units: who shares a row with whom is known to everybody who counts there."""
    organisation = visit.desk.directory().organisation
    return organisation.units.values() if organisation else ()
