"""`fragestod check`: all faults of all dialogs at once, and every rule over every path."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from bot.app import open_content
from bot.check.all import examine
from bot.commands import options
from bot.problem import has_errors


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    options.content(parser)
    parser.add_argument("paths", nargs="*", type=Path, help="folder of dialogs (default: the shipped ones)")
    parser.add_argument("--json", action="store_true", help="one object a problem")


def run(args: argparse.Namespace) -> int:
    """Print every problem; 1 when there is an error among them."""
    settings = options.settings(args)
    failed = False
    for folder in args.paths or [settings.dialogs]:
        edition, problems = open_content(folder, settings.locales, settings.local)
        report = examine(edition.release, _progress) if edition is not None else None
        problems = (*problems, *(report.problems if report else ()))
        for problem in problems:
            placed = problem.inside(folder)
            print(json.dumps(placed.as_json(), ensure_ascii=False) if args.json else placed)
        failed = failed or has_errors(problems)
        if edition is not None and report is not None and not args.json:
            program = edition.program
            print(
                f"{folder}: {len(program.dialogs)} dialogs, {len(program.nodes)} nodes, {len(program.actions)} actions"
            )
            print(f"{len(report.proofs)} rules proved over {report.states} states; {len(problems)} problems")
    return 1 if failed else 0


def _progress(rule: str) -> None:
    """Which proof is running, on a terminal only."""
    if sys.stderr.isatty():
        print(f"\r\x1b[Kproving {rule} ", end="", file=sys.stderr, flush=True)
