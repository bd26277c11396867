"""Problems as SARIF 2.1.0 (OASIS standard of 27 March 2020), the form that code hosts and editors read.

Each code that was told is a rule with the text of its page; each problem is a result. Columns count characters from 1,
as everywhere here. What was proved stands in the run's properties, since SARIF has no word for it.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from bot import __version__
from bot.check.pages import Page, find
from bot.problem import Problem, Severity

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
ROOT = "%SRCROOT%"
"""The base of relative addresses: the folder that the program was started in."""


def as_sarif(problems: Iterable[Problem], summary: Mapping[str, object], *, ended: bool = True) -> dict[str, Any]:
    """One run as plain data. `problems` with files as seen from where the program runs. ended: nobody stopped it."""
    told = tuple(problems)
    codes = sorted({problem.code for problem in told})
    place = {code: number for number, code in enumerate(codes)}
    driver = {
        "name": "Frågestöd",
        "semanticVersion": __version__,
        "rules": [_rule(code, find(code)) for code in codes],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {ROOT: {"uri": f"{Path.cwd().as_uri()}/"}},
        "invocations": [{"executionSuccessful": ended}],
        "results": [_result(problem, place[problem.code]) for problem in told],
        "properties": dict(summary),
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(code: str, page: Page | None) -> dict[str, Any]:
    if page is None:
        return {"id": code}
    return {
        "id": code,
        "name": "".join(part.capitalize() for part in page.name.split("-")),
        "shortDescription": {"text": page.name.replace("-", " ")},
        "fullDescription": {"text": " ".join(page.meaning.split())},
        "help": {"text": page.text, "markdown": page.text},
        "helpUri": page.file.as_uri(),
    }


def _result(problem: Problem, rule: int) -> dict[str, Any]:
    return {
        "ruleId": problem.code,
        "ruleIndex": rule,
        "level": "error" if problem.severity is Severity.ERROR else "warning",
        "message": {"text": "\n".join(filter(None, (problem.message, *problem.story, problem.hint)))},
        "locations": [{"physicalLocation": _location(problem)}],
    }


def _location(problem: Problem) -> dict[str, Any]:
    file = Path(problem.where.file)
    if file.is_absolute():
        location: dict[str, Any] = {"artifactLocation": {"uri": file.as_uri()}}
    else:
        location = {"artifactLocation": {"uri": quote(os.fsencode(file.as_posix())), "uriBaseId": ROOT}}
    if problem.where.line:
        location["region"] = {"startLine": problem.where.line, "startColumn": max(1, problem.where.column)}
    return location
