"""What a directory lacks → lines for a terminal, or plain data for tools. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bot.directory.upkeep import Call, Due, Upkeep

SAID = {
    Due.EXPIRED: "past its day",
    Due.NEVER_CALLED: "nobody has called it",
    Due.UNDATED: "no day says when it was checked",
    Due.THIS_QUARTER: "due this quarter",
}


def lines(found: Upkeep) -> Iterator[str]:
    """What a coordinator reads: units first, then municipalities, then the numbers to call, most pressing first."""
    for lack in found.missing:
        yield f"{lack.unit.name}: not filled in"
        yield from (f"  {role.key:26} {role.name}" for role in lack.roles)
        yield from (f"  {role.key:26} {role.name} (no hours, so never shown as open)" for role in lack.hourless)
    if found.unfilled:
        yield "No number to the social services, or to their night line:"
        yield "  " + ", ".join(f"{place.code} {place.name}" for place in found.unfilled)
    yield f"To call before {found.until}:" if found.calls else f"No number needs to be called before {found.until}."
    for due in Due:
        calls = [call for call in found.calls if call.due is due]
        if calls:
            yield f"  {SAID[due]}:"
        for call in calls:
            owner = f" ({call.owner})" if call.owner else ""
            until = f", valid until {call.last}" if call.last else ""
            yield f"    {call.contact.number:20} {call.name}{owner}{until}"
    yield "Write the day in “checked” of organisation.yaml, or in “verified” of directory/national.yaml: docs/local.md."


def as_json(found: Upkeep) -> dict[str, Any]:
    """The same as plain data."""
    return {
        "until": found.until.isoformat(),
        "units": [
            {
                "unit": lack.unit.id,
                "name": lack.unit.name,
                "missing": [role.key for role in lack.roles],
                "without_hours": [role.key for role in lack.hourless],
            }
            for lack in found.missing
        ],
        "municipalities": [{"code": place.code, "name": place.name} for place in found.unfilled],
        "calls": [_call(call) for call in found.calls],
    }


def _call(call: Call) -> dict[str, str]:
    return {
        "key": call.contact.key,
        "name": call.name,
        "number": call.contact.number,
        "layer": call.layer.value,
        "owner": call.owner,
        "due": call.due.value,
        "valid_until": call.last.isoformat() if call.last else "",
    }
