"""`fragestod plan`: what an author sees and gets, on a small folder of dialogs."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from bot.cli import main
from tests.plans.conversations import FILES

PLAN = "# Ingen skada.\n@ door\n? Dörren\n> Vidare\n? Vad har hänt?\n> Inget av detta\n? Slut\n! write\n"


@pytest.fixture
def dialogs(tmp_path: Path) -> Path:
    """A folder of dialogs with one plan that runs."""
    folder = tmp_path / "dialogs"
    for name, text in {**FILES, "plans/calm.plan": PLAN}.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    (folder / "locales").mkdir()
    return folder


def plan(dialogs: Path, part: str, *words: str) -> int:
    """Run a part of the command on the folder."""
    return main(["plan", part, *words, "--dialogs", str(dialogs), "--locales", str(dialogs / "locales")])


def change(dialogs: Path, old: str, new: str, file: str = "guides/door.yaml") -> None:
    """Edit a file as an author would."""
    path = dialogs / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_plans_are_listed_with_their_situation(dialogs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each plan with whether it runs; a folder without plans says how to make one."""
    (dialogs / "plans" / "broken.plan").write_text("@ dor\n", encoding="utf-8")
    assert plan(dialogs, "list") == 0
    listed = capsys.readouterr().out

    assert "calm    runs    Ingen skada." in listed
    assert "broken  faulty" in listed
    for file in (dialogs / "plans").iterdir():
        file.unlink()
    assert plan(dialogs, "list") == 0
    assert "fragestod plan record NAME" in capsys.readouterr().out


def test_a_difference_is_told_and_written_only_when_asked(dialogs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """First told at its line, with exit code 1; with --update shown as a diff, written, and then silent."""
    change(dialogs, "Vad har hänt?", "Vad hände?")

    assert plan(dialogs, "run") == 1
    assert "calm.plan:5:3: error P004" in capsys.readouterr().out
    assert (dialogs / "plans" / "calm.plan").read_text(encoding="utf-8") == PLAN
    assert plan(dialogs, "run", "--update") == 0
    assert "-? Vad har hänt?\n+? Vad hände?\n" in capsys.readouterr().out
    assert (dialogs / "plans" / "calm.plan").read_text(encoding="utf-8") == PLAN.replace("har hänt", "hände")
    assert plan(dialogs, "run", str(dialogs / "plans" / "calm.plan")) == 0


def test_an_answer_is_never_chosen_for_the_author(dialogs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where an answer is no longer offered, --update leaves the plan as it is and says what is offered."""
    change(dialogs, "none: Inget av detta", "none: Inget av det")

    assert plan(dialogs, "run", "--update") == 1
    assert "offered now: “Inget av det”" in capsys.readouterr().out
    assert (dialogs / "plans" / "calm.plan").read_text(encoding="utf-8") == PLAN


def test_a_file_that_is_not_there_is_told(dialogs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Wrong use has exit code 2 and a way on."""
    assert plan(dialogs, "run", "nowhere.plan") == 2
    assert "fragestod plan list" in capsys.readouterr().err


def test_a_talk_in_the_terminal_is_kept_as_a_plan_that_runs(
    dialogs: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is taken back is not in it; once is enough for a name."""
    monkeypatch.setattr("sys.stdin", io.StringIO("1\n0\nb\n1\n2\nq\n"))
    assert plan(dialogs, "record", "hurt", "--about", "En skada.") == 0
    written = (dialogs / "plans" / "hurt.plan").read_text(encoding="utf-8")

    assert written == (
        "# En skada.\n@ door\n? Dörren\n> Vidare\n? Vad har hänt?\n> En skada\n? Hur allvarligt?\n> Lite\n"
        "? Slut\n! care\n! write\n"
    )
    assert plan(dialogs, "run") == 0
    assert plan(dialogs, "record", "hurt") == 2
    assert "add --force" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "keys", "code"), [("half", "1\nq\n", 1), ("nothing", "", 1), ("Not a name", "1\n0\nq\n", 2)]
)
def test_a_talk_without_an_ending_is_not_kept(
    dialogs: Path, monkeypatch: pytest.MonkeyPatch, name: str, keys: str, code: int
) -> None:
    """A half talk promises nothing, so no file is written."""
    monkeypatch.setattr("sys.stdin", io.StringIO(keys))

    assert plan(dialogs, "record", name) == code
    assert [file.name for file in (dialogs / "plans").iterdir()] == ["calm.plan"]


def test_what_is_not_reached_is_told_with_its_line(dialogs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As lines, as data and as a page; exit code 1 below the limit."""
    assert plan(dialogs, "coverage") == 0
    assert "guides/door.yaml:12:7: answer “En skada” to “Vad har hänt?”" in capsys.readouterr().out
    assert plan(dialogs, "coverage", "--json") == 0
    assert json.loads(capsys.readouterr().out)["files"]["guides/door.yaml"]["steps"] == [4, 6]
    change(dialogs, "title: Dörren", "title: Dörren\nlimits: {coverage: 80}")
    assert plan(dialogs, "coverage", "--html") == 1
    told = capsys.readouterr()
    assert told.out.startswith("<!doctype html>")
    assert "P009" in told.err


def test_the_budget_shows_the_longest_conversation(dialogs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Figures of each guide and of all, and the conversation itself; exit code 1 above a limit, 2 for no such guide."""
    assert plan(dialogs, "budget", "--json") == 0
    data = json.loads(capsys.readouterr().out)
    whole = data["rows"][-1]

    assert (whole["guide"], whole["taps"]["most"], whole["taps"]["exact"], whole["taps"]["typical"]) == (
        None,
        6,
        True,
        2,
    )
    assert whole["taps"]["conversation"][-2].startswith("Hur allvarligt? [")
    assert data["bits"]["most"] <= data["bits"]["room"]
    assert plan(dialogs, "budget", "door") == 0
    assert "The longest in seconds, door:" in capsys.readouterr().out
    assert plan(dialogs, "budget", "dor") == 2
    change(dialogs, "title: Dörren", "title: Dörren\nlimits: {taps: 5}")
    assert plan(dialogs, "budget") == 1
    assert "error B001" in capsys.readouterr().err
