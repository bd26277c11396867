"""Paper bears the code of its screen at the foot of each sheet, whatever screen it is, and is never blank."""

from __future__ import annotations

import pytest
from playwright.async_api import Page

from bot.conversation.report_code import read
from tests.channels.browser import OpenPage
from tests.channels.web.walk import TO_A_NEUTRAL_END, TO_THE_END, go

pytestmark = pytest.mark.asyncio(loop_scope="session")
UNIT = "/?e=1"
FOOT = """() => { const style = (what, name) => getComputedStyle(document.querySelector(what))[name];
    return [style("main", "display"), style(".code", "display"), style(".code", "breakInside")] }"""


@pytest.mark.parametrize(
    "way", [(), TO_THE_END[:3], TO_THE_END, TO_A_NEUTRAL_END], ids=["first", "inside", "end", "neutral"]
)
async def test_every_printed_screen_bears_its_code(open_page: OpenPage, way: tuple[str, ...]) -> None:
    """On paper the code is there on every screen, as a table's foot, which Chromium repeats on each sheet."""
    page: Page = await open_page(UNIT)
    await go(page, way)
    await page.emulate_media(media="print")

    code = page.locator(".code .digits")
    assert await code.is_visible()
    assert read(await code.inner_text()) is not None
    assert await page.evaluate(FOOT) == ["table", "table-footer-group", "avoid"]


async def test_code_is_on_the_screen_at_an_ending_only(open_page: OpenPage) -> None:
    """While people talk nothing more stands on the screen; at the end the code is there to be noted."""
    page: Page = await open_page(UNIT)
    assert not await page.locator(".code").is_visible()

    await go(page, TO_THE_END)
    assert await page.locator(".code").is_visible()


async def test_paper_is_not_blank(open_page: OpenPage) -> None:
    """A screen that comes in softly is printed as it stands: the motion would begin anew for paper, at nothing."""
    page: Page = await open_page(UNIT)
    await go(page, TO_THE_END)
    await page.emulate_media(media="print")

    assert await page.locator("main").evaluate("main => getComputedStyle(main).animationName") == "none"
    assert await page.locator("main").evaluate("main => getComputedStyle(main).opacity") == "1"


async def test_open_acute_panel_leaves_the_paper_as_it_is(open_page: OpenPage) -> None:
    """The panel is for the screen; who prints while it is open gets the talk and its code."""
    page: Page = await open_page(UNIT)
    await page.locator("#acute > summary").click()
    await page.emulate_media(media="print")

    assert await page.locator(".code .digits").is_visible()
    assert await page.locator("#title").is_visible()
