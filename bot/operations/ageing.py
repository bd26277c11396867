"""What of the content grows old, for coordinators: sources and signatures. Numbers stand among those to call."""

from __future__ import annotations

from datetime import date

from bot.check.freshness import Ageing, problems
from bot.dashboard.render import Renderer
from bot.dialog.model import Release

PAST, SOON = ("V001", "V005"), ("V002", "V006")
"""Codes of sources and signatures that were valid until a day that is over, and that soon will have been."""


def ageing(release: Release, render: Renderer, day: date, language: str) -> tuple[str, ...]:
    """What has grown old on a day or soon will, oldest first, a line each. Faults of its authors are none of it."""
    found = [each for each in problems(release, day) if isinstance(each, Ageing) and each.code in (*PAST, *SOON)]
    return tuple(
        render.word(
            language,
            "ageing-past" if each.code in PAST else "ageing-soon",
            # A source by its title, as it was published.
            name=release.sources[each.name].title if each.name else render.word(language, "ageing-signature"),
            day=each.until,
        )
        for each in sorted(found, key=lambda each: each.until)
    )
