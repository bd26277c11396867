"""What proofs have learnt is noted as little as it can be, spares the next search, and never changes a verdict."""

from pathlib import Path
from random import Random

import pytest

from bot import cli
from bot.check import learnt
from bot.check import prove as proving
from bot.check.prove import Prover, Verdict
from bot.check.rules import read_rules
from bot.dialog.load import load
from bot.dialog.model import Release
from tests.conftest import WHOLE
from tests.engine.programs import Json, as_files
from tests.proofs.dialogs import content

TWICE: Json = {
    "entry": "yes",
    "steps": {
        "ask": {"ask": "Ser du?", "choices": {"Ja": {"set": {"seen": "1"}}, "Nej": {}}},
        "fork": {"route": [{"when": "seen == 1", "go": "act"}, {"go": "later"}]},
        "act": {"do": ["call"], "route": [{"go": "later"}]},
        "later": {"route": [{"when": "seen == 1", "go": "end"}, {"go": "other"}]},
        "end": {"finish": "done"},
        "other": {"finish": "done"},
    },
}
RULE = b"rules: {P01: {says: Slutet har ett larm., steps: [main.end], at: finish, all: [call]}}"


@pytest.mark.parametrize("seed", range(240 if WHOLE else 40))
def test_no_note_changes_a_verdict(seed: int) -> None:
    """Notes of facts drawn by lot, as stale ones are: the same verdict, and a conversation that is as short."""
    release = load(content(Random(seed)).files).release
    assert release is not None
    (rule,), _ = read_rules(release)
    slots = range(len(rule.program.facts))
    noted = {rule.name: frozenset(slot for slot in slots if Random(seed + slot).random() < 0.5)}
    plain, told = (Prover(rule.program, noted=each).prove(rule) for each in ({}, noted))

    assert (told.verdict, len(told.answers)) == (plain.verdict, len(plain.answers))


@pytest.mark.parametrize("seed", range(60 if WHOLE else 20))
def test_a_note_that_makes_a_search_too_large_is_put_aside(seed: int) -> None:
    """A note of all facts, as a hostile one is, and few states to visit: what is found without it is found with it."""
    release = load(content(Random(seed)).files).release
    assert release is not None
    (rule,), _ = read_rules(release)
    noted = {rule.name: frozenset(range(len(rule.program.facts)))}

    for limit in (5, 20):
        plain, told = (Prover(rule.program, limit, noted=each).prove(rule) for each in ({}, noted))
        if plain.verdict is not Verdict.NOT_PROVEN:
            assert told.verdict is plain.verdict


def test_a_note_that_was_put_aside_counts_as_lacking(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever has such a file is told to have it written anew."""
    monkeypatch.setattr(proving, "NOTED", 1)
    (rule,), _ = read_rules(_release())
    prover = Prover(rule.program, noted={"P01": frozenset(range(len(rule.program.facts)))})

    assert prover.prove(rule).verdict is Verdict.HOLDS
    assert prover.unnoted == {"P01"}


def test_what_is_noted_is_needed_and_is_enough() -> None:
    """A rule that holds for a fact which it does not name: it is noted, no other, and not looked for again."""
    release = _release()
    (rule,), _ = read_rules(release)
    first = Prover(rule.program)
    assert first.prove(rule).verdict is Verdict.HOLDS
    text = learnt.written(first, [rule])
    noted = learnt.read(_release(text), rule.program)
    second = Prover(rule.program, noted=noted)

    assert "P01: [seen]" in text
    assert (first.unnoted, second.prove(rule).verdict, second.unnoted) == ({"P01"}, Verdict.HOLDS, set())
    assert not second.suffices(rule, frozenset())
    assert learnt.written(second, [rule]) == text


def test_a_file_of_another_form_is_a_fault_with_its_place() -> None:
    """It is told as any author's fault, and the proofs go on without it."""
    release = _release("learnt: [P01]\n")
    (problem,) = learnt.problems(release)

    assert (problem.where.file, problem.where.line) == ("rules/learnt.yaml", 1)
    assert learnt.read(release, release.program) == {}


def test_a_fact_or_rule_that_is_no_more_is_passed_over() -> None:
    """A guide that was reworked leaves stale notes; they cost nothing and are no fault."""
    release = _release("learnt: {P01: [gone, seen], P99: [seen]}\n")
    (rule,), _ = read_rules(release)

    assert learnt.problems(release) == []
    assert [rule.program.facts[slot].name for slot in learnt.read(release, rule.program)["P01"]] == ["seen"]


def test_the_command_writes_the_file_into_the_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`fragestod check --learn`, as an author runs it; what compiles not is told instead."""
    run = _written(tmp_path)

    assert cli.main(run) == 0
    assert "P01: [seen]" in (tmp_path / "rules/learnt.yaml").read_text("utf-8")
    (tmp_path / "guides/main.yaml").write_text("dialog: [", "utf-8")
    assert cli.main(run) == 1
    assert f"{tmp_path}/guides/main.yaml:" in capsys.readouterr().out


@pytest.mark.parametrize("rules", [b"rules: {P01: {says: S, at: nowhere}}", None])
def test_nothing_is_noted_where_no_rule_can_be_proved(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], rules: bytes | None
) -> None:
    """What an earlier run noted stays while a rule is being written, and a folder without rules gets no file."""
    run = _written(tmp_path)
    noted = tmp_path / "rules/learnt.yaml"
    noted.write_text("learnt: {P01: [seen]}\n", "utf-8")
    if rules:
        (tmp_path / "rules/own.yaml").write_bytes(rules)
    else:
        (tmp_path / "rules/own.yaml").unlink()

    assert cli.main(run) == 1
    assert noted.read_text("utf-8") == "learnt: {P01: [seen]}\n"
    assert "nothing is noted" in capsys.readouterr().out


def _written(folder: Path) -> list[str]:
    """The files in a folder, and the command that learns there."""
    for name, data in _files().items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(data)
    return ["check", "--learn", str(folder)]


def _files(noted: str | None = None) -> dict[str, bytes]:
    files = as_files({"main": TWICE}, facts={"seen": "0..1", "other": "0..1"})
    return {**files, "rules/own.yaml": RULE, **({"rules/learnt.yaml": noted.encode()} if noted else {})}


def _release(noted: str | None = None) -> Release:
    loaded = load(_files(noted))
    assert loaded.release is not None, loaded.problems
    return loaded.release
