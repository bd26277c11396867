"""The command starts quickly, says its version, and explains itself."""

import os
import subprocess
import sys
from pathlib import Path

from bot import __version__
from tests.conftest import Command

HEAVY = ("pydantic", "telegram", "aiohttp", "sqlalchemy", "yaml", "jinja2", "babel", "structlog")


def test_help_loads_nothing_heavy(root: Path) -> None:
    """Parsing the command line imports none of the large packages."""
    program = "import sys; from bot.cli import _parser; _parser(''); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=True)

    assert set(done.stdout.split()).isdisjoint(HEAVY)


def test_version_is_told(fragestod_process: Command) -> None:
    """`fragestod --version` names the program and its version, from a checkout too."""
    done = fragestod_process("--version")

    assert done.stdout.strip() == f"fragestod {__version__}", done.stderr


def test_doctor_is_well_on_a_fresh_machine(fragestod_process: Command) -> None:
    """With nothing set and nothing started, all checks are well."""
    done = fragestod_process("doctor")

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
