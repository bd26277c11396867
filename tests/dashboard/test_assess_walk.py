"""From the first statement to the board's printed page in a real browser, by keyboard alone and without script."""

from __future__ import annotations

import io

import pypdf
import pytest
from playwright.async_api import Browser, Page

from bot.dashboard.headers import PREFIX
from tests.channels.browser import watched
from tests.channels.web.walk import axe_faults
from tests.dashboard.conftest import House
from tests.dashboard.test_assess import kept, link

pytestmark = pytest.mark.asyncio(loop_scope="session")
AT = "document.activeElement"


async def press_on(page: Page, text: str) -> None:
    """Tab to what says something, and press it."""
    await to_main(page)
    for _ in range(80):
        await page.keyboard.press("Tab")
        if text in await page.evaluate(f"{AT}.innerText ?? ''"):
            async with page.expect_navigation():
                await page.keyboard.press("Enter")
            return
    raise AssertionError(f"the keyboard never came to {text}")


async def to_main(page: Page) -> None:
    """By the first link of a page, past its navigation."""
    await page.keyboard.press("Tab")
    assert await page.evaluate(f"{AT}.textContent") == "Till innehållet"
    await page.keyboard.press("Enter")


async def rate(page: Page, key: str, level: int) -> None:
    """Choose a level with the arrows, and send the form with Enter; what belongs to the level shows itself."""
    await to_main(page)
    await page.keyboard.press("Tab")
    assert await page.evaluate(f"[{AT}.name, {AT}.value]") == [key, ""]
    for _ in range(level + 1):
        await page.keyboard.press("ArrowDown")
    assert await page.is_checked(f"#{key}-is-{level}")
    assert await page.is_visible(f"#{key}-paper") == (level == 2)
    async with page.expect_navigation():
        await page.keyboard.press("Enter")


@pytest.mark.parametrize(("scheme", "whose", "letter", "count"), [("light", 2, "H", 12), ("dark", 1, "T", 8)])
async def test_from_the_first_statement_to_the_boards_page(
    house: House, browser: Browser, scheme: str, whose: int, letter: str, count: int
) -> None:
    """Begin, rate each statement, look at the result, plan, print one page; axe is content and nothing is cut off."""
    person = await house.join("samordnaren")
    viewport = {"width": 1280, "height": 900} if scheme == "light" else {"width": 360, "height": 740}
    faults = {}
    async with watched(browser, 20_000, viewport=viewport, base_url=house.address, color_scheme=scheme) as open_page:
        page = await open_page(f"{PREFIX}/in", script=False)
        await page.focus("#name")
        for text in (person.name, person.password, person.spares[0]):
            await page.keyboard.type(text)
            await page.keyboard.press("Tab")
        await page.keyboard.press("Enter")
        await page.wait_for_url(f"**{PREFIX}")
        await page.goto(f"{PREFIX}/skattning")
        await to_main(page)
        while await page.evaluate(f"{AT}.id") != "whose":
            await page.keyboard.press("Tab")
        for _ in range(whose):
            await page.keyboard.press("ArrowDown")
        await page.keyboard.press("Tab")
        async with page.expect_navigation():
            await page.keyboard.press("Enter")
        at = page.url.removeprefix(house.address)
        await press_on(page, "Fortsätt svara")
        for number in range(1, count + 1):
            await rate(page, f"{letter}{number}", number % 5)
        assert f"Besvarat: {count} av {count}." in await page.inner_text("main")
        assert [given.said for given in kept(house, at).sheet.values()] == [each % 5 for each in range(1, count + 1)]

        await press_on(page, "Resultat")
        assert "Börja här" in await page.inner_text("main")
        await press_on(page, "En sida till nämnden")
        printed = pypdf.PdfReader(io.BytesIO(await page.pdf(prefer_css_page_size=True, format="A4")))
        assert len(printed.pages) == 1 and "Enligt er egen skattning" in printed.pages[0].extract_text()

        looked = await open_page(f"{PREFIX}/in")
        for name, text in (("name", person.name), ("password", person.password), ("code", person.spares[1])):
            await looked.fill(f"#{name}", text)
        await looked.click("main button.go")
        paths = [f"{at}{more}" for more in SHOWN]
        if scheme == "dark":  # on a phone all of them
            links = [await link(person, at, kind) for kind in ("manager", "group")]
            paths += [f"{PREFIX}/skattning", *(f"{at}{more}" for more in FORMS), *links]
        for path in paths:
            await looked.goto(path.format(key=f"{letter}1"))
            faults[path] = await axe_faults(looked)
            assert await looked.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
    assert faults == {path: [] for path in faults}


SHOWN = ("/resultat", "/namnd", "/krav")
FORMS = ("", "/fraga/{key}", "/alla", "/papper", "/plan")
