"""Backup and restore: what comes back, what never leaves, what is refused."""

import hashlib
import io
import json
import shutil
import sqlite3
import stat
import tarfile
import threading
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.cli import main
from bot.operations import backup
from bot.operations.backup import BackupError
from bot.operations.restore import Backup, read_backup, write_data
from bot.storage import migrations, releases
from bot.storage.database import open_database
from bot.storage.keys import KeyFolder

TODAY = date(2026, 11, 22)
FILES = {"house.yaml": b"entries: [hub]\n"}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder as a running installation leaves it, with marks where nothing may be copied from."""
    folder = tmp_path / "data"
    engine = open_database(address_of(folder))
    migrations.migrate(engine, TODAY)
    releases.put(engine, FILES, TODAY)
    engine.dispose()
    KeyFolder(folder / "keys").current(datetime(2026, 11, 22, tzinfo=UTC))
    for name in ("counting/cells.a", "tables/2026-w46.json"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(f"content of {name}")
    return folder


def address_of(folder: Path) -> str:
    """The default database address of a data folder."""
    return f"sqlite:///{folder / 'fragestod.db'}"


def arguments(folder: Path, file: Path) -> list[str]:
    """What stands on the command line."""
    return [str(file), "--data", str(folder)]


def test_what_is_backed_up_comes_back(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Releases and released tables survive a lost machine: a new data folder holds them as they were."""
    file, fresh = tmp_path / "backup.tar", tmp_path / "fresh"
    assert main(["backup", *arguments(data, file)]) == 0
    assert main(["restore", *arguments(fresh, file)]) == 0

    engine = open_database(address_of(fresh))
    release = releases.list_releases(engine)[0].id
    assert releases.get(engine, release) == FILES
    engine.dispose()
    assert (fresh / "tables/2026-w46.json").read_text() == "content of tables/2026-w46.json"
    assert "2 files" in capsys.readouterr().out


def test_keys_and_open_counts_never_leave(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """No byte of a key or of the open counts is in the copy, and the command says why."""
    file = tmp_path / "backup.tar"
    main(["backup", *arguments(data, file)])

    copied = file.read_bytes()
    assert [key.read_bytes() in copied for key in (data / "keys").glob("*.key")] == [False]
    assert b"content of counting" not in copied
    told = capsys.readouterr().out
    assert all(f"{name}/ ({reason})" in told for name, reason in backup.LEFT_OUT.items())


def test_only_the_owner_may_read_a_backup(data: Path, tmp_path: Path) -> None:
    """The file is 0600, carries no times, and nothing half-made is left beside it."""
    file = tmp_path / "out" / "backup.tar"
    file.parent.mkdir()
    backup.write_backup(data, address_of(data), file)

    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert list(file.parent.iterdir()) == [file]
    with tarfile.open(file) as archive:
        assert {entry.mtime for entry in archive} == {0}


def test_same_data_gives_the_same_backup(data: Path, tmp_path: Path) -> None:
    """Two copies of the same data are the same bytes, so that a copy tells nothing of when it was made."""
    for name in ("a", "b"):
        backup.write_backup(data, address_of(data), tmp_path / name)

    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_copy_is_whole_while_somebody_writes(data: Path, tmp_path: Path) -> None:
    """A copy taken in the middle of a transaction holds the state before it, and opens without a fault."""
    writer = sqlite3.connect(data / "fragestod.db", isolation_level=None, check_same_thread=False)
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("INSERT INTO recall VALUES ('planted', '2026-11-22')")
    ending = threading.Timer(0.3, lambda: writer.execute("ROLLBACK"))
    ending.start()
    backup.write_backup(data, address_of(data), tmp_path / "backup.tar")
    ending.join()
    writer.close()

    (tmp_path / "copy.db").write_bytes(read_backup(tmp_path / "backup.tar").files["fragestod.db"])
    copy = sqlite3.connect(tmp_path / "copy.db")
    assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert copy.execute("SELECT count(*) FROM recall").fetchone() == (0,)
    copy.close()


def test_postgresql_is_left_to_its_own_tool(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """With PostgreSQL the files are copied and the command names pg_dump instead of pretending."""
    monkeypatch.setenv("FRAGESTOD_DATABASE", "postgresql://name@server/base")

    assert main(["backup", *arguments(data, tmp_path / "backup.tar")]) == 0
    assert "pg_dump" in capsys.readouterr().out


def test_existing_backup_is_not_overwritten(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file that is there stays as it is unless --force is given."""
    file = tmp_path / "backup.tar"
    file.write_text("precious")

    assert main(["backup", *arguments(data, file)]) == 1
    assert file.read_text() == "precious"
    assert "--force" in capsys.readouterr().err
    assert main(["backup", *arguments(data, file), "--force"]) == 0


def test_restore_refuses_to_overwrite(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Data that are there stay untouched, all of them, unless --force is given."""
    file = tmp_path / "backup.tar"
    main(["backup", *arguments(data, file)])
    (data / "tables/2026-w46.json").write_text("newer")
    (data / "fragestod.db").unlink()

    assert main(["restore", *arguments(data, file)]) == 1
    assert "tables/2026-w46.json" in capsys.readouterr().err
    assert not (data / "fragestod.db").exists()
    assert main(["restore", *arguments(data, file), "--force"]) == 0
    assert (data / "tables/2026-w46.json").read_text() == "content of tables/2026-w46.json"


def test_restore_keeps_the_keys_that_are_there(data: Path, tmp_path: Path) -> None:
    """Buttons of the running day still open after a restore on the same machine."""
    file = tmp_path / "backup.tar"
    main(["backup", *arguments(data, file)])
    before = {path.name: path.read_bytes() for path in (data / "keys").iterdir()}
    main(["restore", *arguments(data, file), "--force"])

    assert {path.name: path.read_bytes() for path in (data / "keys").iterdir()} == before


def test_flipped_byte_is_found(data: Path, tmp_path: Path) -> None:
    """A copy that was damaged on the way is refused with the name of the damaged file."""
    file = tmp_path / "backup.tar"
    backup.write_backup(data, address_of(data), file)
    file.write_bytes(file.read_bytes().replace(b"content of tables", b"content_of tables"))

    with pytest.raises(BackupError, match="2026-w46"):
        read_backup(file)


def rebuilt(files: dict[str, bytes], manifest: dict[str, object] | None) -> bytes:
    """A tar of other content than the program would write."""
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as archive:
        everything = {f"data/{name}": content for name, content in files.items()}
        if manifest is not None:
            everything["manifest.json"] = json.dumps(manifest).encode()
        for name, content in everything.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return stream.getvalue()


# SHA-256 of nothing, for files without content.
EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@pytest.mark.parametrize(
    ("files", "manifest", "words"),
    [
        ({}, None, "not a backup"),
        ({}, {"format": 99, "files": {}}, "format 99"),
        ({"extra": b""}, {"format": 1, "files": {}}, "extra"),
        ({}, {"format": 1, "files": {"lost": EMPTY}}, "lost"),
        ({"../out": b""}, {"format": 1, "files": {"../out": EMPTY}}, "no place"),
        ({"/out": b""}, {"format": 1, "files": {"/out": EMPTY}}, "no place"),
        ({"keys/1.key": b""}, {"format": 1, "files": {"keys/1.key": EMPTY}}, "no place"),
    ],
)
def test_odd_backups_are_refused(
    tmp_path: Path, files: dict[str, bytes], manifest: dict[str, object] | None, words: str
) -> None:
    """Missing, surplus and escaping files, planted keys and unknown formats are refused before anything is written."""
    (tmp_path / "odd.tar").write_bytes(rebuilt(files, manifest))

    with pytest.raises(BackupError, match=words):
        read_backup(tmp_path / "odd.tar")


def test_text_file_is_no_backup(tmp_path: Path) -> None:
    """Anything that is not a tar is told as such."""
    (tmp_path / "text").write_text("hello")

    with pytest.raises(BackupError, match="not a backup"):
        read_backup(tmp_path / "text")


def test_copy_that_is_not_there_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A misspelt name of a copy is told as that, not as a copy that is no good."""
    assert main(["restore", *arguments(tmp_path / "fresh", tmp_path / "none.tar")]) == 1
    assert "none.tar cannot be read (No such file or directory)" in capsys.readouterr().err


def test_restored_files_belong_to_the_owner_alone(tmp_path: Path) -> None:
    """What is put back is 0600 in folders of 0700."""
    write_data(Backup({"tables/a.json": b"x"}, None), tmp_path / "data", address_of(tmp_path), force=False)

    assert stat.S_IMODE((tmp_path / "data/tables/a.json").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "data/tables").stat().st_mode) == 0o700


def crashed(folder: Path) -> None:
    """Leave the folder's database as a writer leaves it that was killed: changes in the file, their undoing beside."""
    file, away = folder / "fragestod.db", folder.with_name("running.db")
    file.rename(away)
    writer = sqlite3.connect(away, isolation_level=None)
    for word in ("PRAGMA cache_size=1", "CREATE TABLE big (a)", "BEGIN", "DELETE FROM release"):
        writer.execute(word)
    writer.executemany("INSERT INTO big VALUES (?)", [("x" * 4000,)] * 50)
    for end in ("", "-journal"):
        shutil.copy(f"{away}{end}", f"{file}{end}")
    writer.close()
    assert (folder / "fragestod.db-journal").stat().st_size > 1000


def test_restore_over_a_crashed_database_is_sound(data: Path, tmp_path: Path) -> None:
    """What a killed writer left beside its database is not played into the one that was put back."""
    file = tmp_path / "backup.tar"
    main(["backup", *arguments(data, file)])
    crashed(data)
    for end in ("-wal", "-shm"):
        (data / f"fragestod.db{end}").write_bytes(b"of another file")

    assert main(["restore", *arguments(data, file), "--force"]) == 0
    assert sorted(path.name for path in data.glob("*.db*")) == ["fragestod.db"]
    assert (data / "fragestod.db").read_bytes() == read_backup(file).files["fragestod.db"]
    assert main(["release", "list", "--data", str(data)]) == 0


def test_crashed_database_is_copied_as_it_was_before(data: Path, tmp_path: Path) -> None:
    """A copy of what a killed writer left holds the state before it wrote."""
    file = tmp_path / "backup.tar"
    crashed(data)

    assert main(["backup", *arguments(data, file)]) == 0
    (tmp_path / "copy.db").write_bytes(read_backup(file).files["fragestod.db"])
    copy = sqlite3.connect(tmp_path / "copy.db")
    assert copy.execute("SELECT (SELECT count(*) FROM big), (SELECT count(*) FROM release)").fetchone() == (0, 1)
    copy.close()


def test_database_goes_where_the_settings_say(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A database that lies elsewhere by a setting is put back there, whatever its file was called in the copy."""
    file, elsewhere = tmp_path / "backup.tar", tmp_path / "elsewhere" / "f.db"
    main(["backup", *arguments(data, file)])
    elsewhere.parent.mkdir()
    elsewhere.write_text("damaged")
    monkeypatch.setenv("FRAGESTOD_DATABASE", f"sqlite:///{elsewhere}")

    assert main(["restore", *arguments(tmp_path / "fresh", file)]) == 1
    assert str(elsewhere) in capsys.readouterr().err
    assert main(["restore", *arguments(tmp_path / "fresh", file), "--force"]) == 0
    assert elsewhere.read_bytes() == read_backup(file).files["fragestod.db"]
    assert not (tmp_path / "fresh" / "fragestod.db").exists()
    assert f"database: {elsewhere}" in capsys.readouterr().out


def test_copy_of_an_earlier_version_finds_its_database(data: Path, tmp_path: Path) -> None:
    """A manifest that does not name the database, as earlier ones did not, leads to the same place."""
    file = tmp_path / "backup.tar"
    main(["backup", *arguments(data, file)])
    sound = read_backup(file)
    hashes = {name: hashlib.sha256(content).hexdigest() for name, content in sound.files.items()}
    file.write_bytes(rebuilt(dict(sound.files), {"format": 1, "files": hashes}))

    assert read_backup(file) == sound


def test_copy_of_sqlite_does_not_fit_postgresql(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A database that has no place under the settings is told, and nothing is put back."""
    file = tmp_path / "backup.tar"
    main(["backup", *arguments(data, file)])
    monkeypatch.setenv("FRAGESTOD_DATABASE", "postgresql://name@server/base")

    assert main(["restore", *arguments(tmp_path / "fresh", file)]) == 1
    assert "FRAGESTOD_DATABASE" in capsys.readouterr().err
    assert not (tmp_path / "fresh").exists()


def test_earlier_copies_are_left_out(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Copies that are kept in the data folder, under any name, are not copied again."""
    for name in ("one.tar", "two.copy", "one.tar"):
        assert main(["backup", *arguments(data, data / name), "--force"]) == 0

    assert set(read_backup(data / "one.tar").files) == {"fragestod.db", "tables/2026-w46.json"}
    assert "left out: two.copy (an earlier copy)" in capsys.readouterr().out


def test_place_that_cannot_hold_a_copy_is_told(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder that is missing, or that stands where the file should, is named, and nothing is left beside it."""
    before = sorted(tmp_path.rglob("*"))
    for place, words in ((tmp_path / "none" / "x.tar", "There is no folder"), (data, "is a folder")):
        assert main(["backup", *arguments(data, place), "--force"]) == 1
        assert words in capsys.readouterr().err

    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize("offset", [0, 8192])
def test_damaged_database_is_not_copied(
    data: Path, tmp_path: Path, offset: int, capsys: pytest.CaptureFixture[str]
) -> None:
    """A database that cannot be read, or is damaged further in, does not take a good copy's place."""
    (tmp_path / "backup.tar").write_text("the last good copy")
    with (data / "fragestod.db").open("r+b") as opened:
        opened.seek(offset)
        opened.write(b"\xff" * 4096)

    assert main(["backup", *arguments(data, tmp_path / "backup.tar"), "--force"]) == 1
    assert "fragestod.db cannot be copied" in capsys.readouterr().err
    assert (tmp_path / "backup.tar").read_text() == "the last good copy"


def test_database_that_is_not_there_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A copy without a database, since there is none where the settings say, tells so."""
    (tmp_path / "data").mkdir()

    assert main(["backup", *arguments(tmp_path / "data", tmp_path / "backup.tar")]) == 0
    assert f"there is none at {tmp_path / 'data' / 'fragestod.db'}" in capsys.readouterr().out


@pytest.mark.parametrize("way", ["file in the way", "folder in the way"])
def test_restore_that_cannot_write_changes_nothing(
    data: Path, tmp_path: Path, way: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where one file cannot be put back none is, and nothing half-made stays."""
    file, fresh = tmp_path / "backup.tar", tmp_path / "fresh"
    main(["backup", *arguments(data, file)])
    fresh.mkdir()
    if way == "file in the way":
        (fresh / "tables").write_text("")
    else:
        (fresh / "tables" / "2026-w46.json").mkdir(parents=True)
    before = sorted(fresh.rglob("*"))

    assert main(["restore", *arguments(fresh, file), "--force"]) == 1
    told = capsys.readouterr().err
    assert "cannot be written" in told
    assert "2026-w46.json" in told
    assert sorted(fresh.rglob("*")) == before
