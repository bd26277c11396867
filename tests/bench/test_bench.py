from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
REPORTS = ("Reports, SQLite", "Reports, PostgreSQL")
TITLES = ("Step", "Turn", "Token", "Load", "Web", "Telegram", "Counting", "Start", "Memory", "Check", *REPORTS)


def test_quick_run_goes_through_every_section_without_peers() -> None:
    """`make bench` works: every section runs from end to end, needs no other environment and writes nothing."""
    report = ROOT / "docs" / "performance.md"
    before = report.read_bytes()
    done = subprocess.run([sys.executable, "-m", "bench", "--quick"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    found = [line.split(" (")[0] for line in done.stdout.splitlines() if line and not line.startswith(" ")]
    assert tuple(found) == TITLES
    assert "transitions" not in done.stdout
    assert report.read_bytes() == before


def test_unknown_section_is_refused_and_the_choices_are_named() -> None:
    """A slip of the pen costs no minutes of measuring: the choices are told at once."""
    done = subprocess.run([sys.executable, "-m", "bench", "engin"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 2
    assert "engine, token, load, web, telegram, counting, start, memory, check, reports" in done.stderr
