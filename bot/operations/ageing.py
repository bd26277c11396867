"""What of the content grows old, in words for coordinators: sources, the country's numbers, signatures."""

from __future__ import annotations

from datetime import date

from bot.check.freshness import Ageing, problems
from bot.dashboard.render import Renderer
from bot.dialog.directory_schema import NationalFile
from bot.dialog.model import Release

PAST = ("V001", "V003", "V005")
"""Codes of what was valid until a day that is over."""


def ageing(release: Release, render: Renderer, day: date, language: str) -> tuple[str, ...]:
    """What has grown old on a day or soon will, oldest first, a line each. Faults of its authors are none of it."""
    found = [each for each in problems(release, day) if isinstance(each, Ageing)]
    return tuple(
        render.word(
            language,
            "ageing-past" if each.code in PAST else "ageing-soon",
            name=_name(release, render, each.name, language),
            day=each.until,
        )
        for each in sorted(found, key=lambda each: each.until)
    )


def _name(release: Release, render: Renderer, name: str, language: str) -> str:
    """A source by its title, as it was published; a contact by its name."""
    national = release.directory.get("national")
    if name in release.sources:
        return release.sources[name].title
    if isinstance(national, NationalFile) and name in national.contacts:
        return render.text(language, f"contact.{name}", national.contacts[name].name)
    return name or render.word(language, "ageing-signature")
