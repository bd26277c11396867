"""`fragestod preview`: the author's page on this machine, which follows the files as they are saved."""

from __future__ import annotations

import argparse
import asyncio
import re
import signal
import sys
from datetime import datetime

from bot.channels.preview.app import serve
from bot.channels.preview.desk import Desk
from bot.channels.preview.folders import EDITORS, Folders
from bot.commands import options
from bot.conversation.content import open_content

ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://.*\{path\}.*")
HOLES = re.compile(r"\{([^{}]*)\}|[{}]")
"""What stands between braces; a brace without its other half counts as nothing between two."""
UNSAFE = ("javascript", "data", "vbscript")


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    options.content(parser)
    parser.add_argument("--port", type=int, default=8090, help="port; 0 takes a free one (default 8090)")
    parser.add_argument(
        "--editor",
        type=_editor,
        default=EDITORS["vscode"],
        help=f"what opens a file: {', '.join(EDITORS)}, or an address with {{path}}, {{line}} and {{column}}",
    )


def run(args: argparse.Namespace) -> int:
    """Serve until told to stop; 1 when the port is taken."""
    settings = options.settings(args)
    folders = Folders(settings.dialogs, settings.locales, settings.local, args.editor)
    desk = Desk(
        folders,
        lambda: open_content(settings.dialogs, settings.locales, settings.local),
        lambda: datetime.now().astimezone(),
    )
    try:
        asyncio.run(_serve(desk, args.port))
    except OSError as error:
        print(
            f"Cannot listen on port {args.port}: {error.strerror}. Choose another with --port, or 0.", file=sys.stderr
        )
        return 1
    return 0


async def _serve(desk: Desk, port: int) -> None:
    stop = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    await serve(desk, port, stop, _announce)


def _announce(address: str) -> None:
    print(f"The dialogs are shown at {address}", flush=True)
    print("The page follows the files as you save them. Stop with Ctrl-C.", flush=True)


def _editor(text: str) -> str:
    """An editor's name or address → the address."""
    if text in EDITORS:
        return EDITORS[text]
    if (
        ADDRESS.fullmatch(text)
        and not text.startswith(UNSAFE)
        and set(HOLES.findall(text)) <= {"path", "line", "column"}
    ):
        return text
    raise argparse.ArgumentTypeError(f"“{text}” is neither one of {', '.join(EDITORS)} nor an address with {{path}}")
