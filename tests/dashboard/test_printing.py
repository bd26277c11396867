"""On paper: what one came for and nothing to press, light whatever the screen is, and no table cut off at the side."""

from __future__ import annotations

import io

import pypdf
import pytest
from playwright.async_api import Browser

from bot.dashboard.headers import PREFIX
from bot.storage import counts
from tests.channels.browser import watched
from tests.dashboard.conftest import House
from tests.dashboard.test_walk import join
from tests.statistics.shown import at, released

pytestmark = pytest.mark.asyncio(loop_scope="session")
DAYS = "fran=2026-09-28&till=2026-11-15"
PAGES = {
    "use": (f"/siffror/use?{DAYS}", "40 ± 20"),
    "steps": (f"/siffror/steps?{DAYS}&val=told", "Stannade här"),
    "visits": (f"/siffror/visits?{DAYS}", "Påbörjade"),
    "unit": ("/enheter/1", "Det här kommer ni att se"),
    "months": ("/enheter/1/egna", "Anmälningar"),
    "start": ("", "Kontakter som saknas"),
}
SHEET = 794
"""Width of A4 in a browser's units, 96 to the inch."""


async def test_pages_print_as_papers(house: House, browser: Browser) -> None:
    """From a dark screen: the words and figures are there, no navigation, form or button is; pictures are the light
    ones and everything fits the sheet."""
    counts.add_all(house.engine, released(lambda _: at(1, 40, subject="told"), simulated=True))
    async with watched(browser, 20_000, base_url=house.address, color_scheme="dark") as open_page:
        page = await open_page(f"{PREFIX}/inbjudan/{house.invite()}")
        await join(page, "samordnaren")
        await page.click("text=Jag har sparat dem")
        for name, (path, word) in PAGES.items():
            await page.set_viewport_size({"width": 1280, "height": 900})
            await page.goto(f"{PREFIX}{path}")
            paper = pypdf.PdfReader(io.BytesIO(await page.pdf(format="A4", print_background=True)))
            told = " ".join(" ".join(sheet.extract_text().split()) for sheet in paper.pages)
            assert word in told and "Logga ut" not in told and "Mitt konto" not in told, name
            assert "Hämta" not in told and len(paper.pages) <= 4, name

            await page.emulate_media(media="print")
            await page.set_viewport_size({"width": SHEET - 76, "height": 1000})
            shown = page.locator("header, button, .button, select, .choices, .skip").locator("visible=true")
            assert await shown.count() == 0, name
            wide = "[...document.querySelectorAll('main *')].filter(each => each.scrollWidth > innerWidth).length"
            assert await page.evaluate(wide) == 0, name
            pictures = await page.evaluate("[...document.images].map(each => each.currentSrc)")
            assert not any("tema=dark" in each for each in pictures), name
            assert await page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
