"""What a directory lacks: numbers to call this quarter, roles and places that nobody has filled in."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.directory.model import Contact, Directory, Layer
from bot.directory.upkeep import Due, Upkeep, quarter_end, upkeep
from tests.directory.conftest import LayerReader

TODAY = date(2026, 11, 23)
LAYER = """\
organisation: Exempel
checked: 2026-11-22
contacts:
  psychiatry: {number: "0123-45 60", hours: always}
units:
  - id: 1
    name: Enheten
    sector: health
    provider: public
    asks: on_signs
    municipality: "0184"
    neighbours: ["0180"]
    contacts:
      unit-alarm: {number: "0123-45 67", hours: always}
      unit-manager: {number: "0123-45 68"}
regions:
  "01":
    emergency-care: {number: "0123-45 61", hours: always}
municipalities:
  "0184":
    social: {number: "0123-45 69", hours: ["mon-fri 08:00-16:00"], checked: 2026-08-01}
    social-night: {number: "0123-45 70", hours: always, valid_until: 2026-12-15}
"""


@pytest.fixture(scope="module")
def kept(national: Directory, layer: LayerReader) -> Directory:
    """The country's directory with a small organisation."""
    organisation, _ = layer(LAYER)
    assert organisation is not None
    return replace(national, organisation=organisation)


def calls(found: Upkeep, due: Due) -> list[tuple[Layer, str, str]]:
    """Layer, owner and number of those that are due for a reason."""
    return [(call.layer, call.owner, call.contact.number) for call in found.calls if call.due is due]


@pytest.mark.parametrize(
    ("day", "end"),
    [
        (date(2026, 1, 1), date(2026, 3, 31)),
        (date(2026, 3, 31), date(2026, 3, 31)),
        (date(2026, 4, 1), date(2026, 6, 30)),
        (date(2026, 9, 30), date(2026, 9, 30)),
        (date(2026, 12, 31), date(2026, 12, 31)),
        (date(2028, 2, 29), date(2028, 3, 31)),
    ],
)
def test_a_quarter_ends_with_its_third_month(day: date, end: date) -> None:
    """The calendar's quarters."""
    assert quarter_end(day) == end


def test_numbers_past_their_day_come_first_and_then_those_of_the_quarter(kept: Directory) -> None:
    """One was checked in August, one is valid to the middle of December, the rest until February."""
    found = upkeep(kept, TODAY)

    assert calls(found, Due.EXPIRED) == [(Layer.MUNICIPALITY, "Solna", "0123-45 69")]
    assert calls(found, Due.THIS_QUARTER) == [(Layer.MUNICIPALITY, "Solna", "0123-45 70")]
    order = [list(Due).index(call.due) for call in found.calls]
    assert order == sorted(order)


def test_in_the_next_quarter_everything_is_due(kept: Directory) -> None:
    """Three months after it was checked, each number of every layer is called again."""
    owners = {call.owner for call in upkeep(kept, date(2027, 1, 1)).calls if call.due is Due.THIS_QUARTER}

    assert owners == {"Exempel", "Enheten", "Region Stockholm"}


def test_the_countrys_numbers_say_that_nobody_has_called_them(kept: Directory) -> None:
    """All that have a number, until somebody has; what has only a web address is not called."""
    numbered = [contact for contact in kept.contacts.values() if contact.number and contact.number != "112"]
    found = calls(upkeep(kept, TODAY), Due.NEVER_CALLED)
    called = {key: replace(contact, verified=TODAY) for key, contact in kept.contacts.items()}

    assert [number for _, _, number in found] == [contact.number for contact in numbered]
    assert calls(upkeep(replace(kept, contacts=called), TODAY), Due.NEVER_CALLED) == []


def test_a_number_that_nobody_dated_is_told(kept: Directory) -> None:
    """No day at all is as bad as one that has passed."""
    assert kept.organisation is not None
    undated = {"psychiatry": Contact("psychiatry", "", number="0123-45 60")}
    found = upkeep(replace(kept, organisation=replace(kept.organisation, contacts=undated)), TODAY)

    assert calls(found, Due.UNDATED) == [(Layer.ORGANISATION, "Exempel", "0123-45 60")]
    assert next(call.name for call in found.calls if call.due is Due.UNDATED) == "Psykiatrisk akutmottagning"


def test_each_unit_is_told_which_roles_it_lacks(kept: Directory) -> None:
    """Neither what the unit, the organisation or the region has filled in, nor what is the municipality's."""
    (lack,) = upkeep(kept, TODAY).missing
    missing = {role.key for role in lack.roles}

    assert lack.unit.name == "Enheten"
    assert {"unit-colleague", "unit-counsellor", "sexual-assault"} <= missing
    assert missing.isdisjoint({"unit-alarm", "unit-manager", "psychiatry", "emergency-care", "social", "barnahus"})
    assert [role.key for role in lack.hourless] == ["unit-manager"]


def test_municipalities_near_a_unit_without_social_services_are_told(kept: Directory) -> None:
    """The unit's own has both numbers; its neighbour has none."""
    assert [place.name for place in upkeep(kept, TODAY).unfilled] == ["Stockholm"]


def test_without_an_organisation_there_are_only_the_countrys_numbers(national: Directory) -> None:
    """Nothing is missing where there is no unit; everything that expires does."""
    now = upkeep(national, TODAY)
    last = max(contact.valid_until for contact in national.contacts.values() if contact.valid_until)
    later = upkeep(national, last + timedelta(days=1))

    assert (now.missing, now.unfilled) == ((), ())
    assert {call.due for call in now.calls} == {Due.NEVER_CALLED}
    assert {call.due for call in later.calls} == {Due.EXPIRED}


def test_nobody_is_told_to_call_the_emergency_number_to_see_whether_it_answers(
    national: Directory, kept: Directory
) -> None:
    """112 stands in no list, whoever wrote it and however old it is; the other numbers of the country do."""
    alarm = replace(national.contacts["sos"], valid_until=None)
    for found in (kept, replace(kept, contacts={**kept.contacts, "sos": alarm})):
        told = {call.contact.number for call in upkeep(found, TODAY + timedelta(days=400)).calls}
        assert "112" not in told and "114 14" in told
