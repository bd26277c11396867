"""An ending tells staff what nobody answers for as it stands there, and is silent about what somebody does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.conversation.alone import MemoryKeys, OneEdition
from bot.conversation.content import read_content
from bot.conversation.edition import Edition, open_edition
from bot.conversation.messages import Press
from bot.conversation.talk import Talks
from bot.dialog.signatures import FILE, Scope, Signature, fingerprint, needed
from bot.directory.model import Organisation
from bot.problem import Span
from bot.publish.signing import Signer, signed
from bot.text.ui import WORDS
from tests.conftest import ROOT

Files = Mapping[str, bytes]


@pytest.fixture(scope="module")
def files() -> Files:
    """The content that ships."""
    return read_content(ROOT / "dialogs", ROOT / "locales")


def opened(files: Files) -> Edition:
    """An edition of them."""
    edition, problems = open_edition(files)
    assert edition is not None, problems
    return edition


def prints(files: Files, scope: Scope) -> dict[str, str]:
    """Fingerprints of all files that somebody signs in a scope."""
    return {name: fingerprint(content) for name, content in files.items() if scope in needed(name)}


def with_record(files: Files, *scopes: Scope) -> dict[str, bytes]:
    """The content with somebody's signature for these scopes in its record."""
    text = files[FILE].decode()
    for scope in scopes:
        text = signed(text, Signer("A B", "jurist", "Exempel", scope, date(2026, 12, 1)), prints(files, scope))
    return {**files, FILE: text.encode()}


def unsigned(edition: Edition, staff: str = "sv") -> tuple[str, ...]:
    """What the ending of a talk says that nobody has signed."""
    talks = Talks(OneEdition(edition), MemoryKeys(), lambda: datetime(2026, 11, 25, 10, tzinfo=UTC), lambda: 1)
    turn = talks.begin(b"x", staff=staff)
    while turn.view.outcome is None:
        button = turn.view.done or turn.view.choices[0]
        turn = talks.press(Press(turn.sealed, button.move, b"x", 1 if turn.view.done else None))
    return tuple(text.text for text in turn.view.outcome.unsigned)


def test_shipped_content_says_that_nobody_has_signed(files: Files) -> None:
    """Law, care and numbers: one sentence each, since nobody has signed any of it."""
    words = opened(files).release.house.unsigned
    assert words is not None

    assert unsigned(opened(files)) == (words.law, words.clinic, words.numbers)


def test_signed_scope_is_silent(files: Files) -> None:
    """What somebody answers for is not told as missing; the rest is."""
    words = opened(files).release.house.unsigned
    assert words is not None

    assert unsigned(opened(with_record(files, Scope.LAW))) == (words.clinic, words.numbers)
    assert unsigned(opened(with_record(files, Scope.LAW, Scope.CLINIC, Scope.NUMBERS))) == ()


@pytest.mark.parametrize("staff", ["sv", "en"])
def test_change_after_signing_is_told_as_such(files: Files, staff: str) -> None:
    """An action that changed after everybody signed is told in the staff's language: not signed as it stands now."""
    record = with_record(files, Scope.LAW, Scope.CLINIC, Scope.NUMBERS)
    actions = record["actions.yaml"].decode()
    edition = opened({**record, "actions.yaml": actions.replace("deadline: days", "deadline: same-day").encode()})
    found = unsigned(edition, staff)
    sentence = edition.catalogues.get(staff, "ui", WORDS["changed-since-signed"])[0]

    assert len(found) == 2  # law and care; the numbers are as they were
    assert all(text.endswith(sentence) for text in found)


def test_organisations_own_record_counts_on_the_screen(files: Files) -> None:
    """A signature beside organisation.yaml is as good as one in the dialogs, for every release of the same content."""
    edition = opened(files)
    own = tuple(
        Signature("A B", "chef", "Exempel", date(2026, 12, 1), scope, "", prints(files, scope), Span("x"))
        for scope in (Scope.LAW, Scope.CLINIC, Scope.NUMBERS)
    )
    organisation = Organisation("Exempel", {}, signatures=own)
    edition.directory = replace(edition.directory, organisation=organisation)

    assert unsigned(edition) == ()
