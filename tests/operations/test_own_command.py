"""`fragestod own`: figures in from a file, out again, and taken back, by those who run the installation."""

from __future__ import annotations

from pathlib import Path

from tests.conftest import ROOT, Command

LOCAL = ("--local", str(ROOT / "docs" / "example-local"))
HEAD = "unit;month;visits;asked;reports;referrals"


def test_a_file_goes_in_and_comes_out_the_same(fragestod: Command, tmp_path: Path) -> None:
    """A faulty one is told by line, column and remedy and nothing of it is kept; a good one is listed as it was, and
    taken back by the number that was told."""
    file = tmp_path / "own.csv"
    file.write_text(f"{HEAD}\n1;2026-03;800;90;4;\n70;2026-04;x;;;\n", encoding="utf-8")
    refused = fragestod("own", "import", str(file), *LOCAL)
    assert refused.returncode == 2 and f"{file}:3:unit: there is no unit “70”; use one of: 1, 2, 3" in refused.stderr
    assert f"{file}:3:visits: write a whole number" in refused.stderr and "Nothing was kept" in refused.stderr

    file.write_text(f"{HEAD}\n1;2026-03;800;90;4;\n2;2026-03;;;0;\n", encoding="utf-8")
    kept = fragestod("own", "import", str(file), *LOCAL)
    listed = fragestod("own", "list", *LOCAL)
    undone = fragestod("own", "undo", "1", *LOCAL)
    assert kept.stdout == "2 months of 2 units\n" and "fragestod own undo 1" in kept.stderr
    assert listed.stdout == file.read_text(encoding="utf-8")
    assert undone.returncode == 0 and fragestod("own", "undo", "1", *LOCAL).returncode == 1
