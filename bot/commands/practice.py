"""`fragestod practice`: a round in the terminal, short decisions, a leader's sheet, a package for a platform."""

from __future__ import annotations

import argparse
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.channels.terminal import flashcards, play, practice
from bot.commands import options
from bot.conversation.alone import terminal_talks
from bot.conversation.content import require_edition
from bot.conversation.render import Renderer
from bot.conversation.rounds import Rounds, rounds_of
from bot.conversation.talk import Talks
from bot.problem import nearest
from bot.publish.kept import Reader
from bot.publish.leader import sheets
from bot.settings import Settings
from bot.storage import StorageError
from bot.text.catalogues import SOURCE

EXAMPLES = """\
examples:
  fragestod practice                        # all cases
  fragestod practice elin --lang en         # one of them, in English
  fragestod practice elin --unit 3          # as one of a unit's, where rounds are counted
  fragestod practice --card                 # short decisions, one after the other
  fragestod practice --card partner-walks-in
  fragestod practice tina --print tina.pdf  # the leader's sheet of a case, or of a theme of /ovning/apt
  fragestod practice --scorm practice.zip --address https://fragestod.example

A round is counted, if you do not refuse it on its first or last screen, where FRAGESTOD_COUNTING is yes and
FRAGESTOD_VALKEY names the array of the installation.
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.epilog = EXAMPLES
    options.content(parser)
    parser.add_argument("case", nargs="?", default="", help="which case (default: list them all)")
    parser.add_argument("--lang", default="sv", help="language")
    parser.add_argument("--unit", type=int, default=0, help="number of the unit whose practice it counts as")
    parser.add_argument("--card", nargs="?", const="", metavar="NAME", help="short decisions, from this one on")
    told = "write the leader's sheet of a case, or of ten minutes of a meeting, in PDF"
    parser.add_argument("--print", type=Path, metavar="FILE", dest="paper", help=told)
    told = "write a package for a learning platform (SCORM 1.2), of all practice or of a case"
    parser.add_argument("--scorm", type=Path, metavar="FILE", help=told)
    parser.add_argument(
        "--address", default="", help="where the installation is reached (default: FRAGESTOD_PUBLIC_URL)"
    )


def run(args: argparse.Namespace) -> int:
    """List the cases, print one, ask short decisions, or hold a round; 1 when a sheet cannot be set, 2 when there is no
    such case, card, language or unit.

    Raises:
        ContentError: the content has faults.
    """
    settings = options.settings(args)
    edition = require_edition(settings.dialogs, settings.locales, settings.local)
    talks = terminal_talks(edition)
    rounds = rounds_of(talks)
    cases = [case.id for case in edition.release.cases] if args.paper is None else sheets(edition.release)
    units = [str(unit.id) for unit in talks.units() if not unit.closed]
    for wanted, known, what in (
        (args.lang, rounds.languages(), "language"),
        (str(args.unit or ""), units, "unit"),
        (args.case, cases, "case"),
        (args.card, [card.id for card in edition.release.flashcards], "card"),
    ):
        if wanted and wanted not in known:
            print(f"there is no {what} “{wanted}”; {nearest(wanted, known)}", file=sys.stderr)
            return 2
    if args.scorm is not None:
        return _package(rounds, args, args.address or str(settings.public_url or ""))
    if args.card is not None:
        return _cards(rounds, args.lang, args.card)
    if not args.case:
        lines = practice.listed(rounds.cards(args.lang), lambda key: rounds.word(key, args.lang).text)
        print("\n".join(lines) or "there is no case in dialogs/practice; docs/practice.md tells how to write one")
        return 0
    if args.paper is not None:
        unit = edition.directory.unit(args.unit)
        render = Renderer(edition, edition.directory, args.lang, args.lang, unit, talks.local_time())
        return _print(Reader(render), args.case, args.paper)
    with _counting(settings, talks):
        return _round(talks, rounds, args)


def _round(talks: Talks, rounds: Rounds, args: argparse.Namespace) -> int:
    """A round, and after it the real talk near the same step if that is wanted."""
    screen = rounds.begin(args.case, practice.BINDING, args.lang, args.unit)
    done = practice.hold(rounds, screen, sys.stdin, sys.stdout) if screen else None
    if done is None or done.card is None or done.debrief is None:
        return 0
    near = {"sector": done.card.sector, "toward": done.debrief.guide}
    first = talks.begin(play.BINDING, unit=args.unit, staff=done.staff, **near)
    return play.chat(talks, first, sys.stdin, sys.stdout)


def _cards(rounds: Rounds, language: str, name: str) -> int:
    """Short decisions from one on; those before it come last."""
    cards = rounds.flashcards(language)
    first = next((place for place, card in enumerate(cards) if card.id == name), 0)

    def shuffle(count: int) -> list[int]:
        return secrets.SystemRandom().sample(range(count), count)

    def word(key: str) -> str:
        return rounds.word(key, language).text

    return flashcards.hold((*cards[first:], *cards[:first]), word, shuffle, sys.stdin, sys.stdout)


@contextmanager
def _counting(settings: Settings, talks: Talks) -> Iterator[None]:
    """Counts what is played inside, where the installation shares its counting. Practice goes on without."""
    if not (settings.counting and settings.valkey):
        yield
        return
    from bot.operations.rehearsing import Rehearsals  # a round that is not counted needs no database
    from bot.statistics.waiting import SHARED
    from bot.storage.waiting import SharedWaiting

    rehearsals = Rehearsals(SharedWaiting(settings.valkey), talks.now)
    talks.rehearse, talks.counter = rehearsals.rehearse, SHARED
    yield
    try:
        rehearsals.carry()
    except StorageError as error:
        print(f"the round is not counted: {error}", file=sys.stderr)


def _package(rounds: Rounds, args: argparse.Namespace, site: str) -> int:
    """Write the package; 2 when nobody could reach the address."""
    from bot.publish.scorm import scorm  # a round needs no template

    if not site.startswith(("https://", "http://")):
        print("say where the installation is reached: --address https://…", file=sys.stderr)
        return 2
    card = next((card for card in rounds.cards(args.lang) if card.id == args.case), None)
    title = card.title if card else rounds.word("practice-title", args.lang)
    asked = "" if args.lang == SOURCE else f"?s={args.lang}"
    address = f"{site.rstrip('/')}/ovning{'/' + card.id if card else ''}{asked}"
    args.scorm.write_bytes(scorm(address, title.text, args.lang, lambda key: rounds.word(key, args.lang)))
    print(f"{args.scorm}: {title.text}, opens {address}")
    return 0


def _print(reader: Reader, name: str, file: Path) -> int:
    from bot.publish.leader_pdf import leader_pdf, sheet_of  # a round needs no typesetter
    from bot.publish.typeset import PdfError

    made = sheet_of(reader, name)
    try:
        file.write_bytes(leader_pdf(made, reader.render.word))
    except (PdfError, OSError) as error:
        print(f"the sheet of “{name}” cannot be written: {error}", file=sys.stderr)
        return 1
    print(f"{file}: {made.title.text}, good until {made.until}")
    return 0
