"""Options that several commands share, and the settings that they make."""

from __future__ import annotations

import argparse
from collections.abc import Collection, Iterable
from datetime import date
from pathlib import Path
from typing import Any

from bot.settings import PREFIX, Settings, SettingsError, read_settings

FOLDERS = ("dialogs", "locales", "local")
"""Settings and options that name a folder of content."""


def parts(
    parser: argparse.ArgumentParser, command: str, table: Iterable[tuple[str, str, str]]
) -> dict[str, argparse.ArgumentParser]:
    """The parts of a command by name; one of them has to be chosen.

    Args:
        parser: the command's own.
        command: its name.
        table: of each part the name, one line of help, and an example without `fragestod` and the command's name.
    """
    found = parser.add_subparsers(dest="part", metavar="PART", required=True)
    return {
        part: found.add_parser(
            part,
            help=told,
            description=told[0].upper() + told[1:] + ".",
            epilog=f"example:\n  fragestod {command} {example}",
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        for part, told, example in table
    }


def content(parser: argparse.ArgumentParser) -> None:
    """Where dialogs, translations and the organisation's own layer lie."""
    parser.add_argument("--dialogs", type=Path, help="folder of dialogs (default: the shipped ones)")
    parser.add_argument("--locales", type=Path, help="folder of translations")
    parser.add_argument("--local", type=Path, help="folder of the organisation's own layer")


def data(parser: argparse.ArgumentParser) -> None:
    """Where an installation keeps its keys and its database."""
    parser.add_argument("--data", type=Path, help="folder for keys and database (default: data)")


def talk(parser: argparse.ArgumentParser) -> None:
    """How a conversation begins."""
    parser.add_argument("--lang", default="sv", help="language for staff")
    parser.add_argument("--said", default="", help="language to say or show (default: as --lang)")
    parser.add_argument("--unit", type=int, default=0, help="number of the unit")
    parser.add_argument("--mode", default="live", choices=("live", "practice", "look"))


def day(text: str) -> date:
    """A day as the command line takes it.

    Raises:
        argparse.ArgumentTypeError: it is none.
    """
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}” is no day; write YYYY-MM-DD") from None


def settings(args: argparse.Namespace, *, may_lack: Collection[str] = (), **more: Any) -> Settings:
    """The settings with what the command line says of content.

    Args:
        may_lack: folders of `FOLDERS` that need not be there: the command makes them, or tells of them itself.
        more: what it says of other settings, by their names.

    Raises:
        SettingsError: a setting is wrong, or names a folder that is not there. What it holds would be lost in silence.
    """
    found = read_settings(dialogs=args.dialogs, locales=args.locales, local=args.local, **more)
    for name in FOLDERS:
        folder: Path | None = getattr(found, name)
        if folder is not None and not folder.is_dir() and name not in may_lack:
            raise SettingsError(f"there is no folder {folder}; give another with --{name} or {PREFIX}{name.upper()}")
    return found
