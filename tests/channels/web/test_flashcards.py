"""Flashcards in a real browser: sure before the reasons, back when due, kept only on asking, moved by a code."""

import hashlib
import json
import re
from collections.abc import AsyncIterator, Mapping
from datetime import timedelta
from pathlib import Path

import pytest
import pytest_asyncio
import zxingcpp
from aiohttp import ClientSession
from playwright.async_api import Browser, Page, expect

from bot.channels.telegram import door as telegram
from bot.channels.telegram.pages import Pages
from bot.channels.telegram.updates import Commanded, Pressed
from bot.channels.web.statics import FOLDER
from bot.conversation.content import read_content
from bot.conversation.edition import open_edition
from bot.conversation.talk import Talks
from bot.practice.certificate import write
from tests.channels.browser import OpenPage, watched
from tests.channels.web.conftest import PHONE, Served
from tests.channels.web.small_house import WEEKDAY, OneEdition, OneKey
from tests.channels.web.walk import axe_faults
from tests.conftest import ROOT

pytestmark = pytest.mark.asyncio(loop_scope="session")
CARDS, MINE = "/ovning/kort", "/ovning/min"
DAY = 24 * 60 * 60


@pytest_asyncio.fixture(loop_scope="session", scope="module")
async def shipped() -> AsyncIterator[Served]:
    """The content that ships, served."""
    edition, problems = open_edition(read_content(ROOT / "dialogs", ROOT / "locales"))
    assert edition is not None, problems
    door = await Served(Talks(OneEdition(edition), OneKey(), lambda: WEEKDAY, lambda: 11)).start()
    yield door
    await door.end()
    assert door.faults == []


@pytest_asyncio.fixture(loop_scope="session")
async def phone(browser: Browser, shipped: Served) -> AsyncIterator[OpenPage]:
    """A function that opens a page on a phone of its own."""
    async with watched(browser, 20_000, viewport=PHONE, base_url=shipped.address) as open_one:
        yield open_one


async def answer(page: Page, *, right: bool, sure: int = 3) -> str:
    """Answer the card that is shown; its name."""
    card = page.locator(".flashcard:not([hidden])")
    name = await card.get_attribute("id")
    wanted = await card.locator(
        ".options li[data-right]" if right else ".options li:not([data-right])"
    ).first.inner_text()
    alone = re.compile(rf"^\s*{re.escape(wanted.strip())}\s*$")  # a line may stand inside another one
    await card.locator(".lines label").filter(has_text=alone).click()
    await card.locator(f"[name=sure][value='{sure}']").check()
    await card.locator(".asked button").click()
    await expect(card.locator(".answer")).to_be_visible()
    assert name is not None
    return name


async def onward(page: Page) -> None:
    """The next card."""
    await page.locator(".flashcard:not([hidden]) .next").click()


async def test_what_was_wrong_and_sure_comes_first_when_it_is_due(phone: OpenPage) -> None:
    """Three cards on the first day; two days later they are due again, the one that felt sure and was wrong first."""
    page: Page = await phone(CARDS)
    await page.clock.install(time=WEEKDAY)
    await page.goto(CARDS)
    await page.get_by_role("button", name="Minns på den här enheten").click()
    await answer(page, right=False, sure=1)
    await onward(page)
    await answer(page, right=True)
    await onward(page)
    wrong = await answer(page, right=False)
    await page.clock.set_fixed_time(WEEKDAY.timestamp() + 2 * DAY)
    await page.goto(CARDS)

    await expect(page.locator("#plan")).to_contain_text("2 kort som du är på väg att glömma")
    assert await page.locator(".flashcard:not([hidden])").get_attribute("id") == wrong


async def test_a_sitting_is_ten_cards_and_more_is_offered_where_more_is_due(phone: OpenPage, shipped: Served) -> None:
    """Fourteen are due: ten first, what was forgotten again before it ends, and the other four only on asking."""
    page: Page = await phone(MINE)
    names = [card.id for card in shipped.talks.editions.current.release.flashcards][:14]
    kept = {"v": 1, "cards": {name: [29e6, 3, 5, 3, 0, 2, 29e6, 0] for name in names}, "rounds": []}
    await page.evaluate("kept => localStorage.setItem('fragestod-ovning', JSON.stringify(kept))", kept)
    await page.goto(CARDS)
    await expect(page.locator("#plan")).to_have_text("De närmaste fem minuterna: 10 kort som du är på väg att glömma.")
    first = await answer(page, right=False)
    await onward(page)
    for _ in range(9):
        await answer(page, right=True)
        await onward(page)
    assert await answer(page, right=True) == first
    await onward(page)
    await page.get_by_role("button", name="Fem minuter till").click()

    expected = "De närmaste fem minuterna: 4 kort som du är på väg att glömma. Sedan 6 nya."
    await expect(page.locator("#plan")).to_have_text(expected)
    await expect(page.locator("#more")).to_be_hidden()


async def test_nothing_is_kept_or_sent_unless_somebody_asks(phone: OpenPage) -> None:
    """Without asking, storage stays empty; and no request leaves the page however much is answered."""
    page: Page = await phone(CARDS)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url))
    await answer(page, right=False)
    await onward(page)
    await answer(page, right=True)

    assert await page.evaluate("localStorage.length") == 0
    assert all("/static/icon-" in address for address in sent)


async def test_a_history_moves_to_another_device_by_its_code(phone: OpenPage) -> None:
    """The code holds all of it; what is no code is said to be none; and it can be deleted."""
    one: Page = await phone(CARDS)
    await one.get_by_role("button", name="Minns på den här enheten").click()
    await answer(one, right=True)
    await one.goto(MINE)
    code = await one.locator("#code").input_value()
    other: Page = await phone(MINE)
    await other.fill("#given", "F1.rubbish")
    await other.get_by_role("button", name="Hämta hit").click()
    await expect(other.locator("#taken")).to_contain_text("gick inte att läsa")
    await other.fill("#given", code)
    await other.get_by_role("button", name="Hämta hit").click()

    await expect(other.locator("#met")).to_have_text("1")
    kept = "localStorage.getItem('fragestod-ovning')"
    assert await other.evaluate(kept) == await one.evaluate(kept)
    await other.get_by_role("button", name="Radera min övning").click()
    assert await other.evaluate("localStorage.length") == 0


async def test_a_code_that_makes_no_sense_breaks_no_page(phone: OpenPage) -> None:
    """A card that the library could not take on is left out, and so is a day that no calendar has; a round of a day to
    come masters nothing yet. What was left out can be answered as a new card."""
    page: Page = await phone(MINE)
    faults: list[str] = []
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    cards = {
        "partner-walks-in": [29e6, 3, 5, 3, 0, 2, 29e6, 0],
        "laughs": [29e6, 3, 5, 3, 0, 99, 29e6, 0],
        "wanted-to-die": [29e6, -1, 5, 3, 0, 2, 29e6, 0],
        "no-photo": [29e6, 3, 5, 3, 0, 2, 1e15, 0],
    }
    rounds = [["elin", 10**11, True], [["tina"], 20000, True], ["amina", 60000, True], ["elin", 20000, True]]
    kept = {"v": 1, "cards": cards, "rounds": rounds}
    await page.fill("#given", await page.evaluate("kept => practised.code(kept)", kept))
    await page.get_by_role("button", name="Hämta hit").click()
    await expect(page.locator("#met")).to_have_text("1")
    await expect(page.locator("[data-skill=ask] td")).to_have_text("Inte än")
    await page.goto(f"{CARDS}#laughs")
    assert await answer(page, right=True) == "laughs"
    assert faults == []


async def test_what_is_due_is_answered_in_a_chat_and_comes_home_by_a_code(phone: OpenPage, shipped: Served) -> None:
    """The page makes a command that says which cards; the chat asks those, and its code moves each card on, once."""
    page: Page = await phone(MINE)
    await page.get_by_role("button", name="Minns på den här enheten").click()
    command = await page.locator("#command").inner_text()
    door = telegram.Door(Pages(shipped.talks, "https://stod.example/"), ("sv", "en"))
    name, _, argument = command.removeprefix("/").partition(" ")
    sent = json.loads(door.plan(Commanded(7, 1, name, argument, "sv"))[0].body)
    asked = []
    for typed in ["1", "Säker", "Nästa kort"] * 10:
        asked.append(sent["text"])
        rows = [each for row in sent["reply_markup"]["inline_keyboard"] for each in row]
        data = next(each["callback_data"] for each in rows if each["text"] == typed)
        sent = json.loads(door.plan(Pressed(7, 1, "q", data, "sv"))[0].body)
    first = shipped.talks.editions.current.release.flashcards[0].data.title
    assert f"<b>{first}</b>" in asked[0] and "10/10" in asked[-1]
    code = sent["text"].rpartition("<code>")[2].partition("<")[0]
    home = next(each["url"] for row in sent["reply_markup"]["inline_keyboard"] for each in row if "url" in each)

    before = len(shipped.asked)
    await page.goto(MINE + "#" + home.partition("#")[2])
    await expect(page.locator("#given")).to_have_value(code)
    await page.get_by_role("button", name="Hämta hit").click()
    await expect(page.locator("#met")).to_have_text("10")
    assert not [line for line in shipped.asked[before:] if code in line]
    kept = await page.evaluate("localStorage.getItem('fragestod-ovning')")
    assert await page.locator("#command").inner_text() != command, "those ten are not due any more"
    await page.get_by_role("button", name="Hämta hit").click()
    await expect(page.locator("#taken")).to_contain_text("finns din övning här")
    assert await page.evaluate("localStorage.getItem('fragestod-ovning')") == kept
    await page.fill("#given", "T1.AAAA")
    await page.get_by_role("button", name="Hämta hit").click()
    await expect(page.locator("#taken")).to_contain_text("gick inte att läsa")


async def scanned(page: Page) -> str:
    """What a camera reads in the picture on the screen."""
    await expect(page.locator("#picture")).to_be_visible()
    shot = await page.locator("#paint").evaluate(
        "(paint) => ({ side: paint.width, grey: [...paint.getContext('2d').getImageData(0, 0, paint.width, paint.width)"
        ".data].filter((_, at) => at % 4 === 0) })"
    )
    side, grey = shot["side"], bytes(shot["grey"])
    rows = [bytes(each for each in grey[at : at + side] for _ in range(4)) for at in range(0, len(grey), side)]
    image = memoryview(b"".join(row * 4 for row in rows)).cast("B", shape=[4 * side, 4 * side])
    (found,) = zxingcpp.read_barcodes(image)
    return str(found.text)


async def test_a_history_moves_in_pictures_that_a_camera_reads(phone: OpenPage, shipped: Served) -> None:
    """A long one in several, each of them light enough; the other device is asked first, and no server is told."""
    one: Page = await phone(MINE, allow="getImageData")  # the camera here looks at the picture itself
    names = [card.id for card in shipped.talks.editions.current.release.flashcards]
    kept = {
        "v": 1,
        "cards": {name: [29e6 + at, 3.1234 + at, 5.4321, 3, 1, 2, 29e6, 0] for at, name in enumerate(names)},
    }
    kept["rounds"] = [["elin", 20000 + at, at % 2 == 0] for at in range(70)]
    await one.evaluate("kept => localStorage.setItem('fragestod-ovning', JSON.stringify(kept))", kept)
    await one.reload()
    other: Page = await phone(MINE)
    pictures = -(-len(names) // 12)
    for number in range(1, pictures + 1):
        await one.locator("#show").click()
        await expect(one.locator("#which")).to_have_text(f"Bild {number} av {pictures}")
        address = await scanned(one)
        assert await one.locator("#paint").evaluate("(paint) => paint.width") < 120
        before = len(shipped.asked)
        await other.goto(address)
        assert not [line for line in shipped.asked[before:] if "F1" in line]
        await expect(other.locator("#came")).to_be_visible()
        assert "#" not in other.url
        await other.get_by_role("button", name="Hämta hit").click()
        await expect(other.locator("#taken")).to_contain_text("finns din övning här")

    history = "JSON.parse(localStorage.getItem('fragestod-ovning'))"
    assert await other.evaluate(history) == await one.evaluate(history)


async def play_right(page: Page, case: str, right: Mapping[frozenset[str], str]) -> None:
    """A round by the lines that count as right, to its debrief. right: the lines of a scene → its right one."""
    await page.goto(f"/ovning/{case}")
    while not await page.locator("#part-3").count():
        texts = await page.locator("fieldset.choices button").all_inner_texts()
        wanted = texts.index(right[frozenset(texts)]) if frozenset(texts) in right else 0
        async with page.expect_navigation():
            await page.locator("fieldset.choices button, .answer > button.choice").nth(wanted).click()


async def test_a_trainees_journey(phone: OpenPage, shipped: Served) -> None:
    """A case, its debrief and cards; two days later what is due, another case, mastery and a certificate that can be
    checked; and all of it on another device by its code. Axe finds nothing on the way."""
    release = shipped.talks.editions.current.release
    right = {
        frozenset(line.text for line in scene.lines): next(line.text for line in scene.lines if line.is_right)
        for case in release.cases
        for scene in case.scenes
    }
    page: Page = await phone(MINE, allow="Content Security Policy", bypass_csp=True)
    await page.clock.install(time=WEEKDAY)
    await page.goto(MINE)
    await page.get_by_role("button", name="Minns på den här enheten").click()
    await expect(page.locator("#no-case")).to_be_visible()
    await play_right(page, "elin", right)
    await expect(page.locator("#part-2")).to_be_visible()
    assert await axe_faults(page) == []
    await page.goto(CARDS)
    wrong = await answer(page, right=False)
    await onward(page)
    await answer(page, right=True)

    await page.clock.set_fixed_time(WEEKDAY.timestamp() + 2 * DAY)
    await page.goto(CARDS)
    await expect(page.locator("#plan")).to_contain_text("på väg att glömma")
    assert await page.locator(".flashcard:not([hidden])").get_attribute("id") == wrong
    await play_right(page, "tina", right)
    await page.goto(MINE)
    await expect(page.locator("[data-skill=ask] td")).to_have_text(
        f"Sitter till {WEEKDAY.date() + timedelta(days=183)}"
    )
    code, history = await page.locator("#check").inner_text(), await page.locator("#code").input_value()
    assert code == write(WEEKDAY.date(), release.id, ["elin", "tina"])
    await page.locator("#show").click()
    assert await axe_faults(page) == []
    await page.goto("/ovning/intyg")
    await page.fill("#code", code.lower().replace("-", " "))
    await page.get_by_role("button", name="Läs koden").click()
    assert await page.locator("[aria-labelledby=says] li").count() == 2
    assert await axe_faults(page) == []

    other: Page = await phone(MINE)
    await other.fill("#given", history)
    await other.get_by_role("button", name="Hämta hit").click()
    await expect(other.locator("#met")).to_have_text("2")
    assert await other.locator("[data-case]:not([hidden])").count() == 2


async def test_mastery_needs_two_cases_and_a_day(phone: OpenPage) -> None:
    """Two rounds of one case, or two cases on one day, master nothing; two cases a day apart do, for half a year."""
    page: Page = await phone(MINE)

    async def shown(*rounds: tuple[str, int, bool]) -> str:
        kept = {"v": 1, "cards": {}, "rounds": [[case, at, passed] for case, at, passed in rounds]}
        today = await page.evaluate("Math.floor(Date.now() / 86400000)")
        kept["rounds"] = [[case, today - ago, passed] for case, ago, passed in rounds]
        await page.evaluate("kept => localStorage.setItem('fragestod-ovning', JSON.stringify(kept))", kept)
        await page.reload()
        return await page.locator("[data-skill=ask] td").inner_text()

    lacks = "Ett fall till, en annan dag"
    assert await shown(("elin", 3, False)) == "Inte än"
    assert await shown(("elin", 3, True), ("elin", 1, True)) == lacks
    assert await shown(("elin", 1, True), ("tina", 1, True)) == lacks
    assert await shown(("elin", 3, True), ("tina", 1, False)) == lacks
    until = await page.evaluate("new Date(Date.now() + 180 * 864e5).toISOString().slice(0, 10)")
    assert await shown(("elin", 3, True), ("tina", 1, True)) == f"Sitter till {until}"
    assert await shown(("elin", 200, True), ("tina", 1, True)) == lacks


async def test_a_night_shift_is_one_day_by_the_clock_on_the_wall(phone: OpenPage) -> None:
    """Half past midnight in Sweden is still the day before at Greenwich; eight in the morning is no other day."""
    page: Page = await phone(MINE)
    browser = await page.context.new_cdp_session(page)
    await browser.send("Emulation.setTimezoneOverride", {"timezoneId": "Europe/Stockholm"})
    days = []
    for moment in ("2026-11-23T22:30Z", "2026-11-23T23:30Z", "2026-11-24T07:00Z"):
        await page.clock.set_fixed_time(moment)
        days.append(await page.evaluate("practised.day()"))
    assert [day - days[0] for day in days] == [0, 1, 1]


async def test_a_finished_round_leaves_nothing_where_nobody_asked(phone: OpenPage) -> None:
    """The debrief of one who keeps nothing writes nothing; that of one who does is in the journey above."""
    page: Page = await phone("/ovning/tina")
    while not await page.locator("#part-3").count():
        async with page.expect_navigation():
            await page.locator("main button.choice").last.click()

    assert await page.evaluate("localStorage.length") == 0


async def test_without_script_all_cards_can_be_read(shipped: Served, phone: OpenPage) -> None:
    """In plain order, each with its answers folded; the own page says that it needs script."""
    page: Page = await phone(CARDS, script=False)
    edition = shipped.talks.editions.current
    assert await page.locator(".flashcard").count() == len(edition.release.flashcards)
    await page.locator(".answer summary").first.click()
    await expect(page.locator(".told").first).to_be_visible()
    await page.goto(MINE)
    await expect(page.locator(".scriptless")).to_contain_text("behöver skript")


async def test_pages_are_accessible_and_marked(phone: OpenPage, shipped: Served) -> None:
    """Axe finds nothing, nothing is wider than the phone; sign and way out stand there, and no number is a link."""
    page: Page = await phone(CARDS, allow="Content Security Policy", bypass_csp=True)
    await page.evaluate('localStorage.setItem(\'fragestod-ovning\', \'{"v":1,"cards":{},"rounds":[]}\')')
    for path in (CARDS, MINE, f"{MINE}?s=en"):
        await page.goto(path)
        assert await axe_faults(page) == []
        assert await page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    async with ClientSession(shipped.address) as session:
        for path in (CARDS, MINE):
            text = await (await session.get(path)).text()
            assert '<p class="sign">Övning</p>' in text and 'href="/ovning/stod"' in text and "tel:" not in text


@pytest.mark.parametrize("library", ["fsrs.js", "qr.js"])
async def test_the_library_is_the_one_that_was_published(library: str) -> None:
    """What FSRS computes and what pictures are made with is the library's own: unchanged, with its licence."""
    head, rest = (Path(FOLDER) / library).read_text().split("*/\n", 1)

    assert hashlib.sha256(rest.encode()).hexdigest() in head
    assert "MIT License" in head and "Permission is hereby granted" in head
