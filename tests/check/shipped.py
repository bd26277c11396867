"""The content that ships with one text replaced, for the tests of the double entries."""

from collections.abc import Callable, Iterable
from functools import cache

from bot.dialog.folder import read_folder
from bot.dialog.load import load
from bot.dialog.model import Release
from bot.problem import Problem
from tests.conftest import ROOT


@cache
def shipped() -> dict[str, bytes]:
    """The files of the content that ships."""
    return dict(read_folder(ROOT / "dialogs"))


def judged(
    judge: Callable[[Release], Iterable[Problem]], file: str = "", old: str = "", new: str = ""
) -> list[Problem]:
    """What is told of the shipped content when the first `old` in a file is `new`; of all as it is without a file."""
    files = dict(shipped())
    if file:
        text = files[file].decode()
        assert old in text
        files[file] = text.replace(old, new, 1).encode()
    loaded = load(files)
    assert loaded.release is not None, loaded.problems
    return list(judge(loaded.release))
