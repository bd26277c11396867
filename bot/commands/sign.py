"""`fragestod sign`: write a signature into the record; `fragestod sign status`: who answers for what."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping

from bot.commands import options, sheets, stored
from bot.conversation.content import read_own_signatures, require_edition
from bot.conversation.edition import Edition
from bot.dialog.signatures import FILE, ORGANISATION, Scope
from bot.publish.signing import Signer, SigningError, as_json, as_sheet, named, print_of, rows, signed
from bot.settings import Settings

STATUS = "status"
NEEDED = ("name", "role", "organisation", "scope")


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    options.content(parser)
    told = "status; or what is signed: guides by their id, actions, sources, house, national, organisation, or all"
    parser.add_argument("what", nargs="+", metavar="WHAT", help=told)
    parser.add_argument("--name", help="who answers for it")
    parser.add_argument("--role", help="as what: verksamhetschef, jurist, …")
    parser.add_argument("--organisation", help="where")
    parser.add_argument("--scope", choices=[scope.value for scope in Scope], help="for what")
    parser.add_argument("--language", default="", metavar="LANG", help="with --scope language (status: that language)")
    parser.add_argument("--date", type=options.day, metavar="DATE", help="the day on the paper (default: today)")
    parser.add_argument("--strict", action="store_true", help="status: exit 1 unless everything is signed")
    sheets.arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Sign, or tell; 1 where something cannot be signed, 2 where the command line lacks something."""
    settings = options.settings(args)
    edition = require_edition(settings.dialogs, settings.locales, settings.local)
    files = {**edition.release.files, **_organisation(settings)}
    if args.what == [STATUS]:
        return _status(args, settings, edition, files)
    missing = [f"--{name}" for name in NEEDED if not (getattr(args, name) or "").strip()]
    if args.scope == Scope.LANGUAGE.value and not args.language:
        missing.append("--language")
    if missing:
        print(f"a signature needs {', '.join(missing)}", file=sys.stderr)
        return 2
    try:
        return _sign(args, settings, edition, files)
    except SigningError as error:
        print(error, file=sys.stderr)
        return 1


def _organisation(settings: Settings) -> Mapping[str, bytes]:
    file = settings.local / ORGANISATION if settings.local else None
    return {ORGANISATION: file.read_bytes()} if file and file.is_file() else {}


def _status(args: argparse.Namespace, settings: Settings, edition: Edition, files: Mapping[str, bytes]) -> int:
    own = read_own_signatures(settings.local)[0] if settings.local else ()
    try:
        found = rows(edition, files, (*edition.signatures, *own), args.language)
    except SigningError as error:
        print(error, file=sys.stderr)
        return 1
    foot = f"release {edition.release.id[:12]} · {stored.today()}"
    sheets.tell(args, lambda: as_sheet(found, foot), lambda: as_json(found))
    return 1 if args.strict and any(row.standing.value != "signed" for row in found) else 0


def _sign(args: argparse.Namespace, settings: Settings, edition: Edition, files: Mapping[str, bytes]) -> int:
    today = stored.today()
    scope, language = Scope(args.scope), args.language if args.scope == Scope.LANGUAGE.value else ""
    if args.date and args.date > today:
        raise SigningError(f"{args.date} has not come yet")
    chosen = named(args.what, files, scope)
    prints = {file: print_of(edition, files, file, language) for file in chosen}
    signer = Signer(args.name, args.role, args.organisation, scope, args.date or today, language)
    record = (settings.local or settings.dialogs) / FILE
    sheets.put(record, signed(record.read_text("utf-8") if record.is_file() else "", signer, prints))
    what = f"{scope.value} {language}".strip()
    print(f"Signed for {what} by {signer.name}, {signer.role}: {len(chosen)} files")
    for file in chosen:
        print(f"  {file}  {prints[file][:12]}…")
    print(f"written into {record}; fragestod sign status tells what is missing")
    return 0
