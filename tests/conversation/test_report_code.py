"""The short code of a screen: what it says, what it does not, and that a wrong sign is found."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.conversation.alone import MemoryKeys, OneEdition
from bot.conversation.content import read_content, require_edition
from bot.conversation.edition import Edition
from bot.conversation.messages import Press, Turn
from bot.conversation.report_code import (
    ALPHABET,
    BASE,
    RELEASE,
    STEP,
    Code,
    read,
    read_release,
    release_number,
    release_signs,
    steps,
    write,
)
from bot.conversation.talk import Talks
from bot.dialog.load import release_id
from tests.conftest import ROOT

CODES = some.builds(Code, some.integers(0, BASE**RELEASE - 1), some.integers(0, BASE**STEP - 1))
LOOK_ALIKE = ("0OQD", "1I", "2Z", "5S", "6G", "8B", "UV")


@pytest.fixture(scope="module")
def edition() -> Edition:
    """The content that ships."""
    return require_edition(ROOT / "dialogs", ROOT / "locales", None)


@given(CODES)
def test_code_comes_back_from_paper(code: Code) -> None:
    """What was written is read again, in small letters, without its hyphen or with spaces too."""
    text = write(code)

    assert len(text) == 10
    assert text[5] == "-"
    assert read(text) == read(text.lower().replace("-", " ")) == read(text.replace("-", "")) == code
    assert read_release(text) == read_release(text[:5]) == code.release


@given(CODES, some.integers(0, 8), some.sampled_from(ALPHABET))
def test_wrong_sign_is_found(code: Code, place: int, sign: str) -> None:
    """A code with one sign misread is told to be no code, and never leads to another step."""
    signs = write(code).replace("-", "")
    wrong = signs[:place] + sign + signs[place + 1 :]

    assert wrong == signs or read(wrong) is None


@given(CODES)
def test_two_signs_that_changed_places_are_found(code: Code) -> None:
    """The commonest slip of a hand that copies leads nowhere."""
    signs = list(write(code).replace("-", ""))
    for first, second in combinations(range(RELEASE + STEP), 2):
        changed = signs.copy()
        changed[first], changed[second] = changed[second], changed[first]
        assert changed == signs or read("".join(changed)) is None


def test_alphabet_has_no_signs_that_look_alike() -> None:
    """No two signs of a code can be taken for each other, and none makes a word."""
    assert BASE == len(set(ALPHABET)) == 23
    assert not set(ALPHABET) & set("AEIOU")
    for group in LOOK_ALIKE:
        assert len(set(group) & set(ALPHABET)) <= 1, group
    assert read("not a code") is None
    assert read("") is None


def test_every_step_has_a_code_of_its_own(edition: Edition) -> None:
    """A code leads back to one step of one release."""
    known = steps(edition.program)

    assert set(edition.codes) == set(known)
    assert len(set(edition.codes.values())) == len(known)
    for step, text in edition.codes.items():
        code = read(text)
        assert code is not None
        assert (code.release, known[code.step]) == (release_number(edition.release.id), step)
        assert text.startswith(release_signs(edition.release.id))


def test_other_content_has_another_code() -> None:
    """Two releases do not share codes: the release stands in each."""
    files = read_content(ROOT / "dialogs", None)

    assert release_number(release_id(files)) != release_number(release_id({**files, "house.yaml": b"entries: [hub]\n"}))


def _ending(talks: Talks, unit: int, staff: str, choose: int) -> list[Turn]:
    """All turns of a talk that always takes the first or the last answer."""
    turn = talks.begin(b"web", unit=unit, staff=staff)
    seen = [turn]
    while turn.view.outcome is None and len(seen) < 80:
        view = turn.view
        button = view.done or view.choices[min(choose, len(view.choices) - 1)]
        turn = talks.press(Press(turn.sealed, button.move, b"web", 1 if view.done else None))
        seen.append(turn)
    return seen


def test_code_is_the_same_for_everyone_at_a_step() -> None:
    """Unit, language, answers and the talk's own number leave no mark in a code: the step and the release make it."""
    local = ROOT / "docs" / "example-local"
    edition = require_edition(ROOT / "dialogs", ROOT / "locales", local)
    numbers = iter(range(1, 1000))
    talks = Talks(
        OneEdition(edition), MemoryKeys(), lambda: datetime(2026, 11, 25, 10, tzinfo=UTC), lambda: next(numbers)
    )
    seen: dict[str, set[str]] = {}
    for unit in (0, 1, 2, 3):
        for staff in ("sv", "en"):
            for choose in (0, 1, -1):
                for turn in _ending(talks, unit, staff, choose):
                    seen.setdefault(turn.view.step.partition("#")[0], set()).add(turn.view.code)

    assert len(seen) > 12
    assert all(found == {edition.codes[step]} for step, found in seen.items())
