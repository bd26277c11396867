"""Ten minutes of a staff meeting: packages can be told, go stale with their cases, and know the own routine."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from dataclasses import replace

import pytest

from bot.check import packages
from bot.conversation.case_words import CaseWords
from bot.conversation.content import require_edition
from bot.conversation.edition import Edition
from bot.conversation.packages import view
from bot.dialog.folder import read_folder
from bot.dialog.load import load
from bot.publish.leader import Kind
from bot.publish.leader_package import package_page
from bot.text.practice import WORDS
from tests.conftest import ROOT
from tests.publish.orchids import reader

FILE = "practice/packages.yaml"


@pytest.fixture(scope="module")
def edition() -> Edition:
    """The content that ships, with an organisation that has a routine of its own."""
    return require_edition(ROOT / "dialogs", ROOT / "locales", ROOT / "docs" / "example-routine")


def test_there_is_a_choice_in_each_sector(edition: Edition) -> None:
    """Two or more for each; every decision has lines of the guides and others, in no telling order; none is stale."""
    found = edition.release.packages
    sectors = [package.case.data.sector for package in found]
    assert len(found) >= 6 and all(sectors.count(sector) >= 2 for sector in ("health", "dental", "social"))
    assert list(packages.problems(edition.release)) == []
    for package in found:
        shown = view(CaseWords(edition, "sv"), package, None)
        assert len(shown.decisions) == package.data.decisions and len(shown.questions) == 2
        for decision in shown.decisions:
            assert {option.right for option in decision.options} == {True, False}
    views = [view(CaseWords(edition, "sv"), package, None) for package in found]
    firsts = [decision.options[0].right for each in views for decision in each.decisions]
    assert any(firsts) and not all(firsts)


@pytest.mark.parametrize(
    ("file", "old", "new", "code"),
    [
        (FILE, "begins: both\n    so_far: Tina", "begins: bth\n    so_far: Tina", "N002"),
        (FILE, "case: tina", "case: tine", "N002"),
        (FILE, "  one-at-a-time:", "  tina:", "N001"),
        (FILE, "statements: [S4]", "statements: [S99]", "N002"),
        (FILE, "case: tina\n    begins: both", "case: tina\n    begins: mend", "X008"),
        ("practice/tina.yaml", "Jag pratar med en i taget.", "Jag talar med en i taget.", "X009"),
    ],
)
def test_a_slip_and_a_changed_case_are_told(file: str, old: str, new: str, code: str) -> None:
    """At the line of the package; only what was changed since it was read is a warning."""
    files: Mapping[str, bytes] = read_folder(ROOT / "dialogs")
    text = files[file].decode()
    assert old in text
    loaded = load({**files, file: text.replace(old, new).encode()})
    found = (
        list(loaded.problems) or list(packages.problems(loaded.release)) if loaded.release else list(loaded.problems)
    )
    assert [(problem.code, problem.where.file) for problem in found] == [(code, FILE)]


def test_the_leader_has_ten_minutes_and_the_numbers_of_the_wall(edition: Edition) -> None:
    """The minutes follow on each other from 0 to 10; each line has the number that it has on the wall."""
    for lang in ("sv", "en"):
        for package in edition.release.packages:
            made = package_page(reader(0, lang, edition=edition), package)
            heads = [b.texts[0].text.partition(" ")[0].split("–") for b in made.blocks if b.kind is Kind.PART][:-1]
            assert [int(head[0]) for head in heads[1:]] == [int(head[1]) for head in heads[:-1]]
            assert (heads[0][0], heads[-1][1]) == ("0", "10")
            shown = view(CaseWords(edition, lang), package, None)
            wall = [f"{n}. {o.line.text.text}" for d in shown.decisions for n, o in enumerate(d.options, 1)]
            lines = [(b.label.partition(" ")[0], b.texts[0].text) for b in made.blocks if b.kind is Kind.LINE]
            assert [" ".join(line) for line in lines] == wall
            assert "116 016" in [note.number for note in made.contacts]


def test_the_last_question_knows_the_own_routine(edition: Edition) -> None:
    """How the unit asks, as its routine says; what it lacks at this place; or that there is none."""
    package = next(each for each in edition.release.packages if each.id == "one-at-a-time")
    words, unit = CaseWords(edition, "sv", reader(0).render.at.date()), edition.directory.unit(1)
    assert unit is not None and view(words, package, None).own == ()
    told = [text.text for text in view(words, package, unit).own]
    assert told[0].startswith("Er rutin") and told[1:] == [WORDS["apt-no-step"]]
    assert [text.text for text in view(words, package, None, "H2").own] == []
    assessed = [text.text for text in view(words, package, None, "S4").own]
    assert len(assessed) == 1 and assessed[0].startswith(WORDS["apt-assessed"]) and "beslutad rutin" in assessed[0]
    routine = edition.release.routine
    assert routine is not None
    for written, told in (
        (routine.model_copy(update={"asking": []}), ["apt-no-asking", "apt-no-step"]),
        (None, ["apt-no-routine"]),
    ):
        other = copy(edition)
        other.release = replace(edition.release, routine=written)
        found = view(replace(words, edition=other), package, unit).own
        assert [text.text for text in found] == [WORDS[key] for key in told]
