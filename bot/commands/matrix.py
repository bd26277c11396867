"""`fragestod matrix`: which rule and which step meets which clause, and what nothing meets yet."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from bot.check import headings, matrix, practised
from bot.check.rules import read_rules
from bot.commands import options
from bot.conversation.content import require_edition
from bot.problem import has_errors, nearest


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    options.content(parser)
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--markdown", action="store_true", help="as the page docs/matrix.md")
    form.add_argument("--headings", action="store_true", help="what staff look for and where, as docs/coverage.md")
    form.add_argument(
        "--practice", action="store_true", help="which case practises which row, as docs/practice-matrix.md"
    )
    form.add_argument("--json", action="store_true", help="one object a clause")
    form.add_argument("--check", type=Path, metavar="FILE", help="tell whether FILE is the page as it would be now")
    parser.add_argument("clauses", nargs="*", metavar="CLAUSE", help="only these, for instance D40 H01")


def run(args: argparse.Namespace) -> int:
    """Print the matrix; 1 when a clause is forgotten, or the page is not fresh."""
    settings = options.settings(args)
    release = require_edition(settings.dialogs, settings.locales, settings.local).release
    if args.headings:
        coverage = headings.draw_up(release)
        print(headings.markdown(release.program, coverage), end="")
        for problem in coverage.problems:
            print(problem.inside(settings.dialogs), file=sys.stderr)
        return 1 if has_errors(coverage.problems) else 0
    rules, faults = read_rules(release)
    found = matrix.draw_up(release, rules)
    problems = (*faults, *found.problems)
    for problem in problems:
        print(problem.inside(settings.dialogs), file=sys.stderr)
    if not found.lines:
        print("There is no list of clauses. It stands in rules/clauses.yaml; see docs/rules.md.", file=sys.stderr)
        return 1
    if args.practice:
        rehearsed = practised.draw_up(release, found)
        print(practised.markdown(rehearsed), end="")
        for row in rehearsed.unknown:
            print(f"practice names {row}, which is no row: {nearest(row, found.clauses)}", file=sys.stderr)
        return 1 if rehearsed.unknown else 0
    if unknown := [name for name in args.clauses if name not in found.clauses]:
        for name in unknown:
            print(
                f"no clause is called “{name}”: {nearest(name, found.clauses) or 'D, I, H or S and a number'}",
                file=sys.stderr,
            )
        return 2
    if args.check:
        fresh = args.check.is_file() and args.check.read_text(encoding="utf-8") == matrix.markdown(found)
        print(
            f"{args.check} is {'fresh' if fresh else 'not fresh: run fragestod matrix --markdown > ' + str(args.check)}"
        )
        return 0 if fresh and not has_errors(problems) else 1
    if args.markdown:
        print(matrix.markdown(found), end="")
    elif args.json:
        print(json.dumps(matrix.as_json(found), ensure_ascii=False, indent=1))
    else:
        _told(found, set(args.clauses))
    return 1 if has_errors(problems) else 0


def _told(found: matrix.Matrix, wanted: set[str]) -> None:
    """A few lines for each clause."""
    for line in found.lines:
        if wanted and line.clause not in wanted:
            continue
        print(f"{line.clause}  {line.says}")
        if line.waits:
            print(f"      not yet handled: {line.waits}")
        elif not line.is_met:
            print("      nothing meets it")
        for kind, names in (("rules", line.rules), ("checks", line.checks), ("steps", line.steps)):
            if names:
                print(f"      {kind}: {', '.join(names)}")
    met = sum(line.is_met and not line.waits for line in found.lines)
    print(f"{len(found.lines)} clauses: {met} met, {len(found.lines) - met} not yet handled")
