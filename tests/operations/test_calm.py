"""What an operator or a user can do wrong: one sentence that says what and what to do, and no traceback."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.cli import main
from bot.storage import AddressError, StorageError, migrations, releases
from bot.storage.database import damage, open_database, parse_url
from tests.conftest import Command

TODAY = date(2026, 11, 22)
PLANTED = "planted"
AWAY = f"postgresql://name:{PLANTED}@127.0.0.1:1/base"
READERS = (("recall", "abcdef"), ("release", "list"), ("release", "show", "--on", "2026-12-01"))
USERS = (("serve", "--port", "0"), *READERS)
NOT_ADDRESSES = (
    "nonsense",
    f"mysql://name:{PLANTED}@server/base",
    f"postgresql+asyncpg://name:{PLANTED}@server/base",
    f"postgresql://name:{PLANTED}@server:port/base",
    "sqlite://folder/file.db",
    "sqlite:///file.db?mode=ro",
)


def told_once(capsys: pytest.CaptureFixture[str]) -> str:
    """The one line on standard error; nothing of a password in either stream."""
    output = capsys.readouterr()
    assert PLANTED not in output.out + output.err
    assert len(output.err.splitlines()) == 1
    return output.err


@pytest.mark.parametrize("words", USERS, ids=" ".join)
def test_database_that_is_away_is_told(
    words: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """With PostgreSQL away each command says so, with the setting to look at, and ends with 1."""
    monkeypatch.setenv("FRAGESTOD_DATABASE", AWAY)

    assert main([*words, "--data", str(tmp_path)]) == 1
    told = told_once(capsys)
    assert "does not answer" in told
    assert "FRAGESTOD_DATABASE" in told


@pytest.mark.parametrize("address", NOT_ADDRESSES)
def test_address_of_no_database_is_told(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """An address that cannot be one is wrong use of a setting: exit code 2, what to write, and not the address."""
    monkeypatch.setenv("FRAGESTOD_DATABASE", address)

    for words in USERS:
        assert main([*words, "--data", str(tmp_path)]) == 2
        assert "postgresql://user:password@host/name" in told_once(capsys)
    with pytest.raises(AddressError) as raised:
        parse_url(address)
    assert PLANTED not in str(raised.value)
    assert raised.value.__cause__ is None


@pytest.mark.parametrize("words", USERS, ids=" ".join)
def test_damaged_database_is_told(words: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file that is no database any more is named, with the command that puts a copy back."""
    (tmp_path / "fragestod.db").write_bytes(b"no database " * 1000)

    assert main([*words, "--data", str(tmp_path)]) == 1
    told = told_once(capsys)
    assert f"{tmp_path / 'fragestod.db'} is damaged" in told
    assert "fragestod restore" in told


@pytest.mark.parametrize("place", ["file", "file/below", "/proc/none"])
def test_data_folder_that_cannot_be_is_told(place: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where no button could be sealed nothing starts: `serve` says where it tried and what names another place."""
    (tmp_path / "file").write_text("")

    assert main(["serve", "--port", "0", "--data", str(tmp_path / place)]) == 1
    told = told_once(capsys)
    assert str(tmp_path / place) in told
    assert "--data" in told


def test_place_of_the_database_that_cannot_be_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where the database lies by a setting of its own, that setting is named."""
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("FRAGESTOD_DATABASE", f"sqlite:///{tmp_path / 'file' / 'a.db'}")

    assert main(["serve", "--port", "0", "--data", str(tmp_path / "data")]) == 1
    told = told_once(capsys)
    assert str(tmp_path / "file" / "a.db") in told
    assert "FRAGESTOD_DATABASE" in told


@pytest.mark.parametrize("words", READERS, ids=" ".join)
def test_reading_makes_no_installation(words: tuple[str, ...], tmp_path: Path) -> None:
    """A misspelt --data leaves nothing behind: only serving makes an installation."""
    assert main([*words, "--data", str(tmp_path / "misspelt")]) in {0, 1}
    assert not (tmp_path / "misspelt").exists()


def test_folder_in_place_of_a_database_is_told(tmp_path: Path) -> None:
    """What cannot be opened is told as that, with who must be let in."""
    engine = open_database(f"sqlite:///{tmp_path}")
    with pytest.raises(StorageError, match="cannot be opened or written") as raised:
        migrations.migrate(engine, TODAY)

    assert "user that runs the program" in raised.value.remedy


def test_damage_is_found_where_it_lies(tmp_path: Path) -> None:
    """A page that was overwritten is found, though the file still opens and answers."""
    engine = open_database(f"sqlite:///{tmp_path / 'a.db'}")
    migrations.migrate(engine, TODAY)
    releases.put(engine, {"a.yaml": b"x" * 50_000}, TODAY)
    assert damage(engine) == ""
    engine.dispose()
    with (tmp_path / "a.db").open("r+b") as file:
        file.seek(-8192, 2)
        file.write(b"\xff" * 4096)

    assert damage(engine)
    engine.dispose()


def test_misspelt_command_gets_the_nearest_name(capsys: pytest.CaptureFixture[str]) -> None:
    """Who mistypes a command is offered the one that was meant."""
    with pytest.raises(SystemExit) as stopped:
        main(["srve"])

    assert stopped.value.code == 2
    assert "did you mean “serve”?" in capsys.readouterr().err


def test_file_in_the_way_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file that cannot be written is named with what to do, whichever command it is for."""
    (tmp_path / "file").write_text("")

    assert main(["draw", "hub", "--output", str(tmp_path / "file" / "hub.svg")]) == 1
    told = told_once(capsys)
    assert str(tmp_path / "file") in told
    assert "Traceback" not in told


def test_our_own_faults_are_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    """What no operator can mend still shows itself: an exception of any other kind goes on."""
    monkeypatch.setattr("bot.commands.release.run", lambda _: 1 // 0)

    with pytest.raises(ZeroDivisionError):
        main(["release", "list"])


def test_terminal_of_another_alphabet_shows_marks(fragestod_process: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal that lacks some signs gets the talk with marks in their place; JSON says them in escapes."""
    monkeypatch.setenv("PYTHONIOENCODING", "ascii")
    told, data = fragestod_process("play", "hub"), fragestod_process("play", "hub", "--json")

    assert (told.returncode, told.stderr) == (0, "")
    assert "H?lso- och sjukv?rd" in told.stdout
    assert (data.returncode, data.stderr) == (0, "")
    assert "H\\u00e4lso- och sjukv\\u00e5rd" in data.stdout
