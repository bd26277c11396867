"""The rules of the house that a machine can keep."""

import ast
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from bot import __version__

ROOT = Path(__file__).resolve().parents[2]
MOST_MODULE_LINES = 500
MOST_FUNCTION_LINES = 60
POOR_NAMES = {"utils", "helpers", "util", "helper", "common", "misc", "manager"}

Function = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def tracked() -> list[Path]:
    """All files that git knows or would take."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    return [ROOT / name for name in listed if (ROOT / name).is_file()]


def modules(*folders: str) -> list[Path]:
    """Python files of the folders, without what git ignores."""
    return sorted(path for path in tracked() if path.suffix == ".py" and path.relative_to(ROOT).parts[0] in folders)


def functions(path: Path) -> Iterator[Function]:
    """All functions of a file, nested ones included."""
    return (node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, Function))


def place(path: Path, node: ast.AST | None = None) -> str:
    """Where something stands, for a message that an editor can follow."""
    return f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 1)}"


def test_rooms_use_only_rooms_below_them() -> None:
    """Every import follows the contract in pyproject.toml, and no room is left out of it."""
    done = subprocess.run([Path(sys.executable).with_name("lint-imports")], cwd=ROOT, capture_output=True, text=True)

    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("problem.py", "import bot.dialog.load"),
        ("problem.py", "import yaml"),
        ("problem.py", "import sqlalchemy"),
        ("problem.py", "import aiohttp"),
        ("logs.py", "import bot.settings"),
        ("unplaced.py", '"""A room that nobody placed."""'),
    ],
)
def test_contract_sees_a_breach(tmp_path: Path, module: str, line: str) -> None:
    """The contract can break: one wrong import, or one room that nobody placed, is found."""
    shutil.copytree(ROOT / "bot", tmp_path / "bot", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    with (tmp_path / "bot" / module).open("a") as file:
        file.write(f"\n{line}\n")
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"], cwd=tmp_path, capture_output=True, text=True,
        env={"PYTHONPATH": str(tmp_path), "PATH": "/usr/bin:/bin"},
    )  # fmt: skip

    assert done.returncode == 1, done.stdout + done.stderr


def test_every_module_says_what_it_is() -> None:
    """Each module of the program opens with a docstring."""
    silent = [place(path) for path in modules("bot") if not ast.get_docstring(ast.parse(path.read_text()))]

    assert silent == []


def test_no_module_grows_over_its_limit() -> None:
    """A module of more than 500 lines moves house before it hurts."""
    long = [place(path) for path in modules("bot", "tests") if path.read_text().count("\n") > MOST_MODULE_LINES]

    assert long == []


def test_no_function_grows_over_its_limit() -> None:
    """A function of more than 60 lines does two things."""
    long = [
        place(path, node)
        for path in modules("bot")
        for node in functions(path)
        if (node.end_lineno or 0) - node.lineno >= MOST_FUNCTION_LINES
    ]

    assert long == []


def test_no_module_has_a_name_that_says_nothing() -> None:
    """Rooms and modules are called after what they do."""
    poor = [place(path) for path in modules("bot", "tests", "bench") if {path.stem, path.parent.name} & POOR_NAMES]

    assert poor == []


def test_every_test_states_its_promise() -> None:
    """Each test has a docstring that says what holds."""
    silent = [
        place(path, node)
        for path in modules("tests")
        for node in functions(path)
        if node.name.startswith("test_") and not ast.get_docstring(node)
    ]

    assert silent == []


def test_no_test_is_skipped() -> None:
    """A test runs, or it fails and says what is missing; none steps aside."""
    marks = re.compile(r"pytest\.(mark\.)?(skip|xfail|skipif|importorskip)\b")
    aside = [place(path) for path in modules("tests") if path != Path(__file__) and marks.search(path.read_text())]

    assert aside == []


def test_commands_of_the_readme_exist() -> None:
    """Every `make` command that the documents show is a target of the Makefile."""
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), flags=re.MULTILINE))
    shown = {
        target
        for page in [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]
        for target in re.findall(r"(?:^|`)make ([a-z]+)", page.read_text(), flags=re.MULTILINE)
    }

    assert {"run", "test", "check"} <= shown
    assert shown <= targets


def test_first_two_commands_of_the_readme_run_and_test() -> None:
    """A reader's first two commands are `make run` and `make test`."""
    commands = re.findall(r"^make .*$", (ROOT / "README.md").read_text(), flags=re.MULTILINE)

    assert [command.split()[1] for command in commands[:2]] == ["run", "test"]


def test_readme_says_that_nobody_has_signed_the_content() -> None:
    """Nobody can take the content for approved who has read the first page."""
    assert "no clinician or lawyer has signed this content" in (ROOT / "README.md").read_text()


def test_links_between_documents_lead_somewhere() -> None:
    """Each relative link in the documents names a file that exists."""
    broken = [
        f"{place(page)} → {target}"
        for page in [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text())
        if not (page.parent / target).exists()
    ]

    assert broken == []


def test_version_is_one() -> None:
    """Package, project file and the newest released entry of the changelog say the same version."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    newest = re.search(r"^## (\d\S*)", (ROOT / "CHANGELOG.md").read_text(), flags=re.MULTILINE)

    assert newest is not None
    assert newest[1] == project["version"] == __version__


@pytest.mark.parametrize(("lock", "extra"), [("requirements.lock", None), ("requirements-dev.lock", "dev")])
def test_locks_hold_what_the_project_asks_for(lock: str, extra: str | None) -> None:
    """Every declared package stands in the lock, with hashes and without the name of any server."""
    from packaging.requirements import Requirement
    from packaging.utils import canonicalize_name

    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    asked = project["dependencies"] + (project["optional-dependencies"][extra] if extra else [])
    text = (ROOT / lock).read_text()
    locked = dict(re.findall(r"^([a-z0-9-]+)==([^ ;\\]+)", text, flags=re.MULTILINE))
    missing = [
        wanted.name
        for wanted in map(Requirement, asked)
        if not wanted.specifier.contains(locked.get(canonicalize_name(wanted.name), "0"))
    ]

    assert missing == []
    assert text.count("==") <= text.count("--hash=sha256:")
    assert "://" not in text


def test_project_stands_alone() -> None:
    """No file names a home folder, a mount or a private host: the project means the same everywhere."""
    # Spelt in parts so that this file does not find itself.
    foreign = re.compile("|".join(["/wo" + "rk/", r"/home/[a-z]", "/ro" + "ot/", "file:" + "///[a-z]"]))
    found = []
    for path in tracked():
        try:
            text = path.read_text()
        except UnicodeDecodeError:
            continue
        found += [f"{path.relative_to(ROOT)}: {match[0]}" for match in foreign.finditer(text)]

    assert found == []


def test_nothing_is_left_to_do_later() -> None:
    """No file carries a mark for unfinished work: what is begun is done."""
    marks = re.compile(r"\b(" + "|".join(["TO" + "DO", "FIX" + "ME", "XX" + "X"]) + r")\b")
    left = [place(path) for path in modules("bot", "tests") if marks.search(path.read_text())]

    assert left == []
