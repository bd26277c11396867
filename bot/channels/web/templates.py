"""The templates, compiled once. Everything is escaped; a name that is missing is a fault, never an empty place."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.channels.web.statics import Static, read_static
from bot.channels.web.texts import blocks, direction, groups
from bot.conversation.messages import ContactNote

FOLDER = Path(__file__).parent / "templates"


def state_of(note: ContactNote) -> str:
    """The word for whether a contact answers now; "" when nobody can say."""
    if note.missing or note.expired:
        return ""
    if note.open:
        return "open-now"
    return "closed-now" if note.hours.text and note.tel else ""


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
        groups=groups,
        state_of=state_of,
        static=read_static() if static is None else static,
    )
    return made
