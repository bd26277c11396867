"""Cycles of follow-up on the pages: settled beforehand, looked at once, and nothing claimed that was not seen."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from aiohttp import ClientSession
from playwright.async_api import Browser

from bot.accounts.model import Role
from bot.dashboard.headers import PREFIX
from bot.operations.coordination import to_follow
from bot.statistics.release import Released
from bot.storage import counts
from tests.channels.browser import watched
from tests.channels.web.walk import axe_faults
from tests.dashboard.conftest import House, plain
from tests.statistics.shown import at, released

pytestmark = pytest.mark.asyncio(loop_scope="session")
A = f"{PREFIX}/uppfoljning"
WHOLE = "0"
CHANGED, DUE = date(2026, 11, 2), date(2026, 11, 23)
"""The Monday of week 45, and the day of the look: weeks 46 and 47 are over."""


@pytest.fixture(scope="module")
def chain() -> list[Released]:
    """Forty talks a week, and twice as many from week 46 on."""
    return released(lambda week: at(1, 80 if week > 5 else 40))


@pytest.fixture(scope="module")
def steady() -> list[Released]:
    """Forty talks a week, whatever was done."""
    return released(lambda _: at(1, 40))


def put(house: House, day: date) -> None:
    """Put the clock to noon of a day."""
    house.shift = datetime(day.year, day.month, day.day, 11, tzinfo=UTC) - datetime.now(UTC)


async def get(client: ClientSession, path: str) -> tuple[int, str]:
    """Status and what is read."""
    async with client.get(A + path) as answer:
        return answer.status, plain(await answer.text())


async def post(house: House, client: ClientSession, path: str, **form: str) -> tuple[int, str, str]:
    """Status, address and what is read after a form was sent."""
    data = {"mark": await house.mark(client), **form}
    async with client.post(A + path, data=data) as answer:
        return answer.status, answer.url.path.removeprefix(A), plain(await answer.text())


WISH = {"fraga": "opened-after-practice", "andring": "train-asking", "nar": "2026-w45", "mer": "200"}


async def test_from_question_to_conclusion(house: House, chain: list[Released]) -> None:
    """How it was, the waiting time, no word before the day, then what was seen, learned, and the next question."""
    counts.add_all(house.engine, chain)
    put(house, CHANGED)
    person = await house.join("samordnaren")
    client = person.client
    _, page = await get(client, f"/ny?vem={WHOLE}&fraga=opened-after-practice")
    assert "40 ± 20" in page and "100 procent fler syns efter 2 veckor" in page

    status, path, page = await post(house, client, "", vem=WHOLE, **WISH)
    assert status == 200 and f"Ni tittar en gång: {DUE}" in page and "0 av 2" in page
    assert "Ändringen blev aldrig av." in page and "Det blev fler" not in page
    assert (await post(house, client, path, do="end", lardom="keep"))[0] == 400
    assert (await post(house, client, "", vem=WHOLE, **WISH))[1] == path  # sent twice, kept once

    put(house, DUE)
    client = (await house.join("efterträdaren")).client  # the first has been signed out long since
    async with client.get(PREFIX) as start:
        assert "Uppföljningar att titta på Öppnas stödet oftare" in plain(await start.text())
    account = next(each for each in house.accounts.accounts() if each.name == "efterträdaren")
    (_, told), _ = to_follow(house.desk, account, DUE)
    assert told == ["Öppnas stödet oftare när vi har övat tillsammans? (Hela organisationen)"]
    for day, who in (
        (DUE - timedelta(days=1), account),
        (DUE, replace(account, role=Role.UNITS, units=frozenset({1}))),
    ):
        assert to_follow(house.desk, who, day)[0][1] == []
    _, page = await get(client, path)
    assert "Det har blivit fler." in page and "Siffran säger inte varför." in page
    assert "Ingen säker skillnad syns" not in page
    assert (await post(house, client, path, do="end", lardom="same-keep"))[0] == 400
    _, _, page = await post(house, client, path, do="end", lardom="keep", sedan="asked-after-practice")
    assert "Det lärde vi oss: Det blev fler. Vi fortsätter så." in page
    assert "Nästa fråga: Får fler frågan när vi har övat" in page and "Någon annan hann före" not in page
    for form in ({"do": "end", "lardom": "keep"}, {"do": "drop"}):  # the second of two who end it
        _, _, page = await post(house, client, path, **form)
        assert "Någon annan hann före" in page and "sedan=" not in page and "Nästa fråga: Får fler" in page
    async with client.get(f"{A}{path}/bild") as picture:
        assert picture.status == 200 and b"<svg" in await picture.read()
    assert "avslutad 2026-11-23" in (await get(client, ""))[1]


async def test_what_is_not_seen_cannot_be_claimed(house: House, steady: list[Released]) -> None:
    """Where nothing changed no improvement can be chosen; a change that lies behind is marked as settled afterwards."""
    counts.add_all(house.engine, steady)
    put(house, DUE)
    client = (await house.join("samordnaren")).client
    status, path, page = await post(house, client, "", vem=WHOLE, **WISH)

    assert status == 200 and "Ingen säker skillnad." in page
    assert "Ändringen var redan gjord när det här bestämdes" in page
    assert (await post(house, client, path, do="end", lardom="keep"))[0] == 400
    assert (await post(house, client, path, do="drop"))[1] == ""
    assert (await get(client, path))[0] == 404


async def test_what_could_never_be_told_is_not_begun(house: House, chain: list[Released]) -> None:
    """Before week 41 one week has figures, and so small a difference needs more: it says so, and nothing is kept."""
    counts.add_all(house.engine, chain)
    put(house, DUE)
    client = (await house.join("samordnaren")).client
    status, path, page = await post(house, client, "", vem=WHOLE, **{**WISH, "nar": "2026-w41", "mer": "150"})

    assert (status, path) == (200, "/ny") and "Inget är bestämt." in page
    assert "Ingen är påbörjad." in (await get(client, ""))[1]
    assert "Inget är bestämt." not in (await get(client, f"/ny?vem={WHOLE}&fraga=opened-after-practice"))[1]


async def test_a_question_can_be_put_together(house: House, chain: list[Released]) -> None:
    """A figure and any change of the library; it is called by its figure, and stands in the year's wheel."""
    counts.add_all(house.engine, chain)
    put(house, CHANGED)
    client = (await house.join("samordnaren")).client
    wish = {"fraga": "begun", "andring": "photo-steps", "nar": "2026-w45", "mer": "200"}
    status, path, page = await post(house, client, "", vem=WHOLE, **wish)

    assert status == 200 and page.startswith("Hur ofta stödet öppnas") and "Skriv hur en skada mäts" in page
    _, page = await get(client, "")
    assert re.search(r"2026-11 Titta på uppföljningen ?: Hur ofta stödet öppnas \(Hela organisationen\)", page)
    assert "2026-12 Ring era nummer" in page
    assert (await get(client, f"/ny?vem={WHOLE}&fraga=asked"))[0] == 200
    assert (await get(client, path))[0] == 200


async def test_each_sees_their_own(house: House, chain: list[Released]) -> None:
    """Another unit's cycle, and the whole organisation's, are not there; nonsense in a form is refused calmly."""
    counts.add_all(house.engine, chain)
    put(house, CHANGED)
    every, one = await house.join("alla"), await house.join("en", Role.UNITS, frozenset({1}))
    _, theirs, _ = await post(house, every.client, "", vem=WHOLE, **WISH)

    assert (await get(one.client, theirs))[0] == 404
    assert (await post(house, one.client, theirs, do="drop"))[0] == 404
    assert (await get(one.client, "/ny?vem=0&fraga=opened-after-practice"))[0] == 404
    assert (await post(house, one.client, "", vem=WHOLE, **WISH))[0] == 404
    assert (await get(one.client, "/ny?vem=1&fraga=opened-after-practice"))[0] == 200
    for wrong in ({"nar": "2026-w99"}, {"nar": "²"}, {"mer": "7"}, {"andring": "no-such"}):
        assert (await post(house, every.client, "", vem=WHOLE, **{**WISH, **wrong}))[0] == 400
    assert (await get(one.client, "/ny?vem=1&fraga=no-such"))[0] == 404
    assert (await get(one.client, "/9999"))[0] == 404


async def test_pages_are_sound_in_a_browser(house: House, chain: list[Released], browser: Browser) -> None:
    """Desktop light and phone dark, without script: axe is content and nothing is cut off."""
    counts.add_all(house.engine, chain)
    put(house, DUE)
    first = await house.join("samordnaren")
    _, path, _ = await post(house, first.client, "", vem=WHOLE, **WISH)
    for scheme, width in (("light", 1280), ("dark", 360)):
        viewport = {"width": width, "height": 800}
        async with watched(
            browser, 20_000, viewport=viewport, base_url=house.address, color_scheme=scheme
        ) as open_page:
            page = await open_page(f"{PREFIX}/in")
            spare = first.spares[width == 360]
            for name, text in (("name", first.name), ("password", first.password), ("code", spare)):
                await page.fill(f"#{name}", text)
            await page.click("main button.go")
            for address in ("", f"/ny?vem={WHOLE}&fraga=opened-after-practice", path):
                await page.goto(A + address)
                assert await axe_faults(page) == [], (scheme, address)
                assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (scheme, address)
