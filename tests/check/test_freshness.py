"""What has grown old is told on the day, named with all that rests on it, and stops nothing that serves."""

from datetime import date

import pytest

from bot.check.freshness import has_expired, of_organisation, problems
from bot.conversation.content import require_edition
from bot.dialog.folder import read_folder
from bot.dialog.load import load
from bot.dialog.model import Release
from bot.dialog.schema import Freshness
from bot.dialog.signatures import fingerprint
from bot.dialog.tree import read
from bot.problem import Problem, Severity
from tests.check.pages import BASE
from tests.conftest import ROOT

GUIDE = """dialog: example
title: Ett exempel
entry: yes
steps:
  end:
    finish: done
    sources: [handbook]
    do: [call-help]
"""
RULE = "rules:\n  X01: {says: Alltid något., basis: [handbook], has_action: yes}\n"
SOON, REVIEW = 60, 365


def release(**files: str) -> Release:
    """The small house with a guide and a rule that rest on a source. files: name without ending → its text."""
    given = {"guides/example": GUIDE, "rules/own": RULE, **files}
    loaded = load({**read_folder(BASE), **{f"{name}.yaml": text.encode() for name, text in given.items()}})
    assert loaded.release is not None, loaded.problems
    return loaded.release


def source(checked: str = "2026-11-22", until: str = "2027-11-22") -> str:
    """sources.yaml with one source."""
    return f"sources:\n  handbook: {{title: En bok, trust: older, checked: {checked}, valid_until: {until}}}\n"


def codes(found: tuple[Problem, ...]) -> list[str]:
    """The codes alone."""
    return [problem.code for problem in found]


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("2027-09-22", []),  # 61 days before
        ("2027-09-23", []),  # 60 days before: it is valid as long as it is promised to be told ahead
        ("2027-09-24", ["V002"]),
        ("2027-11-22", ["V002"]),  # the last day is a valid day
        ("2027-11-23", ["V001"]),
    ],
)
def test_a_source_is_told_before_its_day_and_after(on: str, expected: list[str]) -> None:
    """Two months ahead it is a warning to act on; the day after the last it has expired."""
    found = [p for p in problems(release(sources=source()), date.fromisoformat(on)) if p.where.file == "sources.yaml"]

    assert codes(tuple(found)) == expected


def test_all_that_rests_on_an_old_source_is_named() -> None:
    """Steps, actions, rules, contacts and audiences, so that one knows what to read again."""
    audiences = "audiences:\n  adult: {name: Vuxen, for: Alla., contacts: [police], sources: [handbook]}\n"
    small = release(**{"sources": source(until="2027-01-01"), "directory/audiences": audiences})
    (problem,) = [p for p in problems(small, date(2027, 2, 1)) if p.code == "V001"]

    assert str(problem.where) == "sources.yaml:2:77"
    assert problem.hint.endswith(
        "cited by example.end, action call-help, rule X01, contact sos, contact police, audience adult"
    )


def test_a_record_phrase_rests_on_its_sources() -> None:
    """Who reads an old source again sees that sentences for a record stand on it, too."""
    folder = BASE.parent / "phrase-names-what-is-not" / "phrases"
    phrase = (folder / "record.yaml").read_text("utf-8").replace("other-", "").replace(", handbok", "")
    small = release(**{"sources": source(until="2027-01-01"), "phrases/record": phrase})
    (problem,) = [p for p in problems(small, date(2027, 2, 1)) if p.code == "V001"]

    assert problem.hint.endswith(", phrase record")


def test_a_number_is_told_by_its_own_day() -> None:
    """Contacts of the whole country have a day each."""
    found = problems(release(), date(2027, 11, 23))

    assert [(p.code, p.where.file) for p in found] == [
        ("V003", "directory/national.yaml"),
        ("V003", "directory/national.yaml"),
        ("V001", "sources.yaml"),
    ]


@pytest.mark.parametrize("until", ["2027", "2027-11"])
def test_a_month_or_a_year_lasts_to_its_last_day(until: str) -> None:
    """A source that is dated by month holds that month out."""
    last = {"2027": date(2027, 12, 31), "2027-11": date(2027, 11, 30)}[until]
    small = release(sources=source(until=until))

    assert [p.code for p in problems(small, last) if p.where.file == "sources.yaml"] == ["V002"]
    assert "V001" in codes(problems(small, date.fromordinal(last.toordinal() + 1)))


@pytest.mark.parametrize(("checked", "until"), [("2026-13-01", "2027-11-22"), ("2026-11-22", "2027-02-30")])
def test_a_day_that_no_calendar_has_is_an_error(checked: str, until: str) -> None:
    """It would otherwise never expire."""
    (problem,) = problems(release(sources=source(checked, until)), date(2026, 11, 22))

    assert (problem.code, problem.severity) == ("V007", Severity.ERROR)


def test_the_end_of_the_calendar_is_no_crash() -> None:
    """A day in the year 9999 is far away, and nothing more."""
    tree, _ = read(LOCAL.replace("2026-11-01", "9999-12-31"), "organisation.yaml")
    assert tree is not None

    assert codes(of_organisation(tree, Freshness(), date(2026, 9, 2))) == ["V008"]
    assert problems(release(sources=source(until="9999-12-31")), date(2026, 11, 22)) == ()


@pytest.mark.parametrize(("on", "expected"), [("2026-06-01", []), ("2026-12-01", ["V006"]), ("2027-01-16", ["V005"])])
def test_a_signature_grows_old(on: str, expected: list[str]) -> None:
    """A year after the newest one of what stands there now; one of an earlier content does not count."""
    who = "name: A B, role: jurist, organisation: C, scope: law"
    entry = f"  - {{{{{who}, date: {{day}}, files: {{{{guides/example.yaml: {{of}}}}}}}}}}\n"
    now, then = fingerprint(GUIDE.encode()), "0" * 64
    record = "signatures:\n" + "".join(
        entry.format(day=day, of=of) for day, of in (("2025-03-01", now), ("2026-01-15", now), ("2026-05-01", then))
    )
    found = [
        p for p in problems(release(signatures=record), date.fromisoformat(on)) if p.where.file == "signatures.yaml"
    ]

    assert codes(tuple(found)) == expected
    assert all(p.where.line == 3 for p in found)


LOCAL = """organisation: Exempelkommun
checked: 2026-11-01
contacts:
  unit-manager: {number: 040-12 34 56, hours: always}
  unit-lawyer: {number: 040-12 34 57, hours: always, checked: 2026-09-01}
  psychiatry: {number: 040-12 34 58, hours: always, valid_until: 2027-06-01}
units:
  - {id: 1, name: Enheten, sector: health, provider: public, asks: everybody, municipality: "0114"}
"""


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("2026-11-22", [("V004", 5)]),
        ("2026-12-24", [("V004", 2), ("V003", 5)]),
        ("2027-02-02", [("V003", 2), ("V003", 5)]),
        ("2027-06-02", [("V003", 2), ("V003", 5), ("V003", 6)]),
    ],
)
def test_an_organisations_numbers_grow_old_by_the_nearest_day(on: str, expected: list[tuple[str, int]]) -> None:
    """A contact's own day, its own check and three months, or what the file says of all."""
    tree, _ = read(LOCAL, "organisation.yaml")
    assert tree is not None

    found = of_organisation(tree, Freshness(), date.fromisoformat(on))
    assert [(p.code, p.where.line) for p in found] == expected


def test_what_has_expired_is_an_error_only_where_the_house_says_so() -> None:
    """A mend of another kind can be built the day after; who wants the build to stop writes it."""
    strict = (BASE / "house.yaml").read_text("utf-8") + "freshness: {expired: error}\n"
    after = date(2027, 11, 23)

    assert {p.severity for p in problems(release(), after)} == {Severity.WARNING}
    assert {p.severity for p in problems(release(house=strict), after)} == {Severity.ERROR}


def test_only_what_is_past_its_day_has_expired() -> None:
    """What soon will be, and a day that no calendar has, is the authors' business, not the operator's."""
    assert not has_expired(release(), date(2027, 11, 22))
    assert has_expired(release(), date(2027, 11, 23))


def test_how_far_ahead_is_told_stands_in_the_house() -> None:
    """soon: days."""
    far = (BASE / "house.yaml").read_text("utf-8") + "freshness: {soon: 366}\n"

    assert codes(problems(release(house=far), date(2026, 11, 23))) == ["V004", "V004", "V002"]


def test_what_ships_is_fresh_on_its_day_and_grows_old_later() -> None:
    """Nothing had expired when the sources were checked, and every source and number will one day be asked for."""
    shipped = require_edition(ROOT / "dialogs", ROOT / "locales", None).release
    last = problems(shipped, date(2030, 1, 1))

    assert [str(p) for p in problems(shipped, date(2026, 11, 23))] == []
    assert codes(last).count("V001") == len(shipped.sources)
    assert all(p.severity is Severity.WARNING for p in last)
