"""The built package is complete; tests/house/test_dockerfile.py installs it and calls it from any folder."""

import subprocess
import sys
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
