"""The catalogue of broken files: each case is a guide or a folder that lies over a small sound house.

`tests/cases/broken/NAME.yaml` stands in for guides/NAME.yaml; a folder NAME/ replaces or adds files by path. What the
loader must say stands beside it in NAME.expected, one problem a line, as an author would see it.
Run this module to write anew what the loader says now: python -m tests.dialog.catalogue
"""

import re
from pathlib import Path

from bot.dialog.folder import read_folder
from bot.dialog.load import load

BROKEN = Path(__file__).resolve().parents[1] / "cases" / "broken"
BASE = BROKEN / "base"
EMPTY = b"-"
"""A file of a folder that holds only this takes the base's file away."""
REPEATED = re.compile(rb"#repeat (\d+)\n")
"""A file of a folder that begins so has its other lines as many times."""


def cases() -> dict[str, Path]:
    """Name of each case → its file or folder."""
    return {
        path.stem: path
        for path in sorted(BROKEN.iterdir())
        if path.suffix == ".yaml" or (path.is_dir() and path != BASE)
    }


def files_of(case: Path) -> dict[str, bytes]:
    """The sound house with the broken files over it."""
    files = read_folder(BASE)
    if not case.is_dir():
        return {**files, f"guides/{case.name}": case.read_bytes()}
    changed = {**files, **{name: _unfolded(content) for name, content in read_folder(case).items()}}
    return {name: content for name, content in changed.items() if content.strip() != EMPTY}


def _unfolded(content: bytes) -> bytes:
    times = REPEATED.match(content)
    return content[times.end() :] * int(times[1]) if times else content


def said(case: Path) -> str:
    """All that the loader says of a case, one problem a line."""
    return "".join(f"{problem}\n" for problem in load(files_of(case)).problems)


def expected(case: Path) -> Path:
    """The file that holds what must be said."""
    return case.with_suffix(".expected")


if __name__ == "__main__":
    for case in cases().values():
        expected(case).write_text(said(case), encoding="utf-8")
