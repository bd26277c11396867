"""Keys: made once, agreed on, alive for a day, gone afterwards."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from bot.storage import StorageError
from bot.storage.keys import KEY_BYTES, SLOT, KeyFolder, next_slot, slot_of

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder that does not exist yet, as in a fresh installation."""
    return tmp_path / "data" / "keys"


def key_files(folder: Path) -> list[str]:
    """Names of the key files that lie in the folder."""
    return sorted(path.name for path in folder.glob("*.key"))


def test_first_need_makes_a_key_that_stays(folder: Path) -> None:
    """The key of a slot is made once and is the same for the whole slot, also after a restart."""
    slot, key = KeyFolder(folder).current(NOON)

    assert len(key) == KEY_BYTES
    assert KeyFolder(folder).current(next_slot(NOON) - SECOND) == (slot, key)


def test_only_the_owner_may_read(folder: Path) -> None:
    """Folder 0700, file 0600, whatever the umask says."""
    slot, _ = KeyFolder(folder).current(NOON)

    assert folder.stat().st_mode & 0o777 == 0o700
    assert (folder / f"{slot}.key").stat().st_mode & 0o777 == 0o600


def test_name_carries_the_slot_alone(folder: Path) -> None:
    """A listing of the folder tells the half day and nothing else."""
    KeyFolder(folder).current(NOON)

    assert {path.name for path in folder.iterdir()} == {f"{slot_of(NOON)}.key", "lock"}


def test_button_of_the_last_second_opens_for_twelve_hours(folder: Path) -> None:
    """What was sealed at the end of a slot can be opened until its twelve hours are over."""
    keys = KeyFolder(folder)
    sealed_at = next_slot(NOON) - SECOND
    sealed_with = keys.current(sealed_at)

    assert sealed_with in keys.live(sealed_at + timedelta(hours=12))


def test_key_is_destroyed_a_day_after_its_slot_began(folder: Path) -> None:
    """At 24 hours the file is gone and the memory is empty, without any press."""
    keys = KeyFolder(folder)
    slot, key = keys.current(NOON)
    begun = datetime.fromtimestamp(slot * SLOT.total_seconds(), UTC)

    assert keys.destroy_expired(begun + timedelta(hours=24) - SECOND) == 0
    assert keys.destroy_expired(begun + timedelta(hours=24)) == 1
    assert key_files(folder) == []
    assert all(found != key for _, found in keys.live(begun + timedelta(hours=24)))


def test_destroyed_key_is_overwritten_first(folder: Path) -> None:
    """The blocks of a destroyed key hold other bytes: a second name for the same file shows it."""
    keys = KeyFolder(folder)
    slot, key = keys.current(NOON)
    second_name = folder / "kept"
    second_name.hardlink_to(folder / f"{slot}.key")

    keys.destroy_expired(NOON + timedelta(days=2))

    assert second_name.read_bytes() != key
    assert len(second_name.read_bytes()) == KEY_BYTES


def test_next_press_destroys_what_a_sleeping_process_left(folder: Path) -> None:
    """A machine that slept over the time destroys old keys at its first press."""
    KeyFolder(folder).current(NOON)
    KeyFolder(folder).current(NOON + timedelta(days=30))

    assert key_files(folder) == [f"{slot_of(NOON + timedelta(days=30))}.key"]


def test_processes_on_one_folder_agree(folder: Path) -> None:
    """Eight processes that all want the first key at once get the same one."""
    program = (
        "import sys; from datetime import datetime; from pathlib import Path; from bot.storage.keys import KeyFolder;"
        f"sys.stdout.write(KeyFolder(Path(sys.argv[1])).current(datetime.fromisoformat('{NOON.isoformat()}'))[1].hex())"
    )
    running = [
        subprocess.Popen([sys.executable, "-c", program, str(folder)], stdout=subprocess.PIPE, text=True)
        for _ in range(8)
    ]
    found = {process.communicate(timeout=60)[0] for process in running}

    assert len(found) == 1
    assert len(found.pop()) == 2 * KEY_BYTES


def test_a_press_within_the_slot_touches_no_file(folder: Path) -> None:
    """After the first press of a slot the keys come from memory."""
    keys = KeyFolder(folder)
    first = keys.live(NOON)
    folder.rename(folder.with_name("moved"))

    assert keys.live(NOON + SECOND) == first


@settings(max_examples=30)  # each makes real files
@given(hours=some.lists(some.integers(0, 200), max_size=20))
def test_never_more_than_two_keys_live(tmp_path_factory: pytest.TempPathFactory, hours: list[int]) -> None:
    """Whenever presses come, at most two keys exist, newest first, none older than 24 hours."""
    folder = tmp_path_factory.mktemp("keys")
    keys = KeyFolder(folder)
    for hour in sorted(hours):
        now = NOON + timedelta(hours=hour)
        slots = [slot for slot, _ in keys.live(now)]

        assert slots == sorted(slots, reverse=True)
        assert slots[0] == slot_of(now)
        assert all(now.timestamp() - slot * SLOT.total_seconds() < 24 * 3600 for slot in slots)
        assert key_files(folder) == sorted(f"{slot}.key" for slot in slots)


def test_key_that_others_may_read_is_refused(folder: Path) -> None:
    """A key file with wider rights is not used: it may have been read already."""
    slot, _ = KeyFolder(folder).current(NOON)
    (folder / f"{slot}.key").chmod(0o644)

    with pytest.raises(StorageError, match="0600"):
        KeyFolder(folder).current(NOON)


def test_damaged_key_is_refused(folder: Path) -> None:
    """A key of another length is told as damaged, never stretched or cut."""
    slot, _ = KeyFolder(folder).current(NOON)
    (folder / f"{slot}.key").write_bytes(b"short")

    with pytest.raises(StorageError, match="damaged"):
        KeyFolder(folder).current(NOON)


def test_crash_while_making_a_key_leaves_none(folder: Path) -> None:
    """A half-written key never takes a key's name, and the next process makes a whole one."""
    folder.mkdir(parents=True, mode=0o700)
    (folder / "new").write_bytes(b"half")

    assert len(KeyFolder(folder).current(NOON)[1]) == KEY_BYTES
    assert not (folder / "new").exists()


def test_faults_are_told_without_making_anything(folder: Path) -> None:
    """The doctor's look names each fault and leaves the folder as it was."""
    keys = KeyFolder(folder)
    assert keys.faults(NOON) == ()
    assert not folder.exists()

    slot, _ = keys.current(NOON)
    (folder / f"{slot - 5}.key").write_bytes(b"x")
    (folder / f"{slot + 5}.key").write_bytes(b"x")
    folder.chmod(0o755)

    found = " ".join(keys.faults(NOON))
    assert "should have been destroyed" in found
    assert "time to come" in found
    assert "0700" in found
    assert len(key_files(folder)) == 3
