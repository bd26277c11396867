"""The templates, compiled once. Everything is escaped; a name that is missing is a fault, never an empty place."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.channels.web.statics import Static, read_static
from bot.channels.web.texts import blocks, direction, groups, shaped
from bot.conversation.messages import ContactNote, Outcome

FOLDER = Path(__file__).parent / "templates"


def state_of(note: ContactNote) -> str:
    """The word for whether a contact answers now; "" when nobody can say."""
    if note.missing or not note.hours_known:
        return ""
    return "open-now" if note.open else "closed-now"


def calls(outcome: Outcome) -> list[tuple[ContactNote, ...]]:
    """For each action whom to call first, best first: one; when minutes count also all that no action above
    has named. The whole list is one tap away."""
    named: set[str] = set()
    found = []
    for action in outcome.actions:
        urgent = action.deadline == "now"
        brief = tuple(
            note for place, note in enumerate(action.contacts) if place == 0 or (urgent and note.key not in named)
        )
        named.update(note.key for note in brief)
        found.append(brief)
    return found


def open_templates(static: dict[str, Static] | None = None) -> Environment:
    """The environment that renders all pages. Reads the disk."""
    made = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.globals.update(
        blocks=blocks,
        direction=direction,
        calls=calls,
        groups=groups,
        shaped=shaped,
        state_of=state_of,
        static=read_static() if static is None else static,
    )
    return made
