"""Cards that are turned to the person: the whole screen, one sentence, by style alone, from right to left where due."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from aiohttp import ClientSession
from playwright.async_api import Page

from bot.text.cards import LANGUAGES_SIGN, PICTURES
from bot.text.languages import UNWRITTEN
from tests.channels.browser import OpenPage
from tests.channels.web.conftest import Served
from tests.channels.web.test_answers import assert_guarded
from tests.channels.web.test_walks import TOO_SMALL_OR_NEAR
from tests.channels.web.walk import assert_covered, axe_faults, tap, tap_plain
from tests.conversation.persons import INVENTED, ROOT, speaking, talks_with

pytestmark = pytest.mark.asyncio(loop_scope="session")

CARDS = "/kort?e=1"
ALL = frozenset(("ar", "sv-x-easy"))
FITS = "e => e.scrollWidth <= e.clientWidth && e.getBoundingClientRect().left >= 0"


@pytest_asyncio.fixture(loop_scope="session")
async def served() -> AsyncIterator[Served]:
    """The content that ships, with an invented Arabic that the organisation has switched on."""
    door = await Served(talks_with(speaking(on=ALL))).start()
    yield door
    await door.end()
    assert door.faults == []


async def in_arabic(page: Page, *, script: bool) -> None:
    """Choose Arabic for the person, and the cards without an interpreter."""
    await page.locator("header .menu").last.locator("summary").click()
    await (tap if script else tap_plain)(page, "العربية")
    await (tap if script else tap_plain)(page, "Ingen än")


async def test_a_card_fills_the_screen_and_runs_from_right_to_left(open_page: OpenPage, script: bool) -> None:
    """One tap there and one back; only the person's language on it, nothing of what staff are told of it."""
    page: Page = await open_page(CARDS, script=script)
    await in_arabic(page, script=script)
    card = page.locator(".card").nth(1)

    await card.locator("summary").click()

    face = card.locator(".face")
    assert await face.get_attribute("lang") == "ar"
    assert await face.evaluate("e => getComputedStyle(e).direction") == "rtl"
    box = await face.bounding_box()
    assert box is not None
    assert (box["x"], box["y"], box["width"]) == (0, 0, 390)
    assert box["height"] > 700
    assert await face.evaluate("e => parseFloat(getComputedStyle(e.querySelector('p')).fontSize)") >= 32
    assert (await face.inner_text()).startswith(INVENTED["ar"])
    assert "granskad" not in await face.inner_text()
    for hidden in ("#title", ".beside", ".label", "header", ".foot"):
        assert not await page.locator(hidden).first.is_visible(), hidden
    assert await page.locator("#hide").count() == 1

    await card.locator("summary").click()
    assert await page.locator("#title").is_visible()
    assert "inte granskad" in await page.locator("main").inner_text()


async def test_hide_covers_a_card(open_page: OpenPage, script: bool) -> None:
    """The way out is in reach while the card is up, and nothing of it is left."""
    page: Page = await open_page(CARDS, script=script)
    await (tap if script else tap_plain)(page, "Ingen än")
    await page.locator(".card summary").first.click()

    await page.locator(".bar label[for=hide]").click()

    await assert_covered(page)


async def test_the_language_card_names_all_languages(open_page: OpenPage) -> None:
    """Each in its own language and direction, those without a text too; what is pressed is never too small."""
    page: Page = await open_page(CARDS)
    await tap(page, "Ingen än")
    assert await page.evaluate(TOO_SMALL_OR_NEAR) == []
    card = page.locator(".card").first
    await card.locator("summary").click()
    names = card.locator(".points li")

    assert await card.locator(".points li[lang=ar]").get_attribute("dir") == "rtl"
    assert await names.evaluate_all("all => all.every(e => e.scrollWidth <= e.clientWidth)")
    assert (await names.all_inner_texts())[-2:] == list(UNWRITTEN.values())
    assert await page.evaluate(TOO_SMALL_OR_NEAR) == []


async def test_every_picture_has_its_word(client: ClientSession) -> None:
    """A picture alone can be read in two ways, and not at all by who does not see; none fetches anything."""
    async with client.get("/kort") as answer:
        assert answer.status == 200
        assert_guarded(answer)

    drawn = {
        path.stem: path.read_text("utf-8") for path in (ROOT / "bot/channels/web/templates/pictures").glob("*.svg")
    }
    assert drawn.keys() == PICTURES.keys() - {LANGUAGES_SIGN}
    for svg in drawn.values():
        assert 'aria-hidden="true"' in svg
        assert "://" not in svg
        assert "currentColor" in svg


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
async def test_a_card_is_usable_by_all(open_page: OpenPage, dark: bool) -> None:
    """No fault by axe, closed and open, light and dark, in either direction."""
    page: Page = await open_page(CARDS, color_scheme="dark" if dark else "light", reduced_motion="reduce")
    await in_arabic(page, script=True)

    assert await axe_faults(page) == []
    for number in (0, 3):
        await page.locator(".card summary").nth(number).click()
        assert await axe_faults(page) == []
        await page.locator(".card summary").nth(number).click()


async def test_a_card_can_be_read_at_four_hundred_percent(open_page: OpenPage) -> None:
    """A window of 1,280 by 1,024 enlarged four times is one of 320 by 256: all is there, none across the edge."""
    page: Page = await open_page(CARDS, viewport={"width": 320, "height": 256}, reduced_motion="reduce")
    await in_arabic(page, script=True)
    for number in range(6):
        card = page.locator(".card").nth(number)
        await card.locator("summary").click()
        assert await card.locator(".face").evaluate(FITS), number
        assert await card.locator("summary").is_visible()
        await card.locator(".face > :last-child").scroll_into_view_if_needed()
        await card.locator("summary").click()


@pytest.mark.parametrize("word", ["paikkakunnaltanne", "natychmiastowej"])
async def test_a_long_word_breaks_before_it_crosses_the_edge(open_page: OpenPage, word: str) -> None:
    """Finnish and Polish have words that are broader than a small phone in large type."""
    page: Page = await open_page(CARDS, viewport={"width": 320, "height": 600}, reduced_motion="reduce")
    await in_arabic(page, script=True)
    card = page.locator(".card").nth(1)
    await card.locator("summary").click()
    await card.locator(".face p").first.evaluate("(e, word) => { e.textContent = word }", word)

    assert await card.locator(".face").evaluate(FITS)
