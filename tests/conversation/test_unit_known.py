"""What the door knows of a unit from its link."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.conversation.alone import MemoryKeys, OneEdition
from bot.conversation.messages import Press
from bot.conversation.talk import Talks
from bot.dialog.directory_schema import CHANNELS, KINDS
from bot.directory.places import swedish_order
from tests.plans.shipped import WEEKDAY, planned_edition


@pytest.mark.parametrize(("kind", "known"), [("maternity", "maternity"), ("", "unknown"), ("no_such", "unknown")])
def test_the_kind_of_a_unit_comes_with_its_link(kind: str, known: str) -> None:
    """D11: a conversation begins with what the local layer says of the unit, and with unknown where it says nothing."""
    edition = planned_edition()
    organisation = edition.directory.organisation
    assert organisation is not None
    unit = replace(next(iter(organisation.units.values())), kind=kind)

    given = edition.given(unit)

    facts = [edition.program.facts[slot] for slot in edition.program.given]
    assert {f.name: f.domain.values[v] for f, v in zip(facts, given, strict=True)}["kind"] == known


@pytest.mark.parametrize(
    ("kind", "usual"),
    [
        ("telephone_advice", "phone"),
        ("home_help", "home_visit"),
        ("lss_housing", "home_visit"),
        ("ambulance", "home_visit"),
        ("primary_care", "room"),
        ("", "room"),
    ],
)
def test_how_a_unit_meets_people_comes_with_its_kind(kind: str, usual: str) -> None:
    """D02: nobody who answers the telephone all day has to say each time that it is one."""
    edition = planned_edition()
    unit = next(iter(edition.directory.organisation.units.values())) if edition.directory.organisation else None
    assert unit is not None

    given = edition.given(replace(unit, kind=kind))

    facts = [edition.program.facts[slot] for slot in edition.program.given]
    assert {f.name: f.domain.values[v] for f, v in zip(facts, given, strict=True)}["channel"] == usual


def test_every_kind_with_a_usual_way_to_meet_is_one() -> None:
    """A kind or a channel that nobody knows would never be given."""
    facts = {fact.name: fact.domain.values for fact in planned_edition().program.facts}

    assert set(CHANNELS) <= {kind for kinds in KINDS.values() for kind in kinds} <= set(facts["kind"])
    assert set(CHANNELS.values()) <= set(facts["channel"])


def test_the_sector_is_known_once_staff_have_named_it() -> None:
    """Who comes without a unit's link says the sector first; until then it is nobody's guess."""
    held = Talks(OneEdition(planned_edition()), MemoryKeys(), lambda: WEEKDAY, lambda: 1)
    turn = held.begin(b"door")
    assert turn.sector == ""

    move = next(button.move for button in turn.view.choices if button.label.text == "Socialtjänst")

    assert held.press(Press(turn.sealed, move, b"door")).sector == "social"
    assert held.begin(b"door", unit=1).sector == "dental"


def test_the_units_own_municipality_is_offered_first() -> None:
    """Most persons live where the unit lies: it stands before its neighbours, which follow in Swedish order."""
    edition = planned_edition()
    unit = edition.directory.unit(1)
    assert unit is not None
    held = Talks(OneEdition(edition), MemoryKeys(), lambda: WEEKDAY, lambda: 1)
    turn = held.begin(b"door", unit=1)
    for label in ("Vem kan jag vända mig till?", "Nej", "Ett barn eller en ung person", "Nej"):
        move = next(button.move for button in turn.view.choices if button.label.text == label)
        turn = held.press(Press(turn.sealed, move, b"door"))

    own, *others = [button.label.text for button in turn.view.choices]
    assert own == edition.directory.municipalities[unit.municipality].name
    assert others[-2:] == ["Välj bland alla kommuner", "Vet inte"]
    assert len(others) > 3 and others[:-2] == sorted(others[:-2], key=swedish_order)
