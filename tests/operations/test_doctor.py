"""The doctor: each fault is found, named, and comes with what to do."""

from collections import namedtuple
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.cli import main
from bot.operations import doctor
from bot.settings import Settings, read_settings
from bot.storage import migrations
from bot.storage.database import open_database
from bot.storage.keys import KeyFolder

NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A sound installation."""
    found = read_settings(data=tmp_path / "data")
    engine = open_database(found.database)
    migrations.migrate(engine, date(2026, 12, 1))
    engine.dispose()
    KeyFolder(found.data / "keys").current(NOW)
    return found


def faults(settings: Settings, now: datetime = NOW) -> dict[str, str]:
    """Findings that need mending, the dialogs left out: authors may be in the middle of a change."""
    return {
        found.what: f"{found.words} → {found.remedy}"
        for found in doctor.examine(settings, now)
        if found.remedy and found.what != "dialogs"
    }


def test_sound_installation_is_well(settings: Settings) -> None:
    """Nothing is mended that is not broken, and every check says something."""
    assert faults(settings) == {}
    assert [found.what for found in doctor.examine(settings, NOW)] == [what for what, _ in doctor.CHECKS]


def test_fresh_machine_is_well_and_stays_fresh(tmp_path: Path) -> None:
    """Before the first start nothing is missing, and the look makes nothing."""
    settings = read_settings(data=tmp_path / "data")

    assert faults(settings) == {}
    assert not settings.data.exists()


def test_clock_before_the_program_is_a_fault(settings: Settings) -> None:
    """A clock that says a time before this version was made is certainly wrong."""
    assert "clock" in faults(settings, datetime(2020, 1, 1, tzinfo=UTC))


def test_open_data_folder_is_a_fault(settings: Settings) -> None:
    """A data folder that every user may read is told with the command that mends it."""
    settings.data.chmod(0o755)

    assert "chmod 700" in faults(settings)["data folder"]


def test_file_in_place_of_the_folder_is_a_fault(tmp_path: Path) -> None:
    """Where no folder can be, the doctor says so and still finishes all checks."""
    (tmp_path / "data").write_text("")

    assert "data folder" in faults(read_settings(data=tmp_path / "data"))


def test_silent_database_is_a_fault(tmp_path: Path) -> None:
    """A server that does not answer is told without its password."""
    settings = read_settings(data=tmp_path, database="postgresql://name:planted@127.0.0.1:1/base")

    assert "does not answer" in faults(settings)["database"]
    assert "planted" not in str(faults(settings))


def test_database_of_a_newer_program_is_a_fault(settings: Settings) -> None:
    """An older program says that it is the older one."""
    engine = open_database(settings.database)
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO migration VALUES ('9999-planted', '2027-01-01')"))
    engine.dispose()

    assert "newer program" in faults(settings)["database"]


def test_key_past_its_day_is_a_fault(settings: Settings) -> None:
    """A key that should be gone is told: either the program is not running or its schedule is broken."""
    assert "destroyed" in faults(settings, NOW + timedelta(days=3))["keys"]


def test_full_disk_is_a_fault(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Less room than a year's data needs is told before it hurts."""
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr("shutil.disk_usage", lambda _: usage(10, 9, 1))

    assert "make room" in faults(settings)["disk"]


def test_missing_content_and_local_layer_are_faults(tmp_path: Path) -> None:
    """Folders that are named but not there are told with the setting's name."""
    settings = read_settings(data=tmp_path, dialogs=tmp_path / "none", local=tmp_path / "none")
    found = {finding.what: finding.remedy or "" for finding in doctor.examine(settings, NOW)}

    assert "FRAGESTOD_DIALOGS" in found["dialogs"]
    assert "FRAGESTOD_LOCAL" in found["local layer"]


def test_faulty_dialogs_are_a_fault(tmp_path: Path) -> None:
    """A folder of dialogs that do not load is told, with the command that names each problem."""
    (tmp_path / "dialogs").mkdir()
    (tmp_path / "dialogs/house.yaml").write_text("entries: [")
    settings = read_settings(data=tmp_path / "data", dialogs=tmp_path / "dialogs")
    found = {finding.what: finding.remedy or "" for finding in doctor.examine(settings, NOW)}

    assert "fragestod check" in found["dialogs"]


def test_dying_check_is_a_fault_not_the_end(settings: Settings) -> None:
    """A check that raises is told as a fault, and the checks after it still run."""

    def die(*_: object) -> tuple[str, None]:
        raise RuntimeError("planted")

    found = doctor.examine(settings, NOW, (("planted", die), *doctor.CHECKS[:2]))

    assert found[0].remedy
    assert "planted" not in found[0].words
    assert len(found) == 3


def test_exit_code_tells_scripts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The command exits with 1 as soon as there is one fault, and prints its remedy."""
    assert main(["doctor", "--data", str(tmp_path / "data"), "--dialogs", str(tmp_path / "none")]) == 1

    told = capsys.readouterr().out
    assert "→" in told
    assert "1 to mend" in told


def test_misspelt_setting_is_the_first_finding(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """With settings that cannot be read the doctor says which, instead of dying."""
    monkeypatch.setenv("FRAGESTOD_PROT", "1")

    assert main(["doctor"]) == 1
    assert "FRAGESTOD_PORT" in capsys.readouterr().out
