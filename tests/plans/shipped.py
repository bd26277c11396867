"""The written conversations that ship, and an edition that has a unit for each of their beginnings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from typing import Any

from bot.conversation.content import require_edition
from bot.conversation.edition import Edition
from bot.plans.form import Plan, files, read
from tests.conftest import ROOT

WEEKDAY = datetime(2026, 11, 25, 10, 0, tzinfo=UTC)
"""The moment at which they are held: an ordinary one, in working hours."""


@cache
def plans() -> tuple[Plan, ...]:
    """All of them, in file order."""
    return tuple(_plan(file, content) for file, content in files(ROOT / "dialogs").items())


def numbers() -> Mapping[frozenset[tuple[str, str]], int]:
    """What a door may know when a plan begins → the number of the unit that knows it; 0 is no unit."""
    beginnings = dict.fromkeys(frozenset(plan.given.items()) for plan in plans() if plan.given)
    return {frozenset(): 0, **{beginning: number for number, beginning in enumerate(beginnings, 1)}}


def planned_edition(**changes: Any) -> Edition:
    """The content that ships, with the example organisation and units by `numbers`. changes: of the organisation."""
    found = require_edition(ROOT / "dialogs", ROOT / "locales", ROOT / "docs" / "example-local")
    organisation = found.directory.organisation
    assert organisation is not None
    alike = {unit.sector: unit for unit in organisation.units.values()}
    units = {
        number: replace(
            alike[given["sector"]],
            id=number,
            provider=given.get("provider", "unknown"),
            asks=given.get("asks", "unknown"),
            kind=given.get("kind", ""),
        )
        for given, number in ((dict(beginning), number) for beginning, number in numbers().items())
        if given
    }
    found.directory = replace(found.directory, organisation=replace(organisation, units=units, **changes))
    return found


def _plan(file: str, content: bytes) -> Plan:
    plan, problems = read(content, file)
    assert plan is not None, problems
    return plan
