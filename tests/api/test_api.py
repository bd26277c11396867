"""The programming interface on a real server: the same figures as pages and files, to whom they may be shown."""

from __future__ import annotations

import asyncio
import csv
import io
import json
import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import partial
from typing import Any
from urllib.parse import urlsplit

import jsonschema
import pytest
from aiohttp import ClientPayloadError, ClientResponse
from playwright.async_api import Browser

from bot.accounts.brakes import Allowance
from bot.accounts.credentials import digest
from bot.accounts.model import Role
from bot.api.desk import GUESSES
from bot.api.faults import TYPE
from bot.dashboard.headers import PREFIX
from bot.directory.model import Unit
from bot.publish.report import dataset
from bot.publish.report.as_json import SCHEMA
from bot.statistics.asked import Own
from bot.statistics.periods import Period
from bot.statistics.release import Figures, Released
from bot.statistics.reports import Question
from bot.statistics.scope import QUESTIONS, UNNAMED
from bot.statistics.tables import TABLES, Table
from bot.storage import StorageError, counts
from bot.storage.own import OwnFigures
from tests.channels.browser import watched
from tests.channels.web.walk import axe_faults
from tests.dashboard.conftest import House
from tests.dashboard.test_walk import join
from tests.statistics.shown import at, released

pytestmark = pytest.mark.asyncio(loop_scope="session")
DAYS = "from=2026-09-28&to=2026-11-15"


@pytest.fixture(scope="module")
def chain() -> list[Released]:
    """Forty made-up talks a week at unit 1, twenty at unit 2."""
    return released(lambda _: [*at(1, 40), *at(2, 20, subject="told")], simulated=True)


class Program:
    """Somebody's program."""

    def __init__(self, house: House, token: str) -> None:
        self._client, self._token = house.client(), token

    async def ask(
        self, path: str, method: str = "GET", headers: Mapping[str, str] | None = None
    ) -> tuple[ClientResponse, bytes]:
        """The answer and its body."""
        all_headers = {"Authorization": f"Bearer {self._token}", **(headers or {})}
        async with self._client.request(method, f"/api/v1{path}", headers=all_headers) as answer:
            return answer, await answer.read()

    async def told(self, path: str) -> tuple[int, dict[str, Any]]:
        """Status and what the JSON says."""
        answer, body = await self.ask(path)
        return answer.status, json.loads(body)


async def program(house: House, chain: list[Released], *units: int) -> Program:
    """A program with a token for these units, or for all."""
    counts.add_all(house.engine, chain)
    await house.join("samordnaren", Role.UNITS if units else Role.ALL, frozenset(units))
    return Program(house, house.token("samordnaren"))


async def test_figures_are_those_of_the_page_and_follow_the_schema(house: House, chain: list[Released]) -> None:
    """Every question: the bytes of the page's own JSON file, valid, with ± or a reason for every figure."""
    mine = await program(house, chain)
    person = await house.join("reader")
    schema = json.loads(SCHEMA.read_text())
    for question in QUESTIONS:
        answer, body = await mine.ask(f"/figures/{question.value}?{DAYS}&event=2026-10-20")
        page = f"{PREFIX}/siffror/{question.value}/fil/json?fran=2026-09-28&till=2026-11-15&dag=2026-10-20"
        async with person.client.get(page) as file:
            assert (answer.status, body) == (200, await file.read()), question
        found = json.loads(body)
        jsonschema.validate(found, schema)
        figures = [each for panel in found["panels"] for row in panel["rows"] for each in row["figures"]]
        assert figures and all((each["value"] is None) == (each["why"] is not None) for each in figures), question
    _, use = await mine.told(f"/figures/use?{DAYS}")
    first = use["panels"][0]["rows"][0]["figures"][0]
    assert (first["value"], first["plus_minus"]) == (40, 20)


async def test_the_whole_is_the_file_of_the_command_and_lines_say_the_same(house: House, chain: list[Released]) -> None:
    """CSV byte for byte, by table too; of the lines each is one figure, and what is withheld says why."""
    mine = await program(house, chain)
    reports = house.api.reports
    whole = b"".join(dataset.as_csv(dataset.parts(reports.renewed(), reports.names("sv"))))
    _, body = await mine.ask("/data.csv")
    assert body == whole
    _, one = await mine.ask("/data.csv?table=use-week&language=en")
    rows = list(csv.reader(io.StringIO(one.decode("utf-8-sig")), delimiter=";"))
    assert {row[0] for row in rows} == {"use-week"} and "Unit" in rows[0]
    _, body = await mine.ask("/data.jsonl")
    lines = [json.loads(line) for line in body.splitlines()]
    shown = [line for line in lines if line["value"] is not None]
    cells = [cell for row in csv.reader(io.StringIO(whole.decode("utf-8-sig")), delimiter=";") for cell in row]
    assert shown and len(lines) > len(shown)
    assert {str(line["value"]) for line in shown} <= set(cells)
    assert all(line["why"] == "floor" and line["plus_minus"] is None for line in lines if line["value"] is None)
    week = [each for each in lines if each["table"] == "use-week" and each["period"] == "2026-w40"]
    assert [each["value"] for each in week if each["group"] == "unit-1" and each["use"] == "finished"] == [40]


async def test_a_token_of_one_unit_sees_no_other(house: House, chain: list[Released]) -> None:
    """Another's unit and one that is not there are refused alike; lists, files and lines hold its own rows alone."""
    mine = await program(house, chain, 2)
    refused = [await mine.told(f"/figures/{each}") for each in ("use", "use?unit=1", "use?unit=99", "compare")]
    assert [status for status, _ in refused] == [403] * 4 and refused[0] == refused[1] == refused[2]
    assert (await mine.told("/token"))[1]["units"] == [2]
    _, listed = await mine.told("/units")
    assert [each["number"] for each in listed["units"]] == [2]
    _, asked = await mine.told("/questions")
    assert "compare" not in [each["code"] for each in asked["questions"]]
    for path in ("/data.csv", "/data.jsonl"):
        _, body = await mine.ask(path)
        text = body.decode()
        assert "Vårdcentralen Exempel" not in text and '"unit-1"' not in text and len(text) > 1000
    lines = [json.loads(line) for line in body.splitlines()]
    assert {line["group"] for line in lines if "group" in line} == {"unit-2", "other"}  # small: counted among others
    assert {line["table"] for line in lines if "group" not in line} >= {"furthest-quarter", "outcome-quarter"}
    for question in (*UNNAMED, Question.USE):
        assert (await mine.told(f"/figures/{question.value}?unit=2&{DAYS}"))[0] == 200


async def test_an_answer_is_fresh_until_something_is_released(house: House, chain: list[Released]) -> None:
    """304 without a body for what the program has; another tag after a release, another language, another token."""
    mine = await program(house, chain[:-1])
    paths = (f"/figures/use?{DAYS}", "/data.csv", "/data.jsonl", "/units", "/releases", "/questions", "/token")
    tags = {path: (await mine.ask(path))[0].headers["ETag"] for path in paths}
    assert len(set(tags.values())) == len(paths)
    for path, tag in tags.items():
        answer, body = await mine.ask(path, headers={"If-None-Match": f'"x", {tag}'})
        assert (answer.status, body, answer.headers["ETag"]) == (304, b"", tag), path
        assert answer.headers["Cache-Control"] == "private, no-cache"
    english = (await mine.ask(paths[0], headers={"Accept-Language": "en"}))[0].headers
    assert english["ETag"] != tags[paths[0]] and english["Content-Language"] == "en"
    narrower = Program(house, house.token("samordnaren", frozenset({1, 2, 3})))
    assert (await narrower.ask("/units"))[0].headers["ETag"] != tags["/units"]
    own = OwnFigures(house.engine, house.seconds)
    for change in (
        partial(counts.add, house.engine, chain[-1]),
        partial(own.save, [Own(1, date(2026, 10, 15), visits=800)], "samordnaren"),
    ):
        change()
        for path, tag in tags.items():
            answer, _ = await mine.ask(path, headers={"If-None-Match": tag})
            assert answer.status == 200 and answer.headers["ETag"] != tag, path
            tags[path] = answer.headers["ETag"]


async def test_own_figures_stand_beside_ours_and_are_the_units_own(house: House, chain: list[Released]) -> None:
    """Opened per hundred visits with the visits that a unit gave; who may not see the unit sees none of them."""
    mine = await program(house, chain)
    kept = OwnFigures(house.engine, house.seconds)
    kept.save([Own(1, date(2026, 10, 15), visits=812), Own(2, date(2026, 10, 15), visits=433)], "samordnaren")
    other = Program(house, house.token("samordnaren", frozenset({2})))
    path = f"/figures/visits?{DAYS}&by=month&unit="
    assert b"812" in (await mine.ask(path + "1"))[1]
    status, body = (await other.ask(path + "1"))[0].status, (await other.ask(path + "2"))[1]
    assert status == 403 and b"812" not in body


async def test_own_figures_of_who_is_counted_together_are_each_units_own(house: House, chain: list[Released]) -> None:
    """Two small units are one row of the tool's figures, and so are their own where both may be seen; a token for one
    of them is not told what the other gave, neither by itself nor in a sum."""
    await program(house, chain)
    small = [Unit(0, name, "health", "public", "everybody", "0180", staff=6) for name in ("Norra", "Södra")]
    north, south = (house.units.make(unit, (1, 2, 3), "samordnaren") for unit in small)
    house.editions.reload_units()
    assert north and south
    day = date(2026, 10, 15)
    OwnFigures(house.engine, house.seconds).save(
        [Own(north, day, visits=433, asked=17), Own(south, day, visits=812, asked=29)], "samordnaren"
    )
    seen = []
    for units in ((north,), (north, south)):
        mine = Program(house, house.token("samordnaren", frozenset(units)))
        _, told = await mine.told(f"/figures/visits?{DAYS}&by=month&unit={north}")
        figures = [each["value"] for panel in told["panels"] for row in panel["rows"] for each in row["figures"]]
        seen.append({value for value in figures if value})
    assert seen == [{433, 17}, {433 + 812, 17 + 29}]


async def test_words_are_in_the_language_that_was_asked_for(house: House, chain: list[Released]) -> None:
    """?language= before Accept-Language before Swedish; codes and figures are the same."""
    mine = await program(house, chain)
    path = f"/figures/use?{DAYS}"
    told = {}
    for more, head in (("", ""), ("", "en-GB"), ("&language=sv", "en"), ("&language=en", "")):
        _, body = await mine.ask(path + more, headers={"Accept-Language": head} if head else None)
        told[more, head] = json.loads(body)["title"]
    assert list(told.values()) == ["Så användes verktyget", "How the tool was used"] * 2


async def test_lists_are_given_in_parts_that_hold_all_once(house: House, chain: list[Released]) -> None:
    """Following `next` one at a time gives what one answer gives."""
    mine = await program(house, chain[:5])
    for path, key in (("/units", "units"), ("/releases", "releases")):
        _, whole = await mine.told(f"{path}?limit=500")
        found: list[dict[str, Any]] = []
        after: int | None = 0
        while after is not None:
            _, part = await mine.told(f"{path}?limit=1&after={after}")
            found += part[key]
            after = part["next"]
        assert found == whole[key] and len(found) >= 3 and whole["next"] is None
    hashes = [each["sha256"] for each in whole["releases"]]
    assert hashes == [each.hash for each in chain[:5]]


@pytest.mark.parametrize(
    "path", ["/token", "/units", f"/figures/use?{DAYS}", "/data.csv", "/openapi.json", "/schema", ""]
)
async def test_head_and_options_say_what_get_would(house: House, chain: list[Released], path: str) -> None:
    """HEAD has the headers and no body, OPTIONS the methods, and everything else is refused with them."""
    mine = await program(house, chain[:1])
    got, _ = await mine.ask(path)
    head, body = await mine.ask(path, "HEAD")
    differing = {"Date", "Transfer-Encoding", "Content-Length"} if path == "/data.csv" else {"Date"}
    assert body == b"" and head.status == got.status == 200
    assert {k: v for k, v in head.headers.items() if k not in differing} == {
        k: v for k, v in got.headers.items() if k not in differing
    }
    answer, body = await mine.ask(path, "OPTIONS")
    assert (answer.status, body, answer.headers["Allow"]) == (204, b"", "GET, HEAD, OPTIONS")
    for method in ("POST", "PUT", "DELETE", "PATCH", "TRACE", "PROPFIND"):
        answer, body = await mine.ask(path, method)
        assert (answer.status, answer.headers["Allow"]) == (405, "GET, HEAD, OPTIONS")
        assert json.loads(body)["status"] == 405


@pytest.mark.parametrize(
    ("path", "status", "fields"),
    [
        ("/figures/use?unit=x&by=day&foo=1", 400, ["by", "unit", "foo"]),
        ("/figures/use?from=2026-02-30", 400, ["from"]),
        ("/figures/use?from=2026-09-28&from=2026-09-28", 400, ["from"]),
        ("/figures/use?unit=%D9%A1", 400, ["unit"]),
        ("/figures/use?unit=1_0", 400, ["unit"]),
        ("/figures/use?unit", 400, []),
        ("/figures/use?language=de", 400, ["language"]),
        ("/units?limit=0", 400, ["limit"]),
        ("/units?limit=501", 400, ["limit"]),
        ("/data.csv?table=nothing", 400, ["table"]),
        ("/token?a=%FF", 400, []),
        ("/figures/nothing", 404, []),
        ("/figures/use?unit=99", 404, []),
        ("/figures/steps?subject=nothing", 404, []),
        ("/nothing", 404, []),
        ("/", 404, []),
        ("/token/", 404, []),
    ],
)
async def test_what_cannot_be_is_told_field_by_field_with_a_remedy(
    house: House, chain: list[Released], path: str, status: int, fields: list[str]
) -> None:
    """All faults at once, as problem details that repeat nothing but names of fields."""
    mine = await program(house, chain[:1])
    answer, body = await mine.ask(path)
    problem = json.loads(body)
    assert (answer.status, answer.content_type, problem["status"]) == (status, TYPE, status)
    assert [each["field"] for each in problem["errors"]] == fields
    assert (
        problem["remedy"] and problem["type"].startswith("/api/v1#") and answer.headers["Cache-Control"] == "no-store"
    )


async def test_what_cannot_be_parsed_is_told_in_the_interfaces_own_form(house: House, chain: list[Released]) -> None:
    """A header that is too long and a line that is no HTTP are told as problems, on a line that is used again too; the
    chat beside it answers with its page."""
    address = urlsplit(house.address)
    long = f"Authorization: Bearer {'A' * 9000}"
    for path, broken, kind in (
        ("/api/v1/token", long, TYPE), ("/api/v1/nothing", "no colon", TYPE), ("/apparat", long, "text/html"),
    ):  # fmt: skip
        reader, writer = await asyncio.open_connection(address.hostname, address.port)
        for more in ("", f"{broken}\r\n"):
            writer.write(f"GET {path if more else '/healthz'} HTTP/1.1\r\nHost: x\r\n{more}\r\n".encode())
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            length = re.search(r"Content-Length: (\d+)", head)
            assert length is not None
            body = await reader.readexactly(int(length[1]))
        assert " 400 " in head.partition("\r\n")[0] and f"Content-Type: {kind}" in head, path
        assert b"AAAA" not in body and (kind != TYPE or json.loads(body)["type"] == "/api/v1#grammar")
        writer.close()


async def test_another_form_of_the_answer_is_refused(house: House, chain: list[Released]) -> None:
    """406 names the one that there is; a wildcard is enough."""
    mine = await program(house, chain[:1])
    for path, accept, status in (
        ("/token", "text/html", 406), ("/data.csv", "application/json", 406), ("/data.csv", "text/*", 200),
        ("/token", "text/html, */*;q=0.1", 200), ("/schema", "application/schema+json", 200),
    ):  # fmt: skip
        answer, body = await mine.ask(path, headers={"Accept": accept})
        assert answer.status == status, path
        assert status == 200 or b"answers with" in body


async def test_guessing_is_slowed_and_the_good_are_not(house: House, chain: list[Released]) -> None:
    """After a flood of guesses a guess has to wait, and a token that works does not."""
    mine = await program(house, chain[:1])
    stranger = Program(house, "fragestod_" + "A" * 43)
    assert (await stranger.ask("/token"))[0].status == 401
    for _ in range(int(GUESSES)):
        house.api.guesses.take(house.now().timestamp())
    answer, body = await stranger.ask("/token")
    assert answer.status == 429 and int(answer.headers["Retry-After"]) >= 1 and json.loads(body)["status"] == 429
    assert (await mine.ask("/token"))[0].status == 200


async def test_a_program_that_asks_without_end_has_to_wait(house: House, chain: list[Released]) -> None:
    """A token may use a burst and then half of the time; another token goes on."""
    mine = await program(house, chain[:1])
    other = Program(house, house.token("samordnaren"))
    object.__setattr__(house.api, "allowance", Allowance(burst=0.0, share=0.001))
    statuses = [(await mine.ask("/data.csv"))[0].status for _ in range(3)]
    assert 429 in statuses and (await other.ask("/token"))[0].status == 200


async def test_a_database_that_is_away_is_told_and_half_a_file_is_none(
    house: House, chain: list[Released], monkeypatch: pytest.MonkeyPatch
) -> None:
    """503 before anything was sent; the connection is cut when it goes away while a file is sent."""
    mine = await program(house, chain)
    shelf = house.api.reports.renewed()
    whole = shelf.take

    def away(table: Table, periods: Iterable[Period]) -> dict[Period, tuple[Figures, str]]:
        if table.key == gone:
            raise StorageError("away")
        return whole(table, periods)

    monkeypatch.setattr(shelf, "take", away)
    gone = TABLES[0].key
    answer, body = await mine.ask("/data.jsonl")
    assert (answer.status, answer.headers["Retry-After"], json.loads(body)["status"]) == (503, "60", 503)
    gone = TABLES[-1].key
    with monkeypatch.context() as small:
        small.setattr("bot.api.door.PIECE", 1)
        with pytest.raises(ClientPayloadError):
            await mine.ask("/data.jsonl")
    gone = ""
    assert (await mine.ask("/data.jsonl"))[0].status == 200


async def test_a_token_ends_when_it_is_revoked_or_its_day_comes(house: House, chain: list[Released]) -> None:
    """At once, also for who has an answer that would be fresh; the refusal says how a token is sent."""
    counts.add_all(house.engine, chain[:1])
    await house.join("samordnaren", Role.ALL)
    kept, short = house.token("samordnaren"), house.token("samordnaren", days=1)
    tag = (await Program(house, kept).ask("/token"))[0].headers["ETag"]
    assert (await Program(house, short).ask("/token"))[0].status == 200
    number = house.tokens.use(digest(kept))
    assert number is not None and house.tokens.revoke(number.id, "samordnaren")
    answer, _ = await Program(house, kept).ask("/token", headers={"If-None-Match": tag})
    assert (
        answer.status == 401 and answer.headers["WWW-Authenticate"] == 'Bearer realm="fragestod", error="invalid_token"'
    )
    house.shift = timedelta(days=2)
    assert (await Program(house, short).ask("/token"))[0].status == 401


async def test_a_coordinator_makes_a_key_and_reads_how_to_use_it(house: House, browser: Browser) -> None:
    """By the screen alone: make, see it once, try it, revoke it; and axe finds nothing, on the description either."""
    await house.join("chefen")
    options = {"viewport": {"width": 390, "height": 844}, "base_url": house.address}
    faults: dict[str, object] = {}
    async with watched(browser, 20_000, **options) as open_page:
        page = await open_page(f"{PREFIX}/inbjudan/{house.invite(Role.ALL)}", allow="422")
        await join(page, "samordnaren")
        await page.goto(f"{PREFIX}/konto")
        await page.click("text=Nycklar för program")
        assert "Ingen nyckel finns än" in await page.inner_text("main")
        faults["empty"] = await axe_faults(page)
        await page.fill("#name", "Power BI")
        await page.fill("#units", "99")
        await page.click("button[value=make]")
        assert "inte en enhet som du ser" in await page.inner_text("[role=alert]")
        faults["fault"] = await axe_faults(page)
        await page.fill("#units", "1 2")
        await page.click("button[value=make]")
        token = await page.inner_text("#token")
        faults["once"] = await axe_faults(page)
        mine = Program(house, token)
        assert (await mine.told("/token"))[1]["units"] == [1, 2]
        await page.click("main >> text=Nycklar för program")
        told = await page.inner_text("main")
        assert token not in told and "Visar enheterna 1 2" in told and f"Användes senast {house.now():%Y-%m}" in told
        faults["list"] = await axe_faults(page)
        await page.click("text=Vad som går att hämta")
        assert "released figures" in await page.inner_text("h1")
        faults["description"] = await axe_faults(page)
        wide = await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0
        await page.go_back()
        await page.click("button[value=revoke]")
        assert "Ingen nyckel finns än" in await page.inner_text("main")
    assert (await mine.told("/token"))[0] == 401
    assert faults == {name: [] for name in faults}
