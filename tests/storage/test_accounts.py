"""One contract, two stores: accounts, invitations, sessions, acts and units, on SQLite and on PostgreSQL."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from bot.accounts.model import IDLE, KEPT_ACTS, LONGEST, Account, Act, Credentials, Invitation, Refused, Role
from bot.directory.model import Unit
from bot.storage import StorageError, acts
from bot.storage.accounts import Accounts
from bot.storage.database import changing
from bot.storage.seal import Seal, open_seal
from bot.storage.units import LAST, Units

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
CLINIC = Unit(0, "Kliniken", "health", "public", "on_signs", "0180", kind="emergency", staff=12, talks=5)


@dataclass
class Clock:
    """Seconds since 1970 that a test sets."""

    now: int = 1_900_000_000

    def __call__(self) -> int:
        return self.now


@dataclass
class Store:
    """A migrated, empty store with its clock."""

    engine: Engine
    clock: Clock
    accounts: Accounts
    units: Units

    def join(self, name: str, role: Role = Role.ADMIN, units: frozenset[int] = frozenset()) -> Account:
        """Somebody with an account."""
        assert self.accounts.invite(f"link-{name}", Invitation(role, self.clock.now + 100, name, units), "") is None
        made = self.accounts.accept(f"link-{name}", name, proof(name))
        assert isinstance(made, Account)
        return made


def proof(name: str, step: int = 0) -> Credentials:
    """What somebody proves themselves with."""
    return Credentials(f"hash of {name}", SECRET, step, frozenset({f"{name}-1", f"{name}-2"}))


@pytest.fixture
def store(engine: Engine) -> Store:
    """An empty store of each kind."""
    clock = Clock()
    return Store(engine, clock, Accounts(engine, Seal(b"k" * 32), clock), Units(engine, clock))


def test_an_invitation_makes_one_account_and_no_second(store: Store) -> None:
    """A link is good once and until it ends; the account has the role and units that it was made for."""
    assert store.accounts.is_empty()
    made = store.join("anna", Role.UNITS, frozenset({7, 9}))

    assert (made.role, made.units, made.closed) == (Role.UNITS, frozenset({7, 9}), False)
    assert not store.accounts.is_empty() and store.accounts.accounts() == (made,)
    assert store.accounts.accept("link-anna", "eva", proof("eva")) is Refused.GONE
    store.accounts.invite("late", Invitation(Role.ALL, store.clock.now + 100, "late"), "anna")
    store.clock.now += 100
    assert store.accounts.invitation("late") is None
    assert store.accounts.accept("late", "late", proof("late")) is Refused.GONE


def test_of_many_who_use_one_link_at_one_moment_one_gets_in(store: Store) -> None:
    """The link is taken away in the statement that finds it."""
    store.accounts.invite("link", Invitation(Role.ADMIN, store.clock.now + 100), "")

    def use(number: int) -> object:
        try:
            return store.accounts.accept("link", f"somebody{number}", proof(f"somebody{number}"))
        except StorageError:
            return None

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(use, range(8)))
    assert len([each for each in found if isinstance(each, Account)]) == 1
    assert len(store.accounts.accounts()) == 1


def test_a_name_that_is_taken_leaves_the_link_good(store: Store) -> None:
    """Whoever chooses a name that somebody has may choose another."""
    store.join("anna")
    store.accounts.invite("open", Invitation(Role.ALL, store.clock.now + 100), "anna")

    assert store.accounts.accept("open", "anna", proof("anna")) is Refused.TAKEN
    assert isinstance(store.accounts.accept("open", "bo", proof("bo")), Account)
    assert store.accounts.invite("x", Invitation(Role.ALL, store.clock.now + 100, "bo"), "anna") is Refused.TAKEN


def test_one_time_codes_and_spare_codes_work_once(store: Store) -> None:
    """A code that was used, or one before it, opens nothing; nor does a spare code a second time."""
    anna = store.join("anna")

    assert store.accounts.sign_in(anna.id, "s1", step=100)
    assert not store.accounts.sign_in(anna.id, "s2", step=100)
    assert not store.accounts.sign_in(anna.id, "s3", step=99)
    assert store.accounts.sign_in(anna.id, "s4", step=101)
    assert store.accounts.sign_in(anna.id, "s5", spare="anna-1")
    assert not store.accounts.sign_in(anna.id, "s6", spare="anna-1")
    assert not store.accounts.sign_in(anna.id, "s7", spare="bo-1")
    assert store.accounts.spares(anna.id) == 1
    for session, whose in (("s1", anna), ("s2", None), ("s3", None), ("s5", anna), ("s6", None), ("none", None)):
        assert store.accounts.session(session) == whose


def test_a_session_ends_when_idle_and_after_a_day_of_work(store: Store) -> None:
    """Half an hour without a page, or ten hours in all."""
    anna = store.join("anna")
    store.accounts.sign_in(anna.id, "idle", step=1)
    store.clock.now += IDLE - 1
    assert store.accounts.session("idle") == anna
    store.clock.now += IDLE
    assert store.accounts.session("idle") is None

    store.accounts.sign_in(anna.id, "busy", step=2)
    for _ in range(LONGEST // 1200 - 1):
        store.clock.now += 1200
        assert store.accounts.session("busy") == anna
    store.clock.now += 1200
    assert store.accounts.session("busy") is None


def test_signing_out_ends_one_session_or_all(store: Store) -> None:
    """One, or everywhere; other people's go on."""
    anna, bo = store.join("anna"), store.join("bo")
    for account, name in ((anna, "a1"), (anna, "a2"), (anna, "a3"), (bo, "b1")):
        store.accounts.sign_in(account.id, name, step=int(name[1]))
    store.accounts.sign_out("a1")
    assert store.accounts.session("a1") is None and store.accounts.session("a2") == anna
    store.accounts.sign_out_everywhere(anna.id)
    assert store.accounts.session("a2") is None and store.accounts.session("b1") == bo


def test_a_change_of_role_holds_at_once_and_the_last_administrator_stays(store: Store) -> None:
    """The next page already sees it; nobody can lock everybody out."""
    anna, bo = store.join("anna"), store.join("bo")
    store.accounts.sign_in(bo.id, "b", step=1)

    assert store.accounts.change(bo.id, Role.UNITS, frozenset({3}), "anna") is None
    assert store.accounts.session("b") == replace(bo, role=Role.UNITS, units=frozenset({3}))
    assert store.accounts.change(anna.id, Role.ALL, frozenset(), "anna") is Refused.LAST_ADMIN
    assert store.accounts.close(anna.id, "bo") is Refused.LAST_ADMIN
    assert store.accounts.change(99, Role.ALL, frozenset(), "anna") is Refused.GONE


def test_two_administrators_who_close_one_another_leave_one(store: Store) -> None:
    """Also when both press at one moment."""
    anna, bo = store.join("anna"), store.join("bo")
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda pair: store.accounts.close(*pair), [(anna.id, "bo"), (bo.id, "anna")]))

    assert len([each for each in store.accounts.accounts() if not each.closed]) == 1


def test_a_closed_account_keeps_nothing_to_enter_with_and_may_open_again(store: Store) -> None:
    """Password, secret, spare codes, sessions and links go; an invitation under its name opens it anew."""
    store.join("anna")
    bo = store.join("bo", Role.UNITS, frozenset({3}))
    store.accounts.sign_in(bo.id, "b", step=1)
    store.accounts.invite("reset", Invitation(bo.role, store.clock.now + 100, "bo", bo.units, bo.id), "anna")

    assert store.accounts.close(bo.id, "anna") is None
    assert store.accounts.session("b") is None and store.accounts.credentials("bo") is None
    assert store.accounts.invitation("reset") is None and not store.accounts.sign_in(bo.id, "b2", spare="bo-1")
    with store.engine.connect() as connection:
        assert connection.execute(text("SELECT password, secret FROM account WHERE name = 'bo'")).one() == (None, None)
    again = store.join("bo", Role.ALL)
    assert again.id == bo.id and again.role is Role.ALL and again.units == frozenset()


def test_a_reset_ends_what_was_there_before(store: Store) -> None:
    """A new password and new codes: sessions and spare codes of before are gone, role and units stay."""
    store.join("anna")
    bo = store.join("bo", Role.UNITS, frozenset({3}))
    store.accounts.sign_in(bo.id, "old", step=1)
    store.accounts.invite("reset", Invitation(bo.role, store.clock.now + 100, "bo", bo.units, bo.id), "anna")

    assert store.accounts.accept("reset", "", Credentials("new", "NEWSECRET", 5, frozenset({"fresh"}))) == bo
    assert store.accounts.session("old") is None and not store.accounts.sign_in(bo.id, "x", spare="bo-1")
    found = store.accounts.credentials("bo")
    assert found is not None and found[1] == Credentials("new", "NEWSECRET", 5, frozenset({"fresh"}))


def test_open_invitations_are_listed_and_withdrawn_once(store: Store) -> None:
    """The next to end first; one that is withdrawn, used or too old is none, and the log has one line."""
    now = store.clock.now
    for token, name, life in (("late", "late", -1), ("second", "bo", 200), ("first", "", 100)):
        store.accounts.invite(token, Invitation(Role.ALL, now + life, name), "anna")
    assert [(token, each.name) for token, each in store.accounts.pending()] == [("first", ""), ("second", "bo")]
    assert store.accounts.withdraw("second", "eva")
    assert not any(store.accounts.withdraw(token, "eva") for token in ("second", "late", "x"))
    assert [token for token, _ in store.accounts.pending()] == ["first"] and store.accounts.invitation("second") is None
    withdrawn = [entry for entry in store.accounts.acts(9) if entry.act is Act.WITHDRAWN]
    assert [(entry.who, entry.about) for entry in withdrawn] == [("eva", "bo")]


@pytest.mark.parametrize("how", ["closed", "demoted", "given a link", "set anew"])
def test_the_invitations_of_who_is_shut_out_die_with_them(store: Store, how: str) -> None:
    """An administrator who is closed, demoted or reset does not return by a link they made; others' links live on."""
    store.join("anna")
    eve, later = store.join("eve"), store.clock.now + 100
    renewal = Invitation(eve.role, later, "eve", eve.units, eve.id)
    if how == "set anew":
        store.accounts.invite("reset", renewal, "anna")
    store.accounts.invite("hers", Invitation(Role.ADMIN, later, "eve2"), "eve")
    store.accounts.invite("annas", Invitation(Role.UNITS, later, "bo", frozenset({3})), "anna")
    store.accounts.invite("first", Invitation(Role.ADMIN, later), "")
    assert store.accounts.invitation("hers") is not None

    match how:
        case "closed":
            store.accounts.close(eve.id, "anna")
        case "demoted":
            store.accounts.change(eve.id, Role.ALL, frozenset(), "anna")
        case "given a link":
            store.accounts.invite("reset", renewal, "anna")
        case _:
            assert store.accounts.accept("reset", "", proof("eve")) == eve
    assert store.accounts.invitation("hers") is None
    assert store.accounts.accept("hers", "eve2", proof("eve2")) is Refused.GONE
    assert store.accounts.invitation("annas") is not None and store.accounts.invitation("first") is not None
    assert (store.accounts.invitation("reset") is not None) is (how == "given a link")


def test_the_database_holds_no_token_no_password_and_no_secret(store: Store) -> None:
    """Who reads the tables can neither sign in nor make a code: the secret is sealed by a key that lies elsewhere."""
    store.join("anna")
    with store.engine.connect() as connection:
        row = connection.execute(text("SELECT secret FROM account")).scalar_one()

    assert SECRET.encode() not in bytes(row)
    other = Accounts(store.engine, Seal(b"x" * 32), store.clock).credentials("anna")
    assert other is not None and other[1].secret is None and other[1].recovery == frozenset({"anna-1", "anna-2"})


def test_acts_are_kept_in_order_and_for_two_years(store: Store) -> None:
    """Who did what; what is older than two years goes with the next act."""
    anna = store.join("anna")
    store.accounts.change(anna.id, Role.ADMIN, frozenset(), "anna")
    number = store.units.make(CLINIC, (), "anna")
    assert [(each.who, each.act, each.about) for each in store.accounts.acts(10)] == [
        ("anna", Act.UNIT_MADE, f"unit {number}"),
        ("anna", Act.CHANGED, "anna"),
        ("anna", Act.JOINED, "anna"),
        ("", Act.INVITED, "anna"),
    ]
    assert len(store.accounts.acts(2)) == 2
    with changing(store.engine) as connection:
        acts.note(connection, store.clock.now + KEPT_ACTS + 1, "anna", Act.CLOSED, "bo")
    assert [each.act for each in store.accounts.acts(10)] == [Act.CLOSED]


def test_units_get_numbers_that_are_never_used_again(store: Store) -> None:
    """From 1001 on, past those of the file; closing one frees no number and deletes no row."""
    first = store.units.make(CLINIC, {1002}, "anna")
    second = store.units.make(replace(CLINIC, name="Andra"), {1002}, "anna")

    assert (first, second) == (1001, 1003)
    assert store.units.close(1003, "anna") and not store.units.close(1003, "anna")
    assert store.units.make(CLINIC, (), "anna") == 1004
    assert [unit.id for unit in store.units.units() if unit.closed] == [1003]
    assert store.units.units()[0] == replace(CLINIC, id=1001, made_here=True)
    assert store.units.make(CLINIC, range(1, LAST + 1), "anna") is None


def test_units_made_at_one_moment_get_a_number_each(store: Store) -> None:
    """Two coordinators who press at once do not meet."""
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: store.units.make(CLINIC, (), "anna"), range(8)))

    assert sorted(number or 0 for number in found) == list(range(1001, 1009))


def test_only_name_staff_and_talks_of_a_unit_change(store: Store) -> None:
    """What talks that go on are folded with stays as it was, whatever is handed over."""
    number = store.units.make(CLINIC, (), "anna")
    assert number
    other = Unit(number, "Nytt namn", "social", "private", "everybody", "2480", kind="duty_office", staff=None, talks=9)

    assert store.units.change(other, "anna")
    assert store.units.units() == (replace(CLINIC, id=number, name="Nytt namn", staff=None, talks=9, made_here=True),)
    store.units.close(number, "anna")
    assert not store.units.change(other, "anna")


def test_the_installations_key_is_made_once_and_guarded(tmp_path: Path) -> None:
    """Processes that start together agree on one key; one that others may read, or that is torn, is refused."""
    with ThreadPoolExecutor(8) as pool:
        sealed = list(pool.map(lambda _: open_seal(tmp_path / "keys").close("secret", "anna"), range(8)))
    file = tmp_path / "keys" / "account.key"

    assert len(set(sealed)) == 1 and [each.name for each in (tmp_path / "keys").iterdir()] == ["account.key"]
    seal = open_seal(tmp_path / "keys")
    assert seal.open(sealed[0], "anna") == "secret" and seal.open(sealed[0], "bo") is None
    assert len(seal.secret_for("t1")) == 32 and seal.secret_for("t1") != seal.secret_for("t2")
    file.chmod(0o640)
    with pytest.raises(StorageError, match="read by others"):
        open_seal(tmp_path / "keys")
    file.chmod(0o600)
    file.write_bytes(b"torn")
    with pytest.raises(StorageError, match="damaged"):
        open_seal(tmp_path / "keys")
