"""`fragestod plan`: written conversations that must stay as they are."""

from __future__ import annotations

import argparse
import difflib
import json
import sys
from pathlib import Path

from bot.check import budget, budget_page, coverage, coverage_page
from bot.check.longest import LIMIT
from bot.check.plans import Replayed, replayed
from bot.commands import options
from bot.conversation.content import require_edition
from bot.dialog.model import Program, Release
from bot.plans import form
from bot.problem import has_errors, in_file_order
from bot.settings import Settings

PARTS = (
    ("list", "name the plans and the situation of each", "list"),
    ("run", "replay plans and tell every difference", "run dialogs/plans/health-plain-no.plan --update"),
    ("coverage", "tell what the plans reach, and the lines that none reaches", "coverage --html > coverage.html"),
    ("budget", "tell how long conversations are, in taps and in seconds of reading", "budget danger"),
    (
        "record",
        "hold a talk here in the terminal and keep it as a plan",
        'record dental-worried --entry hub --about "En tandhygienist anar något."',
    ),
)
"""Name, one-line help and example of each part."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    made = options.parts(parser, "plan", PARTS)
    for part in made.values():
        options.content(part)
    made["run"].add_argument("files", nargs="*", type=Path, help="plans (default: all)")
    made["run"].add_argument(
        "--update", action="store_true", help="show what is said otherwise now, and write it into the plans"
    )
    forms = made["coverage"].add_mutually_exclusive_group()
    forms.add_argument("--json", action="store_true", help="as data")
    forms.add_argument("--html", action="store_true", help="as one page with the guides' own lines")
    forms.add_argument("--all", action="store_true", help="list conditions too, not only steps and answers")
    made["budget"].add_argument("guide", nargs="?", help="whose longest conversation to show (default: of all)")
    made["budget"].add_argument("--json", action="store_true", help="as data, with every longest conversation")
    made["budget"].add_argument(
        "--states", type=int, default=LIMIT, metavar="N", help=f"stop a search after so many states ({LIMIT})"
    )
    made["record"].add_argument("name", help="the plan's name, for instance dental-worried")
    made["record"].add_argument("--entry", default="", help="where to start (default: the first entry)")
    made["record"].add_argument("--unit", type=int, default=0, help="number of the unit, with --local")
    made["record"].add_argument("--about", default="", help="what the situation is, in a sentence")
    made["record"].add_argument("--force", action="store_true", help="write over a plan of that name")


def run(args: argparse.Namespace) -> int:
    """Run the part that was chosen.

    Raises:
        ContentError: the content has faults.
    """
    settings = options.settings(args)
    if args.part == "record":
        from bot.commands.plan_record import record

        return record(args, settings)
    release = require_edition(settings.dialogs, settings.locales, settings.local).release
    match args.part:
        case "list":
            return _list(release.program, settings)
        case "run":
            return _run(release.program, settings, args)
        case "budget":
            return _budget(release, settings, args)
        case _:
            return _coverage(release, settings, args)


def _list(program: Program, settings: Settings) -> int:
    """One line a plan: name, answers, where it ends, what it is about."""
    found = replayed(program, form.files(settings.dialogs))
    if not found:
        print(f"There are no plans in {settings.dialogs / form.FOLDER}. Make one with: fragestod plan record NAME")
        return 0
    width = max(len(Path(each.file).stem) for each in found)
    for each in found:
        state = "faulty" if each.faults else "runs"
        about = each.plan.about if each.plan else ""
        print(f"{Path(each.file).stem:{width}}  {state:6}  {about}".rstrip())
    print(f"{len(found)} plans, {sum(not each.faults for each in found)} run as they are written")
    return 0


def _run(program: Program, settings: Settings, args: argparse.Namespace) -> int:
    """Tell every difference; 1 when one is left."""
    files = form.files(settings.dialogs)
    if args.files:
        missing = [path for path in args.files if not path.is_file()]
        for path in missing:
            print(f"There is no file {path}. fragestod plan list names the plans.", file=sys.stderr)
        if missing:
            return 2
        files = {str(path.absolute()): path.read_bytes() for path in args.files}
    found = replayed(program, files)
    if args.update:
        for each in found:
            _update(settings.dialogs, each)
        found = replayed(program, {file: (settings.dialogs / file).read_bytes() for file in files})
    faults = in_file_order(fault for each in found for fault in each.faults)
    for fault in faults:
        print(fault.inside(settings.dialogs))
    print(f"{len(found)} plans, {sum(not each.faults for each in found)} run as they are written")
    return 1 if faults else 0


def _coverage(release: Release, settings: Settings, args: argparse.Namespace) -> int:
    """Print what is reached; 1 when a guide is below its limit."""
    found = coverage.measure(release, form.files(settings.dialogs))
    faults = coverage.problems(release, found)
    if args.json:
        print(json.dumps(coverage_page.as_json(release, found), ensure_ascii=False, indent=1))
    elif args.html:
        print(coverage_page.as_page(release, found), end="")
    else:
        for line in coverage_page.as_lines(release, found, every=args.all):
            print(line)
    for fault in faults:
        print(fault.inside(settings.dialogs), file=sys.stderr)
    return 1 if faults else 0


def _budget(release: Release, settings: Settings, args: argparse.Namespace) -> int:
    """Print the table; 1 when a limit is exceeded, 2 when there is no such guide."""
    program = release.program
    if args.guide is not None and args.guide not in program.dialogs:
        known = ", ".join(program.dialogs)
        print(f"there is no guide “{args.guide}”; there is {known}", file=sys.stderr)
        return 2
    found = budget.measure(release, form.files(settings.dialogs), _progress, args.states)
    _progress("")
    if args.json:
        print(json.dumps(budget_page.as_json(program, found), ensure_ascii=False, indent=1))
    else:
        for line in budget_page.as_lines(program, found, args.guide):
            print(line)
    faults = budget.problems(release, args.states)
    for fault in faults:
        print(fault.inside(settings.dialogs), file=sys.stderr)
    return 1 if has_errors(faults) else 0


def _progress(name: str) -> None:
    """What is measured, on a terminal only; an empty name wipes the line."""
    if sys.stderr.isatty():
        print(f"\r\x1b[K{f'measuring {name} ' if name else ''}", end="", file=sys.stderr, flush=True)


def _update(dialogs: Path, found: Replayed) -> None:
    """Show what is said otherwise now, then write it. A plan that cannot be run to its end stays as it is."""
    if found.plan is None or found.replay is None or found.replay.today is None or not found.faults:
        return
    file = dialogs / found.file
    before, after = form.write(found.plan), form.write(found.replay.today)
    for line in difflib.unified_diff(before.splitlines(), after.splitlines(), str(file), str(file), lineterm="", n=1):
        print(line)
    file.write_text(after, encoding="utf-8")
