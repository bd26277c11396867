"""`fragestod serve`: the web chat, and Telegram where there is a bot."""

from __future__ import annotations

import argparse

from bot.app import serve_doors
from bot.commands import options


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    options.content(parser)
    options.data(parser)
    parser.add_argument("--host", help="address to listen on (default 127.0.0.1)")
    parser.add_argument("--port", type=int, help="port; 0 takes a free one (default 8080)")


def run(args: argparse.Namespace) -> int:
    """Serve until told to stop."""
    return serve_doors(options.settings(args, host=args.host, port=args.port, data=args.data))
