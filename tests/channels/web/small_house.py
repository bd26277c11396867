"""A small house of orchids to walk through: tests/cases/web, opened with a fixed clock and one key."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from bot.conversation.edition import Edition, open_edition
from bot.conversation.talk import Talks
from bot.dialog.folder import read_folder
from bot.dialog.tree import read
from bot.directory.local import read_organisation
from bot.engine.token import Key

CASES = Path(__file__).parents[2] / "cases" / "web"
WEEKDAY = datetime(2026, 11, 25, 10, 0, tzinfo=UTC)  # a Wednesday, eleven in the morning in Sweden


class OneEdition:
    """Editions with a single release, which may be taken away."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self.recalled = False

    @property
    def current(self) -> Edition:
        return self.edition

    def find(self, short: int) -> Edition | None:
        return self.edition if short == self.edition.short else None

    def is_recalled(self, short: int) -> bool:
        return self.recalled


class OneKey:
    """A single key that never grows old."""

    def __init__(self, secret: bytes = b"k" * 32) -> None:
        self.keys = (Key(secret),)

    def live(self, now: datetime) -> tuple[Key, ...]:
        return self.keys


def open_house(*, local: bool = True) -> Edition:
    """The fixture's release, with its organisation or without."""
    edition, problems = open_edition(read_folder(CASES / "dialogs"))
    assert edition is not None, problems
    if local:
        tree, _ = read((CASES / "organisation.yaml").read_text(), "organisation.yaml")
        assert tree is not None
        organisation, faults = read_organisation(tree, edition.directory)
        assert organisation is not None, faults
        edition.directory = replace(edition.directory, organisation=organisation)
    return edition


def open_talks(
    *, local: bool = True, now: Callable[[], datetime] = lambda: WEEKDAY, secret: bytes = b"k" * 32
) -> Talks:
    """Talks over the fixture, with a number that is always the same."""
    return Talks(OneEdition(open_house(local=local)), OneKey(secret), now, lambda: 1)
