"""T16: the drill that is handed to a person holds what it should, and the best attacker known here gains little by it.

No person has played it yet: that remains to be done, and no test can do it.
"""

from __future__ import annotations

import csv
from collections import Counter
from math import exp
from pathlib import Path

import pytest

from bot.statistics.noise import draw
from bot.statistics.release import FIRST, freeze, read
from bot.storage import counts
from bot.storage.cells import CellFile
from bot.storage.database import open_database
from tests.audit.drill import OTHERS, UNITS, WEEKS, make, score, told
from tests.statistics.law import two_draws
from tests.statistics.shown import QUARTER
from tests.statistics.small import chance, no_noise


def cells(data: Path) -> dict[tuple[int, int], int]:
    """(week, unit) → what stands for talks that were finished: released, and in the open cells of the last week."""
    database = open_database(f"sqlite:///{data / 'fragestod.db'}")
    found = [read(release.document) for release in counts.chain(database) if release.name.startswith("use-week")]
    database.dispose()
    book = CellFile(data / "counting").read()
    assert book is not None
    found += [read(freeze(sheet, FIRST, no_noise).document) for sheet in book.sheets if sheet.table.key == "use-week"]
    return {
        ((figures.spent.period.first - QUARTER.first).days // 7, int(unit.removeprefix("unit-"))): value
        for figures in found
        for unit, value in zip(figures.axes[0][1], figures.values[3::4], strict=True)
    }


def attack(folder: Path) -> None:
    """Guess by the likelihood of the cell, when all other visits are known. Reads what is handed over and no more."""
    with (folder / "given" / "visits.csv").open(newline="") as file:
        rows = [(int(row["visit"]), int(row["unit"]), row["day"], row["used"]) for row in csv.DictReader(file)]
    place = {row[0]: ((QUARTER.first.fromisoformat(row[2]) - QUARTER.first).days // 7, row[1]) for row in rows}
    others = Counter(place[number] for number, _, _, used in rows if used == "yes")
    stands, law = cells(folder / "given" / "data"), two_draws(40, 800)
    with (folder / "given" / "guesses.csv").open("w") as guesses:
        print("visit,used", file=guesses)
        for number, _, _, used in rows:
            if used == "?":
                more = stands[place[number]] - others[place[number]]
                is_open = place[number][0] == WEEKS - 1
                there, not_there = (exp(-0.4 * abs(each)) if is_open else law[each] for each in (more - 1, more))
                print(f"{number},{'yes' if there > not_there else 'no'}", file=guesses)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A drill with the program's noise."""
    below = chance(16)
    make(tmp_path, 16, lambda cost: draw(cost, below))
    return tmp_path


def test_what_is_handed_over_holds_no_answer(folder: Path) -> None:
    """Disk, exports, visits and a task; each question once for each week and unit; the answers lie elsewhere."""
    given = folder / "given"
    with (given / "visits.csv").open(newline="") as file:
        marks = Counter(row["used"] for row in csv.DictReader(file))

    assert marks["?"] == UNITS * WEEKS and marks["yes"] + marks["no"] == UNITS * WEEKS * OTHERS
    names = {str(path.relative_to(given)) for path in given.rglob("*") if path.is_file()}
    assert names >= {"READ-ME.txt", "visits.csv", "data/fragestod.db", "data/counting/cells.a", "exports/all.xlsx"}
    assert not [name for name in names if "key" in name]


def test_the_best_attacker_gains_little_by_the_drill(folder: Path) -> None:
    """From 520 questions of released weeks, and 40 of the open one."""
    attack(folder)
    scores = score(folder)

    assert [each.asked for each in scores] == [UNITS * (WEEKS - 1), UNITS]
    assert not any(each.is_better for each in scores), list(told(scores))
    assert 0.5 < scores[0].right / scores[0].asked < 0.6


def test_a_build_without_noise_loses_the_drill(tmp_path: Path) -> None:
    """T16's mutant: every question is answered, and the score says so."""
    make(tmp_path, 16, no_noise)
    attack(tmp_path)

    assert all(each.is_better and each.right == each.asked for each in score(tmp_path))
