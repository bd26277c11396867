"""A stranger's attempts all fail: each changes nothing, shows nothing, and is answered calmly."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import date, timedelta

import pyotp
import pytest
import pytest_asyncio
from aiohttp import ClientSession
from sqlalchemy import text
from yarl import URL

from bot.accounts.brakes import BUCKET, Brakes, Bucket
from bot.accounts.credentials import digest, form_mark
from bot.accounts.model import IDLE, INVITATION_LIFE, Role
from bot.assess.cycle import Cycle
from bot.dashboard.headers import PREFIX
from bot.statistics.asked import Own
from bot.storage.cycles import CycleTable
from bot.storage.database import asking, changing
from bot.storage.own import OwnFigures
from tests.dashboard import strangers, strangers_since
from tests.dashboard.conftest import PASSWORD, House, Person
from tests.dashboard.strangers import Case
from tests.dashboard.test_assess import begun, link
from tests.dashboard.test_pages import NEW_UNIT

pytestmark = pytest.mark.asyncio(loop_scope="session")
SECRETS = ("Hemliga enheten", "boss</h2>", 'name="account"', "bjöd in", "<svg class", "$argon2")
"""What no page for a stranger may hold: another unit, an account, a line of the log, a code."""
KEPT = (
    "SELECT id, name, role, language, closed, password, secret, step FROM account ORDER BY id",
    "SELECT account, unit FROM account_unit ORDER BY account, unit",
    "SELECT token, account FROM account_spare ORDER BY token",
    "SELECT token, role, name, account FROM invitation ORDER BY token",
    "SELECT token, account FROM account_session ORDER BY token",
    "SELECT * FROM unit ORDER BY id",
    "SELECT * FROM act ORDER BY id",
    "SELECT id, token, account, name, units, made, expires FROM api_token ORDER BY id",
    *(
        f"SELECT * FROM {table}"
        for table in ("own_figure", "letter", "assess_round", "assess_entry", "assess_count", "follow_cycle")
    ),
)


@dataclass
class Siege:
    """A house with people in it, and what a stranger has got hold of."""

    house: House
    tokens: dict[str, str] = field(default_factory=dict)
    known: dict[str, str] = field(default_factory=dict)
    raw: ClientSession | None = None
    _known: tuple[int, list[object]] = (-1, [])

    def __post_init__(self) -> None:
        self._watch = sqlite3.connect(self.house.folder / "fragestod.db")

    def kept(self) -> list[object]:
        """Everything that the database holds of accounts and units, and whether a contact was written. Read anew when
        somebody has written to the database since."""
        (version,) = self._watch.execute("PRAGMA data_version").fetchone()
        if version != self._known[0]:
            self._known = version, self._read()
        return [*self._known[1], self.house.contacts.exists()]

    def _read(self) -> list[object]:
        with asking(self.house.engine) as connection:
            rows: list[object] = [[tuple(row) for row in connection.execute(text(query))] for query in KEPT]
            named = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"))
            rest = [name for (name,) in named if not any(f"FROM {name} " in f"{query} " for query in KEPT)]
            rows += [[tuple(row) for row in connection.execute(text(f"SELECT * FROM {name}"))] for name in rest]
        return rows

    def close(self) -> None:
        """Watch no longer."""
        self._watch.close()

    async def attempt(self, case: Case) -> str:
        """Try it; what went wrong for the house, "" when nothing did."""
        object.__setattr__(self.house.desk, "brakes", Brakes())  # each attempt stands alone
        object.__setattr__(self.house.api, "guesses", Bucket())
        known = {**self.known, "mark": form_mark(self.tokens.get(case.who, ""))}

        def fill(words: str) -> str:
            for name, value in known.items():
                words = words.replace("{" + name + "}", value)
            return words

        headers = {"Origin": self.house.address} if case.origin else {}
        cookie = fill(case.cookie) or self.tokens.get(case.who, "")
        headers |= {"Cookie": f"desk={cookie}"} if cookie else {}
        headers |= {name: fill(value) for name, value in case.headers.items()}
        method = {"": "GET" if case.form is None else "POST", "ACT": "GET"}.get(case.method, case.method)
        body = case.body or "&".join(f"{name}={quoted(fill(value))}" for name, value in (case.form or {}).items())
        if method == "POST":
            headers["Content-Type"] = case.kind
        before = self.kept()
        assert self.raw is not None
        address = URL(self.house.address + fill(case.path), encoded=True)
        data = body.encode() if method == "POST" else None
        async with self.raw.request(method, address, headers=headers, data=data, allow_redirects=False) as answer:
            page = await answer.text(errors="replace")
            status, place = answer.status, answer.headers.get("Location", "")
        if self.kept() != before:
            return "changed something"
        if case.method != "ACT" and any(secret in page for secret in SECRETS):
            return f"showed something ({status})"
        if status == 303:
            return "" if place == PREFIX + "/in" else f"led to {place}"
        if case.method == "ACT":
            return "" if status < 500 else f"broke ({status})"
        return "" if 400 <= status < 500 else f"got in ({status})"


def quoted(value: str) -> str:
    """As a browser posts it."""
    return URL.build(query={"v": value}).raw_query_string[2:].replace("+", "%2B") if value else ""


@pytest_asyncio.fixture(loop_scope="session")
async def siege(house: House) -> AsyncIterator[Siege]:
    """An administrator, a coordinator of unit 1, one whose account is closed, one asleep; links of every age."""
    late = house.invite(name="late")
    house.shift = timedelta(seconds=INVITATION_LIFE)
    people: dict[str, Person] = {}
    for name, role, units in (
        ("boss", Role.ADMIN, frozenset[int]()),
        ("some", Role.UNITS, frozenset({1})),
        ("closed", Role.ADMIN, frozenset[int]()),
        ("idle", Role.ADMIN, frozenset[int]()),
    ):
        people[name] = await house.join(name, role, units)
    numbers = {account.name: account.id for account in house.accounts.accounts()}
    boss = people["boss"]
    async with boss.client.post(
        PREFIX + "/enheter", data={**NEW_UNIT, "name": "Hemliga enheten", "mark": await house.mark(boss.client)}
    ) as made:
        assert made.status == 200
    hidden = max(unit.id for unit in house.units.units())
    house.editions.reload_units()
    round_ = await begun(house, boss, f"{hidden}-health")
    taken_back = await link(boss, round_, "manager")
    managers, groups = await link(boss, round_, "manager"), await link(boss, round_, "group")
    cycle = CycleTable(house.engine, house.seconds).begin(
        Cycle(0, hidden, "begun", "", "train-asking", "2026-w45", 4, 200, ""), "boss"
    )
    written = OwnFigures(house.engine, house.seconds).save([Own(hidden, date(2026, 9, 1), visits=40)], "boss")
    used, live = house.invite(name="used"), house.invite()
    invitation = house.accounts.invitation(digest(live))
    assert invitation is not None
    house.accounts.invite(digest("other"), invitation, "")
    live = house.invite(Role.ALL)
    old = boss.code(house.now())
    house.shift += timedelta(minutes=2)  # a code of its own for what follows
    await _use(house, used)
    spent = boss.code(house.now())
    async with house.client().post(PREFIX + "/in", data=_form(boss, spent), allow_redirects=False) as signed:
        assert signed.status == 303
    async with house.client().post(PREFIX + "/in", data=_form(boss, boss.spares[0]), allow_redirects=False) as signed:
        assert signed.status == 303
    api, some = house.token("boss"), house.token("some", frozenset({1}))
    revoked, expired, theirs = house.token("boss"), house.token("boss", days=0), house.token("closed")
    boss_key, gone = house.tokens.use(digest(api)), house.tokens.use(digest(revoked))
    assert boss_key is not None and gone is not None and house.tokens.use(digest(theirs)) is not None
    house.tokens.revoke(gone.id, "boss")
    tokens = {name: _token(house, person) for name, person in people.items()}
    left = house.invite(name="stranger", by="closed")
    house.accounts.close(numbers["closed"], "boss")
    with changing(house.engine) as connection:
        asleep = {"seen": house.seconds() - IDLE, "token": digest(tokens["idle"])}
        connection.execute(text("UPDATE account_session SET seen = :seen WHERE token = :token"), asleep)
        kept = connection.execute(text("SELECT password FROM account WHERE name = 'boss'")).scalar_one()
    token = tokens["boss"]
    known = {
        "boss": str(numbers["boss"]), "some": str(numbers["some"]), "closed": str(numbers["closed"]), "token": token,
        "theirs": str(hidden), "round": round_.rpartition("/")[2], "cycle": str(cycle), "version": str(written),
        "answer": last(managers), "answer_half": last(managers)[:-10], "answer_other": last(managers).swapcase(),
        "ended_link": last(taken_back), "group": last(groups), "chat": "d" + "x" * 40,
        "half": token[:21], "swapped": token.swapcase(), "hash": digest(token), "digest": digest(live), "live": live,
        "digest_half": digest(live)[:16],
        "live_half": live[:21], "live_other": live.swapcase(), "used": used, "late": late, "left": left,
        "address": house.address,
        "host": house.address.removeprefix("http://"), "password": PASSWORD, "PASSWORD": PASSWORD.upper(), "old": old,
        "spent": spent, "spent_spare": boss.spares[0], "some_spare": people["some"].spares[1],
        "code": boss.code(house.now() + timedelta(seconds=30)), "some_code": people["some"].code(house.now()),
        "closed_code": people["closed"].code(house.now()), "some_mark": form_mark(tokens["some"]),
        "link_code": pyotp.TOTP(house.accounts.secret_for(live)).at(house.now()), "hash_of_password": kept,
        "api": api, "api_half": api[:30], "api_swapped": api.swapcase(), "api_digest": digest(api), "api_some": some,
        "api_revoked": revoked, "api_expired": expired, "api_closed": theirs, "boss_key": str(boss_key.id),
        "used_code": pyotp.TOTP(house.accounts.secret_for(used)).at(house.now()),
    }  # fmt: skip
    async with ClientSession() as raw:
        under_siege = Siege(house, tokens, known, raw)
        yield under_siege
        under_siege.close()


def last(link: str) -> str:
    """The token at the end of a link."""
    return link.rpartition("/")[2]


def _form(person: Person, code: str) -> dict[str, str]:
    return {"name": person.name, "password": person.password, "code": code}


def _token(house: House, person: Person) -> str:
    cookies = person.client.cookie_jar.filter_cookies(URL(house.address + PREFIX))
    return cookies["desk"].value


async def _use(house: House, link: str) -> None:
    code = pyotp.TOTP(house.accounts.secret_for(link)).at(house.now())
    form = {"password": PASSWORD, "again": PASSWORD, "code": code}
    async with house.client().post(f"{PREFIX}/inbjudan/{link}", data=form) as answer:
        assert answer.status == 200


async def test_two_hundred_attempts_of_a_stranger_fail(siege: Siege) -> None:
    """Other units' pages, forged roles, replayed and guessed links, CSRF, path and header tricks: all for nothing."""
    tried = list(strangers.cases())
    assert len(tried) >= 200 and len({case.name for case in tried}) == len(tried)
    found = {case.name: fault for case in tried if (fault := await siege.attempt(case))}

    assert found == {}
    # The doors were not simply shut: with what is right, each opens.
    right = {"name": "boss", "password": PASSWORD, "code": siege.known["code"]}
    siege.house.desk.brakes.passed("boss")
    async with siege.house.client().post(PREFIX + "/in", data=right, allow_redirects=False) as answer:
        assert (answer.status, answer.headers["Location"]) == (303, PREFIX)
    join = {"name": "nykomling", "password": PASSWORD, "again": PASSWORD, "code": siege.known["link_code"]}
    async with siege.house.client().post(f"{PREFIX}/inbjudan/{siege.known['live']}", data=join) as answer:
        assert answer.status == 200
    for token, seen in (("api", True), ("api_some", False)):
        head = {"Authorization": f"Bearer {siege.known[token]}"}
        async with siege.house.client().get("/api/v1/units", headers=head) as answer:
            assert answer.status == 200 and ("Hemliga enheten" in await answer.text()) is seen


async def test_two_hundred_more_attempts_fail_at_every_page_that_there_is(siege: Siege) -> None:
    """Each page behind sign-in, another unit's rounds, follow-ups, own figures, contacts and files, and links that are
    none: nothing is changed and nothing shown. With what is right each opens."""
    tried = list(strangers_since.cases())
    assert len(tried) >= 200 and len({case.name for case in tried}) == len(tried)
    found = {case.name: fault for case in tried if (fault := await siege.attempt(case))}

    assert found == {}
    for path in ("skattning/{round}", "uppfoljning/{cycle}", "kontakter/enhet-{theirs}", "enheter/{theirs}/egna"):
        opened = await siege.attempt(Case("the boss opens", f"{PREFIX}/{path}", "boss"))
        assert opened in {"got in (200)", "showed something (200)"}, path
    for path in ("svar/{answer}", "grupp/{group}"):
        assert await siege.attempt(Case("who has a link", f"{PREFIX}/skattning/{path}")) != "", path


async def test_a_planted_session_is_not_the_one_that_signs_in(siege: Siege) -> None:
    """Session fixation: whatever the browser had before, the token is new, and the old one opens nothing."""
    house, planted = siege.house, "p" * 43
    client = house.client()
    client.cookie_jar.update_cookies({"desk": planted}, URL(house.address))
    form = {"name": "boss", "password": PASSWORD, "code": siege.known["code"]}
    async with client.post(PREFIX + "/in", data=form, allow_redirects=False) as answer:
        given = answer.cookies["desk"]
    assert given.value != planted and house.accounts.session(digest(planted)) is None
    assert given["httponly"] and given["samesite"] == "Strict" and given["path"] == PREFIX


async def test_guessing_is_slowed_for_one_name_and_for_all(siege: Siege) -> None:
    """After four mistakes the answer is to wait, also for the right password; the others wait when many fail."""
    house = siege.house
    form = {"name": "boss", "password": PASSWORD, "code": siege.known["code"]}
    statuses = []
    for password in ("a", "b", "c", "d", PASSWORD):
        async with house.client().post(PREFIX + "/in", data={**form, "password": password}) as answer:
            statuses.append(answer.status)
            waits = answer.headers.get("Retry-After")
    assert statuses == [403, 403, 403, 403, 429] and waits == "1"
    for number in range(int(BUCKET)):
        house.desk.brakes.failed(f"name{number}", house.now().timestamp())
    async with house.client().post(PREFIX + "/in", data={**form, "name": "some"}) as answer:
        assert answer.status == 429


async def test_unknown_names_and_wrong_passwords_look_the_same(siege: Siege) -> None:
    """Nobody learns who has an account: one status, one page, and one check of a password in either case."""
    house, pages, checks = siege.house, set(), []
    whole = house.desk.passwords.fits
    for name in ("boss", "nobody", "closed"):
        form = {"name": name, "password": "fel lösenord", "code": "123456"}
        async with house.client().post(PREFIX + "/in", data=form) as answer:
            pages.add((answer.status, await answer.text()))
        checks.append(whole(None, "x"))
    assert len(pages) == 1 and not any(checks)
