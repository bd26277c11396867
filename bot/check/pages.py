"""The page of each code, docs/codes/CODE.md: what a fault means, an example of it, and the example mended.

A page is the one place where a code is named and explained: `fragestod check --explain`, SARIF and editors read it,
and its examples are run as tests. The pages travel in the wheel.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from bot.settings import find_content

FOLDER = "docs/codes"
HEADING = re.compile(r"^# (?P<code>[A-Z]\d{3}) (?P<name>[a-z0-9-]+)\n+(?P<meaning>.*?)\n+(?=## )", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Page:
    """One page. name: a few words with hyphens. meaning: what stands before the first example. text: all of it."""

    code: str
    name: str
    meaning: str
    text: str
    file: Path


def find(code: str, folder: Path | None = None) -> Page | None:
    """The page of a code, None when there is none. Reads the disk."""
    file = (folder or find_content(FOLDER)) / f"{code}.md"
    if not re.fullmatch(r"[A-Z]\d{3}", code) or not file.is_file():
        return None
    text = file.read_text(encoding="utf-8")
    heading = HEADING.match(text)
    return Page(code, heading["name"], heading["meaning"], text, file.resolve()) if heading else None


def every(folder: Path | None = None) -> tuple[Page, ...]:
    """All pages, by code. Reads the disk."""
    files = sorted((folder or find_content(FOLDER)).glob("[A-Z][0-9][0-9][0-9].md"))
    return tuple(page for file in files if (page := find(file.stem, file.parent)))
