"""The national contacts themselves: what the directory promises about every number."""

import re
from datetime import date, timedelta

import pytest

from bot.dialog.schema import Shape, SourcesFile
from bot.directory.local_check import FICTION
from bot.directory.model import ALWAYS, Belongs, Contact, Directory, Known, Role, Trust, dialable

# The keys that dialogs, actions and texts may use: they are never removed, only retired.
CONTACTS = [
    "sos",
    "police",
    "health-line",
    "mfa",
    "mfa-night",
    "kfl",
    "men",
    "trans",
    "honour",
    "honour-pro",
    "stop",
    "bris",
    "bris-adult",
    "boj",
    "womens-shelter",
    "girls",
    "terrafem",
    "young",
    "boys",
    "love-free",
    "sign",
    "rfsl",
    "crisis",
    "suicide",
    "older",
    "night",
    "priest",
    "preventell",
]
ROLES = [
    "unit-alarm",
    "unit-colleague",
    "unit-counsellor",
    "unit-on-call",
    "unit-manager",
    "unit-lawyer",
    "unit-interpreter",
    "unit-manager-on-call",
    "unit-occupational-health",
    "social",
    "social-night",
    "emergency-care",
    "psychiatry",
    "sexual-assault",
    "barnahus",
    "honour-regional",
]

# Beyond the words that house.yaml lists: what nobody should read over a shoulder.
BETRAYING = re.compile(
    r"våld|utsatt|misshandel|\bhot\b|hota|övergrepp|kvinnofrid|heder|nära relation|offer", re.IGNORECASE
)


def test_no_key_has_gone(national: Directory) -> None:
    """All keys that dialogs were given are here."""
    assert set(CONTACTS) <= set(national.contacts)
    assert set(ROLES) <= set(national.roles)


@pytest.mark.parametrize(
    ("key", "tel"),
    [
        ("sos", "112"),
        ("police", "11414"),
        ("kfl", "116016"),
        ("bris", "116111"),
        ("boj", "116006"),
        ("suicide", "90101"),
    ],
)
def test_the_numbers_that_must_not_be_wrong(national: Directory, key: str, tel: str) -> None:
    """Written out a second time, so that a slip of the hand shows."""
    assert dialable(national.contacts[key].number) == tel


def test_112_and_the_police_never_close(national: Directory) -> None:
    """The end of every chain."""
    assert national.contacts["sos"].hours == national.contacts["police"].hours == ALWAYS


def test_the_old_number_still_leads_to_kvinnofridslinjen(national: Directory) -> None:
    """116 016 first, 020-50 50 50 beside it; it may be busy, and says so."""
    line = national.contacts["kfl"]

    assert line.also == ("020-50 50 50",)
    assert "kö" in line.note
    assert line.on_bill is Known.UNKNOWN


def test_every_call_shows_in_the_phones_own_log(national: Directory) -> None:
    """Free and off the bill is not the same as leaving no trace."""
    assert all(contact.call_log is Known.YES for contact in national.contacts.values())


def test_only_free_020_numbers_are_said_to_stay_off_the_bill(national: Directory) -> None:
    """For 116 numbers it could not be confirmed, so nobody promises it."""
    off_bill = [c for c in national.contacts.values() if c.on_bill is Known.NO]

    assert off_bill
    assert all(contact.number.startswith("020") for contact in off_bill)


def test_what_is_not_verified_says_so(national: Directory) -> None:
    """In the note, in words, beside the number."""
    unverified = [c for c in national.contacts.values() if c.trust is Trust.NOT_VERIFIED]

    assert {"terrafem", "rfsl", "older", "preventell", "health-line"} <= {c.key for c in unverified}
    assert all("bekräfta" in contact.note for contact in unverified)


def test_hours_that_are_old_or_unconfirmed_carry_a_mark_of_their_own(national: Directory) -> None:
    """Whoever reads the hours sees beside them that nobody has confirmed them; the note alone is one tap away."""
    known = [contact for contact in national.contacts.values() if contact.hours.known]
    doubted = [c.key for c in known if "tiderna är från" in c.note.lower() or "dygnet runt är inte bekräftat" in c.note]

    assert len(doubted) >= 6
    assert [key for key in doubted if national.contacts[key].hours_confirmed] == []
    assert national.contacts["kfl"].hours_confirmed


def test_every_number_is_to_be_called_again_within_three_months(national: Directory) -> None:
    """Checked, valid for a quarter, and honest about nobody having called."""
    for contact in national.contacts.values():
        assert contact.checked is not None
        assert contact.valid_until is not None
        assert timedelta(0) < contact.valid_until - contact.checked <= timedelta(days=92)
        assert contact.verified is None or contact.verifier


def test_every_contact_has_a_source(national: Directory, shapes: dict[str, Shape]) -> None:
    """And no source lies unused."""
    sources = shapes["sources"]
    assert isinstance(sources, SourcesFile)
    used = {s for c in national.contacts.values() for s in c.sources} | {
        s for role in national.roles.values() for s in role.sources
    }

    assert all(contact.sources for contact in national.contacts.values())
    assert used == set(sources.sources)


def test_no_source_is_newer_than_its_check(shapes: dict[str, Shape]) -> None:
    """A page cannot have been written after it was read."""
    sources = shapes["sources"]
    assert isinstance(sources, SourcesFile)

    for source in sources.sources.values():
        assert source.read == "undated" or source.read <= source.checked
        assert date.fromisoformat(source.checked) < date.fromisoformat(source.valid_until)


def test_who_may_call_is_one_plain_sentence(national: Directory) -> None:
    """A capital, a full stop, at most twenty words."""
    sentences = [contact.audience for contact in national.contacts.values()]
    for text in (*sentences, *(role.audience for role in national.roles.values())):
        assert text[0].isupper(), text
        assert text.endswith("."), text
        assert text.count(". ") == 0, text
        assert len(text.split()) <= 20, text


def test_what_an_onlooker_may_see_does_not_betray_the_subject(national: Directory) -> None:
    """Names, sentences and notes of the neutral contacts, and the names of audiences, could hang on a clinic's wall."""
    holders: list[Contact | Role] = [contact for contact in national.contacts.values() if contact.neutral]
    holders += [role for role in national.roles.values() if role.neutral]
    texts = [f"{holder.name} {holder.audience} {holder.note}" for holder in holders]

    assert {"sos", "police", "unit-alarm", "unit-colleague", "social", "social-night"} <= {h.key for h in holders}
    for text in (*texts, *(audience.name for audience in national.audiences.values())):
        assert not BETRAYING.search(text), text


def test_no_national_number_is_fiction(national: Directory) -> None:
    """Reserved numbers belong to the worked example alone."""
    assert not any(FICTION.match(dialable(contact.number)) for contact in national.contacts.values())


def test_who_it_is_for_is_one_or_two_plain_sentences(national: Directory) -> None:
    """What is read when nobody looks on: short, and told to the end."""
    for audience in national.audiences.values():
        assert audience.told[0].isupper(), audience.key
        assert audience.told.endswith("."), audience.key
        assert max(len(sentence.split()) for sentence in audience.told.split(". ")) <= 20, audience.key


def test_everybody_the_sheets_name_can_be_looked_for(national: Directory) -> None:
    """And the keys, which doors and links may keep, do not go."""
    assert set(national.audiences) >= {
        "adult", "man", "lgbtqi", "older", "disability", "deaf", "new-here", "child", "young", "worried", "honour",
        "abroad", "examined", "crisis", "reports", "close-one", "uses-violence", "staff", "self",
    }  # fmt: skip


def test_every_national_line_suits_somebody(national: Directory) -> None:
    """A line that no audience names would be found by nobody."""
    named = {key for audience in national.audiences.values() for key in audience.contacts}

    assert set(national.contacts) - named == {"sos"}  # which stands below every search


def test_each_role_says_whose_it_is(national: Directory) -> None:
    """Units fill the unit's roles; the municipality's follow the person."""
    assert all((role.belongs is Belongs.UNIT) == key.startswith("unit-") for key, role in national.roles.items())
    assert {k for k, r in national.roles.items() if r.belongs is Belongs.MUNICIPALITY} == {
        "social",
        "social-night",
        "barnahus",
    }
