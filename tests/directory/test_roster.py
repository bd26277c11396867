"""One list of units, from the file and from the pages."""

from __future__ import annotations

from bot.directory.model import ALWAYS, Contact, Organisation, Unit
from bot.directory.roster import with_units

CONTACT = Contact("unit-alarm", "", number="070-174 06 50", hours=ALWAYS)
FILE = Unit(1, "Filens", "health", "public", "on_signs", "0180", contacts={"unit-alarm": CONTACT}, staff=30)
MADE = Unit(1001, "Sidans", "social", "public", "everybody", "2480", staff=8, talks=3, made_here=True)
OWN = Organisation("Orkidé", {1: FILE}, telegram=True)


def test_units_of_the_pages_stand_after_those_of_the_file() -> None:
    """New ones come last, so that no open page's places change; all else of the organisation stays."""
    found = with_units(OWN, (MADE,))

    assert found is not None and list(found.units.values()) == [FILE, MADE]
    assert (found.name, found.telegram) == ("Orkidé", True)
    assert with_units(OWN, ()) is OWN


def test_the_file_wins_where_both_have_a_number() -> None:
    """A unit that was written into the file keeps its contacts; the page adds what it expects alone."""
    moved = Unit(1, "Sidans namn", "dental", "private", "everybody", "2480", talks=12, made_here=True)
    found = with_units(OWN, (moved,))

    assert found is not None and found.units[1].talks == 12
    assert found.units[1].name == "Filens" and found.units[1].contacts == FILE.contacts and not found.units[1].made_here


def test_pages_alone_are_enough() -> None:
    """An installation without a local layer has the units that were made on the pages."""
    found = with_units(None, (MADE,))

    assert found is not None and list(found.units) == [1001]
    assert with_units(None, ()) is None
