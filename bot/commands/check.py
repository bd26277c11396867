"""`fragestod check`: all faults of all dialogs at once, what has grown old, and every rule over every path."""

from __future__ import annotations

import argparse
import gc
import json
import sys
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path

from bot.check import LIMIT, freshness, gate, learnt, pages
from bot.check.all import Report, examine
from bot.check.plans import passed
from bot.check.prove import Prover, prove_all
from bot.check.report import Summary, closing, summed, told
from bot.check.rules import read_rules
from bot.check.sarif import as_sarif
from bot.commands import options
from bot.conversation.content import open_content, read_own_readings
from bot.dialog.load import FILES, no_collector
from bot.dialog.readings import ReadingFile
from bot.dialog.routine_schema import ROUTINE
from bot.dialog.schema import Freshness
from bot.dialog.signatures import LEARNT, ORGANISATION
from bot.dialog.tree import Tree, read
from bot.directory.kept import FILE as CONTACTS
from bot.directory.kept import Kept, read_kept
from bot.directory.model import Directory
from bot.plans import form as plans
from bot.problem import Problem, Severity, has_errors, in_file_order
from bot.settings import PACKAGE, Settings, SettingsError
from bot.text.catalogues import LOCALES

STOPPED = 130
"""Exit code of what was stopped by Ctrl-C, as shells have it."""
WHOLE = "GR"
"""Families of faults that are of the whole, wherever they are told."""
OWN = (ORGANISATION, CONTACTS, ROUTINE)
"""Files of an organisation's own layer."""
READ = (".yaml", ".yml", ".po", ".plan")
"""Endings of the files in a folder of dialogs that somebody reads."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    options.content(parser)
    parser.add_argument(
        "paths",
        nargs="*",
        type=Path,
        help="folders of dialogs (default: the shipped ones), or files: then only their faults and broken rules",
    )
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="one object a problem, then one that sums up")
    form.add_argument("--sarif", action="store_true", help="SARIF 2.1.0, for code hosts and editors")
    form.add_argument("--explain", metavar="CODE", help="what a code means, with an example; “all” lists them")
    noted = "note which facts the proofs need, in rules/learnt.yaml of each folder, so that the next check is faster"
    form.add_argument("--learn", action="store_true", help=noted)
    parser.add_argument(
        "--on",
        type=options.day,
        metavar="DATE",
        help="judge age as of this day, for instance 2027-03-01 (default: today)",
    )
    parser.add_argument("--quick", action="store_true", help="no proofs, for an editor at each save")
    parser.add_argument(
        "--states", type=_count, default=LIMIT, metavar="N", help=f"give up a proof after so many states ({LIMIT})"
    )


def run(args: argparse.Namespace) -> int:
    """Print every problem; 1 when there is an error among them or no rule was tried, for an error elsewhere or since
    there is none; 2 when a path or a code does not exist; 130 when somebody stopped it: then what was found so far is
    told."""
    if args.explain is not None:
        return _explain(args.explain)
    missing = [path for path in args.paths if not path.exists()]
    for path in missing:
        print(f"there is no file or folder {path}", file=sys.stderr)
    if missing:
        return 2
    if args.learn:
        return max((_learn(target, args.states) for target in _targets(args.paths, options.settings(args))), default=0)
    with no_collector():
        found = _judged(args)
        gc.freeze()  # nothing of it is to be looked through for garbage: the program is about to end
    stopped = any(judged.summary.untried for judged in found)
    problems = [problem for judged in found for problem in judged.problems]
    if args.sarif:
        summaries = [judged.summary.as_json() for judged in found]
        print(json.dumps(as_sarif(problems, {"checked": summaries}, ended=not stopped), ensure_ascii=False, indent=1))
    elif args.json:
        for judged in found:
            for data in (*(problem.as_json() for problem in judged.problems), {"summary": judged.summary.as_json()}):
                print(json.dumps(data, ensure_ascii=False))
    else:
        for judged in found:
            for line in (*told(judged.problems), *closing(judged.summary)):
                print(line)
        if problems:
            print(f"What a code means: fragestod check --explain {problems[0].code}")
    if stopped:
        return STOPPED
    unproved = not args.quick and any(not judged.summary.rules for judged in found)
    return 1 if has_errors(problems) or unproved else 0


@dataclass(frozen=True, slots=True)
class _Target:
    """A folder of dialogs with its surroundings. only: the files whose faults are wanted; None: all."""

    folder: Path
    settings: Settings
    only: frozenset[Path] | None = None


@dataclass(frozen=True, slots=True)
class _Judged:
    problems: tuple[Problem, ...]
    summary: Summary


def _judged(args: argparse.Namespace) -> list[_Judged]:
    """Each folder as it was judged; after one that somebody stopped, no other.

    Raises:
        KeyboardInterrupt: stopped before the first rule.
    """
    found: list[_Judged] = []
    try:
        for target in _targets(args.paths, options.settings(args)):
            found.append(_judge(target, args))
            if found[-1].summary.untried:
                break
    except KeyboardInterrupt:
        _progress("")
        print("Stopped before the first rule: nothing is proved, and no fault is told.", file=sys.stderr)
        raise
    return found


def _targets(paths: Iterable[Path], settings: Settings) -> list[_Target]:
    """Which folders to judge; what is named of one folder is judged together."""
    found: dict[Path, _Target] = {}
    for path in paths or [settings.dialogs]:
        target = _target(path, settings)
        known = found.get(target.folder, target)
        only = None if known.only is None or target.only is None else known.only | target.only
        found[target.folder] = replace(target, only=only)
    return list(found.values())


def _target(path: Path, settings: Settings) -> _Target:
    """The folder of dialogs that a path is, holds or lies in.

    Raises:
        SettingsError: nothing reads the path. To judge something else, and find no fault there, would be a lie.
    """
    here = path.absolute()
    if path.is_dir():
        if (here / ORGANISATION).is_file():
            own = frozenset(file.resolve() for file in here.iterdir())
            return _Target(settings.dialogs.absolute(), settings.model_copy(update={"local": path}), own)
        if not _is_house(here) and _is_house(here / "dialogs"):
            locales = here / "locales"
            beside = settings.model_copy(update={"locales": locales}) if locales.is_dir() else settings
            return _Target(here / "dialogs", beside)
        above = next(filter(_is_house, here.parents), None)
        if _is_house(here) or above is None:
            return _Target(here, settings)
        return _Target(above, settings, frozenset(file.resolve() for file in here.rglob("*")))
    only = frozenset((path.resolve(),))
    if path.name in OWN:
        return _Target(settings.dialogs.absolute(), settings.model_copy(update={"local": path.parent}), only)
    if path.suffix == ".po" and path.resolve().is_relative_to(settings.locales.resolve()):
        return _Target(settings.dialogs.absolute(), settings, only)
    above = next(filter(_is_house, here.parents), None)
    if above is None or path.suffix not in READ:
        raise SettingsError(
            f"nothing reads {path}; name a folder of dialogs, or a file in one ({', '.join(READ)}), of the "
            f"translations ({settings.locales}), or {', '.join(OWN)}"
        )
    return _Target(above, settings, only)


def _is_house(folder: Path) -> bool:
    return any((folder / name).is_file() for name in FILES)


def _judge(target: _Target, args: argparse.Namespace) -> _Judged:
    folder, settings, on = target.folder, target.settings, args.on or datetime.now(UTC).date()
    edition, problems = open_content(folder, settings.locales, None)
    report: Report | None = None
    readings: tuple[ReadingFile, ...] = ()
    if edition is not None:
        release, readings = edition.release, edition.readings
        if settings.local is not None:
            layered, problems = open_content(folder, settings.locales, settings.local)
            problems = (*problems, *_old_numbers(settings.local, edition.directory, release.house.freshness, on))
            release = layered.release if layered else release
            readings = (*readings, *read_own_readings(settings.local)[0])
        report = examine(release, _progress, plans.files(folder), on=on, limit=args.states, quick=args.quick)
        _progress("")
        problems = (*problems, *report.problems)
    told_where = in_file_order(placed(problem, folder, settings) for problem in problems)
    only = target.only
    wanted = tuple(p for p in told_where if only is None or p.code[0] in WHOLE or Path(p.where.file).resolve() in only)
    summary = summed(_short(folder), wanted, edition.program if edition else None, report, readings)
    elsewhere = sum(p.severity is Severity.ERROR for p in told_where) - summary.errors
    return _Judged(wanted, replace(summary, elsewhere=elsewhere))


def _learn(target: _Target, limit: int) -> int:
    """Prove all rules and note what they need: 0; 1 where there is no rule, or a fault keeps any from being proved."""
    edition, problems = open_content(target.folder, target.settings.locales, None)
    rules, faults = read_rules(edition.release) if edition else ((), [])
    if edition is None or not rules or has_errors(faults):
        for line in told(placed(problem, target.folder, target.settings) for problem in (*problems, *faults)):
            print(line)
        print(f"{_short(target.folder)}: no rule was tried, so nothing is noted")
        return 1
    release = edition.release
    program = rules[0].program
    with no_collector():
        prover = Prover(program, limit, passed(program, plans.files(target.folder)), learnt.read(release, program))
        known = (*filter(None, [gate.rule(program)]), *rules)
        for rule, _ in prove_all(known, limit, prover):
            _progress(rule.name)
        file = target.folder / LEARNT
        file.write_text(learnt.written(prover, known), encoding="utf-8")
    _progress("")
    print(_short(file))
    return 0


def _old_numbers(folder: Path, directory: Directory, rules: Freshness, on: date) -> tuple[Problem, ...]:
    """Which of an organisation's own numbers are old: those of its file, and those of its coordinators' pages."""
    text, own = _text_and_tree(folder / CONTACTS)
    kept = read_kept(text, directory)[0] or Kept()
    _, tree = _text_and_tree(folder / ORGANISATION)
    return (
        *(freshness.of_contacts(own, kept, rules, on) if own else ()),
        *(freshness.of_organisation(tree, rules, on, kept.now) if tree else ()),
    )


def _text_and_tree(file: Path) -> tuple[str, Tree | None]:
    text = file.read_bytes().decode("utf-8-sig", "replace") if file.is_file() else ""
    return text, read(text, str(file.absolute()))[0] if text else None


def placed(problem: Problem, folder: Path, settings: Settings) -> Problem:
    """The problem with its file found from where the program runs."""
    name = problem.where.file
    path = folder / name
    if name == ROUTINE and settings.local is not None:
        path = settings.local / name
    elif name.startswith(LOCALES):
        path = settings.locales / name.removeprefix(LOCALES)
    elif name.startswith("bot/"):  # the doors' own words
        path = PACKAGE.parent / name
    return replace(problem, where=replace(problem.where, file=_short(path)))


def _short(path: Path) -> str:
    """The path from where the program runs, when it lies below."""
    return _seen_from(Path.cwd(), path)


@lru_cache(maxsize=256)
def _seen_from(here: Path, path: Path) -> str:
    """A language that has just begun has thousands of problems in one file."""
    absolute = here / path
    return str(absolute.relative_to(here) if absolute.is_relative_to(here) else absolute)


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"“{text}” is no number of states; write 1 or more")
    return int(text)


def _explain(code: str) -> int:
    """Print a code's page, or the list of all."""
    if code == "all":
        for known in pages.every():
            print(f"{known.code}  {known.name.replace('-', ' ')}")
        return 0
    page = pages.find(code.upper())
    if page is None:
        print(f"there is no code {code}; “fragestod check --explain all” lists them", file=sys.stderr)
        return 2
    print(page.text, end="")
    return 0


def _progress(rule: str) -> None:
    """Which proof is running, on a terminal only; an empty name wipes the line."""
    if sys.stderr.isatty():
        print(f"\r\x1b[K{f'proving {rule} ' if rule else ''}", end="", file=sys.stderr, flush=True)
