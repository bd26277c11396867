"""What the server answers, to good requests and to bad ones."""

from __future__ import annotations

import asyncio
import logging
import re
from datetime import timedelta
from typing import Any

import pytest
from aiohttp import ClientResponse, ClientSession

from bot.channels.web.app import create_app, serve
from bot.channels.web.headers import CONTENT_POLICY
from bot.conversation.messages import Press, Turn
from bot.conversation.talk import Talks
from tests.channels.web.conftest import Served
from tests.channels.web.small_house import WEEKDAY, OneEdition, open_house, open_talks

pytestmark = pytest.mark.asyncio(loop_scope="session")

SEALED = re.compile(r'name="t" value="([^"]*)"')
SWAP = {"X-Swap": "1"}


def sealed(html: str) -> str:
    """The token of a page."""
    found = SEALED.search(html)
    assert found is not None
    return found[1]


async def first(client: ClientSession, path: str = "/") -> str:
    """The first screen."""
    async with client.get(path) as answer:
        assert answer.status == 200
        return await answer.text()


async def press(client: ClientSession, token: str, move: str, headers: dict[str, str] | None = None) -> str:
    """One press."""
    async with client.post("/", data={"t": token, "c": move}, headers=headers) as answer:
        assert answer.status == 200
        return await answer.text()


def assert_guarded(answer: ClientResponse) -> None:
    """The headers that every answer bears."""
    given = answer.headers
    assert given["Content-Security-Policy"] == CONTENT_POLICY
    assert "unsafe" not in CONTENT_POLICY
    assert given["X-Content-Type-Options"] == "nosniff"
    assert given["Referrer-Policy"] == "no-referrer"
    assert given["Cross-Origin-Opener-Policy"] == given["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "geolocation=()" in given["Permissions-Policy"]
    assert "noindex" in given["X-Robots-Tag"]
    assert given["Server"] == "web"
    assert "Set-Cookie" not in given
    assert "Strict-Transport-Security" not in given


async def test_a_press_leads_to_the_next_screen(client: ClientSession) -> None:
    """GET gives the first screen, POST the next one, at the same address."""
    page = await first(client)

    after = await press(client, sealed(page), "AA")

    assert "Var är du?" in page
    assert "Är ni ensamma?" in after
    assert sealed(after) != sealed(page)


async def test_a_swap_is_the_main_part_alone(client: ClientSession) -> None:
    """With X-Swap the answer is the <main> of the very page that comes without it."""
    token = sealed(await first(client))

    whole, part = await press(client, token, "AA"), await press(client, token, "AA", SWAP)

    assert part.startswith("<main") and part.rstrip().endswith("</main>")
    assert part in whole


async def test_the_link_chooses_the_unit_and_nothing_else(client: ClientSession) -> None:
    """`?e=` is a unit's number. An unknown one, a wrong one and other words in the address change nothing."""
    plain = await first(client)

    assert '<bdi class="value">Mottagning Två</bdi>' in await first(client, "/?e=2")
    for query in ("?e=99", "?e=-1", "?e=2x", "?e=²", "?e=" + "9" * 400, "?entry=acute&mode=practice", "?e="):
        assert await first(client, "/" + query) == plain


@pytest.mark.parametrize(
    "path", ["/", "/?e=1", "/paus", "/tillganglighet", "/healthz", "/readyz", "/nowhere", "/static/x"]
)
async def test_every_answer_is_guarded_and_kept_nowhere(client: ClientSession, path: str) -> None:
    """The same headers on pages, checks and refusals; no cookie; nothing to be cached."""
    async with client.get(path) as answer:
        assert_guarded(answer)
        assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("method", "path", "options", "status"),
    [
        ("POST", "/", {"data": b"x" * 20_000, "headers": {"Content-Type": "application/x-www-form-urlencoded"}}, 413),
        ("POST", "/", {"data": b"t=1", "headers": {"Content-Type": "application/x-www-form-urlencoded"}}, 400),
        ("POST", "/", {"data": b"\xff\x00", "headers": {"Content-Type": "application/x-www-form-urlencoded"}}, 400),
        ("POST", "/", {"json": {"t": "a" * 62, "c": "AA"}}, 415),
        ("POST", "/", {}, 415),
        ("PUT", "/", {"data": b"t=1"}, 405),
        ("DELETE", "/", {}, 405),
        ("POST", "/paus", {}, 405),
        ("GET", "/<script>alert(1)</script>", {}, 404),
        ("GET", "/static/../app.py", {}, 404),
        ("GET", "/static/%2e%2e%2fapp.py", {}, 404),
    ],
)
async def test_bad_requests_get_a_calm_page(
    client: ClientSession, method: str, path: str, options: dict[str, Any], status: int
) -> None:
    """4xx with our own words and headers, nothing of what came in, and no trace of how it is made."""
    async with client.request(method, path, **options) as answer:
        text = await answer.text()

        assert answer.status == status
        assert_guarded(answer)
    assert "<h1>" in text
    assert "Traceback" not in text and "aiohttp" not in text and "alert(1)" not in text


async def test_a_body_that_never_says_its_length_is_cut_off_too(client: ClientSession) -> None:
    """The limit holds for bodies sent piece by piece."""

    async def endless() -> object:
        for _ in range(40):
            yield b"o=AA&" * 200

    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    async with client.post("/", data=endless(), headers=headers) as answer:
        assert answer.status == 413


async def test_a_request_that_is_no_http_is_refused_and_not_logged(
    served: Served, caplog: pytest.LogCaptureFixture
) -> None:
    """The sender's address and what was sent reach no log; the next request is served as ever."""
    port = int(served.address.rsplit(":", 1)[1].strip("/"))
    with caplog.at_level(logging.DEBUG):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"\x16\x03\x01 hemligt\r\n\r\n")
        answer = await reader.read()
        writer.close()
        await writer.wait_closed()

    assert answer.startswith((b"HTTP/1.0 400", b"HTTP/1.1 400"))
    assert b"Traceback" not in answer
    assert "127.0.0.1" not in caplog.text and "hemligt" not in caplog.text


@pytest.mark.parametrize("line", ["CONNECT a:1", "OPTIONS *", "GET *", "PRI *", "CONNECT /"])
async def test_a_request_that_names_no_page_is_refused_as_any_other(served: Served, line: str) -> None:
    """What has no path to route gets our page with our headers, tells no version, and ends the connection."""
    port = int(served.address.rstrip("/").rpartition(":")[2])
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(f"{line} HTTP/1.1\r\nHost: a\r\n\r\n".encode())
    head, _, body = (await asyncio.wait_for(reader.read(), 30)).partition(b"\r\n\r\n")
    writer.close()

    headers = dict(line.split(": ", 1) for line in head.decode().split("\r\n")[1:])
    assert head.split()[1] in {b"400", b"404", b"405"}
    assert headers["Server"] == "web"
    assert headers["Content-Security-Policy"] == CONTENT_POLICY
    assert b"<main" in body
    assert b"aiohttp" not in head + body


async def test_a_foreign_token_gets_the_safe_turn(client: ClientSession) -> None:
    """A token of another installation, a changed one and an empty one: a kind page, and a way to begin anew."""
    own = sealed(await first(client))
    foreign = open_talks(secret=b"f" * 32).begin(b"web").sealed

    for token in (foreign, own[:-1] + ("A" if own[-1] != "A" else "B"), ""):
        page = await press(client, token, "AA")
        assert "Börja om, så är du snart tillbaka." in page
        assert sealed(page) == ""


async def test_a_token_from_another_door_does_not_open_here(served: Served, client: ClientSession) -> None:
    """What was sealed for a chat is foreign on the web."""
    token = served.talks.begin(b"telegram:1").sealed

    assert "Den knappen går inte att läsa." in await press(client, token, "AA")


async def test_old_and_recalled_talks_get_the_safe_turn_at_their_unit() -> None:
    """Twelve hours later, or after a recall, the page says so; "begin anew" leads to the same unit."""
    now = WEEKDAY
    talks = open_talks(now=lambda: now)
    door = await Served(talks).start()
    async with ClientSession(door.address) as client:
        token = sealed(await first(client, "/?e=2"))
        now = WEEKDAY + timedelta(hours=13)
        old = await press(client, token, "AA")
        now = WEEKDAY
        assert isinstance(talks.editions, OneEdition)
        talks.editions.recalled = True
        recalled = await press(client, token, "AA")
    await door.end()

    assert "Samtalet är för gammalt." in old and 'href="/?e=2"' in old
    assert "Innehållet har dragits tillbaka" in recalled and 'href="/?e=2"' in recalled


async def test_a_move_that_does_not_fit_keeps_the_screen(client: ClientSession) -> None:
    """A changed button is refused in words; the talk stands where it stood."""
    token = sealed(await first(client))

    page = await press(client, token, "Zz")

    assert "Det gick inte att välja det." in page
    assert sealed(page) == token


async def test_checks_tell_that_it_works_and_no_more(client: ClientSession) -> None:
    """Probes get a word."""
    for path in ("/healthz", "/readyz"):
        async with client.get(path) as answer:
            assert (answer.status, await answer.text()) == (200, "ok\n")


class Broken(Talks):
    """Talks with a fault of ours in them."""

    def begin(self, binding: bytes, **_: object) -> Turn:
        raise RuntimeError("hemligt")

    def press(self, press: Press) -> Turn:
        raise RuntimeError("hemligt")


async def test_a_fault_of_ours_says_sorry_and_tells_the_log_alone() -> None:
    """The page bears no message of the exception; the listener gets it; the probe says "not ready"."""
    house = open_talks()
    door = await Served(Broken(house.editions, house.keys, house.now, house.number)).start()
    async with ClientSession(door.address) as client:
        async with client.get("/") as answer:
            text = await answer.text()
            assert answer.status == 500
            assert_guarded(answer)
        async with client.get("/readyz") as answer:
            assert answer.status == 503
    await door.end()

    assert "Något gick fel hos oss." in text and "hemligt" not in text
    assert [type(fault) for fault in door.faults] == [RuntimeError, RuntimeError]


async def test_files_are_named_by_what_they_hold(client: ClientSession) -> None:
    """Style, scripts and icon may be kept for ever, since another content has another address."""
    found = re.findall(r'(?:href|src)="(/static/[^"]+)"', await first(client))

    assert len(found) == 4
    for address in found:
        async with client.get(address) as answer:
            assert answer.status == 200
            assert "immutable" in answer.headers["Cache-Control"]
            assert_guarded(answer)
        assert re.fullmatch(r"/static/(style|app|phrases|icon)-[0-9a-f]{12}\.(css|js|svg)", address)


async def test_https_is_demanded_only_behind_https() -> None:
    """HSTS is sent when the public address is one over TLS, whatever a forwarded header claims."""
    stop = asyncio.Event()
    listening: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    running = asyncio.create_task(
        serve(create_app(open_talks(), https=True), "127.0.0.1", 0, stop, listening.set_result)
    )
    async with ClientSession(await listening) as client, client.get("/") as answer:
        assert answer.headers["Strict-Transport-Security"].startswith("max-age=")
    stop.set()
    await running


async def test_forwarded_headers_and_cookies_change_nothing(client: ClientSession) -> None:
    """Who asks is never read."""
    plain = await first(client)
    headers = {
        "X-Forwarded-For": "10.0.0.1",
        "X-Forwarded-Proto": "https",
        "Forwarded": "for=10.0.0.1",
        "Cookie": "a=b",
        "Accept-Language": "en",
    }

    async with client.get("/", headers=headers) as answer:
        assert await answer.text() == plain
        assert_guarded(answer)


async def test_stopping_lets_a_running_answer_finish(served: Served, client: ClientSession) -> None:
    """A stop while an answer is on its way: it still arrives, and then the port is free."""
    token = sealed(await first(client))
    served.delay = 0.5
    asking = asyncio.create_task(press(client, token, "AA"))
    await asyncio.sleep(0.2)

    await asyncio.wait_for(served.end(), 8)

    assert "Är ni ensamma?" in await asking
    with pytest.raises(OSError, match="Connect call failed"):
        await asyncio.open_connection("127.0.0.1", int(served.address.rsplit(":", 1)[1].strip("/")))


async def test_the_statement_says_what_the_organisation_said(client: ClientSession) -> None:
    """Who to tell, when it was judged, what is known to be wrong."""
    page = await first(client, "/tillganglighet")

    for said in ("Exempelkommun", "tillganglighet@exempelkommun.example", "2026-11-20", "Kartan saknar text."):
        assert said in page


async def test_an_unfilled_statement_says_so() -> None:
    """Without an organisation's file nothing is invented."""
    door = await Served(open_talks(local=False)).start()
    async with ClientSession(door.address) as client:
        page = await first(client, "/tillganglighet")
    await door.end()

    assert "har inte fyllt i sin del än" in page
    assert "har inte bedömt sidan än" in page
    assert "har inte angett någon adress" in page


async def test_the_page_after_leaving_is_an_ordinary_one(client: ClientSession) -> None:
    """It is the cover and nothing else, and asks the browser to drop what it kept."""
    async with client.get("/paus") as answer:
        page = await answer.text()
        assert answer.headers["Clear-Site-Data"] == '"cache"'

    assert "<h1" in page and "Handhygien" in page
    assert "Besök" not in page and 'name="t"' not in page


@pytest.mark.parametrize("path", ["/", "/paus", "/tillganglighet", "/nowhere"])
async def test_pages_bear_no_subject_and_nothing_inline(client: ClientSession, path: str) -> None:
    """Neutral title, no index, no translation service, no script or style inside, nothing from elsewhere."""
    async with client.get(path) as answer:
        page = await answer.text()

    assert "<title>Arbetsstöd</title>" in page
    assert '<meta name="robots" content="noindex' in page and 'translate="no"' in page
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style| style=| on\w+=|https?://", page)


async def test_the_house_opens_without_an_organisation() -> None:
    """No local layer: no units to choose, and the same talk."""
    edition = open_house(local=False)

    assert edition.directory.organisation is None
    door = await Served(open_talks(local=False)).start()
    async with ClientSession(door.address) as client:
        page = await first(client, "/?e=1")
    await door.end()

    assert '<bdi class="value">Ingen enhet vald</bdi>' in page
