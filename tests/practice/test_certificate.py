"""The check code of a certificate: what stands on the paper comes back, and a slip of the hand is seen."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cli import main
from bot.dialog.model import Release
from bot.practice.certificate import ALPHABET, Certificate, mark, read, write

DAY, RELEASE = date(2026, 11, 23), "c0ffee12ab34"
CODE = write(DAY, RELEASE, ["elin", "tina"])
names = st.lists(st.from_regex(r"[a-z][a-z-]{0,20}", fullmatch=True), max_size=30, unique_by=mark)


@given(
    day=st.dates(date(1970, 1, 1), date(2149, 6, 6)), release=st.from_regex(r"[0-9a-f]{12}", fullmatch=True), of=names
)
def test_a_code_says_what_was_written(day: date, release: str, of: list[str]) -> None:
    """Day, the release's first six signs and the cases, whatever they are and in whatever order they came."""
    assert read(write(day, release, of)) == Certificate(day, release[:6], tuple(sorted(map(mark, of))))


def test_every_wrong_letter_and_every_swap_is_seen() -> None:
    """Each letter put in for each other, each pair swapped, each lost and each doubled: none is a code."""
    plain = CODE.replace("-", "")
    slips = {plain[:at] + letter + plain[at + 1 :] for at in range(len(plain)) for letter in ALPHABET}
    slips |= {plain[:at] + plain[at + 1] + plain[at] + plain[at + 2 :] for at in range(len(plain) - 1)}
    slips |= {plain[:at] + plain[at + 1 :] for at in range(len(plain))}
    slips |= {plain[:at] + plain[at] + plain[at:] for at in range(len(plain))}

    assert {slip for slip in slips if read(slip)} == {plain}


def test_it_is_read_as_people_type_it() -> None:
    """In small letters, with blanks, with O for 0 and l for 1."""
    assert read(f" {CODE.lower().replace('-', ' ')}\n") == read(CODE)
    assert read(CODE.replace("0", "O").replace("1", "l")) == read(CODE)


@given(st.text(max_size=300))
def test_whatever_is_typed_is_no_fault(typed: str) -> None:
    """What is no code says nothing, and raises nothing."""
    assert read(typed) is None


def test_no_two_cases_share_a_mark(release: Release) -> None:
    """Or a code would name another case than the paper does."""
    assert len({mark(case.id) for case in release.cases}) == len(release.cases)


def test_the_command_says_what_to_hold_against_the_paper(capsys: pytest.CaptureFixture[str]) -> None:
    """Day, content and cases by title, and what a code does not show; a slip is told, and ends with 1."""
    assert main(["certificate", "check", *CODE.split("-"), "--lang", "en"]) == 0
    told = capsys.readouterr().out
    assert "2026-11-23" in told and "c0ffee" in told and "who practised" in told
    assert len([line for line in told.splitlines() if line.startswith("  ")]) == 2 and "does not have" not in told
    assert main(["certificate", "check", CODE[:-1]]) == 1
    assert "no whole code" in capsys.readouterr().err
