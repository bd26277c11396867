"""Who, where and when → whom to reach: the order, the reasons, the language."""

from dataclasses import replace
from datetime import datetime

import pytest

from bot.directory.find import Found, Search, Why, find
from bot.directory.hours import parse
from bot.directory.model import ALWAYS, Contact, Directory, Layer, Organisation

MONDAY = datetime.fromisoformat("2026-11-23 10:00")
NIGHT = datetime.fromisoformat("2026-11-23 23:00")


def look(
    directory: Directory,
    audience: str,
    *,
    unit: int | None = None,
    place: str | None = None,
    at: datetime = MONDAY,
    sector: str = "",
    language: str = "",
) -> tuple[Found, ...]:
    """Find for an audience by its key."""
    where = directory.unit(unit) if unit else None
    return find(directory, Search(directory.audiences[audience], at, where, place, sector, language))


def keys(found: tuple[Found, ...], *whys: Why) -> list[str]:
    """The keys in order, of those found for these reasons."""
    return [each.reached.key for each in found if not whys or each.why in whys]


def with_regions(directory: Directory, **contacts: dict[str, Contact]) -> Directory:
    """The same directory, in which the organisation has numbers of regions; keywords are “r” and the code."""
    assert directory.organisation is not None
    regions = {name[1:]: own for name, own in contacts.items()}
    return replace(directory, organisation=replace(directory.organisation, regions=regions))


def test_the_units_own_contacts_come_first(directory: Directory) -> None:
    """What is in the house and answers stands before the lines of the country."""
    found = look(directory, "adult", unit=1)

    assert keys(found)[:3] == ["unit-on-call", "unit-manager", "kfl"]
    assert {each.why for each in found if each.reached.key.startswith("unit-")} == {Why.HOUSE}


def test_who_answers_stands_before_who_is_closed_and_who_is_missing(directory: Directory) -> None:
    """Open, then closed with its next opening, then what nobody has filled in."""
    found = look(directory, "man", unit=1, at=NIGHT)
    ranks = [(not each.reached.open_now, each.reached.missing) for each in found]

    assert ranks == sorted(ranks)
    assert found[0].reached.key == "kfl"
    assert next(each for each in found if each.reached.key == "men").reached.opens_at is not None
    assert found[-1].reached.missing


def test_112_and_114_14_are_always_there_and_say_why(national: Directory) -> None:
    """Even for an audience that names neither."""
    found = look(national, "older")

    assert {"sos", "police"} <= set(keys(found))
    assert keys(look(national, "reports"), Why.ALWAYS) == ["sos"]
    assert keys(look(national, "crisis"), Why.ALWAYS) == ["police"]
    assert "police" in keys(look(national, "honour"), Why.SUITS)


def test_nobody_stands_twice(directory: Directory) -> None:
    """Whatever the audience, each contact of each layer is there once."""
    for audience in directory.audiences:
        found = look(directory, audience, unit=1, place="0184", at=NIGHT)
        where = [(each.reached.key, each.reached.layer, each.reached.place) for each in found]
        assert len(where) == len(set(where)), audience


def test_the_sector_orders_the_house(directory: Directory) -> None:
    """At a dental clinic the one in charge comes before a counsellor; a sector that is given outranks the unit's."""
    own = {key: Contact(key, "", number="070-174 06 50", hours=ALWAYS) for key in ("unit-counsellor", "unit-on-call")}
    assert directory.organisation is not None
    units = {n: replace(unit, contacts=own) for n, unit in directory.organisation.units.items()}
    filled = replace(directory, organisation=replace(directory.organisation, units=units))

    assert keys(look(filled, "adult", unit=1))[:2] == ["unit-counsellor", "unit-on-call"]
    assert keys(look(filled, "adult", unit=2))[:2] == ["unit-on-call", "unit-counsellor"]
    assert keys(look(filled, "adult", unit=1, sector="dental"))[:2] == ["unit-on-call", "unit-counsellor"]


def test_who_looks_for_themselves_is_not_sent_to_a_colleague(directory: Directory) -> None:
    """None of the unit's own but the occupational health service."""
    house = keys(look(directory, "self", unit=1), Why.HOUSE)

    assert house == ["unit-occupational-health"]


def test_a_language_puts_those_who_speak_it_first_and_an_interpreter_before_them(directory: Directory) -> None:
    """Kvinnofridslinjen has interpreters, Terrafem speaks for itself, and the unit's agency comes first of all."""
    found = look(directory, "adult", unit=1, language="ar")

    assert found[0].reached.key == "unit-interpreter"
    assert keys(found, Why.LANGUAGE) == ["kfl", "terrafem"]
    man = {language: keys(look(directory, "man", language=language)) for language in ("ar", "sv")}
    assert man["ar"].index("kfl") < man["ar"].index("men")
    assert man["sv"].index("men") < man["sv"].index("kfl")


def test_a_line_that_does_not_speak_swedish_is_for_those_who_speak_its_language(national: Directory) -> None:
    """Terrafem and Boujt are not offered to all others."""
    assert {"terrafem", "sign"}.isdisjoint(keys(look(national, "adult")))
    assert "sign" not in keys(look(national, "disability"))
    assert "sign" in keys(look(national, "disability", language="swl"))


def test_the_deaf_are_led_to_sign_language_unasked(national: Directory) -> None:
    """The audience has a language of its own, and an interpreter for the spoken is none for the signed."""
    assert keys(look(national, "deaf"), Why.LANGUAGE) == ["sign"]


def test_a_closed_line_is_followed_by_who_stands_in(national: Directory) -> None:
    """At night the line for people who use violence is closed: somebody answers, and says that it stands in."""
    found = look(national, "uses-violence", at=NIGHT)

    assert not next(each for each in found if each.reached.key == "stop").reached.open_now
    assert "police" in keys(found, Why.STANDS_IN)


def test_a_regions_number_is_found_by_the_municipality(directory: Directory) -> None:
    """Without a unit it is the region where the person lives, named."""
    care = Contact("psychiatry", "", number="070-174 06 51", hours=ALWAYS)
    own = with_regions(directory, r24={"psychiatry": care})
    (north,) = [each.reached for each in look(own, "crisis", place="2480") if each.reached.layer is Layer.REGION]

    assert (north.name, north.number) == ("Psykiatrisk akutmottagning, Region Västerbotten", "070-174 06 51")
    assert Layer.REGION not in {each.reached.layer for each in look(own, "crisis", place="1280")}


def test_care_is_looked_for_where_the_unit_is_before_where_the_person_lives(directory: Directory) -> None:
    """Who is in the room in Stockholm goes to Stockholm's emergency department; home comes after."""
    here, home = (Contact("psychiatry", "", number=f"070-174 06 5{n}", hours=ALWAYS) for n in (2, 3))
    own = with_regions(directory, r01={"psychiatry": here}, r24={"psychiatry": home})
    found = [each.reached for each in look(own, "crisis", unit=1, place="2480") if each.reached.layer is Layer.REGION]

    assert [reached.place for reached in found] == ["Region Stockholm", "Region Västerbotten"]


def test_a_region_without_a_number_says_so(national: Directory) -> None:
    """It is the region's to give, not the unit's; without a place nobody can tell whose."""
    missing = {each.reached.key: each.reached.note for each in look(national, "examined", place="2480")}
    nowhere = {each.reached.key: each.reached.note for each in look(national, "examined")}

    assert missing["emergency-care"] == "Regionens nummer är inte inlagt."
    assert nowhere["emergency-care"] == "Ingen kommun är vald."


def test_an_own_number_for_a_line_of_the_country_is_the_houses(directory: Directory) -> None:
    """An organisation's own women's shelter is told as its own."""
    shelter = Contact("womens-shelter", "Jouren i Exempelstad", number="070-174 06 54", hours=parse("always"))
    organisation: Organisation | None = directory.organisation
    assert organisation is not None
    filled = replace(directory, organisation=replace(organisation, contacts={"womens-shelter": shelter}))
    found = look(filled, "adult", unit=1)

    assert (found[2].reached.name, found[2].why) == ("Kvinnofridslinjen", Why.SUITS)
    assert next(each.why for each in found if each.reached.name == "Jouren i Exempelstad") is Why.HOUSE


@pytest.mark.parametrize(("at", "office"), [(MONDAY, "social"), (NIGHT, "social-night")])
def test_a_child_is_first_of_all_the_social_services(directory: Directory, at: datetime, office: str) -> None:
    """A line for children never stands before the office that a report goes to, by day or by night."""
    order = keys(look(directory, "child", place="0180", at=at))

    assert order.index(office) < order.index("bris")
    assert "anmäla" in directory.audiences["child"].note
