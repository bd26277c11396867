"""For every municipality, every audience and every hour somebody answers, and nobody is past its day in silence."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.directory.find import Search, Why, find
from bot.directory.model import UNKNOWN_HOURS, Contact, Directory, Unit
from tests.directory.moments import Pattern, all_contacts, lines, moments, pattern, place, places, reachable, told

TIMES = st.datetimes(datetime.fromisoformat("2020-01-01"), datetime.fromisoformat("2060-12-31"))
SUITABLE = (Why.SUITS, Why.PLACE, Why.LANGUAGE, Why.STANDS_IN)


def units(directory: Directory) -> list[Unit | None]:
    """Each unit, and none."""
    return [None, *(directory.organisation.units.values() if directory.organisation else ())]


@pytest.fixture(scope="module")
def mute(directory: Directory) -> Directory:
    """The worked example, in which nobody knows when a local number answers."""
    organisation = directory.organisation
    assert organisation is not None

    def silent(contacts: dict[str, Contact]) -> dict[str, Contact]:
        return {key: replace(contact, hours=UNKNOWN_HOURS) for key, contact in contacts.items()}

    return replace(
        directory,
        organisation=replace(
            organisation,
            contacts=silent(dict(organisation.contacts)),
            units={n: replace(u, contacts=silent(dict(u.contacts))) for n, u in organisation.units.items()},
            municipalities={code: silent(dict(c)) for code, c in organisation.municipalities.items()},
        ),
    )


@pytest.fixture(scope="module")
def hours(directory: Directory) -> dict[str, dict[Pattern, datetime]]:
    """For each audience the times that differ."""
    return {key: moments(lines(reachable(directory, each))) for key, each in directory.audiences.items()}


@pytest.mark.parametrize("name", ["national", "directory", "mute"])
def test_for_every_place_audience_and_hour_somebody_answers(name: str, request: pytest.FixtureRequest) -> None:
    """Somebody besides 112 who suits the person or stands in, with a number; and 112 and 114 14 answer, too."""
    chosen: Directory = request.getfixturevalue(name)
    tried, silent = 0, []
    for audience in chosen.audiences.values():
        hours = moments(lines(reachable(chosen, audience))).values()
        for unit in units(chosen):
            for code in places(chosen, unit).values():
                for at in hours:
                    found = find(chosen, Search(audience, at, unit, code))
                    answering = {f.reached.key for f in found if f.reached.answers and f.why in SUITABLE} - {"sos"}
                    always = {f.reached.key for f in found if f.reached.answers} & {"sos", "police"}
                    tried += 1
                    if not answering or always != {"sos", "police"}:
                        silent.append((audience.key, unit and unit.id, code, at))

    assert silent == []
    assert tried > 100


def test_every_number_past_its_day_says_so_and_no_other(directory: Directory) -> None:
    """All contacts × all days that differ: marked from the day after the last one, by whatever way it was found."""
    organisation = directory.organisation
    assert organisation is not None
    last = {c.valid_until for c in all_contacts(directory) if c.valid_until}
    days = sorted({day + timedelta(days=step) for day in last for step in (0, 1)})
    for audience in directory.audiences.values():
        for unit in units(directory):
            for day in days:
                for found in find(directory, Search(audience, datetime.combine(day, time(12)), unit)):
                    until = found.reached.contact.valid_until
                    assert found.reached.expired == (until is not None and day > until), found


@given(at=TIMES, data=st.data())
@settings(max_examples=60)
def test_an_hour_finds_what_the_hour_that_stands_for_it_finds(
    directory: Directory, hours: dict[str, dict[Pattern, datetime]], at: datetime, data: st.DataObject
) -> None:
    """The times that are tried above leave none out: any minute of forty years has its like among them."""
    audience = data.draw(st.sampled_from(list(directory.audiences.values())))
    unit = data.draw(st.sampled_from(units(directory)))
    like = hours[audience.key].get(pattern(lines(reachable(directory, audience)), at))

    assert like is not None
    assert told(directory, Search(audience, at, unit)) == told(directory, Search(audience, like, unit))


@pytest.mark.parametrize("number", [None, 1, 2])
def test_a_place_finds_what_the_place_that_stands_for_it_finds(directory: Directory, number: int | None) -> None:
    """All 290 municipalities, one by one, against the few that are tried above."""
    unit = directory.unit(number) if number else None
    audience = directory.audiences["child"]
    classes = places(directory, unit)
    for at in map(datetime.fromisoformat, ("2026-11-23 10:00", "2026-12-25 03:00")):
        known = {each: told(directory, Search(audience, at, unit, code)) for each, code in classes.items()}
        for code in directory.municipalities:
            assert told(directory, Search(audience, at, unit, code)) == known[place(directory, unit, code)], code


def test_no_hour_of_a_year_has_a_pattern_that_was_not_tried(directory: Directory) -> None:
    """Every hour of 2027, a minute past it, for all lines at once."""
    of = lines(all_contacts(directory))
    known = moments(of)
    start = datetime.combine(date(2027, 1, 1), time())
    times = (start + timedelta(hours=hour, minutes=1) for hour in range(24 * 365))

    assert [at for at in times if pattern(of, at) not in known] == []
