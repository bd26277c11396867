"""What the door knows of a unit from its link."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.plans.shipped import planned_edition


@pytest.mark.parametrize(("kind", "known"), [("maternity", "maternity"), ("", "unknown"), ("no_such", "unknown")])
def test_the_kind_of_a_unit_comes_with_its_link(kind: str, known: str) -> None:
    """D11: a conversation begins with what the local layer says of the unit, and with unknown where it says nothing."""
    edition = planned_edition()
    organisation = edition.directory.organisation
    assert organisation is not None
    unit = replace(next(iter(organisation.units.values())), kind=kind)

    given = edition.given(unit)

    facts = [edition.program.facts[slot] for slot in edition.program.given]
    assert {f.name: f.domain.values[v] for f, v in zip(facts, given, strict=True)}["kind"] == known
