"""Seeded faults: what an author can get wrong is caught, each by a named code, rule, translation or plan.

CI judges the first mutant of seven kinds, without the proofs that only survivors need; `make audit` that of nineteen,
and `python -m tests.mutants` the whole sample (docs/mutants.md has the figures).
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from bot.dialog.load import load
from bot.plans.form import files as read_plans
from tests.conftest import ROOT, WHOLE
from tests.mutants.campaign import EACH, Memory, arguments, unsound
from tests.mutants.judge import Catcher, Caught, Judge
from tests.mutants.mutants import LOCALES, Mutant, candidates, meaning, sample, shipped
from tests.mutants.trees import Edit, read, write

KINDS = (
    "change-audience",
    "change-jump",
    "change-parameter",
    "drop-action",
    "drop-basis",
    "drop-contacts",
    "drop-definition",
    "drop-fact-value",
    "drop-source",
    "drop-translation",
    "drop-variant",
    "flip-private",
    "leak-word",
    "loosen-condition",
    "swap-target",
    "swap-value",
    "tighten-condition",
    "unknown-contact",
    "weaken-level",
)


@cache
def files() -> dict[str, bytes]:
    """The content that ships."""
    return shipped(ROOT)


@cache
def every() -> tuple[Mutant, ...]:
    """All mutants that there can be, made when they are first asked for: four seconds that no other test waits for."""
    return tuple(candidates(files()))


@cache
def few() -> dict[str, Mutant]:
    """The first mutant of each operator."""
    return {mutant.operator: mutant for mutant in sample(every(), 1)}


@pytest.fixture(scope="module")
def judge() -> Judge:
    """Knows the shipped content."""
    return Judge(files(), read_plans(ROOT / "dialogs"))


@pytest.mark.parametrize("operator", KINDS if WHOLE else KINDS[::3])
def test_a_seeded_fault_is_caught(judge: Judge, operator: str) -> None:
    """Something names the fault, by a code, a rule or a plan."""
    caught = judge.judge(few()[operator], proofs=False)

    assert caught.by is not Catcher.NOBODY
    assert caught.name


def test_survivors_are_argued_in_words() -> None:
    """Each argument is a sentence, not a tick, and is about a mutant that there is."""
    alive = every()[0].name

    assert unsound(arguments(), every()) == []
    assert unsound({alive: "yes", "gone: nowhere": "It is no mutant any more."}, every()) == [alive, "gone: nowhere"]
    assert unsound({alive: "No conversation changes by it."}, every()) == []


def test_content_without_a_fault_is_not_caught(judge: Judge) -> None:
    """Whatever is caught is caught for its fault: a file that is only written anew is not."""
    nothing = Edit("nowhere", "nothing", lambda tree: None)

    assert judge.judge(Mutant("none", "guides/ask.yaml", nothing), proofs=False).by is Catcher.NOBODY


def test_writing_a_file_anew_changes_nothing() -> None:
    """A mutant differs from the shipped content by its fault alone."""
    anew = {name: content if name.startswith(LOCALES) else write(read(content)) for name, content in files().items()}
    before, after = load(files()).release, load(anew).release

    assert before is not None
    assert after is not None
    assert meaning(before) == meaning(after)


def test_what_means_the_same_is_no_fault(judge: Judge) -> None:
    """Steps that stand in another order and lead to the same are told from those that do not."""

    def moved(file: str, *steps: str) -> Mutant:
        places = (f"steps.{steps[0]}+{steps[1]}", f"guides/{file}.yaml")
        return next(m for m in every() if m.operator == "swap-steps" and (m.edit.place, m.file) == places)

    assert judge.is_equivalent(moved("respond", "no", "declined"))
    assert not judge.is_equivalent(moved("gather", "together", "office"))


def test_the_sample_is_large_and_spread_over_every_guide() -> None:
    """At least 300 mutants, every operator has some, no guide is left out, and it is the same each time."""
    drawn = sample(every(), EACH)

    assert len(drawn) >= 300
    assert {mutant.operator for mutant in drawn} == {mutant.operator for mutant in every()}
    assert {mutant.file for mutant in drawn} == {mutant.file for mutant in every()}
    assert [mutant.name for mutant in drawn] == [mutant.name for mutant in sample(reversed(every()), EACH)]
    assert len({mutant.name for mutant in drawn}) == len(drawn)


def test_a_campaign_goes_on_where_it_was(tmp_path: Path) -> None:
    """A verdict is read back from the file, belongs to one content and one program, and guides the next guess."""
    path, mutant = tmp_path / "build" / "mutants.jsonl", sample(every(), 1)[0]
    memory = Memory(path, "program")
    key = memory.key({"a.yaml": b"1"}, mutant)
    memory.keep(key, mutant, Caught(Catcher.RULE, "I02"))
    again = Memory(path, "program")

    assert again.known == {key: Caught(Catcher.RULE, "I02")}
    assert again.guesses(mutant) == ["I02"]
    assert memory.key({"a.yaml": b"2"}, mutant) != key
    assert Memory(path, "another").key({"a.yaml": b"1"}, mutant) != key
