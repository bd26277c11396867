"""Runs tests whole, some minutes at a time: `COUNTING=full python -m tests.whole tests/statistics`, again to go on.

What has passed is kept in build/whole.json under a hash of all that the test's file imports of this house, of the
content where it reads any, and of how much was asked for; so it is tried again when one of them changes, and only then.
"""

from __future__ import annotations

import argparse
import ast
import hashlib
import json
import os
import sys
import time
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
RECORD = ROOT / "build" / "whole.json"
HOUSE = ("bot", "tests", "bench")
CONTENT = ("dialogs", "locales")
READER = ROOT / "bot" / "dialog" / "folder.py"
"""Who imports this reads content."""
EFFORT = ("COUNTING", "PROOFS")
"""What in the environment says how much is tried."""
NOTHING_LEFT = 5
"""pytest's exit status when it has no test to run."""


@cache
def imported(file: Path) -> frozenset[Path]:
    """The modules of the house that a module names itself."""
    found: set[Path] = set()
    for node in ast.walk(ast.parse(file.read_bytes())):
        if isinstance(node, ast.Import):
            names = [each.name for each in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names = [node.module, *(f"{node.module}.{each.name}" for each in node.names)]
        else:
            continue
        for name in names:
            if name.partition(".")[0] in HOUSE:
                place = ROOT.joinpath(*name.split("."))
                found |= {each for each in (place.with_suffix(".py"), place / "__init__.py") if each.exists()}
    return frozenset(found)


def sources(file: Path) -> set[Path]:
    """A test's file, the conftest beside it, and all that they import of the house, however far. What is made in
    tests/conftest.py counts where a file names it: its words for what it gives are the types of who takes it."""
    found: set[Path] = set()
    rest = {each for each in (file, file.with_name("conftest.py")) if each.exists()}
    while rest:
        found |= rest
        rest = {each for known in rest for each in imported(known)} - found
    return found


@cache
def state(file: Path) -> str:
    """A hash of all that the outcome of a file's tests depends on."""
    read = sources(file)
    if READER in read:
        read |= {each for folder in CONTENT for each in (ROOT / folder).rglob("*") if each.is_file()}
    whole = hashlib.sha256(repr([os.environ.get(name) for name in EFFORT]).encode())
    for each in sorted(read):
        whole.update(str(each.relative_to(ROOT)).encode() + b"\0" + each.read_bytes())
    return whole.hexdigest()


class Passed:
    """A plugin that leaves out what has passed, keeps what passes, and begins nothing new after its end. end: on the
    monotonic clock."""

    def __init__(self, record: Path, end: float) -> None:
        self._record, self._end = record, end
        self.kept: dict[str, str] = json.loads(record.read_text()) if record.exists() else {}
        self._states: dict[str, str] = {}
        self._failed: set[str] = set()
        self.left = 0

    def pytest_collection_modifyitems(self, config: pytest.Config, items: list[pytest.Item]) -> None:
        """Leave out what has passed as everything stands now."""
        self._states = {item.nodeid: state(item.path) for item in items}
        done = [item for item in items if self.kept.get(item.nodeid) == self._states[item.nodeid]]
        config.hook.pytest_deselected(items=done)
        items[:] = [item for item in items if item not in done]
        self.left = len(items)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Keep it, when nothing failed before, in or after it."""
        if report.failed:
            self._failed.add(report.nodeid)
        if report.when == "teardown" and report.nodeid not in self._failed:
            self.left -= 1
            self.kept[report.nodeid] = self._states[report.nodeid]
            self._record.parent.mkdir(exist_ok=True)
            beside = self._record.with_suffix(".part")
            beside.write_text(json.dumps(self.kept, indent=0, sort_keys=True))
            beside.replace(self._record)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
        """Stop in time, so that what is made for several tests is put away."""
        if time.monotonic() > self._end:
            item.session.shouldstop = "time is up"
        return (yield)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run for some minutes; 0 when all has passed."""
    parser = argparse.ArgumentParser(prog="python -m tests.whole", description=__doc__)
    parser.add_argument("tests", nargs="+", help="files or folders, as for pytest")
    parser.add_argument("--minutes", type=float, default=9, help="begin no new test after so long (default 9)")
    given = parser.parse_args(arguments)
    passed = Passed(RECORD, time.monotonic() + given.minutes * 60)
    status = pytest.main(["-q", "--durations=5", *given.tests], plugins=[passed])
    if passed.left:
        print(f"{passed.left} tests have not passed yet: run this again.", file=sys.stderr)
    return 1 if passed.left or status not in (0, NOTHING_LEFT) else 0


if __name__ == "__main__":
    sys.exit(main())
