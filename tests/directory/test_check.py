"""Faults in the directory's files: each with its code, its place and a way out."""

import re

import pytest

from bot.dialog import directory_schema
from bot.dialog.directory_check import read_directory
from bot.problem import Problem

SMALL = {
    "national": """\
contacts:
  sos:
    name: SOS Alarm
    for: Alla.
    number: "112"
    hours: always
    anonymous: no
    free: yes
    on_bill: unknown
    sources: [somewhere]
    trust: older
    checked: 2026-11-22
    valid_until: 2027-02-22
    verified: none
  police:
    name: Polisen
    for: Alla.
    number: "114 14"
    hours: always
    anonymous: unknown
    free: unknown
    on_bill: unknown
    sources: [somewhere]
    trust: older
    checked: 2026-11-22
    valid_until: 2027-02-22
    verified: none
roles:
  social:
    name: Socialtjänsten
    for: Alla.
    belongs: municipality
    fallback: [police]
""",
    "regions": """\
regions:
  "01": {county: Stockholms län, name: Region Stockholm}
""",
    "municipalities": """\
municipalities:
  "01":
    "0180": Stockholm
    "0184": Solna
""",
    "neighbours": """\
neighbours:
  "0180": ["0184"]
  "0184": ["0180"]
""",
    "audiences": """\
house:
  health: [social]
audiences:
  adult:
    name: Vuxen
    for: Alla.
    contacts: [social, police]
    sources: [somewhere]
""",
    "sources": """\
sources:
  somewhere: {title: Någonstans, trust: older, checked: 2026-11-22, valid_until: 2027-02-22}
""",
}

CASES = [
    # code, file, what is written, what is written instead, where the fault is shown
    ("D001", "national", "fallback: [police]", "fallback: [polise, police]", (33, 16)),
    ("D001", "national", "    verified: none\nroles", "    verified: none\n    successor: nobody\nroles", (28, 16)),
    ("D001", "audiences", "health: [social]", "health: [sociala]", (2, 12)),
    ("D001", "audiences", "[social, police]", "[social, polise, police]", (7, 24)),
    ("D002", "audiences", "[social, police]", "[sos]", (4, 3)),
    ("D003", "audiences", "[somewhere]", "[nowhere]", (8, 15)),
    ("D002", "national", "fallback: [police]", "fallback: [social]", (29, 3)),
    ("D003", "national", "sources: [somewhere]", "sources: [nowhere]", (10, 15)),
    ("D004", "national", "trust: older", "trust: not-verified", (11, 12)),
    ("D005", "municipalities", '"0184": Solna', '"1280": Malmö', (4, 5)),
    ("D005", "municipalities", '  "01":', '  "02":', (2, 3)),
    ("D006", "municipalities", '"0184": Solna', '"0184": Stockholm', (4, 5)),
    ("D007", "neighbours", '"0184": ["0180"]', '"0184": []', (2, 12)),
    ("D007", "neighbours", '"0180": ["0184"]', '"0180": ["0184", "9999"]', (2, 20)),
    ("D008", "national", "checked: 2026-11-22", "checked: 2028-11-22", (13, 18)),
    ("D009", "national", '    number: "114 14"\n', "", (15, 3)),
    ("D010", "national", "hours: always", "hours: [always, mon-fri 8-16]", (6, 13)),
    ("D010", "national", "hours: always", "hours: open", (6, 12)),
    ("D010", "national", "hours: always", 'hours: ["mon 08:00-08:00"]', (6, 13)),
    ("D010", "national", "hours: always", 'hours: ["mon 08:00-25:00"]', (6, 13)),
    ("D011", "national", 'number: "114 14"', 'number: "114 14 (växel)"', (18, 13)),
    ("D012", "national", "  social:", "  police:", (29, 3)),
    ("D013", "national", "hours: always", "hours: unknown", (2, 3)),
    ("D014", "national", "belongs: municipality", "belongs: unit", (29, 3)),
]


def check(**changed: str) -> list[Problem]:
    """The faults of the small directory with some files changed."""
    return read_directory({**SMALL, **changed}, folder="directory")[1]


def test_a_small_directory_without_fault_passes() -> None:
    """The text that the cases below break is right as it stands."""
    assert check() == []


@pytest.mark.parametrize(("code", "file", "old", "new", "place"), CASES)
def test_each_fault_is_shown_where_it_is(code: str, file: str, old: str, new: str, place: tuple[int, int]) -> None:
    """One change, its code, its line and column, and a hint."""
    assert old in SMALL[file]
    found = [p for p in check(**{file: SMALL[file].replace(old, new, 1)}) if p.code == code]

    assert found, code
    assert (found[0].where.line, found[0].where.column) == place
    assert found[0].where.file == f"directory/{file}.yaml"
    assert found[0].hint


def test_every_code_of_the_directory_has_a_case() -> None:
    """The table in the schema and the cases here name the same codes."""
    table = set(re.findall(r"\bD\d{3}\b", directory_schema.__doc__ or ""))

    assert table == {case[0] for case in CASES}


def test_all_faults_come_at_once_in_file_order() -> None:
    """Nobody mends a file one fault at a time."""
    broken = SMALL["national"].replace("hours: always", "hours: open").replace("[somewhere]", "[nowhere]")
    places = [problem.where for problem in check(national=broken)]

    assert len(places) >= 4
    assert places == sorted(places)


def test_a_misspelt_name_is_answered_with_the_nearest() -> None:
    """“polise” is met with “police”."""
    (problem,) = check(national=SMALL["national"].replace("fallback: [police]", "fallback: [polise, police]"))

    assert str(problem).endswith("“polise” is no contact and no role\n    did you mean “police”?")


def test_a_fault_of_shape_does_not_hide_the_other_files() -> None:
    """A key that does not exist in one file, a wrong county in another: both are told."""
    problems = check(
        national=SMALL["national"].replace("    free: yes", "    gratis: yes"),
        municipalities=SMALL["municipalities"].replace('"0184": Solna', '"1280": Malmö'),
    )

    assert {problem.code for problem in problems} >= {"S001", "S002", "D005"}


def test_sources_may_also_stand_with_the_dialogs() -> None:
    """A contact may name a source that the dialogs declare."""
    text = SMALL["national"].replace("[somewhere]", "[elsewhere]")

    assert read_directory({**SMALL, "national": text}, {"elsewhere"})[1] == []
