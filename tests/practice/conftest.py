"""The cases that ship, compiled once, and rounds with them."""

from collections.abc import Callable, Mapping
from itertools import count

import pytest

from bot.conversation.content import read_content
from bot.conversation.edition import Edition, open_edition
from bot.conversation.round_view import Screen, Stage
from bot.conversation.rounds import Rounds
from bot.dialog.case_model import Case
from bot.dialog.model import Release
from bot.engine.answers import Fold, Place
from bot.practice.path import Choice, choices
from tests.channels.web.small_house import WEEKDAY, OneEdition, OneKey
from tests.conftest import ROOT

Walk = Callable[..., Place]
"""A case and, scene by scene, the id of a line (the right one where none is given) → where that leads."""


@pytest.fixture(scope="session")
def edition() -> Edition:
    """The content that ships, with its translations."""
    opened, problems = open_edition(read_content(ROOT / "dialogs", ROOT / "locales"))
    assert opened is not None, problems
    return opened


@pytest.fixture(scope="session")
def release(edition: Edition) -> Release:
    """What the edition holds."""
    return edition.release


@pytest.fixture(scope="session")
def cases(release: Release) -> Mapping[str, Case]:
    """The cases by name."""
    return {case.id: case for case in release.cases}


@pytest.fixture
def rounds(edition: Edition) -> Rounds:
    """A new process, with the same key as every other."""
    return new_process(edition)


def new_process(edition: Edition, first: int = 1) -> Rounds:
    """Rounds that know nothing of earlier ones."""
    numbers = count(first)
    return Rounds(OneEdition(edition), OneKey(), lambda: WEEKDAY, lambda: next(numbers))


def walk(case: Case, **taken: str) -> tuple[Choice, ...]:
    """The path through a case by the right lines, save where another line is named for a scene (`_` for `-`)."""
    return choices(case, walk_out(case, **taken))


def walk_out(case: Case, **taken: str) -> Place:
    """Where that path ends."""
    fold = Fold(case.program)
    place: Place | None = fold.begin(case.id)
    while place is not None and place.state[0] not in case.ending_at:
        scene = case.scene_at.get(place.state[0])
        answer = 0
        if scene is not None:
            wanted = taken.get(scene.id.replace("-", "_"))
            fits = [n for n, line in enumerate(scene.lines) if (line.id == wanted if wanted else line.is_right)]
            answer = fits[0]
        place = fold.after(place, answer)
    assert place is not None
    return place


def is_over(screen: Screen) -> bool:
    """Whether nothing more can be chosen."""
    return screen.stage in (Stage.DEBRIEF, Stage.LOST)
