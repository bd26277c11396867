"""`fragestod plan record`: a talk in the terminal, kept as a plan once it has come to its ending."""

from __future__ import annotations

import argparse
import re
import sys
from datetime import UTC, datetime

from bot.channels.terminal import play
from bot.conversation.alone import MemoryKeys, OneEdition
from bot.conversation.content import require_edition
from bot.conversation.talk import Talks
from bot.dialog.model import Kind, Program
from bot.engine.answers import Place
from bot.plans import form
from bot.plans.replay import record as write_down
from bot.settings import Settings

NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def record(args: argparse.Namespace, settings: Settings) -> int:
    """Talk, then write the file. 1 when there is nothing to write, 2 when the name or the entry will not do."""
    edition = require_edition(settings.dialogs, settings.locales, settings.local)
    file = settings.dialogs / form.FOLDER / f"{args.name}{form.SUFFIX}"
    if not NAME.fullmatch(args.name):
        return _refused(f"“{args.name}” is no name for a plan; use small letters and hyphens, as in dental-worried", 2)
    if file.exists() and not args.force:
        return _refused(f"{file} exists. Either choose another name or add --force.", 2)
    if args.entry and args.entry not in edition.program.entries:
        known = ", ".join(edition.program.entries)
        return _refused(f"there is no entry “{args.entry}”; there is {known}", 2)
    if args.unit and edition.directory.unit(args.unit) is None:
        return _refused(f"there is no unit {args.unit}; units stand in the organisation's own layer (--local)", 2)
    seen: list[Place] = []
    talks = Talks(
        OneEdition(edition), MemoryKeys(), lambda: datetime.now(UTC), lambda: 1, lambda _, place, __: seen.append(place)
    )
    print(f"Hold the talk as it should go, then end with q. It is kept in {file}.")
    first = talks.begin(play.BINDING, entry=args.entry, unit=args.unit, mode="practice")
    play.chat(talks, first, sys.stdin, sys.stdout)
    if not seen or edition.program.nodes[seen[-1].state[0]].kind is not Kind.FINISH:
        return _refused("The talk did not come to an ending, so no plan was written.", 1)
    plan = write_down(
        edition.program,
        seen[-1].entry,
        _given(edition.program, seen[-1]),
        seen[-1].answers,
        file=f"{form.FOLDER}/{args.name}{form.SUFFIX}",
        about=args.about,
    )
    file.parent.mkdir(exist_ok=True)
    file.write_text(form.write(plan), encoding="utf-8")
    print(form.write(plan), end="")
    print(f"\n{file} is written.")
    if not args.about:
        print("Say in a first line that begins with “# ” what the situation is.")
    return 0


def _given(program: Program, place: Place) -> tuple[int, ...]:
    """What the door gave: the digits of the code before any answer (see `bot.engine.answers`)."""
    while place.previous is not None:
        place = place.previous
    code, values = place.code, []
    for slot in program.given:
        code, value = divmod(code, max(2, len(program.facts[slot].domain.values)))
        values.append(value)
    return tuple(values)


def _refused(why: str, code: int) -> int:
    print(why, file=sys.stderr)
    return code
