"""How an organisation's units ask: what routine.yaml says of them held against organisation.yaml. Codes: L016, L018
(see `bot.dialog.routine_schema`). Whom a unit asks stands in organisation.yaml alone, as `asks` of the unit."""

from __future__ import annotations

from collections.abc import Iterator

from bot.dialog.routine_schema import Asking, RoutineFile
from bot.dialog.tree import Tree
from bot.directory.model import Organisation, Unit
from bot.problem import Problem, Severity

EVERYBODY = "everybody"


def asking_of(file: RoutineFile, unit: Unit) -> Asking | None:
    """What the routine says of a unit: where it is named, else what holds for those that nothing names."""
    named = (asking for asking in file.asking if unit.id in asking.units)
    return next(named, None) or next((asking for asking in file.asking if not asking.units), None)


def check_asking(tree: Tree, file: RoutineFile, organisation: Organisation) -> Iterator[Problem]:
    """What the routine says of units that are not there, twice, or otherwise than organisation.yaml."""
    seen: set[int] = set()
    for number, asking in enumerate(file.asking):
        for place, name in enumerate(asking.units):
            where = tree.span(("asking", number, "units", place))
            if name not in organisation.units:
                hint = f"the units are {', '.join(map(str, organisation.units))}"
                yield Problem("L016", where, f"no unit in organisation.yaml has the id {name}", hint)
            elif name in seen:
                yield Problem("L016", where, f"unit {name} stands here twice", "keep it in one place")
            seen.add(name)
        if not asking.units and any(not other.units for other in file.asking[:number]):
            hint = "name their units with “units: [1, 2]”"
            yield Problem("L016", tree.span(("asking", number)), "two entries hold for all other units", hint)
    for unit in organisation.units.values():
        found = asking_of(file, unit)
        if found is not None and found.cases and unit.asks == EVERYBODY:
            where = tree.span(("asking", file.asking.index(found), "cases"), key=True)
            what = f"unit {unit.id} asks everybody (organisation.yaml), so no cases stand out"
            hint = "leave the cases out for it, or write “asks: on_signs” there"
            yield Problem("L018", where, what, hint, Severity.WARNING)
