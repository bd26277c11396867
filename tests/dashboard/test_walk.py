"""A coordinator's first day in a real browser: link, code, unit, QR, signs, colleagues; with axe on each page."""

from __future__ import annotations

import asyncio
import csv
import io
import json
import re
import zlib
from pathlib import Path
from xml.etree import ElementTree as ET

import openpyxl
import pikepdf
import pyotp
import pytest
from playwright.async_api import Browser, Locator, Page

from bot.dashboard.headers import PREFIX
from bot.storage import counts
from tests.channels.browser import watched
from tests.channels.web.walk import axe_faults
from tests.dashboard.conftest import PASSWORD, House
from tests.statistics.shown import at, released

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


def opened(name: str, content: bytes) -> bool:
    """Whether a file holds what its name says, as a reader of that kind sees it that is none of ours."""
    if name.endswith(".csv"):
        return len(list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))) > 5
    if name.endswith(".xlsx"):
        sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
        return any(isinstance(cell.value, int) for row in sheet for cell in row)
    if name.endswith(".json"):
        return bool(json.loads(content)["panels"])
    if name.endswith(".pdf"):
        with pikepdf.open(io.BytesIO(content)) as pdf:
            return bool(pdf.Root.MarkInfo.Marked) and len(pdf.pages) > 0
    if name.endswith(".svg"):
        return ET.fromstring(content).tag.endswith("svg")
    dots = zlib.decompressobj().decompress(content[content.index(b"IDAT") + 4 :])
    return content.startswith(b"\x89PNG") and len(set(dots)) > 50


async def fetched(page: Page, link: Locator, files: dict[str, bytes]) -> None:
    """Press a link to a file, and put what came into `files` under the name that it came with."""
    async with page.expect_download() as waiting:
        await link.click()
    download = await waiting.value
    files[download.suggested_filename] = await asyncio.to_thread(Path(await download.path()).read_bytes)


async def test_weeks_of_use_are_seen_before_and_after_and_every_file_is_opened(house: House, browser: Browser) -> None:
    """From use of some weeks to a picture, before and after a training, and each file that the page links, pressed and
    read by other hands."""
    person = await house.join("samordnaren")
    counts.add_all(house.engine, released(lambda week: [*at(1, 30 if week < 4 else 60), *at(2, 20, subject="told")]))
    faults: dict[str, object] = {}
    files: dict[str, bytes] = {}
    async with watched(browser, 20_000, viewport=DESK, base_url=house.address) as open_page:
        page = await open_page(f"{PREFIX}/in")
        for field, text in (("name", person.name), ("password", person.password), ("code", person.spares[0])):
            await page.fill(f"#{field}", text)
        async with page.expect_navigation():
            await page.keyboard.press("Enter")
        await menu(page, "Siffror")
        for event in ("", "2026-10-26"):
            if event:
                await page.click(".choices >> text=Före och efter en händelse")
                await page.fill("#dag", event)
            await page.fill("#fran", "2026-09-28")
            await page.fill("#till", "2026-11-15")
            await page.click("form.filters button")
            await page.wait_for_load_state("load")
            assert await page.evaluate("document.images.length && document.images[0].naturalWidth > 300")
            faults[event] = await axe_faults(page)
            for link in await page.locator(".files a:not([href$='/allt'])").all():
                await fetched(page, link, files)
        weeks = (await page.inner_text("main table >> nth=0")).splitlines()
        assert "30 ± 20" in weeks[4] and "(markerad)" in weeks[5] and "60 ± 20" in weeks[5]
        await page.click("text=Hela datamängden")
        faults["whole"] = await axe_faults(page)
        await fetched(page, page.locator("main a[href$='/csv']"), files)
        await page.click("main a[href$='/excel']")
        faults["making"] = await axe_faults(page)
        assert await page.locator(".moving li >> visible=true").inner_text() == "100 %"
        await fetched(page, page.locator("main a[href$='/xlsx']"), files)
    assert {place: found for place, found in faults.items() if found} == {}
    kinds = {name.rpartition(".")[2] for name in files}
    assert kinds == {"pdf", "xlsx", "csv", "json", "svg", "png"} and len(files) >= 14
    assert [name for name, content in files.items() if not opened(name, content)] == []


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
