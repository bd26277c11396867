"""The command `fragestod`: a table of commands. A command's module is imported when it is chosen, not before."""

from __future__ import annotations

import argparse
import errno
import signal
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from io import TextIOWrapper
from types import MappingProxyType

from bot.problem import nearest


@dataclass(frozen=True, slots=True)
class Command:
    """A command of bot/commands: its name and module, what it does in a few words, and an example of its arguments."""

    name: str
    told: str
    example: str = ""


COMMANDS = (
    Command("serve", "serve the web chat, and Telegram where there is a bot", "--port 0"),
    Command("counter", "settle what several processes count", "--data /srv/fragestod"),
    Command("telegram", "register the bot, see how it stands, print links to units", "setup"),
    Command("chat", "talk in the terminal", "--entry hub --lang en"),
    Command("play", "run a written path and print it", "hub --choose 1,2,1,j1,b --json"),
    Command("practice", "practise with a scripted patient; without a name it lists them", "elin --lang en"),
    Command("certificate", "what the check code of a certificate of practice says", "check 05A8-CFWE-…"),
    Command("find", "whom to call: who, where and when", "man --where Umeå"),
    Command("check", "all faults of all dialogs at once", "--json"),
    Command("matrix", "which rule and which step meets which clause", "D40 H01"),
    Command("plan", "written conversations: replay, record, cover", "run"),
    Command("preview", "see the dialogs, their problems and rules while you write", "--port 0"),
    Command("draw", "draw a guide: text, drawing, sheets of paper, Mermaid", "respond --sheets -o respond.html"),
    Command("card", "a guide as a pocket card, in PDF", "respond --unit 1 -o card.pdf"),
    Command("offline", "one page of a unit that needs no network", "--unit 1 -o desk.html"),
    Command("schema", "write the JSON Schema that editors use"),
    Command("text", "translations, and the lint of words", "lint --lang en"),
    Command("backup", "copy the data folder, without keys", "copy.tar"),
    Command("restore", "bring a copy back", "copy.tar"),
    Command("account", "let coordinators in, and back in: list, invite, reset, close", "invite --role admin"),
    Command("api", "figures for programs: make, list and revoke tokens, print the description", "make anna 'Power BI'"),
    Command("doctor", "look whether this installation is well"),
    Command("audit", "attack what is kept, and print the report", 'privacy --log web.log --mark "Planted Name"'),
    Command("diff", "what changed between two contents, as before and after", "HEAD~3 . --html -o changes.html"),
    Command("read", "read the lines to say aloud, and see which nobody has read", "ask --role barnmorska"),
    Command("sign", "answer for content, and see who has", "status"),
    Command("release", "what was ever live, as a list or as a document", "show --on 2026-12-01 --html -o then.html"),
    Command(
        "report", "what was used, how far and which paths, from released tables", "--question steps --pdf steps.pdf"
    ),
    Command("own", "units' own monthly figures: import, list, undo", "import own.csv"),
    Command("assess", "rate your own work: the form, and what the answers show", "health --answers answers.csv"),
    Command("demo", "a made-up year of forty units, to look at reports and pages with", "--data demo"),
    Command("recall", "end all conversations of a release", "1f3a9c"),
)

EXAMPLES = """\
examples:
  fragestod serve                               # the web chat on this machine
  fragestod chat --lang en                      # talk in the terminal
  fragestod play hub --choose 1,2,1 --json      # run a written path
  fragestod check                               # all faults of all dialogs
  fragestod doctor                              # is this installation well?

fragestod COMMAND --help tells more.
"""


# What the system says of a file → what a person can do.
REMEDIES: Mapping[int, str] = MappingProxyType(
    {
        errno.ENOENT: "see that the path is right and its folder is there",
        errno.EACCES: "let the user that runs the program use it, or name another",
        errno.EPERM: "let the user that runs the program use it, or name another",
        errno.EROFS: "name a place that can be written",
        errno.EISDIR: "name a file",
        errno.ENOTDIR: "name a folder",
        errno.EEXIST: "name another, or move what is there",
        errno.ENOSPC: "make room",
    }
)


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command. Exit code 0 well, 1 faults were found, 2 wrong use, 3 a choice does not fit, 130 stopped."""
    for stream in (sys.stdin, sys.stdout):
        if isinstance(stream, TextIOWrapper):  # a sign that the terminal cannot say or send becomes a mark, not the end
            stream.reconfigure(errors="replace")
    words = list(sys.argv[1:] if argv is None else argv)
    chosen = next((word for word in words if not word.startswith("-")), "")
    try:
        with _ended_by_a_stop():
            parser = _parser(chosen)
        names = [command.name for command in COMMANDS]
        if chosen and chosen == words[0] and chosen not in names:
            parser.error(f"there is no command “{chosen}”; {nearest(chosen, names)}\nfragestod --help lists all")
        args = parser.parse_args(words)
        if args.command is None:
            parser.print_help()
            return 2
        return int(args.run(args))
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        code = _explained(error)
        if code is None:  # our own bug, which shows itself
            raise
        return code


@contextmanager
def _ended_by_a_stop() -> Iterator[None]:
    """Ctrl-C ends the program at once while modules are read: some take an exception for a fault of their own."""
    if threading.current_thread() is not threading.main_thread():  # nothing else may say what a signal does
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _explained(error: Exception) -> int | None:
    """Faults of settings, content, files and the store are told calmly; all else is our own bug and shows itself."""
    if isinstance(error, OSError) and error.filename is not None:
        remedy = REMEDIES.get(error.errno or 0, "mend that, then run it again")
        print(f"{error.filename}: {error.strerror}; {remedy}.", file=sys.stderr)
        return 1
    from bot.conversation.content import ContentError
    from bot.settings import SettingsError
    from bot.storage import AddressError, StorageError

    if isinstance(error, ContentError):
        for problem in error.problems:
            print(problem, file=sys.stderr)
        print("The content has faults; nothing was started. Mend them, then run it again.", file=sys.stderr)
        return 1
    if isinstance(error, SettingsError):
        print(error, file=sys.stderr)
        return 2
    if isinstance(error, StorageError):
        told = f"{error}; {error.remedy}" if error.remedy else str(error)
        print(f"{told[0].upper()}{told[1:]}", file=sys.stderr)
        return 2 if isinstance(error, AddressError) else 1
    return None


def _parser(chosen: str) -> argparse.ArgumentParser:
    """The parser of the line: all names, and the arguments of the one that was chosen."""
    parser = argparse.ArgumentParser(
        prog="fragestod",
        description="Scripted support for staff who ask about violence in close relationships.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="print the version and stop")
    parsers = parser.add_subparsers(dest="command", metavar="COMMAND")
    for command in COMMANDS:
        own = parsers.add_parser(
            command.name,
            help=command.told,
            description=command.told[0].upper() + command.told[1:] + ".",
            epilog=f"example:\n  fragestod {command.name} {command.example}".rstrip(),
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        if command.name == chosen:
            module = import_module(f"bot.commands.{command.name}")
            module.arguments(own)
            own.set_defaults(run=module.run)
    return parser


class _Version(argparse.Action):
    """Reads the version only when it is asked for."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from bot import __version__

        print(f"fragestod {__version__}")
        parser.exit()


if __name__ == "__main__":
    sys.exit(main())
