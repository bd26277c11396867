"""`fragestod api`: tokens of the programming interface, and its description."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import UTC, datetime, timedelta

from bot.accounts.api_tokens import MOST_DAYS, MOST_NAME, MOST_TOKENS, USUAL_DAYS, new_api_token, read_token_name
from bot.accounts.credentials import digest
from bot.accounts.model import Account, Refused, Role
from bot.commands import options
from bot.commands.stored import open_served
from bot.operations.coordination import open_accounts, open_tokens
from bot.settings import read_settings
from bot.storage.api_tokens import ApiTokens

PARTS = (
    ("list", "tell all tokens, whose they are and when they end", "list"),
    ("make", "make a token and print it, once", "make anna 'Power BI' --units 1 1001 --days 90"),
    ("revoke", "end a token at once", "revoke anna 'Power BI'"),
    ("openapi", "print the OpenAPI 3.1 document", "openapi > openapi.json"),
    ("reference", "print the same as Markdown", "reference > docs/api-reference.md"),
)
"""Name, one-line help and example of each part."""
REFUSED = {
    Refused.TAKEN: "the account has a token of that name; choose another, or revoke it first",
    Refused.FULL: f"the account has {MOST_TOKENS} tokens, which is as many as it may; revoke one first",
    Refused.GONE: "there is no such open account any more",
}


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    made = options.parts(parser, "api", PARTS)
    for name in ("list", "make", "revoke"):
        options.data(made[name])
    for name in ("make", "revoke"):
        made[name].add_argument("account", metavar="ACCOUNT", help="whose it is; fragestod account list tells all")
        made[name].add_argument("name", metavar="NAME", help=f"what it is used for, at most {MOST_NAME} signs")
    units = "numbers of the units that it may show (default: all that the account sees)"
    made["make"].add_argument("--units", nargs="+", type=int, default=[], metavar="NUMBER", help=units)
    told = f"how long it works, 1 to {MOST_DAYS} (default: {USUAL_DAYS})"
    made["make"].add_argument("--days", type=int, default=USUAL_DAYS, metavar="N", help=told)


def run(args: argparse.Namespace) -> int:
    """Run the part that was chosen; 1 when it cannot be done, 2 where something is missing for it."""
    if args.part in ("openapi", "reference"):
        return _describe(args.part)
    settings = read_settings(data=args.data)
    engine = open_served(settings)
    if engine is None:
        return 2
    tokens = open_tokens(engine)
    if args.part == "list":
        return _list(tokens)
    known = [each for each in open_accounts(settings, engine).accounts() if not each.closed]
    account = next((each for each in known if each.name == args.account), None)
    if account is None:
        print(f"there is no account “{args.account}”; fragestod account list names all", file=sys.stderr)
        return 1
    return _make(args, tokens, account) if args.part == "make" else _revoke(args.name, tokens, account)


def _describe(part: str) -> int:
    from bot.api.document import document

    if part == "openapi":
        print(json.dumps(document(), indent=1, ensure_ascii=False))
        return 0
    from bot.api.reference import as_markdown

    print(as_markdown(document()), end="")
    return 0


def _list(tokens: ApiTokens) -> int:
    found, today = tokens.tokens(), datetime.now(UTC).date()
    for each in found:
        units = f"units {' '.join(map(str, sorted(each.units)))}" if each.units else "all that the account sees"
        ends = "ended" if today >= each.expires else "until"
        used = f"last used {each.used}" if each.used else "never used"
        print(f"{each.account.name}  {each.name}  {units}  {ends} {each.expires}  {used}")
    if not found:
        print("No token yet. Make one: fragestod api make ACCOUNT NAME")
    return 0


def _make(args: argparse.Namespace, tokens: ApiTokens, account: Account) -> int:
    name, units = read_token_name(args.name), frozenset(args.units)
    if name is None or not 1 <= args.days <= MOST_DAYS:
        told = f"a name has 1 to {MOST_NAME} signs" if name is None else f"--days must be 1 to {MOST_DAYS}"
        print(told, file=sys.stderr)
        return 2
    if account.role is Role.UNITS and not units <= account.units:
        mine = " ".join(map(str, sorted(account.units)))
        print(f"{account.name} coordinates {mine}, so a token of theirs can show no other unit", file=sys.stderr)
        return 2
    token, expires = new_api_token(), datetime.now(UTC).date() + timedelta(days=args.days)
    made = tokens.make(digest(token), name, account.id, units, expires, "")
    if isinstance(made, Refused):
        print(REFUSED[made], file=sys.stderr)
        return 1
    print(token)
    print(f"Works until {expires}. It is shown only now: put it where only the program reads it.", file=sys.stderr)
    return 0


def _revoke(name: str, tokens: ApiTokens, account: Account) -> int:
    found = next((each for each in tokens.tokens() if (each.account.id, each.name) == (account.id, name)), None)
    if found is None or not tokens.revoke(found.id, ""):
        print(f"{account.name} has no token “{name}”; fragestod api list names all", file=sys.stderr)
        return 1
    print(f"{name} is revoked; it does not work any more.", file=sys.stderr)
    return 0
