"""`fragestod account`: who may enter the coordinators' pages, for those who run the installation."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime

from bot.accounts.credentials import digest, new_token
from bot.accounts.model import INVITATION_LIFE, Account, Invitation, Refused, Role, read_name
from bot.commands import options
from bot.commands.stored import open_served
from bot.operations.coordination import invitation_link, open_accounts
from bot.settings import Settings, read_settings
from bot.storage.accounts import Accounts

PARTS = (
    ("list", "tell all accounts", "list"),
    ("invite", "print a link that makes an account, once", "invite --role admin"),
    ("reset", "print a link that sets password and codes anew", "reset samordnare@example.org"),
    ("close", "close an account; its sessions end", "close samordnare@example.org"),
)
"""Name, one-line help and example of each part."""
REFUSED = {
    Refused.TAKEN: "there is an account of that name; fragestod account reset gives it a new link",
    Refused.LAST_ADMIN: "that is the last administrator; invite another first",
    Refused.GONE: "there is no such account any more",
}


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    made = options.parts(parser, "account", PARTS)
    for part in made.values():
        options.data(part)
    invite = made["invite"]
    invite.add_argument("name", nargs="?", default="", metavar="NAME", help="to sign in with; else its holder chooses")
    roles = [role.value for role in Role]
    invite.add_argument("--role", choices=roles, default=Role.ADMIN.value, help="what it may see (default: admin)")
    invite.add_argument("--units", nargs="+", type=int, default=[], metavar="NUMBER", help="with --role units: which")
    for name in ("reset", "close"):
        made[name].add_argument("name", metavar="NAME", help="what it signs in with; fragestod account list tells")


def run(args: argparse.Namespace) -> int:
    """Run the part that was chosen; 1 when it cannot be done, 2 where something is missing for it."""
    settings = read_settings(data=args.data)
    engine = open_served(settings)
    if engine is None:
        return 2
    accounts = open_accounts(settings, engine)
    if args.part == "list":
        return _list(accounts)
    if args.part == "invite":
        return _invite(args, settings, accounts)
    found = next((each for each in accounts.accounts() if each.name == args.name and not each.closed), None)
    if found is None:
        print(f"there is no account “{args.name}”; fragestod account list names all", file=sys.stderr)
        return 1
    return _reset(settings, accounts, found) if args.part == "reset" else _close(accounts, found)


def _list(accounts: Accounts) -> int:
    found = accounts.accounts()
    for each in found:
        units = f": {' '.join(map(str, sorted(each.units)))}" if each.units else ""
        print(f"{each.name}  {'closed' if each.closed else each.role.value + units}")
    for _, invited in accounts.pending():
        until = datetime.fromtimestamp(invited.expires, UTC)
        print(
            f"{invited.name or '(chooses a name)'}  invited as {invited.role.value}, until {until:%Y-%m-%d %H:%M} UTC"
        )
    if not found:
        print("No account yet. Make the first one: fragestod account invite --role admin")
    return 0


def _invite(args: argparse.Namespace, settings: Settings, accounts: Accounts) -> int:
    name = read_name(args.name) if args.name else ""
    if name is None:
        print(f"“{args.name}” is no name: 3 to 80 letters, digits, . _ @ + -", file=sys.stderr)
        return 2
    role = Role(args.role)
    if (role is Role.UNITS) != bool(args.units):
        print("--units and --role units go together: give the numbers of the units", file=sys.stderr)
        return 2
    return _print_link(settings, accounts, Invitation(role, 0, name, frozenset(args.units)))


def _reset(settings: Settings, accounts: Accounts, account: Account) -> int:
    return _print_link(settings, accounts, Invitation(account.role, 0, account.name, account.units, account.id))


def _print_link(settings: Settings, accounts: Accounts, invitation: Invitation) -> int:
    token, expires = new_token(), int(datetime.now(UTC).timestamp()) + INVITATION_LIFE
    kept = Invitation(invitation.role, expires, invitation.name, invitation.units, invitation.account)
    refused = accounts.invite(digest(token), kept, "")
    if refused:
        print(REFUSED[refused], file=sys.stderr)
        return 1
    print(invitation_link(settings, token))
    print("Good for one use, within seven days. Hand it over yourself; it is not kept anywhere.", file=sys.stderr)
    return 0


def _close(accounts: Accounts, account: Account) -> int:
    refused = accounts.close(account.id, "")
    print(REFUSED[refused] if refused else f"{account.name} is closed.", file=sys.stderr)
    return 1 if refused else 0
