"""What somebody types → contacts as every door shows them; and what is held back while others may see."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.alone import terminal_talks
from bot.conversation.content import open_content
from bot.conversation.edition import Edition
from bot.conversation.finding import Findings, FoundContact, look_for
from bot.conversation.wish import Asked, NotUnderstood, Wish, audiences, read_time
from bot.directory.find import Why
from bot.directory.model import ALWAYS, Contact

NOW = datetime.fromisoformat("2026-11-23 10:00")
NIGHT = "2026-11-23 23:00"
Look = Callable[..., Findings]


@pytest.fixture(scope="module")
def edition(root: Path) -> Edition:
    """The shipped content with the worked example's organisation."""
    found, _ = open_content(root / "dialogs", root / "locales", root / "docs/example-local")
    assert found is not None
    return found


@pytest.fixture
def look(edition: Edition) -> Look:
    """Find what must be found."""

    def call(who: str, staff: str = "sv", now: datetime = NOW, *, alone: bool = True, **more: str) -> Findings:
        found = look_for(edition, Wish(who, alone=alone, **more), staff, now)
        assert isinstance(found, Findings), found
        return found

    return call


def faults(edition: Edition, wish: Wish) -> dict[Asked, tuple[str, ...]]:
    """What could not be understood, and what may have been meant."""
    found = look_for(edition, wish, "sv", NOW)
    assert not isinstance(found, Findings)
    return {fault.asked: fault.near for fault in found}


def by_key(found: Findings) -> dict[str, FoundContact]:
    """Contacts by their keys."""
    return {contact.note.key: contact for contact in (*found.answering, *found.closed)}


# --- what is asked for ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("", "2026-11-23 10:00"),
        ("22:00", "2026-11-23 22:00"),
        ("22.30", "2026-11-23 22:30"),
        ("kl 7", "2026-11-23 07:00"),
        ("2026-12-24", "2026-12-24 12:00"),
        ("2026-12-24 22:00", "2026-12-24 22:00"),
        ("2026-12-24T22:05", "2026-12-24 22:05"),
        ("2026-1-2 8", "2026-01-02 08:00"),
    ],
)
def test_a_time_is_read_as_people_write_it(typed: str, meant: str) -> None:
    """A day, a clock or both; a day alone is its noon, nothing is now."""
    assert read_time(typed, NOW) == datetime.fromisoformat(meant)


@pytest.mark.parametrize(
    "typed", ["25:00", "2026-02-30", "i morgon", "2026", "12:60", "1999-01-01", "9999-12-31", "22:"]
)
def test_what_is_no_time_is_told(edition: Edition, typed: str) -> None:
    """A day that is not in the calendar is no guess at another."""
    assert faults(edition, Wish("man", time=typed)) == {Asked.TIME: ()}


@given(st.text(max_size=30))
def test_any_text_is_a_time_or_is_none(text: str) -> None:
    """Nothing that is typed brings it down."""
    found = read_time(text, NOW)

    assert found is None or found.tzinfo is None


@given(who=st.text(max_size=20), place=st.text(max_size=20), more=st.tuples(*(st.text(max_size=12) for _ in range(4))))
def test_any_wish_is_answered(edition: Edition, who: str, place: str, more: tuple[str, str, str, str]) -> None:
    """Whatever comes in, contacts or what was not understood go out."""
    found = look_for(edition, Wish(who, place, *more), "sv", NOW)

    assert isinstance(found, Findings) or all(isinstance(fault, NotUnderstood) for fault in found)


def test_everything_that_is_not_understood_is_told_at_once(edition: Edition) -> None:
    """In the order of the form, each with what may have been meant."""
    found = faults(edition, Wish("mannen", "Stocholm", "27:00", "arabsika", "tandvård", "9"))

    assert list(found) == list(Asked)
    assert "man" in found[Asked.WHO]
    assert found[Asked.PLACE][0] == "Stockholm"
    assert found[Asked.LANGUAGE][0] == "arabiska"
    assert found[Asked.SECTOR] == ("health", "dental", "social")
    assert found[Asked.UNIT][0] == "1 Vårdcentralen Exempel"


@pytest.mark.parametrize("who", ["child", "CHILD", "Barn under 18 år", " barn under 18 år ", "Child under 18"])
def test_an_audience_is_found_by_key_and_by_name(look: Look, who: str) -> None:
    """In Swedish, and in the language of the one who asks."""
    assert look(who, "en").whom.text == "A child who is exposed to violence or lives with it at home."


def test_audiences_are_offered_by_names_that_anybody_may_see(edition: Edition) -> None:
    """Also in English, with none of the words that betray the subject."""
    words = re.compile(
        "|".join(w for listed in edition.release.house.betraying.values() for w in listed), re.IGNORECASE
    )
    for language in ("sv", "en"):
        names = audiences(edition, language)
        assert len(names) == len(edition.directory.audiences)
        assert not any(words.search(name.text) or name.fallback for _, name in names)


def test_a_units_municipality_counts_until_another_is_given(look: Look) -> None:
    """Solna for the dental clinic in Solna, Umeå when the person lives there."""
    assert look("child", unit="2").place == "Solna"
    assert look("child", unit="2", place="Umeå").place == "Umeå"
    assert look("child").place == ""


def test_another_time_is_said_to_be_another(look: Look) -> None:
    """A door writes “open now” only where it is now."""
    assert look("man").is_now
    assert not look("man", time=NIGHT).is_now


# --- what is shown ------------------------------------------------------------------------------------------


def test_a_contact_tells_all_that_is_known_of_it(look: Look) -> None:
    """Why it is there, whom it is for, cost, traces, languages, source, trust and whether anybody has called."""
    line = by_key(look("man", time=NIGHT))["men"]

    assert line.why is Why.SUITS
    assert line.whom.text.startswith("Män från 18 år")
    assert line.note.opens is not None
    assert line.note.opens.text == "tis 24/11 7.00"
    assert [trace.text for trace in line.traces] == [
        "gratis",
        "syns inte på räkningen",
        "syns i telefonens samtalslista",
        "man behöver inte säga sitt namn",
    ]
    assert line.languages.text == "inte känt"
    assert "NCK: stödlinjerna" in [source.title for source in line.sources]
    assert (line.note.trust, line.called) == ("older", None)
    assert line.checked is not None


def test_who_answers_and_who_does_not_stand_apart(look: Look) -> None:
    """At night the line for men is closed: it is among those to call later, and among no others."""
    found = look("man", time=NIGHT)

    assert all(contact.note.open for contact in found.answering)
    assert not any(contact.note.open for contact in found.closed)
    assert "men" in {contact.note.key for contact in found.closed}


def test_what_nobody_has_signed_says_so(look: Look) -> None:
    """The order is law and care, the numbers are to be called: three sentences, as at the end of a guide."""
    assert len(look("man").unsigned) == 3
    assert "Telefonnumren är inte provringda än." in [text.text for text in look("man").unsigned]


def test_a_web_address_tells_where_the_visit_shows(look: Look) -> None:
    """There is no bill and no call list, but a browser's history."""
    shelter = by_key(look("adult"))["womens-shelter"]

    assert shelter.traces[0].text == "besöket syns i webbläsaren"


def test_of_the_organisations_own_numbers_nothing_is_claimed(look: Look) -> None:
    """Nobody has said what they cost."""
    own = by_key(look("adult", unit="1"))["unit-manager"]

    assert own.traces == ()
    assert own.note.trust == "local"


def test_what_nobody_has_filled_in_is_told_together(look: Look) -> None:
    """Roles by why they are missing, after all that answers."""
    lacking = {
        each.gap.text: [name.text for name in each.names] for each in look("child", unit="2", place="Umeå").lacking
    }

    assert "Chef i beredskap" in lacking["Er enhet har inte lagt in numret."]
    assert lacking["Kommunens nummer är inte inlagt."] == ["Socialtjänsten", "Socialjouren", "Barnahus"]


def test_past_its_day_a_number_says_so(look: Look) -> None:
    """On every contact of every audience, a year later."""
    for contact in by_key(look("adult", time="2027-12-01 10:00", unit="1")).values():
        assert contact.note.expired, contact.note.key


def test_everything_comes_in_the_language_of_staff(look: Look) -> None:
    """In English nothing of the door's own words is left in Swedish."""
    found = look("uses-violence", "en", time=NIGHT, unit="1", place="Umeå")
    texts = [found.whom, *(name for lacking in found.lacking for name in (lacking.gap, *lacking.names))]
    for contact in by_key(found).values():
        texts += [contact.whom, contact.languages, contact.note.name, contact.note.hours, *contact.traces]

    assert [text.text for text in texts if text.fallback] == []
    assert found.note is not None
    assert found.note.text.startswith("Never say")


# --- while others may see the screen ---------------------------------------------------------------------------


@pytest.mark.parametrize("staff", ["sv", "en"])
def test_while_others_may_see_nothing_betrays_the_subject(edition: Edition, look: Look, staff: str) -> None:
    """For every audience, at a unit, by day and by night: no word of the list, no source, and still who answers."""
    listed = [word for words in edition.release.house.betraying.values() for word in words]
    betraying = re.compile("|".join((*listed, "heder", "honour", "offer", "övergrepp", "kvinnojour")), re.IGNORECASE)
    for key in edition.directory.audiences:
        for time in ("", NIGHT):
            found = look(key, staff, alone=False, time=time, unit="1")
            assert any(contact.note.tel for contact in found.answering), key
            assert found.held_back, key
            assert found.sources == ()
            assert found.unsigned == ()
            assert found.note is None
            for contact in (*found.answering, *found.closed):
                assert contact.sources == ()
            assert not betraying.search(str((found.whom, found.lacking, found.answering, found.closed))), key


def test_what_an_organisation_wrote_itself_is_read_before_it_is_shown(edition: Edition) -> None:
    """A neutral role under a name that tells the subject waits until nobody looks on."""
    organisation = edition.directory.organisation
    assert organisation is not None
    teller = Contact("unit-counsellor", "Samordnare mot våld", number="070-174 06 55", hours=ALWAYS)
    own = replace(edition.directory, organisation=replace(organisation, contacts={"unit-counsellor": teller}))
    changed = Edition(edition.release, edition.catalogues, own)
    names = {}
    for alone in (True, False):
        found = look_for(changed, Wish("adult", unit="2", alone=alone), "sv", NOW)
        assert isinstance(found, Findings)
        names[alone] = {contact.note.name.text for contact in found.answering}

    assert "Samordnare mot våld" in names[True] - names[False]


def test_doors_ask_by_the_clock_of_sweden(edition: Edition) -> None:
    """Summer time included: eight in the evening UTC in July is ten at night."""
    talks = terminal_talks(edition)
    talks.now = lambda: datetime(2027, 7, 1, 20, 30, tzinfo=UTC)
    found = talks.find(Wish("man", alone=True))

    assert isinstance(found, Findings)
    assert found.at == datetime.fromisoformat("2027-07-01 22:30")
    assert talks.local_time() - found.at == timedelta(0)
    assert "men" in {contact.note.key for contact in found.closed}
