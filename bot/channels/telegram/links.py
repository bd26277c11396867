"""Links that open the bot at a unit, and the codes to scan that hold them. Pure.

A unit's link holds its number and nothing else (https://core.telegram.org/bots/features#deep-linking).
"""

from __future__ import annotations

import io
import re

import segno

USERNAME = re.compile(r"@?([A-Za-z][A-Za-z0-9_]{3,30}[A-Za-z0-9])")
"""A bot's name as Telegram allows it."""


def deep_link(username: str, unit: int = 0) -> str:
    """The address that opens the bot, at a unit when one is given."""
    return f"https://t.me/{username}?start={unit}" if unit else f"https://t.me/{username}"


LETTER = "d"
"""What the argument of a link begins with that shows a coordinator's letter; a unit's number begins with a digit."""


def letter_link(username: str, token: str) -> str:
    """The address that opens the bot and shows a letter. token: sealed; with its mark at most 64 signs."""
    return f"https://t.me/{username}?start={LETTER}{token}"


def code_svg(link: str) -> str:
    """The code to scan, as a drawing for paper. The link is told to those who do not see it."""
    made = io.BytesIO()
    segno.make_qr(link, error="m").save(
        made, kind="svg", scale=8, border=4, title=link, svgclass=None, lineclass=None, dark="#000", light="#fff"
    )
    return made.getvalue().decode()


def code_text(link: str) -> str:
    """The code to scan, for a terminal."""
    made = io.StringIO()
    segno.make_qr(link, error="m").terminal(made, compact=True)
    return made.getvalue()
