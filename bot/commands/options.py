"""Options that several commands share, and the settings that they make."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from bot.settings import Settings, read_settings


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


def settings(args: argparse.Namespace, **more: Any) -> Settings:
    """The settings with what the command line says of content. Raises SettingsError."""
    return read_settings(dialogs=args.dialogs, locales=args.locales, local=args.local, **more)
