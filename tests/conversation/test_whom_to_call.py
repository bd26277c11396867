"""Whom an ending names first: who was asked for, also where only who stands in can be reached."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import product
from pathlib import Path

import pytest

from bot.channels.terminal.play import BINDING
from bot.check.reserved import is_reserved
from bot.conversation.alone import terminal_talks
from bot.conversation.content import require_edition
from bot.conversation.edition import Edition
from bot.conversation.ending import calls
from bot.conversation.messages import ActionNote, ContactNote, Outcome, Press, Text
from bot.conversation.render import Renderer
from bot.dialog import schema
from bot.dialog.directory_schema import FIXED
from bot.directory.model import Unit
from bot.text.ui import WORDS
from tests.directory.moments import led_to, lines, moments, places

ROOT = Path(__file__).parents[2]
NIGHT = datetime.fromisoformat("2026-11-23T03:00")
DAY = datetime.fromisoformat("2026-11-23T14:00")


@pytest.fixture(scope="module", params=["national", "example"])
def edition(request: pytest.FixtureRequest) -> Edition:
    """What ships, alone and with the example organisation."""
    local = ROOT / "docs" / "example-local" if request.param == "example" else None
    return require_edition(ROOT / "dialogs", ROOT / "locales", local)


def units(edition: Edition) -> list[Unit | None]:
    """Each unit, and none."""
    organisation = edition.directory.organisation
    return [None, *(organisation.units.values() if organisation else ())]


def brief(
    edition: Edition, form: schema.Action, unit: Unit | None, at: datetime, place: str = ""
) -> tuple[ContactNote, ...]:
    """What stands in brief for an action."""
    reader = Renderer(edition, edition.directory, "sv", "sv", unit, at)
    contacts = reader.contacts(form.contacts, place, form.reserves)
    text = Text(form.text, "sv")
    action = ActionNote("an-action", form.level, text, (), form.deadline, form.decides, (), contacts, form.door, 50)
    (found,) = calls(Outcome((action,), ()))
    return found


def shipped(edition: Edition, name: str) -> schema.Action:
    """An action as it is where no variant holds."""
    return edition.program.actions[name].forms[-1].action


def keys(found: tuple[ContactNote, ...]) -> list[str]:
    """The keys, in order."""
    return [note.key for note in found]


def forms(edition: Edition) -> Iterator[tuple[str, schema.Action]]:
    """Each form of each action that turns to somebody."""
    for action in edition.program.actions.values():
        yield from ((action.id, form.action) for form in action.forms if form.action.contacts)


def test_no_action_that_reserves_the_police_shows_them_alone(edition: Edition) -> None:
    """For every unit, municipality and hour: where the police are forbidden, or the manager decides, the short list
    begins with somebody who was asked for, and that is neither 112 nor 114 14."""
    reserving = [(name, form) for name, form in forms(edition) if is_reserved(form)]
    wanted = {(tuple(f.contacts), tuple(f.reserves), f.deadline): (name, f) for name, f in reserving}
    assert len(wanted) > 10
    tried = 0
    for name, form in wanted.values():
        times = moments(lines(led_to(edition.directory, form.contacts))).values()
        for unit, at in product(units(edition), times):
            for code in places(edition.directory, unit).values():
                place = edition.directory.municipalities[code].name if code else ""
                found = brief(edition, form, unit, at, place)
                tried += 1
                assert not found[0].stands_in and found[0].key not in FIXED, (name, unit, code, at, keys(found))
    assert tried > 100


def test_the_police_never_stand_in_for_the_house(edition: Edition) -> None:
    """Whoever of the unit's own is asked for at night: nobody is led to the police instead, in brief or in full."""
    unit = [key for key, role in edition.directory.roles.items() if role.belongs.value == "unit"]
    assert len(unit) >= 8
    for each in units(edition):
        for at in (NIGHT, DAY):
            reader = Renderer(edition, edition.directory, "sv", "sv", each, at)
            assert [key for key in unit if "police" in keys(reader.contacts((key,), ""))] == []


def test_who_is_closed_stands_first_with_the_hour_when_it_opens() -> None:
    """At night the manager's name comes first, with when the manager answers, and then who answers now."""
    edition = require_edition(ROOT / "dialogs", ROOT / "locales", ROOT / "docs" / "example-local")
    first, second = brief(edition, shipped(edition, "no-police"), units(edition)[1], NIGHT)

    assert (first.key, first.open, first.stands_in) == ("unit-manager", False, False)
    assert first.opens is not None
    assert first.opens.text == "mån 23/11 7.30"
    assert second.open
    assert second.stands_in
    assert second.key not in FIXED


def test_nobody_is_led_to_the_police_by_a_number_that_is_missing() -> None:
    """Where nobody has entered the social services' number, their name stands before who answers instead."""
    edition = require_edition(ROOT / "dialogs", ROOT / "locales", None)
    first, second = brief(edition, shipped(edition, "report-child"), None, DAY)

    assert (first.key, first.missing, first.stands_in) == ("social", True, False)
    assert second.stands_in
    assert second.key == "police"
    assert second.asks is not None
    assert "socialjouren" in second.asks.text  # whoever asked for no police is told what to ask them for
    assert first.asks is None


def test_a_number_that_is_known_stands_alone(edition: Edition) -> None:
    """Who answers needs nobody beside, whatever else the action names."""
    form = replace_contacts(shipped(edition, "help-report"), "police", "boj")

    assert keys(brief(edition, form, None, NIGHT)) == ["police"]


def test_where_minutes_count_who_answers_comes_before_who_does_not() -> None:
    """A clinic without a number of the emergency psychiatry at night: 112 stands first, what is missing after it."""
    edition = require_edition(ROOT / "dialogs", ROOT / "locales", None)
    found = brief(edition, shipped(edition, "suicide-care"), None, NIGHT)

    assert keys(found) == ["sos", "suicide", "psychiatry"]


def test_112_is_no_stand_in_where_nothing_is_urgent(edition: Edition) -> None:
    """Nobody is told to ring 112 to book an interpreter."""
    for name, form in forms(edition):
        if form.deadline != "now" and form.contacts[0] != "sos":
            assert "sos" not in keys(brief(edition, form, units(edition)[-1], NIGHT)), name


def replace_contacts(form: schema.Action, *contacts: str) -> schema.Action:
    """The action with other contacts."""
    return form.model_copy(update={"contacts": list(contacts)})


def test_hours_that_nobody_has_confirmed_say_so_beside_them() -> None:
    """At every door, since the words are part of the hours."""
    edition = require_edition(ROOT / "dialogs", ROOT / "locales", None)
    reader = Renderer(edition, edition.directory, "sv", "sv", None, DAY)
    old, sure = (reader.contacts((key,), "")[0] for key in ("boj", "kfl"))

    assert old.hours.text == "alla dagar 9–19, tiderna är inte bekräftade"
    assert sure.hours.text == "dygnet runt"


def test_who_has_not_said_public_or_private_is_told_what_is_shown() -> None:
    """Without a unit the list is the private, narrower one, and says so; with a unit it says nothing of it."""
    edition = require_edition(ROOT / "dialogs", ROOT / "locales", ROOT / "docs" / "example-local")
    talks = terminal_talks(edition)
    told = {}
    for unit in (0, 1):
        turn = talks.begin(BINDING, entry="hub", mode="live", unit=unit, staff="sv", said="sv")
        way = ["Hälso- och sjukvård"] if not unit else []
        way += ["Polis eller myndighet frågar", "Nej"]
        for label in (*way, "Inget, men du vet något om ett grovt brott", "Det kan hända, men inte nu"):
            moves = {button.label.text: button.move for button in turn.view.choices}
            turn = talks.press(Press(turn.sealed, moves[label], BINDING))
        assert turn.view.outcome is not None
        told[unit] = [text.text for text in turn.view.outcome.assumed]

    assert WORDS["provider-unknown"] in told[0]
    assert WORDS["provider-unknown"] not in told[1]


def test_who_is_asked_for_and_stands_in_keeps_what_to_ask_for() -> None:
    """Police that an action names itself, and that stand in for the office as well: what to say there is not lost."""
    edition = require_edition(ROOT / "dialogs", ROOT / "locales", None)
    found = {note.key: note for note in brief(edition, shipped(edition, "contact-together"), None, NIGHT)}

    assert found["police"].asks is not None
    assert "socialjouren" in found["police"].asks.text
