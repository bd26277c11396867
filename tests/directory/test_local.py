"""The organisation's own layer: what it may say, and what is told when it says it wrongly."""

import re
from datetime import date

import pytest

from bot.dialog import directory_schema
from bot.dialog.tree import read
from bot.directory.local import read_organisation
from bot.directory.local_check import FICTION
from bot.directory.model import Directory, dialable
from bot.problem import Severity
from tests.directory.conftest import LayerReader

SMALL = """\
organisation: Exempel
checked: 2026-11-22
units:
  - id: 1
    name: Enheten
    sector: health
    provider: public
    asks: on_signs
    municipality: "0180"
    contacts:
      unit-alarm: {number: "0123-45 67", hours: always}
municipalities:
  "0184":
    social: {number: "0123-45 68", hours: ["mon-fri 08:00-16:00"]}
"""
SECOND = """\
  - {id: 1, name: Andra, sector: social, provider: public, asks: on_signs, municipality: "0180"}
municipalities:"""

REGION = 'regions: {{"{code}": {{{role}: {{number: "0123-45 69", hours: always}}}}}}\nmunicipalities:'
CASES = [
    # code, what is written, what is written instead, where the fault is shown
    ("L001", "municipalities:", SECOND, (4, 9)),
    ("L002", 'municipality: "0180"', 'municipality: "9999"', (9, 19)),
    ("L002", '  "0184":', '  "0185":', (13, 3)),
    ("L002", "municipalities:", REGION.format(code="02", role="psychiatry"), (12, 11)),
    ("L003", "unit-alarm:", "unit-allarm:", (11, 7)),
    ("L004", "unit-alarm:", "sos:", (11, 7)),
    ("L005", '"0123-45 67"', '"0123-45 67 anknytning 8"', (11, 28)),
    ("L005", 'number: "0123-45 67", ', "", (11, 19)),
    ("L006", "hours: always", "hours: dygnet runt", (11, 49)),
    ("L006", "mon-fri 08:00-16:00", "mån-fre 08:00-16:00", (14, 44)),
    ("L007", "checked: 2026-11-22\n", "", (1, 1)),
    ("L008", "checked:", "require_sign_off: yes\nchecked:", (2, 19)),
    ("L009", "0123-45 67", "070-174 06 05", (11, 28)),
    ("L010", "    social:", "    unit-alarm:", (14, 5)),
    ("L010", "municipalities:", REGION.format(code="01", role="social"), (12, 18)),
    ("L010", "municipalities:", REGION.format(code="01", role="unit-alarm"), (12, 18)),
    ("L010", "units:", 'contacts: {social: {number: "0123-45 69", hours: always}}\nunits:', (3, 12)),
    ("L011", "municipalities:", SECOND.replace("id: 1", "id: 2").replace("Andra", "Enheten"), (5, 11)),
    ("L012", ", hours: always", "", (11, 7)),
    ("L013", "asks: on_signs\n", "asks: on_signs\n    kind: family_law\n", (9, 11)),
    ("L013", "asks: on_signs\n", "asks: on_signs\n    kind: maternety\n", (9, 11)),
    ("L014", "checked:", "languages: [xx]\nchecked:", (2, 13)),
    ("L019", "hours: always", "hours: always, note: Fråga Lisa i receptionen", (11, 63)),
]


def test_the_worked_example_has_no_error(layer: LayerReader, example: str) -> None:
    """It is read, and warned about only for what it says itself: no sign-off, numbers of fiction."""
    organisation, problems = layer(example)

    assert organisation is not None
    assert {problem.code for problem in problems} == {"L008", "L009"}
    assert [unit.sector for unit in organisation.units.values()] == ["health", "dental", "social"]


def test_every_number_of_the_worked_example_is_fiction(example: str) -> None:
    """Nobody can be rung by mistake."""
    numbers = re.findall(r'number: "([^"]+)"', example)

    assert len(numbers) > 15
    assert all(FICTION.match(dialable(number)) for number in numbers)


def test_a_small_layer_without_fault_passes(layer: LayerReader) -> None:
    """The text that the cases below break is right as it stands."""
    organisation, problems = layer(SMALL)

    assert problems == []
    assert organisation is not None


@pytest.mark.parametrize(("code", "old", "new", "place"), CASES)
def test_each_fault_is_shown_where_it_is(
    layer: LayerReader, code: str, old: str, new: str, place: tuple[int, int]
) -> None:
    """One change, its code, its line and column, and a hint; only an error keeps the layer from use."""
    assert old in SMALL
    organisation, problems = layer(SMALL.replace(old, new, 1))
    found = [problem for problem in problems if problem.code == code]

    assert found, problems
    assert (found[0].where.line, found[0].where.column) == place
    assert found[0].hint
    assert (organisation is None) == any(p.severity is Severity.ERROR for p in problems)


def test_every_code_of_the_layer_has_a_case() -> None:
    """The table in the schema and the cases here name the same codes."""
    table = set(re.findall(r"\bL\d{3}  ", directory_schema.__doc__ or ""))

    assert {code.strip() for code in table} == {case[0] for case in CASES}


def test_ids_fit_in_a_link(layer: LayerReader) -> None:
    """A unit's id is 1–65,535: two bytes in a link."""
    for number in ("0", "65536", "ett"):
        organisation, problems = layer(SMALL.replace("id: 1", f"id: {number}"))
        assert organisation is None
        assert problems[0].where.line == 4

    organisation, _ = layer(SMALL.replace("id: 1", "id: 65535"))
    assert organisation is not None


def test_links_open_live_only_after_sign_off(layer: LayerReader, national: Directory) -> None:
    """Where the organisation demands it, somebody has to answer for going live."""
    demanded = SMALL.replace("checked:", "require_sign_off: yes\nchecked:")
    assert [_opens(layer, text) for text in (SMALL, demanded)] == [True, False]

    tree, _ = read(demanded, "organisation.yaml")
    assert tree is not None
    organisation, problems = read_organisation(tree, national, signed=True)
    assert organisation is not None
    assert organisation.may_open_live
    assert "L008" not in {problem.code for problem in problems}


def _opens(layer: LayerReader, text: str) -> bool:
    organisation, _ = layer(text)
    assert organisation is not None
    return organisation.may_open_live


def test_telegram_is_off_until_the_organisation_says_yes(layer: LayerReader) -> None:
    """Real talks in Telegram are a choice that somebody makes; a word that is neither yes nor no is a fault."""
    written = {
        line: layer(SMALL.replace("checked:", f"{line}checked:")) for line in ("", "telegram: no\n", "telegram: yes\n")
    }
    assert [found.telegram for found, _ in written.values() if found] == [False, False, True]

    nothing, problems = layer(SMALL.replace("checked:", "telegram: maybe\nchecked:"))
    assert nothing is None
    assert [(problem.where.line, problem.severity) for problem in problems] == [(2, Severity.ERROR)]


@pytest.mark.parametrize(
    ("own", "whole", "day"),
    [
        ("", "checked: 2026-11-22", date(2027, 2, 22)),
        ("", "checked: 2026-11-22\nvalid_until: 2026-12-31", date(2026, 12, 31)),
        (", checked: 2027-01-01", "checked: 2026-11-22\nvalid_until: 2026-12-31", date(2027, 4, 3)),
        (", valid_until: 2027-01-15", "checked: 2026-11-22", date(2027, 1, 15)),
    ],
)
def test_the_nearest_word_decides_how_long_a_number_is_valid(
    layer: LayerReader, own: str, whole: str, day: date
) -> None:
    """The contact's own day, its own check plus three months, then the whole file's."""
    text = SMALL.replace("checked: 2026-11-22", whole).replace("hours: always", f"hours: always{own}")
    organisation, _ = layer(text)

    assert organisation is not None
    assert organisation.units[1].contacts["unit-alarm"].valid_until == day


def test_a_day_that_does_not_exist_is_a_fault(layer: LayerReader) -> None:
    """30 February is told, not guessed."""
    organisation, problems = layer(SMALL.replace("2026-11-22", "2026-02-30"))

    assert organisation is None
    assert problems[0].where.line == 2


def test_accessibility_is_kept_for_the_statement(layer: LayerReader) -> None:
    """Contact, day and faults as given; none is none."""
    text = SMALL + "accessibility: {contact: brevlåda, assessed: 2026-10-01, faults: [Kontrast i tabeller]}\n"
    organisation, _ = layer(text)

    assert organisation is not None
    assert organisation.accessibility is not None
    assert organisation.accessibility.assessed == date(2026, 10, 1)
    assert organisation.accessibility.faults == ("Kontrast i tabeller",)
