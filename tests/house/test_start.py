"""The command starts quickly, says its version, and explains itself."""

import os
import subprocess
import sys
import time
from pathlib import Path

from bot import __version__
from tests.conftest import Command

# A command that takes longer than eight bare interpreters feels slow; most of ours take about four.
MOST_BARE_STARTS = 8
HEAVY = ("pydantic", "telegram", "aiohttp", "sqlalchemy", "yaml", "jinja2", "babel", "structlog")


def shortest(command: list[str], root: Path, times: int = 5) -> float:
    """Seconds of the quickest of several runs: the least disturbed by what else the machine does."""
    found = []
    for _ in range(times):
        begun = time.perf_counter()
        subprocess.run(command, cwd=root, env={**os.environ, "PYTHONPATH": str(root)}, capture_output=True, check=True)
        found.append(time.perf_counter() - begun)
    return min(found)


def test_help_is_instant(root: Path) -> None:
    """`--help` takes at most eight times as long as a Python that does nothing."""
    bare = shortest([sys.executable, "-c", "pass"], root)
    own = shortest([sys.executable, "-m", "bot", "--help"], root)

    assert own <= MOST_BARE_STARTS * bare, f"{own:.3f} s against {bare:.3f} s"


def test_help_loads_nothing_heavy(root: Path) -> None:
    """Parsing the command line imports none of the large packages."""
    program = "import sys; from bot.cli import _parser; _parser(); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=True)

    assert set(done.stdout.split()).isdisjoint(HEAVY)


def test_version_is_told(fragestod: Command) -> None:
    """`fragestod --version` names the program and its version, from a checkout too."""
    done = fragestod("--version")

    assert done.stdout.strip() == f"fragestod {__version__}", done.stderr


def test_doctor_is_well_on_a_fresh_machine(fragestod: Command) -> None:
    """With nothing set and nothing started, all checks are well."""
    done = fragestod("doctor")

    assert done.returncode == 0, done.stdout + done.stderr


def test_misspelt_setting_stops_every_command(root: Path) -> None:
    """A setting that would be ignored stops a command with exit code 2 and no traceback."""
    done = subprocess.run(
        [sys.executable, "-m", "bot", "check"], cwd=root, env={**os.environ, "FRAGESTOD_DIALOG": "x"},
        capture_output=True, text=True,
    )  # fmt: skip

    assert done.returncode == 2
    assert "FRAGESTOD_DIALOGS" in done.stderr
    assert "Traceback" not in done.stderr
