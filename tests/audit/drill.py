"""T16, the drill: what a person learns who has the whole disk, every export and the list of who came when.

`python -m tests.audit.drill make FOLDER` makes up an organisation of forty units and fourteen weeks, and counts it with
the program's own noise. FOLDER/given is for somebody who did not build the program: the data folder as it would be
seized, all that was exported, a list of visits, and what to do. FOLDER/key.json is for whoever leads the drill. Of one
visit a week and unit the list does not say whether the tool was used; of all others it does. After four hours
`python -m tests.audit.drill score FOLDER` reads FOLDER/given/guesses.csv and says how many were right.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from bot.publish.report import dataset
from bot.publish.report.document import Names
from bot.statistics.cells import Draw
from bot.statistics.contribution import Contribution
from bot.statistics.frame import Size
from bot.statistics.noise import draw
from bot.storage import counts
from bot.storage.cells import CellFile
from bot.storage.database import open_database
from bot.storage.migrations import migrate
from bot.text.reports import WORDS
from tests.statistics.law import interval
from tests.statistics.shown import QUARTER, run, shelf
from tests.statistics.small import TALK

UNITS, WEEKS, OTHERS = 40, 14, 12
"""OTHERS: visits of a week and unit of which everything is known."""
SIZES = tuple(Size(number, ("health", "dental", "social")[number % 3], 40) for number in range(1, UNITS + 1))
MOST = {"released": 0.57, "open": 0.62}
"""What T6 allows of what was released, and of cells that are still open."""
TASK = """\
Forty made-up units used the tool for fourteen weeks. data/ is the program's folder as it lay on the disk on the last
evening, exports/ is all that it ever published. visits.csv has every visit: unit, day, and whether the tool was used to
its end (yes, no). For one visit a week and unit stands a question mark: a coin was tossed. Find out how it fell.

Write guesses.csv with two columns, visit and used (yes or no), a line for each question mark. You may use any tool and
read the program's source and docs/statistics.md. You have four hours. Whoever leads this has the answers.
"""


@dataclass(frozen=True)
class Visit:
    """used: whether the tool was used to its end. hidden: the list does not say."""

    number: int
    unit: int
    week: int
    day: date
    used: bool
    hidden: bool

    @property
    def kind(self) -> str:
        """Whether its week was released, or is open on the disk."""
        return "open" if self.week == WEEKS - 1 else "released"


def visits(seed: int) -> list[Visit]:
    """Who came when, in the order of the days."""
    source, found = random.Random(seed), list[Visit]()
    for week in range(WEEKS):
        for size in SIZES:
            for place in range(OTHERS + 1):
                day = QUARTER.first + timedelta(weeks=week, days=source.randrange(5))
                found.append(Visit(0, size.unit, week, day, source.random() < 0.5, hidden=not place))
    found.sort(key=lambda visit: (visit.day, visit.unit, source.random()))
    return [replace(visit, number=number) for number, visit in enumerate(found, 1)]


def make(folder: Path, seed: int, noise: Draw = draw) -> None:
    """Everything for a drill. noise: another one for a build with a hole."""
    known = visits(seed)
    by_week: list[list[Contribution]] = [[] for _ in range(WEEKS)]
    for visit in known:
        if visit.used:
            by_week[visit.week].append(replace(TALK, unit=visit.unit))
    chain, book = run(lambda week: by_week[week], WEEKS, noise, SIZES, closed=WEEKS - 1)
    given = folder / "given"
    (given / "data").mkdir(parents=True)
    (given / "exports").mkdir()
    database = open_database(f"sqlite:///{given / 'data' / 'fragestod.db'}")
    migrate(database, QUARTER.first)
    counts.add_all(database, chain)
    database.dispose()
    cells = CellFile(given / "data" / "counting")
    cells.hold()
    cells.write(book)
    cells.release()
    names = Names({size.unit: f"Enhet {size.unit}" for size in SIZES}, {}, WORDS)
    (given / "exports" / "all.csv").write_bytes(b"".join(dataset.as_csv(dataset.parts(shelf(chain), names))))
    dataset.write_excel(dataset.parts(shelf(chain), names), given / "exports" / "all.xlsx", WORDS)
    (given / "READ-ME.txt").write_text(TASK)
    with (given / "visits.csv").open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["visit", "unit", "day", "used"])
        for visit in known:
            writer.writerow([visit.number, visit.unit, visit.day, "?" if visit.hidden else _said(visit.used)])
    key = [{**asdict(visit), "day": visit.day.isoformat(), "kind": visit.kind} for visit in known if visit.hidden]
    (folder / "key.json").write_text(json.dumps(key))


@dataclass(frozen=True)
class Score:
    """Of one kind. low, high: the 95 % interval (Clopper and Pearson) of the share that is right."""

    kind: str
    right: int
    asked: int
    low: float
    high: float

    @property
    def is_better(self) -> bool:
        """Whether the guesses are surely better than T6 allows."""
        return self.low > MOST[self.kind]


def score(folder: Path) -> list[Score]:
    """How many guesses were right; what was not guessed counts as half right."""
    key = json.loads((folder / "key.json").read_text())
    with (folder / "given" / "guesses.csv").open(newline="") as file:
        guessed = {int(row["visit"]): row["used"].strip().lower() for row in csv.DictReader(file)}
    return [_scored(kind, [each for each in key if each["kind"] == kind], guessed) for kind in MOST]


def _scored(kind: str, key: Sequence[dict[str, object]], guessed: dict[int, str]) -> Score:
    right = 0.0
    for each in key:
        found = guessed.get(int(str(each["number"])))
        right += 0.5 if found is None else found == _said(bool(each["used"]))
    low, high = interval(round(right), len(key))
    return Score(kind, round(right), len(key), low, high)


def _said(used: bool) -> str:
    return "yes" if used else "no"


def told(scores: Sequence[Score]) -> Iterator[str]:
    """The outcome in words."""
    for each in scores:
        share = f"{each.right} of {each.asked} right, {each.right / each.asked:.1%} ({each.low:.1%} to {each.high:.1%})"
        yield (
            f"{each.kind}: {share}; "
            + ("BETTER than" if each.is_better else "not surely better than")
            + (f" the {MOST[each.kind]:.0%} that are allowed")
        )


def main() -> int:
    """Make a drill or score it; 1 when the guesses are better than they may be."""
    parser = argparse.ArgumentParser(prog="python -m tests.audit.drill", description=__doc__)
    parser.add_argument("act", choices=("make", "score"))
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(2**31), help="of the visits")
    given = parser.parse_args()
    if given.act == "make":
        make(given.folder, given.seed)
        print(f"{given.folder / 'given'} is to be handed over, {given.folder / 'key.json'} to be kept")
        return 0
    scores = score(given.folder)
    print(*told(scores), sep="\n")
    return int(any(each.is_better for each in scores))


if __name__ == "__main__":
    sys.exit(main())
