"""A line to say counts as read aloud when a person has read these words on this screen, and only then."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from io import StringIO
from pathlib import Path
from shutil import copytree, ignore_patterns

import pytest

from bot.check.all import Report
from bot.check.report import closing, summed
from bot.dialog.model import Audience
from bot.dialog.readings import (
    FILE,
    STUMBLED,
    Line,
    as_text,
    heard,
    lines_to_say,
    mark,
    read_readings,
    with_reading,
)
from tests.channels.telegram.talked import shipped
from tests.conftest import ROOT, Command

DAY = date(2026, 12, 1)
LINE = Line(mark("ask.fear", "Hur mår du?"), "ask", "Fråga", "Hur mår du?", Audience.ALOUD, False, (), ())
Read = Callable[..., tuple[int, str, str]]


def test_nobody_has_read_the_lines_that_ship() -> None:
    """All lines to say and show are counted, each once a screen, and the count of readings is none."""
    lines = lines_to_say(shipped().program)

    assert len({line.mark for line in lines}) == len(lines) > 600
    assert not (ROOT / "dialogs" / FILE).exists()
    assert heard(lines, shipped().readings).told == f"0 of {len(lines):,} lines to say were read aloud by a person"


def test_line_stands_under_what_staff_read_and_the_answers_that_lead_there() -> None:
    """So that the reader hears whether it answers what was said."""
    lines = {(line.dialog, line.text): line for line in lines_to_say(shipped().program)}
    quiet = lines["talk-child", "Det är okej att inte svara. Du kan komma till mig en annan dag."]

    assert quiet.after == ("Vill inte svara, men jag är orolig",)
    assert quiet.around == ("Ett nej tar inte bort det du har sett.",)


@pytest.mark.parametrize(("context", "text"), [("ask.fear", "Hur mår du nu?"), ("ask.acts", "Hur mår du?")])
def test_line_that_changes_or_moves_is_unread_again(context: str, text: str) -> None:
    """The reader heard these words on this screen."""
    readings = with_reading((), "tandläkare", DAY, LINE.mark, "right")

    assert heard([LINE], readings).read == 1
    assert heard([replace(LINE, mark=mark(context, text), text=text)], readings).read == 0


def test_last_reader_of_a_line_is_believed() -> None:
    """One stumbled, the line stayed as it was, another found it good: it is read once and nobody stumbles."""
    readings = with_reading((), "tandläkare", DAY, LINE.mark, "long")
    assert heard([LINE], readings).told.endswith("1 of 1 lines to say were read aloud by a person, who stumbled at 1")

    readings = with_reading(readings, "kurator", DAY, LINE.mark, "right")
    assert (heard([LINE], readings).read, heard([LINE], readings).stumbled) == (1, ())
    assert [reading.role for reading in readings] == ["tandläkare", "kurator"]


@pytest.mark.parametrize("role", ["barnmorska", 'a: "b" # c', "ja", "2026"])
def test_record_comes_back_as_it_was_written(role: str) -> None:
    """Whatever a role is called; the entry of the same reader and day grows."""
    readings = with_reading(
        with_reading((), role, DAY, LINE.mark, "right"), role, DAY, "ask.acts/0123456789ab", "stiff"
    )
    found, faults = read_readings({FILE: as_text(readings).encode()})

    assert (found, faults) == (readings, [])
    assert len(found) == 1


@pytest.mark.parametrize(
    ("wrong", "line", "told"),
    [
        (("right", "fine"), 6, "S004 “fine” is not possible here"),
        (("ask.fear/", "ask.fear "), 6, "a step and 12 digits"),
        (("    date: 2026-12-01\n", ""), 3, "date"),
    ],
)
def test_fault_in_the_record_is_told_with_its_place(wrong: tuple[str, str], line: int, told: str) -> None:
    """The record is content, and judged as such."""
    text = as_text(with_reading((), "kurator", DAY, LINE.mark, "right")).replace(*wrong)
    found, faults = read_readings({FILE: text.encode()})

    assert not found
    assert told in str(faults[0])
    assert (faults[0].where.file, faults[0].where.line) == (FILE, line)


@pytest.fixture
def dialogs(tmp_path: Path) -> Path:
    """A copy of the content that ships."""
    return Path(copytree(ROOT / "dialogs", tmp_path / "dialogs", ignore=ignore_patterns("plans")))


@pytest.fixture
def read(fragestod: Command, dialogs: Path, monkeypatch: pytest.MonkeyPatch) -> Read:
    """Run the command in the copy with what somebody types."""

    def call(*words: str, typed: str = "") -> tuple[int, str, str]:
        monkeypatch.setattr("sys.stdin", StringIO(typed))
        done = fragestod("read", *words, "--dialogs", str(dialogs))
        return done.returncode, done.stdout, done.stderr

    return call


def test_reading_is_kept_line_by_line_and_goes_on_where_it_ended(read: Read, dialogs: Path) -> None:
    """Enter is right, s asks why, b goes back to the line before, what means nothing is asked again, q stops."""
    who = ("ask", "--role", "barnmorska")
    first, second, third = [line for line in lines_to_say(shipped().program) if line.dialog == "ask"][:3]
    _, told, _ = read(*who, typed="\ns\n9\ns\n2\nb\ns\n1\nq\n")
    readings, _ = read_readings({FILE: (dialogs / FILE).read_bytes()})

    assert "Det gick inte att förstå" in told
    assert [dict(each.lines) for each in readings] == [{first.mark: "right", second.mark: STUMBLED[0]}]
    assert "barnmorska" in (dialogs / FILE).read_text("utf-8")
    _, told, _ = read(*who, typed="q\n")
    assert " ".join(third.text.split()[:4]) in told
    assert " ".join(second.text.split()[:4]) not in told
    _, told, _ = read()
    assert f"2 of {len(lines_to_say(shipped().program))} lines" in told
    assert f"{second.mark} {STUMBLED[0]}: {second.text}" in told


def test_check_says_how_many_lines_were_read() -> None:
    """In words and as data: today none, then those that somebody read."""
    program = shipped().program
    lines = lines_to_say(program)
    for readings, read in ((shipped().readings, 0), (with_reading((), "läkare", DAY, lines[0].mark, "long"), 1)):
        summary = summed("dialogs", (), program, Report((), (), tried=False), readings)

        assert any(f"{read} of {len(lines)} lines to say were read aloud" in line for line in closing(summary))
        assert summary.as_json()["heard"] == {"lines": len(lines), "read": read, "stumbled": read}


def test_organisation_keeps_its_own_record(read: Read, dialogs: Path, tmp_path: Path) -> None:
    """With a layer of one's own the reading lies there, and the dialogs that ship stay as they are."""
    local = Path(copytree(ROOT / "docs" / "example-local", tmp_path / "local"))
    read("neck", "--role", "läkare", "--local", str(local), typed="\nq\n")

    assert (local / FILE).is_file()
    assert not (dialogs / FILE).exists()
    assert "1 of " in read("--local", str(local))[1]


def test_line_is_read_in_the_language_of_the_person(read: Read, dialogs: Path) -> None:
    """Another language is another line; what is said to a colleague is in the language of staff alone."""
    read("neck", "--role", "tolk", "--said", "ar", typed="\nq\n")

    assert "1 of " in read("--said", "ar")[1]
    assert "0 of " in read()[1].splitlines()[-1]
    assert "there is no guide with lines to say “calling”" in read("calling", "--role", "tolk", "--said", "ar")[2]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("asking", "--role", "x"), "there is no guide with lines to say “asking”"),
        (("ask",), "a reading needs --role"),
        (("ask", "--role", "x" * 81), "in 80 signs at most"),
        (("ask", "--role", "x", "--said", "xx"), "there is no language “xx”"),
    ],
)
def test_half_a_reading_is_none(read: Read, dialogs: Path, words: tuple[str, ...], told: str) -> None:
    """What lacks something writes nothing and says what is missing."""
    code, _, said = read(*words, typed="\n")

    assert code == 2
    assert told in said
    assert not (dialogs / FILE).exists()
