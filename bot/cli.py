"""The command `fragestod`: parses, calls, prints. Nothing heavy is imported before a command needs it."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from bot.conversation.messages import Turn
    from bot.conversation.talk import Talks
    from bot.settings import Settings

    Commands: TypeAlias = argparse._SubParsersAction[argparse.ArgumentParser]

Run: TypeAlias = Callable[[argparse.Namespace], int]

EXAMPLES = """\
examples:
  fragestod serve                               the web chat on this machine
  fragestod chat --lang en                      talk in the terminal
  fragestod play hub --choose 1,2,1 --json      run a written path
  fragestod check                               all faults of all dialogs
  fragestod doctor                              is this installation well?
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command. Exit code 0 well, 1 faults were found, 2 wrong use, 3 a choice does not fit."""
    parser = _parser()
    args = parser.parse_args(argv)
    if args.command is None:
        parser.print_help()
        return 2
    try:
        return int(args.run(args))
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except KeyboardInterrupt:
        return 130
    except Exception as error:  # noqa: BLE001 - raised again unless it is an author's or an installer's fault
        return _explained(error)


def _explained(error: Exception) -> int:
    """Faults of settings and content are told calmly; all else is our own bug and shows itself."""
    from bot.app import ContentError
    from bot.settings import SettingsError

    if isinstance(error, ContentError):
        for problem in error.problems:
            print(problem, file=sys.stderr)
        print("The content has faults; nothing was started. Mend them, then run it again.", file=sys.stderr)
        return 1
    if isinstance(error, SettingsError):
        print(error, file=sys.stderr)
        return 2
    raise error


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="fragestod",
        description="Scripted support for staff who ask about violence in close relationships.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="print the version and stop")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    content = _content_options()
    talk = _talk_options()

    serve = _add(commands, "serve", "serve the web chat", _serve, [content], "fragestod serve --port 0")
    serve.add_argument("--host", help="address to listen on (default 127.0.0.1)")
    serve.add_argument("--port", type=int, help="port; 0 takes a free one (default 8080)")
    serve.add_argument("--data", type=Path, help="folder for keys and database")

    _add(commands, "chat", "talk in the terminal", _chat, [content, talk], "fragestod chat --entry hub --lang en")
    play = _add(
        commands,
        "play",
        "run a written path and print it",
        _play,
        [content, talk],
        "fragestod play hub --choose 1,2,1+3,j1,b --json",
    )
    play.add_argument("guide", help="where to start, for instance hub")
    play.add_argument(
        "--choose", default="", help="choices as they are numbered: 1,2; 1+3 ticks; 0 none; j1 jump; b back"
    )
    play.add_argument("--json", action="store_true", help="one object a turn")

    _author_commands(commands, content)
    _operator_commands(commands, content)
    return parser


def _author_commands(commands: Commands, content: argparse.ArgumentParser) -> None:
    """Commands for those who write and translate."""
    check = _add(commands, "check", "all faults of all dialogs at once", _check, [content], "fragestod check --json")
    check.add_argument("paths", nargs="*", type=Path, help="folder of dialogs (default: the shipped ones)")
    check.add_argument("--json", action="store_true", help="one object a problem")

    schema = _add(commands, "schema", "write the JSON Schema that editors use", _schema, [content], "fragestod schema")
    schema.add_argument("--check", action="store_true", help="only say whether the file is fresh")

    text = commands.add_parser("text", help="extract, merge and count translations")
    parts = text.add_subparsers(dest="part", metavar="PART", required=True)
    for part, told in (
        ("extract", "write the template"),
        ("merge", "bring catalogues up to date"),
        ("stats", "what is translated"),
    ):
        child = _add(parts, part, told, _text, [content], f"fragestod text {part}")
        child.add_argument("--json", action="store_true", help="as data")
        if part == "merge":
            child.add_argument("--begin", default="", metavar="LANG", help="begin a new language")
        if part == "stats":
            child.add_argument("--strict", action="store_true", help="exit 1 unless English is complete")


def _operator_commands(commands: Commands, content: argparse.ArgumentParser) -> None:
    """Commands for those who run an installation."""
    backup = _add(
        commands, "backup", "copy the data folder, without keys", _operation("backup"), [], "fragestod backup copy.tar"
    )
    restore = _add(commands, "restore", "bring a copy back", _operation("restore"), [], "fragestod restore copy.tar")
    for command in (backup, restore):
        command.add_argument("file", type=Path)
        command.add_argument("--data", type=Path, help="the data folder")
        command.add_argument("--force", action="store_true", help="write over what is there")
    doctor = _add(
        commands,
        "doctor",
        "look whether this installation is well",
        _operation("doctor"),
        [content],
        "fragestod doctor",
    )
    doctor.add_argument("--data", type=Path, help="the data folder")
    recall = _add(commands, "recall", "end all conversations of a release", _recall, [], "fragestod recall 1f3a9c")
    recall.add_argument("release", help="the release's id, or its first 6 characters or more")
    recall.add_argument("--data", type=Path, help="the data folder")


class _Version(argparse.Action):
    """Reads the version only when it is asked for."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from bot import __version__

        print(f"fragestod {__version__}")
        parser.exit()


def _content_options() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(add_help=False)
    options.add_argument("--dialogs", type=Path, help="folder of dialogs (default: the shipped ones)")
    options.add_argument("--locales", type=Path, help="folder of translations")
    options.add_argument("--local", type=Path, help="folder of the organisation's own layer")
    return options


def _talk_options() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(add_help=False)
    options.add_argument("--entry", default="", help="where to start (default: the first entry)")
    options.add_argument("--lang", default="sv", help="language for staff")
    options.add_argument("--said", default="", help="language to say or show (default: as --lang)")
    options.add_argument("--unit", type=int, default=0, help="number of the unit")
    options.add_argument("--mode", default="live", choices=("live", "practice", "look"))
    return options


def _add(
    commands: Commands, name: str, told: str, run: Run, parents: list[argparse.ArgumentParser], example: str
) -> argparse.ArgumentParser:
    parser = commands.add_parser(
        name,
        help=told,
        description=told[0].upper() + told[1:] + ".",
        parents=parents,
        epilog=f"example:\n  {example}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(run=run)
    return parser


def _settings(args: argparse.Namespace, **more: Any) -> Settings:
    from bot.settings import read_settings

    return read_settings(dialogs=args.dialogs, locales=args.locales, local=args.local, **more)


def _serve(args: argparse.Namespace) -> int:
    from bot.app import serve_web

    return serve_web(_settings(args, host=args.host, port=args.port, data=args.data))


def _terminal(args: argparse.Namespace, entry: str) -> tuple[Talks, Turn] | None:
    from bot.app import require_edition, terminal_talks
    from bot.channels.terminal.play import BINDING

    settings = _settings(args)
    edition = require_edition(settings.dialogs, settings.locales, settings.local)
    for wanted, known, what in (
        (entry, edition.program.entries, "entry"),
        (args.lang, edition.catalogues.languages, "language"),
    ):
        if wanted and wanted not in known:
            print(f"there is no {what} “{wanted}”; there is {', '.join(known)}", file=sys.stderr)
            return None
    talks = terminal_talks(edition)
    return talks, talks.begin(BINDING, entry=entry, mode=args.mode, unit=args.unit, staff=args.lang, said=args.said)


def _chat(args: argparse.Namespace) -> int:
    from bot.channels.terminal.play import chat

    _read_anything()
    ready = _terminal(args, args.entry)
    return chat(*ready, sys.stdin, sys.stdout) if ready else 2


def _read_anything() -> None:
    """Let bytes that are no text through as marks: one wrong key must not end a talk."""
    from io import TextIOWrapper

    for stream in (sys.stdin, sys.stdout):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")


def _play(args: argparse.Namespace) -> int:
    from bot.channels.terminal.play import play

    ready = _terminal(args, args.guide)
    choices = [part for part in args.choose.split(",") if part.strip()]
    return play(*ready, choices, in_json=args.json, out=sys.stdout) if ready else 2


def _check(args: argparse.Namespace) -> int:
    import json

    from bot.app import open_content
    from bot.check.all import examine
    from bot.problem import has_errors

    settings = _settings(args)
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


def _schema(args: argparse.Namespace) -> int:
    from bot.dialog.json_schema import run

    return run(args)


def _text(args: argparse.Namespace) -> int:
    from bot.text import commands

    settings = _settings(args)
    places = (settings.dialogs, settings.locales)
    if args.part == "extract":
        return commands.extract(*places, as_json=args.json)
    if args.part == "merge":
        return commands.merge_all(*places, begin=args.begin, as_json=args.json)
    return commands.stats(*places, strict=args.strict, as_json=args.json)


def _operation(name: str) -> Run:
    def run(args: argparse.Namespace) -> int:
        from importlib import import_module

        return int(import_module(f"bot.operations.{name}").run(args))

    return run


def _recall(args: argparse.Namespace) -> int:
    from datetime import UTC, datetime

    from bot.settings import read_settings
    from bot.storage import releases
    from bot.storage.database import open_database
    from bot.storage.migrations import migrate

    engine = open_database(read_settings(data=args.data).database)
    today = datetime.now(UTC).date()
    migrate(engine, today)
    name = releases.find(engine, args.release) if len(args.release) >= 6 else None
    if name is None:
        print(f"no single release begins with “{args.release}” (give 6 characters or more)", file=sys.stderr)
        return 1
    releases.recall(engine, name, today)
    print(f"Release {name[:12]} is recalled. Within half a minute every button of it leads to a safe turn.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
