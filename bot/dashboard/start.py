"""The first page: what can be done now, always true. Missing contacts, calls that are due, texts that grow old, and
somebody to practise with."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from aiohttp import web

from bot.accounts.model import Account, Role
from bot.dashboard.assess_rounds import again
from bot.dashboard.contacts import PATHS
from bot.dashboard.cycles import due
from bot.dashboard.desk import Visit
from bot.dialog.case_model import Case
from bot.directory.model import Directory, Layer, Municipality, Unit
from bot.directory.places import swedish_order
from bot.directory.upkeep import Call, Missing, upkeep


@dataclass(frozen=True, slots=True)
class Todo:
    """What an account can do now. until: end of the quarter. missing: units that lack the same stand together."""

    until: date
    missing: list[list[Missing]]
    calls: list[Call]
    unfilled: tuple[Municipality, ...]
    ageing: tuple[str, ...]
    unsized: list[Unit]
    has_units: bool


def todo(directory: Directory, account: Account, today: date, ageing: Callable[[date, str], tuple[str, ...]]) -> Todo:
    """Everything that there is to do for the units that an account sees. ageing: what of the content grows old, in a
    language."""
    found, organisation = upkeep(directory, today), directory.organisation
    every = organisation.units.values() if organisation else ()
    mine = sorted(
        (unit for unit in every if account.sees(unit.id) and not unit.closed), key=lambda unit: swedish_order(unit.name)
    )
    own_codes, whole = {str(unit.id) for unit in mine}, account.role.reaches(Role.ALL)
    return Todo(
        found.until,
        alike(lack for lack in found.missing if lack.unit in mine),
        [call for call in found.calls if whole or (call.layer is Layer.UNIT and call.code in own_codes)],
        found.unfilled if whole else (),
        ageing(today, account.language) if whole else (),
        [unit for unit in mine if unit.staff is None],
        bool(mine),
    )


def show(visit: Visit) -> web.Response:
    """What can be done now. Where all is done there is still something to practise."""
    today = visit.today.date()
    found = todo(visit.desk.directory(), visit.who, today, visit.desk.ageing)
    sectors = {unit.sector for unit in visit.units if not unit.closed}
    practise = [
        (case.id, visit.desk.render.text(visit.language, case.context, case.data.title), case.data.minutes)
        for case in themes(visit.desk.release().cases, sectors, today)
    ]
    return visit.page(
        "start.html",
        todo=found,
        may_make=visit.may(Role.ALL),
        paths=PATHS,
        cycles=due(visit),
        rounds=again(visit),
        practise=practise,
    )


def themes(cases: Sequence[Case], sectors: Collection[str], today: date) -> tuple[Case, ...]:
    """A scripted patient of each sector to practise with together this month; next month it is the next one's turn."""
    found = []
    for sector in dict.fromkeys(case.data.sector for case in cases):
        mine = [case for case in cases if case.data.sector == sector]
        if sector in sectors or not sectors:
            found.append(mine[(today.year * 12 + today.month) % len(mine)])
    return tuple(found)


def alike(missing: Iterable[Missing]) -> list[list[Missing]]:
    """Units that lack the very same stand together, so that forty new units are one line and not forty."""
    found: dict[tuple[tuple[str, ...], ...], list[Missing]] = {}
    for lack in missing:
        keys = tuple(role.key for role in lack.roles), tuple(role.key for role in lack.hourless)
        found.setdefault(keys, []).append(lack)
    return list(found.values())
