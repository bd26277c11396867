"""One contract, two stores: every promise of the release store holds on SQLite and on PostgreSQL."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some
from sqlalchemy import Engine, text

from bot.dialog.load import release_id
from bot.storage import StorageError, migrations, releases
from bot.storage.database import open_database, parse_url

FIRST, LATER = date(2026, 11, 22), date(2026, 12, 1)
FILES = {"house.yaml": b"entries: [hub]\n", "guides/hub.yaml": "title: Frågestöd\n".encode()}
OTHER = {"house.yaml": b"entries: [other]\n"}


@pytest.fixture(params=["sqlite", "postgres"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'store.db'}"
    server: str = request.getfixturevalue("postgres")
    engine = open_database(server).execution_options(isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("DROP DATABASE IF EXISTS contract WITH (FORCE)"))
        connection.execute(text("CREATE DATABASE contract"))
    engine.dispose()
    return parse_url(server).set(database="contract").render_as_string(hide_password=False)


@pytest.fixture
def store(address: str) -> Iterator[Engine]:
    """A migrated store of each kind."""
    engine = open_database(address)
    migrations.migrate(engine, FIRST)
    yield engine
    engine.dispose()


def test_stored_release_comes_back_byte_for_byte(store: Engine) -> None:
    """A conversation can end on the release it began with: the same files come back under the same id."""
    release = releases.put(store, FILES, FIRST)

    assert len(release) == 64
    assert releases.get(store, release) == FILES


def test_unknown_release_is_none(store: Engine) -> None:
    """An id that was never stored is answered with None, not with an exception."""
    assert releases.get(store, "0" * 64) is None
    assert not releases.is_recalled(store, "0" * 64)


def test_storing_twice_keeps_the_first_day(store: Engine) -> None:
    """A second process that stores the same release changes nothing."""
    release = releases.put(store, FILES, FIRST)
    assert releases.put(store, FILES, LATER) == release

    assert releases.list_releases(store) == (releases.StoredRelease(release, 1, FIRST, None),)


def test_list_is_in_order_of_first_day(store: Engine) -> None:
    """The oldest release stands first, whatever order they were stored in."""
    late = releases.put(store, OTHER, LATER)
    early = releases.put(store, FILES, FIRST)

    assert [found.id for found in releases.list_releases(store)] == [early, late]


def test_recall_marks_and_keeps_the_release(store: Engine) -> None:
    """A recalled release is known as such from that day on and can still be read."""
    release = releases.put(store, FILES, FIRST)
    releases.recall(store, release, LATER)
    releases.recall(store, release, date(2027, 1, 1))

    assert releases.is_recalled(store, release)
    assert releases.list_releases(store)[0].recalled == LATER
    assert releases.get(store, release) == FILES


def test_recall_may_come_before_the_release(store: Engine) -> None:
    """A release that is recalled elsewhere first is recalled from its first moment here."""
    release = release_id(FILES)
    releases.recall(store, release, FIRST)

    assert releases.is_recalled(store, releases.put(store, FILES, LATER))


def test_find_needs_one_match(store: Engine) -> None:
    """The start of an id, as a token carries it, finds its release, and nothing when two would fit."""
    release = releases.put(store, FILES, FIRST)
    assert releases.find(store, release[:6]) == release
    assert releases.find(store, "zzzzzz") is None
    assert releases.find(store, "%") is None

    releases.put(store, OTHER, FIRST)
    assert releases.find(store, "") is None


def _times(store: Engine) -> dict[str, tuple[tuple[str, str], ...]]:
    return {
        found.id: tuple((str(time.first), str(time.last or "")) for time in found.live)
        for found in releases.list_releases(store)
    }


def test_one_release_is_live_at_a_time(store: Engine) -> None:
    """What was live is known by day: the next release ends the time of the one before, and the last has no end yet."""
    old, new = releases.put(store, FILES, FIRST), releases.put(store, OTHER, FIRST)
    releases.go_live(store, old, date(2026, 11, 22))
    releases.go_live(store, new, date(2026, 12, 1))
    releases.go_live(store, new, date(2026, 12, 5))

    assert _times(store) == {old: (("2026-11-22", "2026-12-01"),), new: (("2026-12-01", ""),)}


def test_release_that_comes_back_was_live_twice(store: Engine) -> None:
    """Going back to older content is a second time of its own; on the day of the change, it is the same time."""
    old, new = releases.put(store, FILES, FIRST), releases.put(store, OTHER, FIRST)
    for release, day in ((old, 1), (new, 3), (old, 3), (new, 3), (old, 9)):
        releases.go_live(store, release, date(2027, 1, day))

    assert _times(store) == {
        old: (("2027-01-01", "2027-01-03"), ("2027-01-09", "")),
        new: (("2027-01-03", "2027-01-09"),),
    }


def test_day_names_what_was_live(store: Engine) -> None:
    """On the day of a change talks may have begun on both; on any other day on one, and before the first on none."""
    old, new = releases.put(store, FILES, FIRST), releases.put(store, OTHER, FIRST)
    releases.go_live(store, old, FIRST)
    releases.go_live(store, new, LATER)
    known = releases.list_releases(store)

    def live(day: date) -> set[str]:
        return {found.id for found in known if found.was_live(day)}

    assert live(date(2026, 11, 21)) == set()
    assert live(FIRST) == live(date(2026, 11, 30)) == {old}
    assert live(LATER) == {old, new}
    assert live(date(2030, 1, 1)) == {new}


def test_recall_ends_the_time_of_a_release(store: Engine) -> None:
    """No talk begins on a recalled release, so its time ends that day, and a restart does not open it again."""
    release = releases.put(store, FILES, FIRST)
    releases.go_live(store, release, FIRST)
    releases.recall(store, release, LATER)
    releases.go_live(store, release, date(2026, 12, 2))

    assert _times(store) == {release: (("2026-11-22", "2026-12-01"),)}


def test_times_before_the_second_migration_are_taken_from_first_days(address: str) -> None:
    """A store of an older program does not forget: each release was live until the next one came."""
    engine = open_database(address)
    migrations.migrate(engine, FIRST, migrations.MIGRATIONS[:1])
    old, new = releases.put(engine, FILES, FIRST), releases.put(engine, OTHER, LATER)
    migrations.migrate(engine, date(2027, 1, 1))

    assert _times(engine) == {old: (("2026-11-22", "2026-12-01"),), new: (("2026-12-01", ""),)}
    engine.dispose()


def test_changed_archive_is_refused(store: Engine) -> None:
    """Somebody who changes a stored release in the database is found out when it is read."""
    release = releases.put(store, FILES, FIRST)
    with store.begin() as connection:
        connection.execute(text("UPDATE release SET archive = :a"), {"a": releases.pack(OTHER)})

    with pytest.raises(StorageError, match="damaged"):
        releases.get(store, release)


def test_foreign_format_is_refused(store: Engine) -> None:
    """A release in a format that this program does not know is refused, never guessed at."""
    release = releases.put(store, FILES, FIRST)
    with store.begin() as connection:
        connection.execute(text("UPDATE release SET format = 99"))

    with pytest.raises(StorageError, match="format 99"):
        releases.get(store, release)


def test_processes_that_start_together_agree(address: str) -> None:
    """Eight starts at once on an empty database migrate once and store one release."""

    def start(_: int) -> tuple[tuple[str, ...], str]:
        engine = open_database(address)
        try:
            applied, release = migrations.migrate(engine, FIRST), releases.put(engine, FILES, FIRST)
            releases.go_live(engine, release, FIRST)
            return applied, release
        finally:
            engine.dispose()

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(start, range(8)))

    names = [migration.name for migration in migrations.MIGRATIONS]
    assert sorted(len(applied) for applied, _ in found) == [0] * 7 + [len(names)]
    assert len({release for _, release in found}) == 1
    engine = open_database(address)
    assert releases.list_releases(engine)[0].live == (releases.Live(FIRST, None),)
    engine.dispose()


def test_pending_becomes_applied(address: str) -> None:
    """Before the first start everything is pending, after it everything is applied, and again changes nothing."""
    engine = open_database(address)
    names = tuple(migration.name for migration in migrations.MIGRATIONS)

    assert migrations.state(engine) == migrations.State((), names, ())
    assert migrations.migrate(engine, FIRST) == names
    assert migrations.migrate(engine, LATER) == ()
    assert migrations.state(engine) == migrations.State(names, (), ())
    engine.dispose()


def test_failed_migration_leaves_nothing(address: str) -> None:
    """A step that fails takes the steps before it back with it, tables included."""
    engine = open_database(address)

    def fail(_: object) -> None:
        raise RuntimeError("planted")

    with pytest.raises(RuntimeError, match="planted"):
        migrations.migrate(engine, FIRST, (*migrations.MIGRATIONS, migrations.Migration("9999-planted", fail)))

    assert migrations.state(engine).applied == ()
    assert migrations.migrate(engine, FIRST) == tuple(step.name for step in migrations.MIGRATIONS)
    engine.dispose()


def test_database_of_a_newer_program_is_refused(store: Engine) -> None:
    """An older program does not write into a database whose shape it does not know."""
    with store.begin() as connection:
        connection.execute(text("INSERT INTO migration VALUES ('9999-planted', '2027-01-01')"))

    assert migrations.state(store).unknown == ("9999-planted",)
    with pytest.raises(StorageError, match="newer program"):
        migrations.migrate(store, LATER)


def test_silent_database_is_a_storage_error(tmp_path: Path) -> None:
    """A server that is not there is told in the house's own words, without the address."""
    engine = open_database("postgresql://someone:planted@127.0.0.1:1/none")

    with pytest.raises(StorageError) as raised:
        migrations.state(engine)
    assert "planted" not in str(raised.value)
    engine.dispose()


def test_sqlite_file_belongs_to_the_owner_alone(tmp_path: Path) -> None:
    """A fresh installation makes its folder 0700 and its database 0600."""
    engine = open_database(f"sqlite:///{tmp_path / 'data' / 'store.db'}")
    migrations.migrate(engine, FIRST)
    engine.dispose()

    assert (tmp_path / "data").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "data/store.db").stat().st_mode & 0o777 == 0o600


NAMES = some.lists(some.text("abcåäö-_.", min_size=1, max_size=12), min_size=1, max_size=3).map("/".join)


@given(files=some.dictionaries(NAMES.filter(lambda name: not set(name.split("/")) & {".", ".."}), some.binary()))
def test_archive_is_canonical(files: dict[str, bytes]) -> None:
    """The same files give the same bytes in whatever order they come, and come back unchanged."""
    archive = releases.pack(files)

    assert releases.pack(dict(reversed(files.items()))) == archive
    assert releases.unpack(archive) == files


@pytest.mark.parametrize("path", ["/etc/passwd", "../x", "a/../../x", "a//b", "./a", ""])
def test_paths_that_leave_the_folder_are_refused(path: str) -> None:
    """No archive can name a place outside itself, in either direction."""
    with pytest.raises(StorageError):
        releases.pack({path: b""})
