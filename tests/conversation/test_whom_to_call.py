"""Whom an ending names first: who was asked for, also where only who stands in can be reached."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from bot.app import require_edition
from bot.conversation.messages import ActionNote, Outcome, Text
from bot.conversation.reading import calls
from bot.conversation.render import Renderer

ROOT = Path(__file__).parents[2]


def named(local: Path | None, *keys: str, deadline: str = "same-day") -> list[tuple[str, bool]]:
    """Keys of what stands in brief for an action that names these contacts, and whether each stands in."""
    edition = require_edition(ROOT / "dialogs", ROOT / "locales", local)
    units = edition.directory.organisation.units.values() if edition.directory.organisation else ()
    unit, at = next(iter(units), None), datetime.fromisoformat("2026-11-25T10:00")
    reader = Renderer(edition, edition.directory, "sv", "sv", unit, at)
    contacts = reader.contacts(keys, "")
    text = Text("Gör en orosanmälan.", "sv")
    action = ActionNote("report-child", "must", text, (), deadline, "staff", (), contacts, "report")
    (brief,) = calls(Outcome((action,), ()))
    return [(note.key, note.stands_in) for note in brief]


def test_nobody_is_led_to_the_police_by_a_number_that_is_missing() -> None:
    """Where nobody has entered the social services' number, their name stands before who answers instead."""
    first, second = named(None, "social")
    assert first == ("social", False)
    assert second[1]


def test_a_number_that_is_known_stands_alone() -> None:
    """An organisation that has entered its own sees no more than that."""
    assert named(ROOT / "docs" / "example-local", "social") == [("social", False)]
    assert named(None, "police") == [("police", False)]
