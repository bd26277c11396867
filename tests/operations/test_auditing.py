"""`fragestod audit privacy` on real installations: a sound one is clear, what is planted is found and not repeated."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.app import served_talks
from bot.operations.auditing import gather
from bot.operations.counting import Counter
from bot.settings import Settings, read_settings
from bot.storage import migrations
from bot.storage.database import open_database
from tests.conftest import Command
from tests.valkey import Valkey

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """An installation that has begun to serve and to count."""
    settings = read_settings(data=tmp_path_factory.mktemp("house") / "data", counting=True)
    talks = served_talks(settings)
    database = open_database(settings.database)
    counter = Counter(settings.data / "counting", database, talks.editions, lambda: datetime.now(UTC))
    counter.save()
    counter.release()
    database.dispose()
    return settings


def test_what_the_program_makes_is_clear(made: Settings, fragestod: Command) -> None:
    """Nothing is found on an installation as the program leaves it, and the report says what was not tried."""
    said = fragestod("audit", "privacy", "--data", str(made.data), "--mark", "Planterad Person", "--json")
    report = json.loads(said.stdout)

    assert said.returncode == 0, said.stdout
    outcomes = {each["key"]: each["outcome"] for each in report["attacks"]}
    assert {key for key, outcome in outcomes.items() if outcome == "not-tried"} == {"chain", "log", "waiting"}
    assert set(outcomes.values()) == {"clear", "not-tried"}


def test_a_look_changes_nothing(made: Settings) -> None:
    """Names and contents of all files are as before, and those that count carry the same times."""

    def look() -> dict[Path, tuple[bytes, int]]:
        files = [path for path in made.data.rglob("*") if path.is_file()]
        return {path: (path.read_bytes(), path.stat().st_mtime_ns * path.name.startswith("cells")) for path in files}

    before = look()
    gather(made, NOW)

    assert look() == before


def test_a_planted_word_is_found_and_not_repeated(made: Settings, fragestod: Command, tmp_path: Path) -> None:
    """The report, in both languages, names the file and not the word; the exit code says that something was found."""
    log = tmp_path / "web.log"
    log.write_text("Hej Planterad Person\n")
    for language, word in (("sv", "FUNNET"), ("en", "FOUND")):
        words = ("--data", str(made.data), "--log", str(log), "--mark", "Planterad Person", "--lang", language)
        said = fragestod("audit", "privacy", *words)
        assert said.returncode == 1
        assert f"{log}: mark 1" in said.stdout and word in said.stdout
        assert "Planterad Person" not in said.stdout


def test_rows_of_postgres_are_searched(postgres: str, tmp_path: Path) -> None:
    """A database that is not in the data folder is looked at through its rows and the names of its tables."""
    settings = read_settings(data=tmp_path, database=postgres)
    engine = open_database(settings.database)
    migrations.migrate(engine, NOW.date())
    engine.dispose()
    found = gather(settings, NOW)

    assert found.tables >= found.known and "table migration" in found.rows
    assert b"0001-releases" in found.rows["table migration"]


def test_the_valkey_server_is_asked(made: Settings) -> None:
    """What it answers stands in the report."""
    with Valkey(appendonly="yes") as server:
        assert "may keep" in (gather(made.model_copy(update={"valkey": server.address}), NOW).waiting or "")
    with Valkey() as server:
        assert gather(made.model_copy(update={"valkey": server.address}), NOW).waiting == ""


def test_no_data_folder_is_told(fragestod: Command, tmp_path: Path) -> None:
    """With what to do."""
    said = fragestod("audit", "privacy", "--data", str(tmp_path / "none"))

    assert said.returncode == 1 and "--data" in said.stderr


def test_help_has_examples(fragestod: Command) -> None:
    """How to plant a mark is told there."""
    assert "--mark" in fragestod("audit", "privacy", "--help").stdout
