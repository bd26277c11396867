"""A place of a conversation with a case → the lines that were chosen on the way there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.dialog.case_model import Beat, Case, Line, Scene
from bot.engine.answers import Place


@dataclass(frozen=True, slots=True)
class Choice:
    """One decision. before, after: the facts when it was asked, and when its consequence was seen."""

    scene: Scene
    line: Line
    before: tuple[int, ...]
    after: tuple[int, ...]


def choices(case: Case, place: Place) -> tuple[Choice, ...]:
    """All decisions so far, first to last."""
    found: list[Choice] = []
    here: Place | None = place
    while here is not None and here.previous is not None and here.answer is not None:
        asked = here.previous.state
        scene = case.scene_at.get(asked[0])
        if scene is not None:
            found.append(Choice(scene, scene.lines[here.answer], asked[1], here.state[1]))
        here = here.previous
    return tuple(reversed(found))


def seen(beats: Iterable[Beat], facts: tuple[int, ...]) -> tuple[Beat, ...]:
    """The beats that are shown where these facts hold."""
    return tuple(beat for beat in beats if beat.when is None or beat.when(facts))
