"""SARIF: what a code host or an editor reads of a check."""

import json
import os
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from bot.check.sarif import as_sarif
from bot.problem import Problem, Severity, Span
from tests.conftest import ROOT

PROBLEMS = (
    Problem("N004", Span("dialogs/guides/en stund.yaml", 8, 23), "“mood” is never “glad”", "use calm"),
    Problem("R001", Span("/elsewhere/rules/own.yaml", 2, 3), "X01 is broken", "mend it", story=("Hur? [Bra]", "end")),
    Problem("Y002", Span("dialogs/guides/empty.yaml"), "the file is empty", severity=Severity.WARNING),
    Problem("N004", Span("dialogs/guides/en stund.yaml", 9, 1), "“mood” is never “sad”"),
)
LOG = json.loads((ROOT / "tests/cases/sarif/sarif-2.1.0.json").read_text("utf-8"))
"""The standard's own JSON Schema."""


def log(problems: tuple[Problem, ...] = PROBLEMS) -> Any:
    """The log as another program reads it."""
    return json.loads(json.dumps(as_sarif(problems, {"states": 3})))


def test_a_log_has_the_form_of_the_standard() -> None:
    """Every property stands where SARIF 2.1.0 has it, also with nothing to tell; its ending says who stopped it."""
    for found in (log(), log(())):
        jsonschema.validate(found, LOG)
    assert as_sarif((), {}, ended=False)["runs"][0]["invocations"] == [{"executionSuccessful": False}]


@pytest.mark.parametrize("wrong", [{"level": "fault"}, {"locations": [{"line": 3}]}, {"message": {}}])
def test_the_form_can_be_broken(wrong: dict[str, Any]) -> None:
    """The schema is no rubber stamp."""
    found = log()
    found["runs"][0]["results"][0] |= wrong

    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(found, LOG)


def test_a_result_points_at_its_rule_and_place() -> None:
    """Code, level, words, remedy, line and column are those of the problem; a file as a whole has no line."""
    run = log()["runs"][0]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]

    assert rules == ["N004", "R001", "Y002"]
    for problem, result in zip(PROBLEMS, run["results"], strict=True):
        assert (rules[result["ruleIndex"]], result["ruleId"], result["level"]) == (
            problem.code, problem.code, problem.severity.value,
        )  # fmt: skip
        assert problem.message in result["message"]["text"] and problem.hint in result["message"]["text"]
        region = result["locations"][0]["physicalLocation"].get("region", {})
        assert (region.get("startLine", 0), region.get("startColumn", 0)) == (problem.where.line, problem.where.column)


def test_a_rule_brings_the_page_of_its_code() -> None:
    """Name, meaning, the page and where it lies: nobody has to leave the editor."""
    rule = log()["runs"][0]["tool"]["driver"]["rules"][0]
    page = Path(rule["helpUri"].removeprefix("file://"))

    assert rule["name"] == "UnknownValue"
    assert page.read_text("utf-8") == rule["help"]["markdown"]
    assert rule["fullDescription"]["text"] in " ".join(rule["help"]["text"].split())


def test_addresses_are_relative_to_where_the_program_runs() -> None:
    """A file below is told from there, with its space written as a URI has it; another by its whole address."""
    odd = as_sarif((Problem("S002", Span(os.fsdecode(b"guides/\xff.yaml"), 1, 1), "“title” is missing"),), {})
    assert "'uri': 'guides/%FF.yaml'" in str(odd), "a name that is no UTF-8 is still told"
    places = [
        result["locations"][0]["physicalLocation"]["artifactLocation"] for result in log()["runs"][0]["results"][:2]
    ]

    assert places == [
        {"uri": "dialogs/guides/en%20stund.yaml", "uriBaseId": "%SRCROOT%"},
        {"uri": "file://" + "/elsewhere/rules/own.yaml"},
    ]
