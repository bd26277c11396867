"""`fragestod assess`, as somebody at an office uses it."""

import csv
from pathlib import Path

import pytest

from bot import cli


def filled(file: Path, **answers: str) -> Path:
    """The printed table with these answers, saved as a spreadsheet saves it."""
    rows = list(csv.reader(file.read_text("utf-8-sig").splitlines(), delimiter=";"))
    for row in rows[1:]:
        row[2] = answers.get(row[0], "")
    done = file.with_name("done.csv")
    with done.open("w", encoding="utf-8-sig", newline="") as out:
        csv.writer(out, delimiter=";").writerows(rows)
    return done


def test_a_printed_form_keyed_in_gives_the_result(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Form, answers, result: demands and advice apart, and no word of breaking a law."""
    assert cli.main(["assess", "dental", "--form", str(tmp_path / "form.csv")]) == 0
    done = filled(tmp_path / "form.csv", T1="1", T2="0", T7="4")
    capsys.readouterr()

    assert cli.main(["assess", "dental", "--answers", str(done)]) == 0
    told = capsys.readouterr().out
    assert told.index("Det här står stadigt") < told.index("Krav som inte är uppfyllda") < told.index("Under rådet")
    demands = told.partition("Krav som inte är uppfyllda\n")[2].partition("Under rådet")[0]
    assert ("T1  " in demands, "T2  " in demands) == (True, False)
    assert "Enligt er egen skattning" in told
    assert "lagbrott" not in told


def test_a_form_is_not_written_over(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Answers that somebody filled in are not lost by asking for the form again."""
    file = tmp_path / "form.csv"
    file.write_text("mine")

    assert cli.main(["assess", "health", "--form", str(file)]) == 2
    assert file.read_text() == "mine"
    assert "is there already" in capsys.readouterr().err


def test_what_cannot_be_read_is_told_calmly(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A wrong row with its place, a file in another encoding and a sector that is not there."""
    wrong = tmp_path / "wrong.csv"
    wrong.write_text("statement;answer\nH1;9\n")
    latin = tmp_path / "latin.csv"
    latin.write_bytes("statement;answer\nå".encode("latin-1"))

    assert cli.main(["assess", "health", "--answers", str(wrong)]) == 2
    assert f"{wrong}:2:2: a level is 0 to 4" in capsys.readouterr().err
    assert cli.main(["assess", "health", "--answers", str(latin)]) == 2
    assert "CSV UTF-8" in capsys.readouterr().err
    assert cli.main(["assess", "helth"]) == 2
    assert "did you mean “health”?" in capsys.readouterr().err


def test_the_form_is_there_in_english(capsys: pytest.CaptureFixture[str]) -> None:
    """Every statement with its five levels, in the language that was asked for."""
    assert cli.main(["assess", "social", "--lang", "en"]) == 0
    told = capsys.readouterr().out

    assert told.startswith("Self-assessment for social services")
    assert told.count("    0  There is nothing to show.") == 15
    assert "Det " not in told
