"""The built package: complete, and at home in any folder."""

import json
import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

from bot import __version__


@pytest.fixture(scope="module")
def wheel(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package, built from the checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(root: Path, wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `bin` folder of an empty environment with the locked packages and the wheel, as a user would make it."""
    home = tmp_path_factory.mktemp("installed")
    venv.create(home, with_pip=True, symlinks=True)
    pip = [str(home / "bin/python"), "-m", "pip", "install", "--quiet", "--no-compile", "--no-deps"]
    for more in (["--require-hashes", "-r", str(root / "requirements.lock")], ["--no-index", str(wheel)]):
        done = subprocess.run([*pip, *more], capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
    return home / "bin"


def call(installed: Path, folder: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    """Run the installed command in a folder that knows nothing of the checkout."""
    environment = {"PATH": "/usr/bin:/bin", "XDG_DATA_HOME": str(folder), "LANG": os.environ.get("LANG", "C.UTF-8")}
    return subprocess.run(
        [str(installed / "fragestod"), *words], cwd=folder, env=environment, capture_output=True, text=True, timeout=120
    )


def test_wheel_carries_the_content(wheel: Path, root: Path) -> None:
    """Every dialog, every translation and every page of a code travels inside the package."""
    inside = set(zipfile.ZipFile(wheel).namelist())
    content = [
        path.relative_to(root)
        for folder in ("dialogs", "locales", "docs/codes")
        for path in (root / folder).rglob("*")
        if path.is_file()
    ]

    assert content
    assert {f"bot/content/{path.as_posix()}" for path in content} <= inside


def test_wheel_carries_nothing_else(wheel: Path) -> None:
    """No test, key, data or setting leaves with the package."""
    tops = {name.split("/")[0] for name in zipfile.ZipFile(wheel).namelist()}

    assert tops == {"bot", f"fragestod-{__version__}.dist-info"}
    assert [name for name in zipfile.ZipFile(wheel).namelist() if name.endswith((".key", ".db", ".env", ".pyc"))] == []


def test_installed_command_says_its_version(installed: Path, tmp_path: Path) -> None:
    """`fragestod --version` works from another folder."""
    done = call(installed, tmp_path, "--version")

    assert done.stdout.strip() == f"fragestod {__version__}", done.stderr


def test_installed_command_talks(installed: Path, tmp_path: Path) -> None:
    """A talk can be played from another folder with the dialogs that came along; each turn is one object."""
    done = call(installed, tmp_path, "play", "hub", "--choose", "1", "--json")
    turns = [json.loads(line) for line in done.stdout.splitlines()]

    assert done.returncode == 0, done.stderr
    assert len(turns) == 2


def test_installed_command_explains_a_code(installed: Path, tmp_path: Path) -> None:
    """The page of a code is printed from another folder."""
    done = call(installed, tmp_path, "check", "--explain", "n004")

    assert done.stdout.startswith("# N004 "), done.stderr


def test_installed_command_writes_what_is_kept(installed: Path, tmp_path: Path) -> None:
    """A pocket card and the offline file are made from another folder, with the templates that came along."""
    for words, name, begin in (("card respond -o a.pdf", "a.pdf", b"%PDF-"), ("offline -o b.html", "b.html", b"<!doc")):
        done = call(installed, tmp_path, *words.split())

        assert done.returncode == 0, done.stderr
        assert (tmp_path / name).read_bytes().startswith(begin)


def test_installed_command_is_well(installed: Path, tmp_path: Path) -> None:
    """The doctor finds nothing to mend in a fresh installation."""
    done = call(installed, tmp_path, "doctor")

    assert done.returncode == 0, done.stdout + done.stderr
