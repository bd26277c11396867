"""`fragestod telegram`: register the bot with Telegram, see how it stands, take it away, and print links to units."""

from __future__ import annotations

import argparse
import asyncio
import sys
from pathlib import Path

from bot.app import telegram_account
from bot.channels.telegram.account import Account
from bot.commands import options
from bot.conversation.alone import terminal_talks
from bot.conversation.content import require_edition
from bot.conversation.talk import Talks
from bot.settings import Settings

NO_TOKEN = """\
There is no bot yet. Make one with @BotFather in Telegram (/newbot), then give its token:
  export FRAGESTOD_TELEGRAM_TOKEN=…          or the secret file /run/secrets/fragestod_telegram_token
docs/telegram.md tells the rest."""
NO_UNITS = "The local layer has no units yet; this link opens the bot without one. docs/local.md tells how to add some."

PARTS = (
    ("setup", "register commands, descriptions, menu, and webhook or polling", "setup --rename"),
    ("status", "tell what Telegram says of the bot, and what to do about it", "status"),
    ("remove", "take away webhook, commands, descriptions and menu", "remove"),
    ("links", "print a link and a code to scan for each unit", "links --svg codes"),
)
"""Name, one-line help and example of each part."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    made = options.parts(parser, "telegram", PARTS)
    made["setup"].add_argument(
        "--rename", action="store_true", help="also set the bot's name (Telegram allows it seldom)"
    )
    links = made["links"]
    links.add_argument("--name", metavar="BOT", help="the bot's name, such as fraga_bot; else Telegram is asked")
    links.add_argument("--codes", action="store_true", help="show the codes in the terminal, too")
    links.add_argument("--svg", type=Path, metavar="FOLDER", help="write a drawing of each code, for paper")
    for part in made.values():
        options.content(part)


def run(args: argparse.Namespace) -> int:
    """Run the part that was chosen; 1 when Telegram does not do it, 2 where something is missing for it."""
    settings = options.settings(args)
    account = telegram_account(settings)
    if account is None and not (args.part == "links" and args.name):
        print(NO_TOKEN, file=sys.stderr)
        return 2
    talks = terminal_talks(require_edition(settings.dialogs, settings.locales, settings.local))
    if args.part == "links":
        return _links(args, account, talks)
    assert account is not None
    from bot.channels.telegram.setup import SetupError

    try:
        if args.part == "setup":
            return _set_up(args, settings, account, talks)
        return _status(settings, account, talks) if args.part == "status" else _remove(account, talks)
    except SetupError as error:
        print(f"{error}.", file=sys.stderr)
        return 1


def _set_up(args: argparse.Namespace, settings: Settings, account: Account, talks: Talks) -> int:
    from bot.channels.telegram.pages import Pages
    from bot.channels.telegram.setup import set_up

    if settings.telegram_secret is not None and settings.public_url is None:
        print("There is a secret but no FRAGESTOD_PUBLIC_URL: set it, or Telegram is asked (polling).", file=sys.stderr)
    pages, url = Pages(talks, str(settings.public_url or "")), str(settings.public_url or "")
    asyncio.run(
        set_up(account, pages.standing.profile, talks.languages(), public_url=url, rename=args.rename, told=print)
    )
    print(
        f"Real talks in Telegram: {'on' if pages.standing.live else 'off'} (telegram: yes or no in organisation.yaml)"
    )
    print("Now start: fragestod serve")
    return 0


def _remove(account: Account, talks: Talks) -> int:
    from bot.channels.telegram.setup import remove

    asyncio.run(remove(account, talks.languages(), print))
    print("The bot itself goes with /deletebot at @BotFather.")
    return 0


def _status(settings: Settings, account: Account, talks: Talks) -> int:
    from bot.channels.telegram.setup import Status, read_status

    found: Status = asyncio.run(read_status(account, talks.languages(), str(settings.public_url or "")))
    print(f"bot       @{found.username}, shown as “{found.name}”")
    way = "webhook" if found.webhook else "none set: Telegram waits to be asked (polling)"
    print(f"updates   {way}; {found.waiting} waiting")
    print(f"commands  {', '.join(code or 'for everybody' for code in found.languages) or 'none'}")
    advice = [
        (not found.languages, "No commands are registered: fragestod telegram setup"),
        (bool(account.secret) and not found.ours, "The webhook is not this installation's: fragestod telegram setup"),
        (not account.secret and found.webhook, "A webhook is set, so nobody can ask: fragestod telegram setup"),
        (found.can_join_groups, "The bot can be added to groups: @BotFather, /setjoingroups, Disable"),
        (found.reads_groups, "The bot can read groups: @BotFather, /setprivacy, Enable"),
        (found.inline, "Inline mode is on: @BotFather, /setinline, /empty"),
        (bool(found.trouble), f"The last delivery that failed, {found.trouble}"),
    ]
    told = [text for holds, text in advice if holds]
    for text in told or ["All is as it should be."]:
        print(text)
    return 1 if told else 0


def _links(args: argparse.Namespace, account: Account | None, talks: Talks) -> int:
    from bot.channels.telegram.links import USERNAME, code_svg, code_text, deep_link

    username = args.name or _asked_name(account)
    valid = USERNAME.fullmatch(username or "")
    if valid is None:
        if username is not None:
            print(f"“{username}” cannot be a bot's name; it is like fraga_bot", file=sys.stderr)
        return 2 if username is not None else 1
    units = [(unit.id, unit.name) for unit in talks.units() if not unit.closed]
    if not units:
        print(NO_UNITS)
    if args.svg:
        args.svg.mkdir(parents=True, exist_ok=True)
    for number, name in units or [(0, "")]:
        link = deep_link(valid[1], number)
        print(f"{link}  {name}".rstrip())
        if args.codes:
            print(code_text(link))
        if args.svg:
            file = args.svg / f"unit-{number}.svg"
            file.write_text(code_svg(link))
            print(f"  {file}")
    return 0


def _asked_name(account: Account | None) -> str | None:
    """The bot's name as Telegram tells it; None, and told, when it does not."""
    from bot.channels.telegram.setup import SetupError, read_status

    assert account is not None
    try:
        return asyncio.run(read_status(account, (), "")).username
    except SetupError as error:
        print(f"{error}; or give the name with --name.", file=sys.stderr)
        return None
