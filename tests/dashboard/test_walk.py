"""A coordinator's first day in a real browser: link, code, unit, QR, signs, colleagues; with axe on each page."""

from __future__ import annotations

import re

import pyotp
import pytest
from playwright.async_api import Browser, Page

from bot.dashboard.headers import PREFIX
from tests.channels.browser import watched
from tests.channels.web.walk import axe_faults
from tests.dashboard.conftest import PASSWORD, House

pytestmark = pytest.mark.asyncio(loop_scope="session")
DESK = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}


async def join(page: Page, name: str) -> str:
    """Use the invitation on the page; the secret of the one-time codes."""
    secret = (await page.inner_text("#secret")).replace(" ", "")
    if await page.locator("#name").count():
        await page.fill("#name", name)
    await page.fill("#password", PASSWORD)
    await page.fill("#again", PASSWORD)
    await page.fill("#code", pyotp.TOTP(secret).now())
    await page.click("main button.go")
    return secret


async def menu(page: Page, word: str) -> None:
    """Press a word of the menu, which is folded on a phone."""
    summary = page.locator(".menu > summary")
    if await summary.is_visible():
        await summary.click()
    await page.click(f"header >> text={word}")


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_first_day_of_a_coordinator(house: House, browser: Browser, scheme: str) -> None:
    """First link → account → unit → QR → sign → colleague, by what the screen says alone, and axe finds nothing."""
    viewport = DESK if scheme == "light" else PHONE
    faults: dict[str, object] = {}
    options = {"viewport": viewport, "base_url": house.address, "color_scheme": scheme}
    async with watched(browser, 20_000, **options) as open_page:
        page = await open_page(f"{PREFIX}/inbjudan/{house.invite()}")
        faults["join"] = await axe_faults(page)
        assert await page.locator(".scan svg").count() == 1
        await join(page, "samordnaren")
        faults["spares"] = await axe_faults(page)
        assert await page.locator(".spares li").count() == 10
        await page.click("text=Jag har sparat dem")
        faults["start"] = await axe_faults(page)
        assert await page.locator("h1").inner_text() == "Att göra"

        await menu(page, "Enheter")
        await page.fill("#name", "Ambulansen i Orkidé")
        await page.select_option("#kind", "ambulance")
        await page.fill("#municipality", "Umeå")
        await page.fill("#staff", "40")
        await page.fill("#talks", "12")
        faults["units"] = await axe_faults(page)
        await page.click("text=Skapa enhet >> nth=-1")
        assert await page.locator("h1").inner_text() == "Ambulansen i Orkidé"
        faults["unit"] = await axe_faults(page)
        link = await page.locator(".address").first.inner_text()
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+/\?e=1001", link)
        assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")

        unit = page.url
        for size in ("wall", "badge", "tile"):
            await page.goto(f"{unit}/skylt?s={size}")
            faults[size] = await axe_faults(page)
            text = await page.inner_text("main")
            assert link in text and not re.search("våld|utsatt|hot", text, re.IGNORECASE)

        chat = await open_page(link)
        assert "Ambulansen i Orkidé" in await chat.inner_text("header")

        await page.goto(PREFIX + "/konton")
        faults["people"] = await axe_faults(page)
        await page.fill("#name", "kollegan")
        await page.fill("#units", "1001")
        await page.click("button[value=invite]")
        faults["link"] = await axe_faults(page)
        theirs = await open_page(await page.inner_text("#link"))
        await join(theirs, "")
        await theirs.click("text=Jag har sparat dem")
        assert "Konton" not in await theirs.inner_text("nav")
        await menu(theirs, "Enheter")
        assert await theirs.locator("tbody tr").count() == 1

        for path in ("/logg", "/konto"):
            await page.goto(PREFIX + path)
            faults[path] = await axe_faults(page)
        await menu(page, "English")
        assert await page.locator("h1").inner_text() == "To do"
        await menu(page, "Sign out")
        faults["sign-in"] = await axe_faults(page)
    assert {place: found for place, found in faults.items() if found} == {}


async def test_everything_works_without_script_and_by_keyboard(house: House, browser: Browser) -> None:
    """Without script, with the keyboard alone: sign in with a spare code, and go to the units."""
    person = await house.join("tangentbord")
    async with watched(browser, 20_000, viewport=PHONE, base_url=house.address) as open_page:
        page = await open_page(f"{PREFIX}/in", script=False)
        await page.focus("#name")
        for text in (person.name, person.password, person.spares[0]):
            await page.keyboard.type(text)
            await page.keyboard.press("Tab")
        await page.keyboard.press("Enter")
        await page.wait_for_url(f"**{PREFIX}")
        await page.keyboard.press("Tab")
        assert await page.evaluate("document.activeElement.textContent") == "Till innehållet"
        await page.keyboard.press("Enter")
        assert page.url.endswith("#main")
        await page.goto(PREFIX + "/konto")
        assert "Reservkoder kvar: 9" in await page.inner_text("main")
