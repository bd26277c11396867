"""`fragestod find`: whom to call for this person, in this place, at this hour; and what a directory lacks."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator

from bot.commands import found_text, options, upkeep_text
from bot.conversation.alone import terminal_talks
from bot.conversation.content import require_edition
from bot.conversation.finding import Findings
from bot.conversation.talk import Talks
from bot.conversation.wish import SECTORS, Asked, NotUnderstood, Wish
from bot.directory.upkeep import upkeep

EXAMPLES = """\
examples:
  fragestod find                                      # whom one can look for
  fragestod find man --where Umeå                     # now, in a municipality
  fragestod find child --where 0180 --at "2026-12-24 22:00"
  fragestod find adult --language arabiska --unit 1   # with an interpreter, at a unit
  fragestod find honour --at 23 --lang en --json      # tonight, as data
  fragestod find --missing                            # what must be called, and what is not filled in
"""
OPTIONS = {
    Asked.WHO: "there is no one called",
    Asked.PLACE: "--where: no municipality is called",
    Asked.TIME: "--at: this is no time:",
    Asked.LANGUAGE: "--language: no language is called",
    Asked.SECTOR: "--sector: there is no",
    Asked.UNIT: "--unit: there is no unit",
}
REMEDIES = {
    Asked.TIME: "write “2026-12-24 22:00”, “2026-12-24” or “22:00”",
    Asked.PLACE: "give its name, or the four digits of its code",
    Asked.LANGUAGE: "give its name, or its code of two or three letters",
    Asked.UNIT: "units stand in the organisation's own layer, see --local",
}


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.epilog = EXAMPLES
    parser.add_argument("who", nargs="?", default="", metavar="WHO", help="whom it is about; without it all are listed")
    parser.add_argument("--where", default="", metavar="PLACE", help="municipality, by name or code")
    parser.add_argument("--at", default="", metavar="TIME", help="“2026-12-24 22:00”, a day or a clock (default: now)")
    parser.add_argument("--sector", default="", metavar="SECTOR", help=f"{', '.join(SECTORS)} (default: the unit's)")
    parser.add_argument("--unit", default="", metavar="NUMBER", help="the unit's number; its own contacts come first")
    parser.add_argument("--language", default="", metavar="LANGUAGE", help="the person's language, by name or code")
    parser.add_argument("--lang", default="sv", help="language of what is printed")
    parser.add_argument("--missing", action="store_true", help="tell what must be called and what is not filled in")
    parser.add_argument("--json", action="store_true", help="as data")
    options.content(parser)


def run(args: argparse.Namespace) -> int:
    """Print what was found; 2 when something could not be understood."""
    settings = options.settings(args)
    edition = require_edition(settings.dialogs, settings.locales, settings.local)
    languages = edition.catalogues.languages
    if args.lang not in languages:
        print(f"there is no language “{args.lang}” to print in; there is {', '.join(languages)}", file=sys.stderr)
        return 2
    talks = terminal_talks(edition)
    if args.missing:
        found = upkeep(edition.directory, talks.local_time().date())
        print(_json(upkeep_text.as_json(found)) if args.json else "\n".join(upkeep_text.lines(found)))
        return 0
    if not args.who:
        return _list(talks, args)
    # Who types a command at a terminal of their own has chosen to read.
    wish = Wish(args.who, args.where, args.at, args.language, args.sector, args.unit, alone=True)
    answer = talks.find(wish, args.lang)
    if not isinstance(answer, Findings):
        print(*_told(answer), sep="\n", file=sys.stderr)
        return 2
    if args.json:
        print(_json(found_text.as_json(answer)))
    else:
        print("\n".join(found_text.lines(answer, lambda key: talks.word(key, args.lang).text)))
    return 0


def _list(talks: Talks, args: argparse.Namespace) -> int:
    """Everybody that contacts can be found for."""
    known = talks.audiences(args.lang)
    if args.json:
        print(_json([{"who": key, "name": name.text} for key, name in known]))
    elif known:
        width = max(len(key) for key, _ in known)
        print(*(f"{key:{width}}  {name.text}" for key, name in known), sep="\n")
        print("\nThen, for instance: fragestod find man --where Umeå")
    else:
        print("This directory says for nobody whom to call; see directory/audiences.yaml in docs/find.md.")
    return 0


def _told(faults: tuple[NotUnderstood, ...]) -> Iterator[str]:
    for fault in faults:
        near = f"did you mean {' or '.join(f'“{name}”' for name in fault.near)}?" if fault.near else ""
        hint = near or REMEDIES.get(fault.asked, "fragestod find lists all")
        yield f"{OPTIONS[fault.asked]} “{fault.given}”; {hint}"


def _json(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, indent=1)
