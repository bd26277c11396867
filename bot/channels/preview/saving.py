"""The one thing that the page writes: a talk that the author wants kept, as a new plan."""

from __future__ import annotations

import re

from bot.channels.preview.folders import Folders

NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def keep(folders: Folders, name: str, text: str) -> str:
    """Write a plan that is not there yet; what came of it, in words. Writes the disk."""
    if not NAME.fullmatch(name) or len(name) > 60:
        return f"“{name}” is no name for a plan: use small letters, digits and hyphens, as in dental-worried."
    path = folders.plan(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        return f"There is a plan called “{name}” already: choose another name."
    return f"Saved as plans/{path.name}. “fragestod plan run” replays it from now on."
