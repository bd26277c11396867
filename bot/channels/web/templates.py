"""The templates, compiled once. Everything is escaped; a name that is missing is a fault, never an empty place."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.channels.web.statics import Static, read_static
from bot.channels.web.texts import shaped
from bot.conversation.ending import parts
from bot.conversation.reading import blocks, groups, state_of
from bot.text.languages import direction

FOLDER = Path(__file__).parent / "templates"


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
        parted=parts,
        groups=groups,
        shaped=shaped,
        state_of=state_of,
        static=read_static() if static is None else static,
    )
    return made
