"""The counter's file: two copies in place, one always whole, one process at a time, and no trace of when."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.statistics.book import Book, settle
from bot.statistics.pack import pack
from bot.storage import StorageError
from bot.storage.cells import COPIES, CellFile
from tests.statistics.small import BEGIN, FULL, TALK, any_talk, no_noise, opened, total

TEARS = 1000 if FULL else 60


def saved(folder: Path, talks: int) -> Book:
    """A book with some talks, saved."""
    book = opened(noise=no_noise)
    settle(book, [(BEGIN, any_talk(random.Random(number))) for number in range(talks)], BEGIN + 60)
    file = CellFile(folder)
    assert file.hold()
    file.write(book)
    file.release()
    return book


def test_what_is_saved_comes_back(tmp_path: Path) -> None:
    """Both copies are equal and hold everything."""
    book = saved(tmp_path, 9)

    assert total(CellFile(tmp_path).read() or opened(), "surroundings") == total(book, "surroundings") == 9
    assert (tmp_path / COPIES[0]).read_bytes() == (tmp_path / COPIES[1]).read_bytes() == pack(book)


def looks(folder: Path, save: Callable[[Path, int], object]) -> set[tuple[tuple[str, int, float, int], ...]]:
    """How the folder looks after no, one and five hundred talks: names, sizes, times, rights."""
    found = set()
    for talks in (0, 1, 500):
        save(folder / str(talks), talks)
        files = sorted((folder / str(talks)).glob("cells.*"))
        found.add(tuple((f.name, f.stat().st_size, f.stat().st_mtime, f.stat().st_mode & 0o777) for f in files))
    return found


def test_number_of_talks_changes_no_name_size_or_time(tmp_path: Path) -> None:
    """T10: after no, one or five hundred talks the folder looks the same: names, sizes, times, rights."""
    found = looks(tmp_path, saved)

    assert len(found) == 1
    assert {mode for look in found for *_, mode in look} == {0o600}
    assert {time for look in found for _, _, time, _ in look} == {opened().sheets[0].frame.quarter.begins * 60}


def saved_at_each_event(folder: Path, talks: int) -> None:
    """T10's mutant: a build that saves whenever somebody talks, and notes when."""
    saved(folder, talks)
    (folder / COPIES[0]).touch()


def saved_in_a_journal(folder: Path, talks: int) -> None:
    """T10's mutant: each save is put behind the one before."""
    saved(folder, talks)
    with (folder / "cells.log").open("ab") as journal:
        for _ in range(talks):
            journal.write(b"+1\n")


def saved_by_use(folder: Path, talks: int) -> None:
    """T10's mutant: cells that nobody has used are left out."""
    book = saved(folder, talks)
    short = bytes(value % 256 for sheet in book.sheets for value in sheet.values if value)
    (folder / COPIES[1]).write_bytes(short)


@pytest.mark.parametrize("mutant", [saved_at_each_event, saved_in_a_journal, saved_by_use])
def test_a_save_that_tells_of_talks_is_seen(tmp_path: Path, mutant: Callable[[Path, int], object]) -> None:
    """T10's mutants: a time of the last talk, a journal, a length by use: names, sizes or times differ."""
    assert len(looks(tmp_path, mutant)) > 1


def test_a_torn_save_loses_no_more_than_itself(tmp_path: Path) -> None:
    """T11: cut off at any byte of either copy, the file still opens: with the save before or the new one, whole."""
    source = random.Random(11)
    old, new = pack(saved(tmp_path / "old", 20)), pack(saved(tmp_path / "new", 25))
    torn = tmp_path / "torn"
    torn.mkdir()
    for _ in range(TEARS):
        cut = source.randrange(len(new) + 1)
        first = source.random() < 0.5
        (torn / COPIES[0]).write_bytes(new[:cut] + old[cut:] if first else new)
        (torn / COPIES[1]).write_bytes(old if first else new[:cut] + old[cut:])
        book = CellFile(torn).read()
        assert book is not None
        assert total(book, "surroundings") in ((20, 25) if first else (25,))


def test_a_save_in_one_copy_would_lose_everything(tmp_path: Path) -> None:
    """T11's mutant: with one copy alone, a tear leaves nothing that can be read."""
    new = pack(saved(tmp_path, 5))
    for name in COPIES:
        (tmp_path / name).write_bytes(new[:-100])

    assert CellFile(tmp_path).read() is None
    assert not CellFile(tmp_path).is_empty()


def test_one_process_counts(tmp_path: Path) -> None:
    """The second finds the folder held, and may take it when the first has let go."""
    first, second = CellFile(tmp_path), CellFile(tmp_path)

    assert first.hold() and first.hold()
    assert not second.hold()
    first.release()
    assert second.hold()
    second.release()


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    """Counting that was asked for and cannot be done is said, with the remedy."""
    (tmp_path / "file").touch()

    with pytest.raises(StorageError) as told:
        CellFile(tmp_path / "file" / "counting").hold()
    assert "FRAGESTOD_COUNTING=no" in told.value.remedy


def test_a_link_in_place_of_a_copy_is_refused(tmp_path: Path) -> None:
    """Nobody can make the program overwrite another file by putting a link in the folder."""
    victim = tmp_path / "victim"
    victim.write_text("mine")
    (tmp_path / "counting").mkdir()
    (tmp_path / "counting" / COPIES[0]).symlink_to(victim)
    book = opened()
    settle(book, [(BEGIN, TALK)], BEGIN + 60)

    with pytest.raises(StorageError):
        CellFile(tmp_path / "counting").write(book)
    assert victim.read_text() == "mine"
