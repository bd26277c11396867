"""Many organisations side by side: what is handed on, and what is shown from five on."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from random import Random

import pytest

from bot import cli
from bot.assess.region import COLUMNS, ENOUGH, Shared, beside, read, share
from bot.assess.result import judge
from tests.assess.forms import drawn, shipped

AREAS, SECTORS = shipped().frame.areas, shipped().assessments


def handed(name: str, seed: int = 1) -> str:
    """What an organisation with some answers hands on."""
    assessment = shipped().assessments["dental"]
    areas = judge(shipped().frame, assessment, drawn(shipped(), assessment, Random(seed))).areas
    return share(name, "dental", assessment.version, "2026-11", areas)


def test_what_is_handed_on_is_areas_alone_and_comes_back() -> None:
    """Whole percents by area; no statement, answer or proof is in it."""
    text = handed("Kommun A")
    found, faults = read(text, AREAS, SECTORS)

    assert faults == () and found is not None
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert {row["area"]: row["percent"] for row in rows} == {
        area: "" if percent is None else str(percent) for area, percent in found.areas.items()
    }
    assert set(rows[0]) == set(COLUMNS)
    assert not any(key in text for key in shipped().assessments["dental"].statements)


def test_fewer_than_five_are_not_shown_and_nobody_is_ranked() -> None:
    """In the order of names; an organisation counts once, by its newest; other statements are left out and named."""
    some = [
        Shared(name, "dental", 1, "2026-11", {"ask": percent}) for name, percent in zip("EDCBA", range(5), strict=True)
    ]
    older, other = Shared("a", "dental", 1, "2025-11", {"ask": 99}), Shared("F", "dental", 2, "2026-11", {"ask": 9})

    assert not beside([*some[1:], Shared("b", "dental", 1, "2025-01", {})], "dental", 1).is_enough
    found = beside([*some, older, other], "dental", 1)
    assert found.is_enough
    assert [each.organisation for each in found.organisations] == list("ABCDE")
    assert found.organisations[0].areas == {"ask": 4}
    assert found.left_out == ("F",)


@pytest.mark.parametrize(
    ("old", "new", "column"),
    [
        ("Kommun A", "=cmd()", 1),
        (";dental;", ";teeth;", 2),
        (";2026-11;", ";2026-13;", 4),
        (";ask;", ";lead;", 5),
    ],
)
def test_what_cannot_be_understood_has_its_place(old: str, new: str, column: int) -> None:
    """Line and column, and never a traceback."""
    found, faults = read(handed("Kommun A").replace(old, new), AREAS, SECTORS)

    assert found is None
    assert {(fault.column) for fault in faults} == {column}
    assert all(fault.line >= 2 for fault in faults)


def test_command_writes_and_lays_side_by_side(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Four are too few, five are shown by area; a broken file is told with its place."""
    files = []
    for number in range(ENOUGH):
        (tmp_path / f"{number}.csv").write_text(handed(f"Kommun {number}", number + 1), "utf-8-sig")
        files.append(str(tmp_path / f"{number}.csv"))

    assert cli.main(["assess", "dental", "--region", *files[:-1]]) == 1
    assert "Visas från 5 organisationer; här finns 4." in capsys.readouterr().out
    assert cli.main(["assess", "dental", "--region", *files]) == 0
    told = capsys.readouterr().out
    assert told.count("Kommun 3") > 1 and "Ordningen är namnens" in told
    (tmp_path / "0.csv").write_text("nonsense")
    assert cli.main(["assess", "dental", "--region", *files]) == 2
    assert "0.csv:1:1" in capsys.readouterr().err


def test_command_hands_on_own_areas(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """From a filled-in table, under the name that the organisation gives, and never over a file."""
    form, ours = tmp_path / "form.csv", tmp_path / "ours.csv"
    cli.main(["assess", "dental", "--form", str(form)])
    form.write_text(form.read_text("utf-8-sig").replace(";;;;;", ";2;routine;2026-03;;", 1), "utf-8-sig")
    words = ["assess", "dental", "--answers", str(form), "--share", str(ours)]

    assert cli.main(words) == 2
    assert cli.main([*words, "--named", "Region Exempel"]) == 0
    found, faults = read(ours.read_text("utf-8-sig"), AREAS, SECTORS)
    assert faults == () and found is not None and found.organisation == "Region Exempel"
    assert 50 in found.areas.values()
    assert cli.main([*words, "--named", "Region Exempel"]) == 2
    assert "is there already" in capsys.readouterr().err
