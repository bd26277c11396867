"""The first page: what can be done now, always true. Missing contacts, calls that are due, texts that grow old."""

from __future__ import annotations

from collections.abc import Iterable

from aiohttp import web

from bot.accounts.model import Role
from bot.dashboard.desk import Visit
from bot.directory.model import Layer
from bot.directory.upkeep import Missing, upkeep


def show(visit: Visit) -> web.Response:
    """Everything that there is to do for the units that the account sees."""
    found = upkeep(visit.desk.directory(), visit.today.date())
    mine = {unit.id for unit in visit.units if not unit.closed}
    names = {unit.name for unit in visit.units if not unit.closed}
    every = visit.may(Role.ALL)
    calls = [call for call in found.calls if (every or (call.layer is Layer.UNIT and call.owner in names))]
    return visit.page(
        "start.html",
        until=found.until,
        missing=alike(lack for lack in found.missing if lack.unit.id in mine),
        calls=calls,
        unfilled=found.unfilled if every else (),
        ageing=visit.desk.ageing(visit.today.date()) if every else (),
        unsized=[unit for unit in visit.units if not unit.closed and unit.staff is None],
        has_units=bool(mine),
        may_make=every,
    )


def alike(missing: Iterable[Missing]) -> list[list[Missing]]:
    """Units that lack the very same stand together, so that forty new units are one line and not forty."""
    found: dict[object, list[Missing]] = {}
    for lack in missing:
        found.setdefault((lack.roles, lack.hourless), []).append(lack)
    return list(found.values())
