"""The page of a problem's code, in pieces that the panel can show: its meaning, and the example wrong and mended."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.check import pages

FENCE = re.compile(r"^## (?P<heading>.+?)$|^```\w*\n(?P<code>.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Explained:
    """code and meaning; examples: heading of the section → the blocks of code in it, in order."""

    code: str
    meaning: str
    examples: tuple[tuple[str, tuple[str, ...]], ...]


def explain(code: str) -> Explained | None:
    """What a code means, None when it has no page. Reads the disk."""
    page = pages.find(code)
    if page is None:
        return None
    found: dict[str, list[str]] = {}
    for match in FENCE.finditer(page.text):
        if match["heading"] is not None:
            found[match["heading"]] = []
        elif found:
            found[list(found)[-1]].append(match["code"])
    return Explained(code, page.meaning, tuple((heading, tuple(blocks)) for heading, blocks in found.items()))
