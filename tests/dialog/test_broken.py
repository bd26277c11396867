"""The catalogue of broken files: each fault of an author is told once, at its place, with what to do."""

import json
import re
from pathlib import Path

import pytest

from bot.dialog.folder import read_folder
from bot.dialog.load import load
from bot.problem import Severity
from tests.dialog.catalogue import BASE, BROKEN, cases, expected, files_of, said

CASES = cases()
ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("name", CASES)
def test_each_broken_file_is_told_as_expected(name: str) -> None:
    """Code, line, column, words and hint are those of the neighbouring .expected file, in file order."""
    assert said(CASES[name]) == expected(CASES[name]).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", CASES)
def test_a_broken_release_is_never_released(name: str) -> None:
    """A fault that is an error leaves no release, whatever else is sound."""
    loaded = load(files_of(CASES[name]))
    assert loaded.problems
    assert loaded.release is None
    assert all(problem.severity is Severity.ERROR for problem in loaded.problems)


def test_the_house_under_the_cases_is_sound() -> None:
    """The base has no fault of its own: with one plain guide it is a release."""
    guide = b"dialog: plain\ntitle: Ett fall\nentry: yes\nsteps:\n  end:\n    finish: done\n"
    loaded = load({**read_folder(BASE), "guides/plain.yaml": guide})
    assert loaded.problems == ()
    assert loaded.release is not None


def test_every_expectation_has_its_case() -> None:
    """No .expected file is left behind when a case is renamed."""
    assert {path.stem for path in BROKEN.glob("*.expected")} == set(CASES)
    assert len(CASES) >= 60


def test_every_place_is_inside_its_file() -> None:
    """Lines and columns point at a character that exists, or at the end of a line."""
    for case in CASES.values():
        files = files_of(case)
        for problem in load(files).problems:
            if problem.where.line:
                lines = files[problem.where.file].decode("utf-8-sig", "replace").split("\n")
                assert problem.where.line <= len(lines)
                assert 1 <= problem.where.column <= len(lines[problem.where.line - 1]) + 1


def test_problems_come_in_file_order_and_once() -> None:
    """Whatever the order of files, the list is sorted by file, line and column, and holds nothing twice."""
    for case in CASES.values():
        files = files_of(case)
        problems = load(files).problems
        assert list(problems) == sorted(problems, key=lambda p: (p.where, p.code, p.message))
        assert len(set(problems)) == len(problems)
        assert load(dict(reversed(files.items()))).problems == problems or "twice" in case.name


def test_every_code_of_the_loader_has_a_case() -> None:
    """A fault that the loader can tell stands in the catalogue, so its place and words are looked at. Those of a disk
    (folder.py) are in test_folder.py."""
    modules = [path for room in ("dialog", "conditions") for path in (ROOT / "bot" / room).glob("*.py")]
    source = "".join(path.read_text("utf-8") for path in modules if path.stem != "folder")
    own = set(re.findall(r'"([YSNCFK]\d{3})"', source))
    told = {
        code for case in CASES.values() for code in re.findall(r" ([YSNCFK]\d{3}) ", expected(case).read_text("utf-8"))
    }
    assert own - told == set()
    assert told - own == set()


def test_every_problem_says_what_to_do() -> None:
    """No fault is told without a remedy."""
    silent = [str(problem) for case in CASES.values() for problem in load(files_of(case)).problems if not problem.hint]

    assert silent == []


def test_problems_as_data_hold_the_same_as_their_line() -> None:
    """What tools read is what an author reads."""
    for problem in load(files_of(CASES["all-files-at-once"])).problems:
        data = json.loads(json.dumps(problem.as_json()))
        assert (
            str(problem)
            == f"{data['file']}:{data['line']}:{data['column']}: {data['severity']} {data['code']} {data['message']}\n"
            f"    {data['hint']}"
        )
