"""`fragestod release`: what was ever live, as a list, as a document, and from the code of a screen."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from bot.commands import options, sheets, stored
from bot.conversation.content import read_content, read_own_signatures
from bot.conversation.edition import open_edition
from bot.conversation.report_code import Code, read, release_number, release_signs, steps
from bot.dialog.load import release_id
from bot.dialog.signatures import Signature, read_signatures
from bot.publish.document import Document, Times, as_json, as_sheet
from bot.publish.source import SourceError, read_source
from bot.storage import StorageError, releases
from bot.storage.releases import StoredRelease
from bot.text.catalogues import LOCALES

EMPTY = "No release was ever served from this data folder; fragestod serve stores one when it starts."
PARTS = (
    ("list", "every release that was ever live, with its days", "list"),
    ("show", "a release as a document: texts, choices, actions, rules, sources, signatures", "show --on 2026-11-22"),
    ("code", "which release and step a code on a screen or a printout means", "code HDGM4-37BJ"),
)
"""Name, one-line help and example of each part."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    made = options.parts(parser, "release", PARTS)
    made["list"].add_argument("--json", action="store_true", help="as data")
    show = made["show"]
    given = show.add_mutually_exclusive_group()
    given.add_argument("release", nargs="?", metavar="ID", help=f"{stored.NAMES}, or a folder or git revision")
    given.add_argument("--on", type=options.day, metavar="DATE", help="the one that was live that day")
    show.add_argument("--lang", default="", metavar="LANG", help="with the translations into this language beside")
    sheets.arguments(show)
    made["code"].add_argument("code", help="nine signs, like HDGM4-37BJ")
    made["code"].add_argument("--json", action="store_true", help="as data")
    for part in made.values():
        options.data(part)
        options.content(part)


def run(args: argparse.Namespace) -> int:
    """Run the part that was chosen; 1 where nothing fits, 2 where what was asked for cannot be."""
    return {"list": _list, "show": _show, "code": _code}[args.part](args)


def _list(args: argparse.Namespace) -> int:
    known = releases.list_releases(stored.open_store(args))
    if args.json:
        print(json.dumps([_release_json(release) for release in known], indent=2))
        return 0
    if not known:
        print(EMPTY)
    for release in known:
        print(f"{release.id[:12]}  {release_signs(release.id)}  {times(release)}")
    return 0


def _release_json(release: StoredRelease) -> dict[str, object]:
    return {
        "id": release.id,
        "code": release_signs(release.id),
        "live": [{"first": str(t.first), "last": str(t.last) if t.last else None} for t in release.live],
        "recalled": str(release.recalled) if release.recalled else None,
    }


def times(release: StoredRelease) -> Times:
    """The days of a stored release."""
    return Times(tuple((time.first, time.last) for time in release.live), release.recalled)


def _show(args: argparse.Namespace) -> int:
    if args.release and (Path(args.release).is_dir() or not stored.may_be_release(args.release)):
        try:
            found, days = read_source(args.release, Path.cwd()).files, Times()
        except SourceError as error:
            print(error, file=sys.stderr)
            return 2
    else:
        engine = stored.open_store(args)
        release = _wanted(args, releases.list_releases(engine))
        if release is None:
            return 1
        try:
            found, days = releases.get(engine, release.id) or {}, times(release)
        except StorageError as error:
            print(error, file=sys.stderr)
            return 1
    languages = sorted({name.split("/")[1] for name in found if name.startswith(LOCALES)})
    if args.lang and args.lang not in languages:
        here = ", ".join(languages) or "none but Swedish"
        print(f"there is no language “{args.lang}” in this release; there is {here}", file=sys.stderr)
        return 2
    edition, _ = open_edition(found)
    record = (*read_signatures(found)[0], *_own(args))
    document = Document(found, edition.program if edition else None, days, record, args.lang)
    sheets.tell(args, lambda: as_sheet(document), lambda: as_json(document))
    return 0


def _own(args: argparse.Namespace) -> tuple[Signature, ...]:
    """The organisation's own record, which is bound to the same content."""
    local = options.settings(args).local
    return read_own_signatures(local)[0] if local else ()


def _wanted(args: argparse.Namespace, known: tuple[StoredRelease, ...]) -> StoredRelease | None:
    """The release that was named, that was live that day, or that is live now."""
    if args.release:
        return stored.find(known, args.release)
    if not known:
        print(EMPTY, file=sys.stderr)
        return None
    day = args.on or stored.today()
    if args.on is None:
        live = [release for release in known if release.is_live]
    else:
        live = [release for release in known if release.was_live(day)]
    if len(live) == 1:
        return live[0]
    if live:
        print(f"{len(live)} releases were live on {day}; name one of them:", file=sys.stderr)
        for release in live:
            print(f"  {release.id[:12]}  {times(release)}", file=sys.stderr)
    else:
        print(f"no release was live on {day}; fragestod release list tells when one was", file=sys.stderr)
    return None


def _code(args: argparse.Namespace) -> int:
    code = read(args.code)
    if code is None:
        print(f"“{args.code}” is no code, or a sign of it was read wrongly; read it once more", file=sys.stderr)
        return 2
    found = list(_meant(args, code))
    if args.json:
        print(json.dumps(found, ensure_ascii=False, indent=2))
    elif not found:
        print("no release in this data folder has this code; is it of another installation?", file=sys.stderr)
    for each in found if not args.json else ():
        print(f"release {str(each['release'])[:12]}, live {each['live']}")
        print(f"step {each['step']}: {each['title']}")
        print(f"all that it says: fragestod release show {str(each['release'])[:12]}")
    return 0 if found else 1


def _meant(args: argparse.Namespace, code: Code) -> list[dict[str, object]]:
    """Every release that the code fits, with the step; the content at hand counts even if it was never served."""
    engine = stored.open_store(args)
    known = {release.id: times(release) for release in releases.list_releases(engine)}
    settings = options.settings(args)
    here = read_content(settings.dialogs, settings.locales)
    fitting = [name for name in dict.fromkeys((*known, release_id(here))) if release_number(name) == code.release]
    found: list[dict[str, object]] = []
    for name in fitting:
        files = releases.get(engine, name) if name in known else here
        edition, _ = open_edition(files or {})
        all_steps = steps(edition.program) if edition else ()
        if edition is None or code.step >= len(all_steps):
            continue
        step = all_steps[code.step]
        node = next(node for node in edition.program.nodes if node.context == step)
        days = str(known.get(name, Times()))
        found.append({"release": name, "live": days, "step": step, "title": node.title, "where": str(node.where)})
    return found
