"""The made-up year: through the real counting path, marked everywhere, and never into data that are in use."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot.conversation.alone import OneEdition
from bot.conversation.content import require_edition
from bot.conversation.edition import Edition
from bot.engine.token import Mode
from bot.operations import demo
from bot.operations.counting import Counter
from bot.operations.reporting import new_desk
from bot.publish.report.document import word
from bot.publish.report.pictures import Pictures
from bot.statistics.asked import Asked
from bot.statistics.ledger import dearest
from bot.statistics.periods import Cadence
from bot.statistics.release import Released, broken_link, read, spent_on
from bot.statistics.reports import Question, answer
from bot.statistics.shelf import Shelf
from bot.statistics.tables import CAP
from bot.storage import StorageError, counts
from bot.storage.database import open_database
from bot.storage.own import OwnFigures
from tests.conftest import ROOT, Command

LAST = date(2026, 2, 4)
WEEKS = 7


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the made-up organisation."""
    found = tmp_path_factory.mktemp("demo") / "data"
    demo.prepare(found)
    return found


@pytest.fixture(scope="module")
def edition(folder: Path) -> Edition:
    """The shipped content with that organisation, which has to be without faults."""
    return require_edition(ROOT / "dialogs", ROOT / "locales", folder / demo.LOCAL)


@pytest.fixture(scope="module")
def chain(folder: Path, edition: Edition) -> tuple[Released, ...]:
    """What seven weeks release."""
    told: list[tuple[int, int]] = []
    address = f"sqlite:///{folder / 'fragestod.db'}"
    demo.fill(folder, address, OneEdition(edition), LAST, 1, lambda done, whole: told.append((done, whole)), WEEKS)
    assert told == [(week, WEEKS) for week in range(1, WEEKS + 1)]
    engine = open_database(address)
    found = counts.chain(engine)
    engine.dispose()
    return found


def test_demo_takes_the_way_of_real_counts(chain: tuple[Released, ...]) -> None:
    """An unbroken chain, a ledger within the cap, and noise: no two weeks of the empty places are alike."""
    spare = [read(release.document).values[8:12] for release in chain if release.name.startswith("use-month")]

    assert broken_link(chain) is None
    assert dearest(spent_on(chain), Mode.LIVE) <= CAP
    assert len([release for release in chain if release.name.startswith("use-week")]) == WEEKS
    assert len(set(spare)) == len(spare) > 0


def test_every_made_up_table_says_so(chain: tuple[Released, ...]) -> None:
    """The mark is in the document itself, so it goes wherever the figures go."""
    assert all(read(release.document).simulated for release in chain)


def test_units_own_monthly_figures_are_made_up_too(chain: tuple[Released, ...], folder: Path, edition: Edition) -> None:
    """Two units in three have some, of months that are over; the answer beside them says that all is made up."""
    engine = open_database(f"sqlite:///{folder / 'fragestod.db'}")
    figures = OwnFigures(engine, lambda: 0).figures(LAST - timedelta(weeks=WEEKS + 9), LAST)
    desk = new_desk(engine, lambda: edition)
    asked = Asked(LAST, LAST - timedelta(weeks=WEEKS), LAST, Cadence.MONTH, own=figures)
    document = word(desk.answer(Question.VISITS, asked), desk.names("sv"))
    engine.dispose()
    assert chain and {own.unit % 3 for own in figures} == {0, 2} and len({own.unit for own in figures}) > 20
    assert max(own.day for own in figures) < LAST.replace(day=1)
    assert all(own.visits and own.visits > (own.asked or 0) > 0 for own in figures)
    assert document.simulated


def test_demo_shows_figures(chain: tuple[Released, ...]) -> None:
    """Forty units give something to look at, and the small ones are together."""
    documents = {release.name: release.document for release in chain}
    shelf = Shelf(documents, lambda names: {name: documents[name] for name in names})
    sizes = tuple(place.size for place in demo.places())
    asked = Asked(LAST, LAST - timedelta(weeks=WEEKS), LAST - timedelta(days=3), Cadence.WEEK)
    report = answer(Question.USE, shelf, sizes, asked)

    assert report.simulated and not report.panels[0].is_empty
    assert len(sizes) == demo.UNITS == len({place.name for place in demo.places()})


def test_audit_finds_nothing_in_a_demo_whose_figures_were_opened(
    chain: tuple[Released, ...], folder: Path, edition: Edition, fragestod: Command
) -> None:
    """What the program lays into its folder, a picture too, is its own and for its user alone; a foreign file beside
    the picture is found."""
    engine = open_database(f"sqlite:///{folder / 'fragestod.db'}")
    desk = new_desk(engine, lambda: edition)
    asked = Asked(LAST, LAST - timedelta(weeks=WEEKS), LAST - timedelta(days=3), Cadence.WEEK)
    document = word(desk.answer(Question.USE, asked), desk.names("sv"))
    engine.dispose()
    Pictures(folder / "pictures", lambda _: "<svg></svg>").svg(document, document.tables[0])
    assert len(chain) and len([*(folder / "pictures").glob("*.svg")]) == 1
    sound = fragestod("audit", "privacy", "--data", str(folder))
    foreign = folder / "pictures" / "names.txt"
    foreign.touch(mode=0o600)
    found = fragestod("audit", "privacy", "--data", str(folder))
    foreign.unlink()

    assert sound.returncode == 0 and "FUNNET" not in sound.stdout, sound.stdout
    assert found.returncode == 1 and "pictures/names.txt" in found.stdout


def test_a_folder_that_is_used_is_left_alone(tmp_path: Path) -> None:
    """Made-up figures never come among real ones."""
    (tmp_path / "fragestod.db").write_text("real")

    with pytest.raises(StorageError):
        demo.prepare(tmp_path)
    assert (tmp_path / "fragestod.db").read_text() == "real"


def test_no_real_talk_is_counted_among_made_up_ones(
    chain: tuple[Released, ...], folder: Path, edition: Edition
) -> None:
    """A server on the demonstration's folder does not count: its releases would come without the mark."""
    engine = open_database(f"sqlite:///{folder / 'fragestod.db'}")
    counter = Counter(folder / "counting", engine, OneEdition(edition), lambda: datetime(2026, 2, 5, tzinfo=UTC))

    with pytest.raises(StorageError, match="made up") as refused:
        counter.save()
    assert "of its own" in refused.value.remedy
    assert counts.chain(engine) == chain
    engine.dispose()


def test_report_is_printed_and_written(
    chain: tuple[Released, ...], folder: Path, tmp_path: Path, fragestod: Command
) -> None:
    """In the terminal with its ±, and as files with one line each that says where."""
    at = ("--data", str(folder), "--local", str(folder / demo.LOCAL))
    days = ("--from", "2025-12-15", "--to", "2026-02-01")
    told = fragestod("report", *at, *days)
    files = [str(tmp_path / name) for name in ("a.csv", "a.xlsx", "a.json")]
    written = fragestod("report", *at, *days, "--question", "compare", *_options(files))

    assert told.returncode == 0 and "±" in told.stdout and "PÅHITTADE SIFFROR" in told.stdout
    assert written.stdout.split() == files and all(Path(file).stat().st_size > 500 for file in files)


def test_unknown_question_and_unit_are_told(folder: Path, fragestod: Command) -> None:
    """With what there is instead."""
    question = fragestod("report", "--question", "step")
    unit = fragestod("report", "--data", str(folder), "--local", str(folder / demo.LOCAL), "--unit", "99")

    assert question.returncode == 2 and "steps" in question.stderr
    assert unit.returncode == 2 and "there is no unit 99" in unit.stderr


def test_report_without_figures_says_when_they_come(tmp_path: Path, fragestod: Command) -> None:
    """An installation that counts nothing yet gets an answer, not an error."""
    told = fragestod("report", "--data", str(tmp_path))

    assert told.returncode == 0 and "Inga siffror finns än" in told.stdout


def test_own_figures_that_cannot_be_read_are_told_with_their_line(tmp_path: Path, fragestod: Command) -> None:
    """File, line, and how to write it."""
    file = tmp_path / "own.csv"
    file.write_text("unit;month;visits;asked;reports;referrals\n1;september;many;;;\n")
    told = fragestod("report", "--data", str(tmp_path), "--question", "visits", "--own", str(file))

    assert told.returncode == 2 and f"{file}:2" in told.stderr


def _options(files: list[str]) -> list[str]:
    return [word for file in files for word in (f"--{file.rpartition('.')[2]}", file)]
