"""How units ask: what routine.yaml says of them, held against organisation.yaml."""

import re

import pytest

from bot.dialog import routine_schema
from bot.dialog.routine_schema import RoutineFile
from bot.dialog.shape import shape
from bot.dialog.tree import read
from bot.directory.asking import asking_of, check_asking
from bot.problem import Problem, Severity
from tests.directory.conftest import LayerReader

SMALL = """\
decided: 2026-11-02
review: 2027-11-02
asking:
  - units: [1]
    by: [midwife]
    often: each_contact
    written: record
  - cases: [injury]
    by: [anyone]
    often: need
    written: record
"""
CASES = [
    # code, what is written, what is written instead, where the fault is shown
    ("L016", "[1]", "[1, 9]", (4, 16)),
    ("L016", "[1]", "[1, 1]", (4, 16)),
    ("L016", "  - units: [1]\n    by", "  - by", (7, 5)),
    ("L018", "    by: [midwife]", "    cases: [pregnancy]\n    by: [midwife]", (5, 5)),
]


def faults(layer: LayerReader, example: str, text: str) -> list[Problem]:
    """What is wrong with a routine over the worked example, where unit 1 asks everybody."""
    organisation, _ = layer(example.replace("asks: on_signs", "asks: everybody", 1))
    tree, problems = read(text, routine_schema.ROUTINE)
    assert tree is not None
    assert organisation is not None
    file, more = shape(tree, RoutineFile)
    assert file is not None, more
    return [*problems, *check_asking(tree, file, organisation)]


def test_a_routine_that_fits_its_units_passes(layer: LayerReader, example: str) -> None:
    """The text that the cases below break is right as it stands."""
    organisation, _ = layer(example)
    assert organisation is not None
    tree, _ = read(SMALL.replace("cases: [injury]\n    ", ""), routine_schema.ROUTINE)
    assert tree is not None
    file, _ = shape(tree, RoutineFile)
    assert file is not None
    assert list(check_asking(tree, file, organisation)) == []


@pytest.mark.parametrize(("code", "old", "new", "place"), CASES)
def test_each_fault_is_shown_where_it_is(
    layer: LayerReader, example: str, code: str, old: str, new: str, place: tuple[int, int]
) -> None:
    """One change, its code, its line and column, and a hint; what may be meant so is a warning."""
    assert old in SMALL
    found = [p for p in faults(layer, example, SMALL.replace(old, new, 1)) if p.code == code]

    assert found
    assert (found[0].where.line, found[0].where.column) == place
    assert found[0].hint
    assert (found[0].severity is Severity.WARNING) == (code == "L018")


def test_every_code_of_the_routine_is_tried() -> None:
    """The table in the schema names those that are tried here, and those of the catalogue of broken files."""
    table = set(re.findall(r"\bL\d{3}\b", routine_schema.__doc__ or ""))
    assert table == {case[0] for case in CASES} | {"L015", "L017"}


def test_a_unit_asks_as_it_is_named_else_as_all_others(layer: LayerReader, example: str) -> None:
    """An entry with the unit's id comes before one that names none; without either nothing is said of it."""
    organisation, _ = layer(example)
    assert organisation is not None
    tree, _ = read(SMALL, routine_schema.ROUTINE)
    assert tree is not None
    file, _ = shape(tree, RoutineFile)
    assert file is not None
    asked = {unit.id: asking_of(file, unit) for unit in organisation.units.values()}
    assert {unit: asking and asking.often for unit, asking in asked.items()} == {
        1: "each_contact",
        2: "need",
        3: "need",
    }

    alone = file.model_copy(update={"asking": file.asking[:1]})
    assert asking_of(alone, organisation.units[2]) is None
