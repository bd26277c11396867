"""The practice pages, with the cases that ship: plain forms, the sign on each page, no number that can be pressed."""

import re
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from aiohttp import ClientSession
from playwright.async_api import Browser, Page, expect

from bot.conversation.content import read_content
from bot.conversation.edition import open_edition
from bot.conversation.talk import Talks
from bot.engine.token import Header
from bot.statistics.contribution import Rehearsal, Withdrawn
from tests.channels.browser import OpenPage, watched
from tests.channels.web.conftest import PHONE, Served
from tests.channels.web.small_house import WEEKDAY, OneEdition, OneKey
from tests.channels.web.walk import axe_faults
from tests.conftest import ROOT

pytestmark = pytest.mark.asyncio(loop_scope="session")
MOVE = re.compile(r'name="c" value="(..)" class="choice')
Counted = list[tuple[Header, Rehearsal | Withdrawn]]
TOKEN = re.compile(r'name="t" value="([^"]*)"')


@pytest.fixture(scope="module")
def counted() -> Counted:
    """What rounds have told the tables of practice, first to last."""
    return []


@pytest_asyncio.fixture(loop_scope="session", scope="module")
async def shipped(counted: Counted) -> AsyncIterator[Served]:
    """The content that ships, served and counted."""
    edition, problems = open_edition(read_content(ROOT / "dialogs", ROOT / "locales"))
    assert edition is not None, problems
    talks = Talks(OneEdition(edition), OneKey(), lambda: WEEKDAY, lambda: 11, counter=5)
    talks.rehearse = lambda header, found: counted.append((header, found))
    door = await Served(talks).start()
    yield door
    await door.end()
    assert door.faults == []


@pytest_asyncio.fixture(loop_scope="session")
async def phone(browser: Browser, shipped: Served) -> AsyncIterator[OpenPage]:
    """A function that opens a phone's page of the shipped content."""
    async with watched(browser, 20_000, viewport=PHONE, base_url=shipped.address) as open_one:
        yield open_one


async def test_every_page_is_marked_and_has_a_way_out(shipped: Served) -> None:
    """The list, each screen of a case and the debrief: the sign, "Sluta och få stöd", nothing to dial; no script until
    the round is over, and then only that by which the own browser keeps a history."""
    async with ClientSession(shipped.address) as session:
        pages = [await (await session.get("/ovning")).text(), await (await session.get("/ovning/stod")).text()]
        page = await (await session.get("/ovning/marek")).text()
        while (moves := MOVE.findall(page)) and (token := TOKEN.search(page)):
            pages.append(page)
            page = await (await session.post("/ovning", data={"t": token[1], "c": moves[0]})).text()
        pages.append(page)

    assert len(pages) > 15
    for each in pages:
        assert '<p class="sign">Övning</p>' in each
        assert 'href="/ovning/stod"' in each
        assert "tel:" not in each
    assert not any("<script" in each for each in pages[:-1])
    assert len(re.findall("<script", pages[-1])) == len(re.findall(r"/static/(?:history|debrief)-", pages[-1]))
    assert all(f'id="part-{number}"' in pages[-1] for number in (1, 2, 3))
    assert "116 016" in pages[1]


async def test_what_does_not_exist_gets_a_calm_page(shipped: Served) -> None:
    """An unknown case, a damaged button and a strange form are answered by pages of ours."""
    async with ClientSession(shipped.address) as session:
        missing = await session.get("/ovning/nobody")
        lost = await session.post("/ovning", data={"t": "A" * 62, "c": "AA"})
        strange = await session.post("/ovning", data={"t": "A" * 62, "c": "AA", "x": "1"})
        wrong = await session.put("/ovning", data=b"")

        assert (missing.status, lost.status, strange.status, wrong.status) == (404, 200, 400, 405)
        assert "Börja om" in await lost.text()


async def test_the_list_shows_what_trains_a_skill(shipped: Served) -> None:
    """Filtered by skill and grouped by sector; in English where that is asked for."""
    async with ClientSession(shipped.address) as session:
        danger = await (await session.get("/ovning?t=danger&s=en")).text()

    listed = re.findall(r'href="/ovning/(\w+)\?s=en"', danger)
    assert {"elin", "tina"} <= set(listed) and "marek" not in listed
    assert "Social services" in danger
    assert 'lang="en"' in danger


async def test_a_case_is_walked_by_keyboard_without_script(phone: OpenPage) -> None:
    """From the list to the debrief with the keyboard alone, on a phone's screen."""
    page: Page = await phone("/ovning", script=False)
    await page.locator('a.case[href*="/ovning/tutorial"]').focus()
    await page.keyboard.press("Enter")
    await expect(page.locator("h1")).to_have_text("Prova på en minut")
    for _ in range(12):
        if await page.locator("#part-3").count():
            break
        await page.locator("main button.choice").first.focus()
        async with page.expect_navigation():
            await page.keyboard.press("Enter")

    await expect(page.locator("#part-1")).to_be_visible()
    await expect(page.locator("#part-3")).to_be_visible()
    await page.get_by_role("button", name="Testa i skarpt läge").focus()
    await page.keyboard.press("Enter")
    await expect(page.locator("main")).to_contain_text("Vem hör eller ser?")
    assert page.url.endswith("/"), "no address tells what was practised"


async def test_axe_finds_nothing(phone: OpenPage) -> None:
    """The list, a choice, a consequence, the debrief and the page for who stops; nothing wider than the phone."""
    allow = "Content Security Policy"
    page: Page = await phone("/ovning", allow=allow, bypass_csp=True)
    assert await axe_faults(page) == []
    await page.goto("/ovning/tutorial")
    for _ in range(12):
        assert await axe_faults(page) == []
        assert await page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        if await page.locator("#part-3").count():
            break
        async with page.expect_navigation():
            await page.locator("main button.choice").last.click()
    else:
        raise AssertionError("the debrief never came")
    await page.goto("/ovning/stod?s=en")
    assert await axe_faults(page) == []


async def test_confidence_before_and_after_and_a_refusal_to_be_counted(phone: OpenPage, counted: Counted) -> None:
    """Without script: three questions before, the same after, and the change; a second round is taken back."""
    page: Page = await phone("/ovning/marek?e=0", script=False)
    await page.locator("summary").filter(has_text="Hur säker").click()
    await page.select_option("#own-receive", "3")
    await play_on(page)
    await page.select_option("#own-receive", "8")
    await page.get_by_role("button", name="Svara").click()
    await expect(page.locator("[aria-labelledby=part-own]")).to_contain_text("3 → 8")
    _, last = counted[-1]
    assert isinstance(last, Rehearsal) and last.ending.startswith("marek/") and last.ending != "marek/left"
    assert (last.ask, last.receive, last.next) == ("", "much-more", "")

    await page.goto("/ovning/marek")
    await page.locator("summary").filter(has_text="räknas").click()
    await page.get_by_role("button", name="Räkna inte").click()
    await expect(page.locator("main")).to_contain_text("räknas inte")
    before = len(counted)
    await play_on(page)
    assert {header.counter for header, _ in counted[before:]} == {0}


async def play_on(page: Page) -> None:
    """To the debrief, by the last line of each choice."""
    while not await page.locator("#part-3").count():
        async with page.expect_navigation():
            await page.locator("main button.choice").last.click()
