"""`fragestod find`: contacts on the command line, and what a directory lacks."""

import json
import re
from pathlib import Path

import pytest

from tests.conftest import Command

LOCAL = "docs/example-local"


def test_contacts_are_printed_in_order_with_all_that_is_known(fragestod: Command, root: Path) -> None:
    """Who answers, why, cost and traces, languages, trust and source; then who is closed, and when it opens."""
    done = fragestod("find", "man", "--where", "umea", "--at", "2026-11-23 22:00", "--local", str(root / LOCAL))

    assert done.returncode == 0, done.stderr
    names = re.findall(r"^(?:\d\.|-) +(.+?) (?=[\d+])", done.stdout, re.MULTILINE)
    assert names[0] == "Kvinnofridslinjen"
    assert {"SOS Alarm", "Polisen", "Stödlinjen för män"} <= set(names)
    for said in (
        "Gäller: Umeå, mån 2026-11-23 22:00",
        "Öppet då",
        "Passar den det gäller · dygnet runt",
        "syns i telefonens samtalslista",
        "Språk: tolk till de flesta språk; texttelefon",
        "ingen har provringt",
        "NCK: stödlinjerna",
        "öppnar tis 24/11 7.00",
        "Saknas: Socialtjänsten, Socialjouren",
        "Telefonnumren är inte provringda än.",
    ):
        assert said in " ".join(done.stdout.split()), said


def test_the_same_comes_as_data(fragestod: Command, root: Path) -> None:
    """One object, in the language that was asked for."""
    words = ("find", "child", "--unit", "1", "--at", "2026-12-24 22:00", "--lang", "en", "--json")
    done = fragestod(*words, "--local", str(root / LOCAL))
    found = json.loads(done.stdout)

    assert (found["place"], found["at"]) == ("Stockholm", "2026-12-24T22:00")
    assert found["whom"].startswith("A child")
    assert found["answering"][0]["key"] == "social-night"
    assert all(contact["open"] for contact in found["answering"])
    assert not any(contact["open"] for contact in found["closed"])
    assert {"number", "why", "hours", "traces", "languages", "sources", "trust", "expired"} <= set(
        found["answering"][0]
    )


def test_without_a_name_everybody_is_listed(fragestod: Command) -> None:
    """An empty command is a beginning, not a mistake."""
    done = fragestod("find")
    data = json.loads(fragestod("find", "--json", "--lang", "en").stdout)

    assert done.returncode == 0
    assert re.search(r"^uses-violence +Vill ändra sitt eget beteende$", done.stdout, re.MULTILINE)
    assert "fragestod find man" in done.stdout
    assert {"who": "child", "name": "Child under 18"} in data


def test_everything_wrong_is_told_at_once_with_the_nearest(fragestod: Command) -> None:
    """Each option with what may have been meant, on the error stream."""
    done = fragestod("find", "mann", "--where", "Stocholm", "--at", "27", "--language", "arabsika", "--unit", "3")

    assert done.returncode == 2
    assert done.stdout == ""
    lines = done.stderr.splitlines()
    assert [line.split()[0] for line in lines] == ["there", "--where:", "--at:", "--language:", "--unit:"]
    assert "did you mean “man”" in lines[0]
    assert "“Stockholm”" in lines[1]
    assert "2026-12-24 22:00" in lines[2]
    assert "“arabiska”" in lines[3]
    assert "--local" in lines[4]


def test_a_language_to_print_in_must_be_there(fragestod: Command) -> None:
    """The choices are told."""
    done = fragestod("find", "man", "--lang", "xx")

    assert done.returncode == 2
    assert "there is sv, en" in done.stderr


def test_help_shows_how(fragestod: Command) -> None:
    """Examples that can be copied."""
    done = fragestod("find", "--help")

    assert len(re.findall(r"^  fragestod find ", done.stdout, re.MULTILINE)) >= 5


@pytest.mark.parametrize("as_json", [False, True])
def test_what_is_missing_is_told_for_the_coordinator(fragestod: Command, root: Path, *, as_json: bool) -> None:
    """Roles by unit, municipalities without social services, and numbers to call."""
    words = ("find", "--missing", "--local", str(root / LOCAL), *(["--json"] if as_json else []))
    done = fragestod(*words)

    assert done.returncode == 0, done.stderr
    if as_json:
        found = json.loads(done.stdout)
        assert found["units"][1]["name"] == "Tandkliniken Exempel"
        assert "unit-alarm" in found["units"][1]["missing"]
        assert {"code": "0182", "name": "Nacka"} in found["municipalities"]
        assert {call["number"] for call in found["calls"]} >= {"116 016", "114 14"}
    else:
        assert "Tandkliniken Exempel: not filled in" in done.stdout
        assert "0182 Nacka" in done.stdout
        assert re.search(r"116 016 +Kvinnofridslinjen", done.stdout)
        assert "docs/local.md" in done.stdout
