"""The doctor: each fault is found, named, and comes with what to do."""

from collections import namedtuple
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from valkey import Valkey as Client

from bot.cli import main
from bot.conversation.content import open_content
from bot.operations import doctor
from bot.settings import Settings, read_settings
from bot.storage import migrations
from bot.storage.database import open_database
from bot.storage.keys import KeyFolder
from tests.valkey import Valkey

NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)
CONTENT = ("dialogs", "translations", "local layer")


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
    """Findings that need mending, content left out: authors may be in the middle of a change."""
    return {
        found.what: f"{found.words} → {found.remedy}"
        for found in doctor.examine(settings, now, open_content)
        if found.remedy and found.what not in CONTENT
    }


def test_sound_installation_is_well(settings: Settings) -> None:
    """Nothing is mended that is not broken, and every check says something."""
    assert faults(settings) == {}
    checked = [what for what, _ in doctor.CHECKS]
    assert [found.what for found in doctor.examine(settings, NOW, open_content)] == [*checked, *CONTENT]


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


def test_counting_of_several_processes_is_looked_at(tmp_path: Path) -> None:
    """Off, by one process, away, a server that keeps, nobody who settles, and well: each is told apart."""

    def found(address: str = "", counting: bool = True) -> str:
        settings = read_settings(data=tmp_path / "data", counting=counting, valkey=address)
        return next(str(each) for each in doctor.examine(settings, NOW, open_content) if each.what == "counting")

    assert "off" in found(counting=False) and "one process" in found()
    assert "does not answer" in found("valkey://name:planted@127.0.0.1:1/0")
    assert "planted" not in found("valkey://name:planted@127.0.0.1:1/0")
    with Valkey(save="60 1") as server:
        assert 'save ""' in found(server.address)
    with Valkey() as server:
        assert "fragestod counter" in found(server.address)
        with Client.from_url(server.address) as client:
            client.set("fragestod:counter", "x")
        assert found(server.address).startswith("ok")


def test_full_disk_is_a_fault(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Less room than a year's data needs is told before it hurts."""
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr("shutil.disk_usage", lambda _: usage(10, 9, 1))

    assert "make room" in faults(settings)["disk"]


def content(**given: Path) -> dict[str, doctor.Finding]:
    """What is found of the three folders of content."""
    settings = read_settings(data=given.pop("data"), **given)
    return {found.what: found for found in doctor.examine(settings, NOW, open_content) if found.what in CONTENT}


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A folder of sound dialogs."""
    dialogs = tmp_path / "dialogs"
    (dialogs / "guides").mkdir(parents=True)
    (dialogs / "guides/talk.yaml").write_text("dialog: talk\ntitle: T\nentry: yes\nsteps:\n  end: {finish: done}\n")
    return dialogs


def test_content_is_opened_as_a_start_opens_it(tmp_path: Path, small: Path) -> None:
    """Release, languages and organisation are those that `serve` would use."""
    (tmp_path / "locales").mkdir()
    found = content(data=tmp_path, dialogs=small, locales=tmp_path / "locales")
    edition, _ = open_content(small, tmp_path / "locales", None)

    assert [finding.remedy for finding in found.values()] == [None] * 3
    assert edition is not None
    assert found["dialogs"].words == f"release {edition.release.id[:12]}"
    assert found["translations"].words == "sv"
    assert found["local layer"].words.startswith("none")


@pytest.mark.parametrize("name", ["dialogs", "locales", "local"])
def test_folder_that_is_named_and_missing_is_a_fault(
    name: str, tmp_path: Path, small: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Doctor and every command that reads content name the missing folder, its option and its setting."""
    (tmp_path / "locales").mkdir()
    folders = {"dialogs": small, "locales": tmp_path / "locales", name: tmp_path / "none"}
    found = content(data=tmp_path, **folders)[doctor.FOLDERS[name]]

    assert found.remedy is not None
    assert f"FRAGESTOD_{name.upper()} or --{name}" in found.remedy
    options = [word for option, folder in folders.items() for word in (f"--{option}", str(folder))]
    for words in (["check"], ["serve", "--port", "0"], ["play", "talk"], ["text", "stats"], ["text", "lint"], ["draw"]):
        assert main([*words, *options]) == 2, words
        told = capsys.readouterr().err
        assert str(tmp_path / "none") in told
        assert f"--{name} or FRAGESTOD_{name.upper()}" in told


@pytest.mark.parametrize("broken", ["", "organisation: ", "organisation: [\n"])
def test_local_layer_that_stops_a_start_is_a_fault(tmp_path: Path, small: Path, broken: str) -> None:
    """An empty folder, and an organisation.yaml that cannot be used, are told, with the file."""
    (tmp_path / "locales").mkdir()
    (tmp_path / "local").mkdir()
    if broken:
        (tmp_path / "local/organisation.yaml").write_text(broken)
    found = content(data=tmp_path, dialogs=small, locales=tmp_path / "locales", local=tmp_path / "local")

    assert "fragestod check" in str(found["local layer"].remedy)
    assert "organisation.yaml" in found["local layer"].words
    assert [found[what].remedy for what in ("dialogs", "translations")] == [None, None]


def test_translation_that_stops_a_start_is_a_fault(tmp_path: Path, small: Path) -> None:
    """A catalogue that cannot be read is told, and what could not be judged because of it is no good news either."""
    file = tmp_path / "locales/en/LC_MESSAGES/fragestod.po"
    file.parent.mkdir(parents=True)
    file.write_text('msgid "a\n')
    (tmp_path / "local").mkdir()
    found = content(data=tmp_path, dialogs=small, locales=tmp_path / "locales", local=tmp_path / "local")

    assert "en/LC_MESSAGES/fragestod.po" in found["translations"].words
    assert "cannot be judged" in found["local layer"].words
    assert found["dialogs"].remedy is None
    assert found["local layer"].remedy


def test_damaged_database_is_a_fault(settings: Settings) -> None:
    """A database that still answers, with a page that was overwritten, is told with what puts a copy back."""
    file = settings.data / "fragestod.db"
    with file.open("r+b") as opened:
        opened.seek(8192)
        opened.write(b"\xff" * 4096)

    assert "fragestod restore" in faults(settings)["database"]


def test_impossible_address_is_a_fault(tmp_path: Path) -> None:
    """An address that is none is told with the form of one, and not repeated."""
    settings = read_settings(data=tmp_path, database="mysql://name:planted@server/base")

    assert "postgresql://user:password@host/name" in faults(settings)["database"]
    assert "planted" not in str(faults(settings))


def test_faulty_dialogs_are_a_fault(tmp_path: Path, small: Path) -> None:
    """A folder of dialogs that do not load is told, with the command that names each problem."""
    (small / "house.yaml").write_text("entries: [")
    found = content(data=tmp_path / "data", dialogs=small)

    assert "fragestod check" in str(found["dialogs"].remedy)
    assert "house.yaml:2:1: " in found["dialogs"].words


def test_dying_check_is_a_fault_not_the_end(settings: Settings) -> None:
    """A check that raises is told as a fault, and the checks after it still run."""

    def die(*_: object) -> tuple[str, None]:
        raise RuntimeError("planted")

    found = doctor.examine(settings, NOW, open_content, (("planted", die), *doctor.CHECKS[:2]))

    assert found[0].remedy
    assert "planted" not in found[0].words
    assert [each.what for each in found] == ["planted", "Python", "clock", *CONTENT]


def test_exit_code_tells_scripts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The command exits with 1 as soon as there is one fault, and prints its remedy."""
    assert main(["doctor", "--data", str(tmp_path / "data"), "--dialogs", str(tmp_path / "none")]) == 1

    told = capsys.readouterr().out
    assert "→" in told
    assert "2 to mend" in told  # the dialogs; without them nobody can judge the translations


def test_misspelt_setting_is_the_first_finding(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """With settings that cannot be read the doctor says which, instead of dying."""
    monkeypatch.setenv("FRAGESTOD_PROT", "1")

    assert main(["doctor"]) == 1
    assert "FRAGESTOD_PORT" in capsys.readouterr().out
