"""Whom to reach: who was asked for first, the unit's own first, open ones first, and always somebody who answers."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest

from bot.directory.holidays import is_closed_day
from bot.directory.hours import parse
from bot.directory.model import ALWAYS, Contact, Directory, Layer, Trust, Unit
from bot.directory.resolve import Gap, Reached, resolve

MONDAY = datetime.fromisoformat("2026-11-23 10:00")
NIGHT = datetime.fromisoformat("2026-11-23 23:00")
CHRISTMAS = datetime.fromisoformat("2026-12-25 03:00")
OFFICE = parse(["mon-fri 08:00-16:00"])


def reach(
    directory: Directory, *keys: str, unit: int | None = 1, place: str | None = None, at: datetime = MONDAY
) -> tuple[Reached, ...]:
    """Resolve for a unit by its id."""
    where = directory.unit(unit) if unit else None
    return resolve(directory, keys, unit=where, municipality=place, at=at)


def names(found: tuple[Reached, ...]) -> list[str]:
    """The keys, in order."""
    return [reached.key for reached in found]


def with_contact(directory: Directory, contact: Contact, number: int = 1) -> Directory:
    """The same directory, in which a unit has one more contact of its own."""
    assert directory.organisation is not None
    unit = directory.organisation.units[number]
    units = {
        **directory.organisation.units,
        number: replace(unit, contacts={**unit.contacts, contact.key: contact}),
    }
    return replace(directory, organisation=replace(directory.organisation, units=units))


# --- always somebody who answers --------------------------------------------------------------------------


def breakpoints(directory: Directory) -> list[int]:
    """Minutes of the day at which any line opens or closes. Between two of them nothing changes."""
    organisation = directory.organisation
    assert organisation is not None
    layers = [
        directory.contacts,
        organisation.contacts,
        *(unit.contacts for unit in organisation.units.values()),
        *organisation.municipalities.values(),
    ]
    openings = [o for layer in layers for contact in layer.values() for o in contact.hours.openings]
    return sorted({0, *(o.start for o in openings), *(o.end % 1440 for o in openings)})


def distinct_days(year: int) -> list[date]:
    """One day for each kind of day: weekday × closed or not × the day before closed or not."""
    kinds: dict[tuple[int, bool, bool], date] = {}
    for number in range(365):
        day = date(year, 1, 1) + timedelta(days=number)
        kind = (day.weekday(), is_closed_day(day), is_closed_day(day - timedelta(days=1)))
        kinds.setdefault(kind, day)
    return list(kinds.values())


def distinct_moments(directory: Directory) -> list[datetime]:
    """One time for each different hour of a year: openness is constant from breakpoint to breakpoint."""
    midnights = [datetime.combine(day, datetime.min.time()) for day in distinct_days(2027)]
    return [day + timedelta(minutes=minute) for day in midnights for minute in breakpoints(directory)]


@pytest.mark.parametrize("number", [1, 2, 3, None])
def test_at_every_hour_of_a_year_every_key_leads_to_somebody_who_answers(
    directory: Directory, number: int | None
) -> None:
    """All contacts and roles × all hours that differ, for each unit and for none: one open line, with a number."""
    unit = directory.unit(number) if number else None
    keys = [*directory.roles, *directory.contacts]
    silent = [
        (key, at)
        for at in distinct_moments(directory)
        for key in keys
        if not any(r.answers for r in resolve(directory, [key], unit=unit, municipality="2482", at=at))
    ]

    assert silent == []


def test_a_directory_where_nobody_answers_still_gives_112_and_114_14(directory: Directory) -> None:
    """Unknown keys and closed lines end at the two that never close."""
    assert names(reach(directory, "no-such-key")) == ["sos", "police"]
    assert names(reach(directory)) == ["sos", "police"]

    lonely = replace(directory.contacts["men"], fallback=())
    cut = replace(directory, contacts={**directory.contacts, "men": lonely})
    assert names(reach(cut, "men", at=NIGHT)) == ["men", "sos", "police"]


def test_after_their_day_the_two_that_never_close_are_still_given(directory: Directory) -> None:
    """An expired 112 is marked, and still the first to call."""
    sos = reach(directory, "sos", at=datetime.fromisoformat("2031-01-01 12:00"))[0]

    assert sos.answers
    assert sos.expired


# --- the order -------------------------------------------------------------------------------------------


def test_the_units_own_number_comes_before_the_organisations(directory: Directory) -> None:
    """Unit, organisation, municipality, country: in that order, when all are open."""
    own = Contact("psychiatry", "Vår egen jour", number="070-174 06 44", hours=ALWAYS)
    found = reach(with_contact(directory, own), "psychiatry")

    assert [(r.name, r.layer) for r in found] == [
        ("Vår egen jour", Layer.UNIT),
        ("Psykiatrisk akutmottagning", Layer.ORGANISATION),
    ]


def test_open_comes_before_nearer_but_closed(directory: Directory) -> None:
    """The unit's own closed line stands after the open one, with its hours and its next opening."""
    own = Contact("psychiatry", "Vår egen mottagning", number="070-174 06 44", hours=OFFICE)
    found = reach(with_contact(directory, own), "psychiatry", at=NIGHT)

    assert [r.layer for r in found] == [Layer.ORGANISATION, Layer.UNIT]
    assert not found[1].open_now
    assert found[1].hours == "vardagar 8–16"
    assert found[1].opens_at == datetime.fromisoformat("2026-11-24 08:00")


def test_purposes_keep_their_order(directory: Directory) -> None:
    """What the action names first comes first, even when a later purpose is nearer."""
    assert names(reach(directory, "sos", "unit-alarm", "unit-colleague", "social")) == [
        "sos",
        "unit-alarm",
        "unit-colleague",
        "social",
    ]


def test_nobody_is_named_twice(directory: Directory) -> None:
    """What stands in for one purpose and is asked for by the next is given once, as asked for."""
    found = reach(directory, "men", "kfl", at=NIGHT)

    assert names(found) == ["men", "kfl"]
    assert not found[1].stands_in


def test_a_line_open_now_needs_no_stand_in(directory: Directory) -> None:
    """No clutter: an open line stands alone."""
    assert names(reach(directory, "men")) == ["men"]


def test_a_closed_line_is_replaced_by_the_first_that_answers(directory: Directory) -> None:
    """At night the social office is closed: after its name comes its duty office, and nobody further down the chain."""
    found = reach(directory, "social", at=NIGHT)

    assert names(found) == ["social", "social-night"]
    assert not found[0].open_now
    assert found[1].stands_in


def test_who_is_reserved_stands_in_for_nobody(directory: Directory) -> None:
    """An action that keeps the police out is led past them to the next in the chain, and names them where it asks."""
    found = resolve(directory, ["social"], unit=None, municipality="2482", at=NIGHT, reserved=["police"])
    asked = resolve(directory, ["police"], unit=None, municipality="2482", at=NIGHT, reserved=["police"])

    assert names(found) == ["social", "kfl"]
    assert names(asked) == ["police"]


def test_112_alone_never_ends_the_search(directory: Directory) -> None:
    """Not every need is an emergency: with 112 comes the police's ordinary number."""
    assert names(reach(directory, "social-night", place="2482", at=NIGHT))[1:] == ["sos", "police"]


# --- the person's municipality ------------------------------------------------------------------------------


def test_the_number_is_that_of_the_municipality_where_the_person_lives(directory: Directory) -> None:
    """A child in Solna is reported to Solna, whoever asks; the municipality is said in the name."""
    (found,) = reach(directory, "social", place="0184")

    assert found.name == "Socialtjänsten, Solna"
    assert found.layer is Layer.MUNICIPALITY


@pytest.mark.parametrize("place", [None, "unknown"])
def test_without_a_municipality_the_units_own_counts(directory: Directory, place: str | None) -> None:
    """Not asked yet, or not known: the unit's municipality, named."""
    assert reach(directory, "social", place=place)[0].name == "Socialtjänsten, Stockholm"


def test_the_units_own_social_number_serves_its_own_municipality_alone(directory: Directory) -> None:
    """The unit's way into its own municipality is never offered for a person who lives elsewhere."""
    own = Contact("social", "Vår kontaktperson", number="070-174 06 45", hours=ALWAYS)
    mine = with_contact(directory, own)

    assert reach(mine, "social", place="0180")[0].name == "Vår kontaktperson"
    assert [r.name for r in reach(mine, "social", place="0184")] == ["Socialtjänsten, Solna"]


def test_a_municipality_without_numbers_says_so(directory: Directory) -> None:
    """Missing is shown as missing, under the municipality's name, before somebody who answers."""
    found = reach(directory, "social", place="2482")

    assert found[-1].answers
    assert found[0].missing
    assert found[0].name == "Socialtjänsten, Skellefteå"
    assert found[0].note.startswith("Kommunens nummer är inte inlagt.")
    assert found[0].number == found[0].tel == found[0].hours == ""


# --- what is said about a contact -----------------------------------------------------------------------------


def test_a_role_nobody_has_filled_says_whose_it_is(directory: Directory) -> None:
    """The unit is told that the number is missing; without a unit, that none is chosen."""
    (missing, _) = reach(directory, "unit-alarm", unit=2)
    assert missing.missing
    assert missing.note == "Er enhet har inte lagt in numret."

    nobody = reach(directory, "unit-alarm", unit=None)[0]
    assert nobody.note == "Ingen enhet är vald."


def test_a_door_in_another_language_gets_the_parts(directory: Directory) -> None:
    """Role, municipality and gap stand apart, so that each can be said in the reader's language."""
    missing = reach(directory, "social", place="2482")[0]

    assert (missing.contact.name, missing.place, missing.gap) == ("Socialtjänsten", "Skellefteå", Gap.IN_PLACE)
    assert missing.note == f"{Gap.IN_PLACE.value} {directory.roles['social'].note}"


def test_a_local_number_for_a_national_line_does_not_borrow_its_note(directory: Directory) -> None:
    """The name and whom it is for are lent; “the number is not confirmed” is about another number."""
    own = Contact("terrafem", "", number="070-174 06 46", hours=ALWAYS)
    first, second = reach(with_contact(directory, own), "terrafem")

    assert (first.layer, second.layer) == (Layer.UNIT, Layer.NATIONAL)
    assert first.name == second.name == "Terrafem"
    assert first.contact.audience == second.contact.audience
    assert first.note == ""


def test_an_alarm_without_a_number_tells_how(directory: Directory) -> None:
    """A button has a note instead of a number, and 112 comes along."""
    found = reach(directory, "unit-alarm")

    assert names(found) == ["unit-alarm", "sos"]
    assert "larmknappen" in found[0].note
    assert found[0].open_now
    assert not found[0].answers


def test_past_its_day_a_number_is_marked_and_accompanied(directory: Directory) -> None:
    """Valid on its last day, expired on the next; then a stand-in comes along."""
    last = directory.contacts["men"].valid_until
    assert last is not None
    noon = datetime.combine(last, time(12))

    assert [r.expired for r in reach(directory, "men", at=noon)] == [False]
    later = reach(directory, "men", at=noon + timedelta(days=1))
    assert names(later) == ["men", "kfl"]
    assert later[0].expired


def test_local_numbers_expire_three_months_after_somebody_called(directory: Directory) -> None:
    """The example was checked on 22 November; in March its numbers are past their day."""
    assert not reach(directory, "social", at=MONDAY)[0].expired
    assert reach(directory, "social", at=datetime.fromisoformat("2027-03-01 10:00"))[0].expired


def test_a_number_is_dialled_by_its_digits(directory: Directory) -> None:
    """Spaces and hyphens go, a leading plus stays."""
    found = {r.key: r for r in reach(directory, "kfl", "mfa-night", "sos")}

    assert found["kfl"].tel == "116016"
    assert found["mfa-night"].tel == "+4684055005"
    assert found["sos"].tel == "112"


def test_trust_comes_along(directory: Directory) -> None:
    """What is not verified is marked and says so; a local number is the organisation's own word."""
    (terrafem,) = [r for r in reach(directory, "terrafem") if r.key == "terrafem"]

    assert terrafem.trust is Trust.NOT_VERIFIED
    assert "bekräftade" in terrafem.note
    assert not terrafem.open_now
    assert reach(directory, "social")[0].trust is Trust.LOCAL


def test_a_retired_contact_leads_to_its_successor(directory: Directory) -> None:
    """A conversation that began on an older release still gets a number that works."""
    old = replace(directory.contacts["kfl"], key="old-line", successor="kfl")
    renewed = replace(directory, contacts={**directory.contacts, "old-line": old})

    assert names(reach(renewed, "old-line")) == ["kfl"]

    circle = {**directory.contacts, "men": replace(directory.contacts["men"], successor="men")}
    assert reach(replace(directory, contacts=circle), "men")[0].key == "men"


def test_chains_that_lead_back_to_themselves_end(directory: Directory) -> None:
    """The social office and its duty office name each other; the search ends all the same."""
    found = reach(directory, "social", "social-night", place="2482", at=CHRISTMAS)

    assert names(found) == ["social", "police", "social-night", "sos"]


def test_the_directory_works_without_an_organisation(national: Directory) -> None:
    """Out of the box there is no unit: national lines answer, roles are missing."""
    found = resolve(national, ["social", "kfl"], unit=None, municipality=None, at=CHRISTMAS)

    assert names(found) == ["social", "police", "kfl"]
    assert found[0].note.startswith("Ingen kommun är vald.")


def test_a_unit_with_an_unknown_municipality_resolves(national: Directory) -> None:
    """A unit whose municipality is not in this directory gets what the country has."""
    stranger = Unit(9, "Enhet", "health", "public", "on_signs", "9999")

    assert resolve(national, ["social"], unit=stranger, municipality=None, at=MONDAY)[-1].answers
