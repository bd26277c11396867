"""The pages of figures: what is shown to whom, each file read by other hands, and a walk in a real browser with axe."""

from __future__ import annotations

import csv
import io
import json
import re
import zlib
from contextlib import suppress
from html import unescape

import openpyxl
import pikepdf
import pytest
from aiohttp import ClientPayloadError, ClientSession
from playwright.async_api import Browser, Page

from bot.accounts.model import Role
from bot.dashboard.headers import PREFIX
from bot.operations.reporting import new_desk
from bot.operations.rounds import Ahead
from bot.publish.report.pictures import Pictures
from bot.statistics.release import Released
from bot.statistics.reports import Question
from bot.statistics.scope import QUESTIONS, UNNAMED
from bot.storage import counts
from tests.channels.browser import watched
from tests.channels.web.walk import axe_faults
from tests.dashboard.conftest import House, plain
from tests.dashboard.test_walk import join, menu
from tests.statistics.shown import at, released

pytestmark = pytest.mark.asyncio(loop_scope="session")
DAYS = "fran=2026-09-28&till=2026-11-15"
"""Weeks 40 to 46: over, whatever day it is."""
FIGURES = f"{PREFIX}/siffror"


@pytest.fixture(scope="module")
def chain() -> list[Released]:
    """Forty made-up talks a week at a large unit, twenty at another."""
    return released(lambda _: [*at(1, 40), *at(2, 20, subject="told")], simulated=True)


async def get(client: ClientSession, path: str) -> tuple[int, bytes]:
    """Status and body."""
    async with client.get(FIGURES + path, allow_redirects=False) as answer:
        return answer.status, await answer.read()


async def test_every_question_has_a_page_with_its_files(house: House, chain: list[Released]) -> None:
    """Figures with ±, the mark of what is made up, and links to files that open and say the same."""
    counts.add_all(house.engine, chain)
    person = await house.join("samordnaren")
    for question in QUESTIONS:
        status, page = await get(person.client, f"/{question.value}?{DAYS}&dag=2026-10-20")
        assert status == 200, question
        assert "Påhittade siffror" in plain(page.decode()), question
    _, page = await get(person.client, f"/use?{DAYS}")
    assert "40 ± 20" in plain(page.decode())

    files = {kind: (await get(person.client, f"/use/fil/{kind}?{DAYS}"))[1] for kind in ("pdf", "xlsx", "csv", "json")}
    sheet = openpyxl.load_workbook(io.BytesIO(files["xlsx"])).worksheets[0]
    rows = list(csv.reader(io.StringIO(files["csv"].decode("utf-8-sig")), delimiter=";"))
    assert sheet["B3"].value == 40 and rows[1][6] == "40"
    assert json.loads(files["json"])["panels"][0]["rows"][0]["figures"][0]["value"] == 40
    with pikepdf.open(io.BytesIO(files["pdf"])) as pdf:
        assert pdf.Root.MarkInfo.Marked


async def test_made_up_data_are_marked_on_every_page(house: House, chain: list[Released]) -> None:
    """Each page behind sign-in says so once, the sign inside its frame; with real data none does."""
    person = await house.join("samordnaren")
    pages = ("", "/enheter", "/enheter/1", "/enheter/1/skylt?s=wall", "/enheter/1/egna", "/konton", "/konto")

    async def told() -> list[int]:
        found = []
        for path in (*pages, f"/siffror/use?{DAYS}"):
            async with person.client.get(PREFIX + path) as answer:
                assert answer.status == 200, path
                found.append((await answer.text()).count("Påhittade siffror"))
        return found

    assert set(await told()) == {0}
    counts.add_all(house.engine, chain)
    assert set(await told()) == {1}
    async with person.client.get(f"{PREFIX}/enheter/1/skylt?s=badge") as answer:
        sign = (await answer.text()).partition('<div class="sign')[2].partition("</div>")[0]
    assert "Påhittade siffror" in sign


def image(dots: bytes) -> tuple[int, int]:
    """The width of a PNG, and how many values its bytes have: one that is blank has few."""
    size = dots.index(b"IDAT") - 4
    body = zlib.decompressobj().decompress(dots[size + 8 :])
    return int.from_bytes(dots[16:20], "big"), len(set(body))


async def test_a_picture_is_a_drawing_or_dots_wide_or_narrow(house: House, chain: list[Released]) -> None:
    """The page links both files; the narrow one is no wider than a phone, with letters as large as the page's."""
    counts.add_all(house.engine, chain)
    person = await house.join("samordnaren")
    page = (await get(person.client, f"/use?{DAYS}"))[1].decode()
    links = [unescape(link) for link in re.findall(r'href="([^"]*bild/use[^"]*)" download="use-use\.\w+"', page)]
    drawing, dots = [(await get(person.client, link.removeprefix(FIGURES)))[1] for link in links]
    width, values = image(dots)
    assert drawing.startswith(b"<svg") and dots.startswith(b"\x89PNG") and width > 1200 and values > 50
    for question in ("use", "doors", "languages", "compare", "visits", "steps"):
        page = (await get(person.client, f"/{question}?{DAYS}"))[1].decode()
        for table in dict.fromkeys(re.findall(rf"{question}/bild/([a-z-]+)\?", page)):
            narrow = (await get(person.client, f"/{question}/bild/{table}?{DAYS}&bredd=narrow"))[1].decode()
            found = re.search(r'<svg[^>]* width="([0-9.]+)"', narrow)
            assert found and (300 <= float(found[1]) <= 340 or table == "tree"), (question, table)


async def test_the_whole_data_set_is_told_and_handed_out(house: House, chain: list[Released]) -> None:
    """How large it is, and two files that open: the same figures; who sees one unit gets that unit's rows alone."""
    counts.add_all(house.engine, chain)
    boss, some = await house.join("boss"), await house.join("some", Role.UNITS, frozenset({1}))
    page = (await get(boss.client, "/allt"))[1].decode()
    told = re.search(r"Ungefär (\d+) rader, [0-9,]+ MB som CSV", plain(page))
    assert "Användning, varje vecka v. 40 2026 v. 53 2026 14" in plain(page)
    files = [(await get(boss.client, f"/allt/{kind}"))[1] for kind in ("csv", "xlsx")]
    rows = list(csv.reader(io.StringIO(files[0].decode("utf-8-sig")), delimiter=";"))
    book = openpyxl.load_workbook(io.BytesIO(files[1]))
    lines = sum(sheet.max_row - 1 for sheet in book.worksheets[:-1])
    assert told and lines == len(rows) - len(book.worksheets) + 1 and abs(int(told[1]) - lines) <= lines / 5
    assert any("Tandkliniken Exempel" in row for row in rows)
    mine = (await get(some.client, "/allt/csv"))[1].decode()
    assert "Vårdcentralen Exempel" in mine and "Tandkliniken" not in mine
    assert (await get(some.client, "/allt/json"))[0] == 404


async def test_a_page_grows_while_the_workbook_is_made(house: House, chain: list[Released]) -> None:
    """Bars that only grow, then the link to a file that was made once; the file of another account is another one.
    Where it cannot be made the page says so."""
    counts.add_all(house.engine, chain)
    boss, some = await house.join("boss"), await house.join("some", Role.UNITS, frozenset({1}))
    for client in (boss.client, some.client, boss.client):
        page = (await get(client, "/allt/excel"))[1].decode()
        bars = [int(value) for value in re.findall(r'<progress max="100" value="(\d+)"', page)]
        assert bars == sorted(bars) and bars[0] == 0 and bars[-1] == 100 and "Filen är klar" in page
        assert page.rstrip().endswith("</html>") and "cut" not in page and "{" not in page
    assert len(bars) == 2 and len(house.desk.workbooks._kept) == 2
    both = [(await get(client, "/allt/xlsx"))[1] for client in (boss.client, some.client)]
    rows = [sum(sheet.max_row for sheet in openpyxl.load_workbook(io.BytesIO(each))) for each in both]
    assert rows[0] > rows[1] > 10

    def broken(*_: object) -> bytes:
        raise OSError("no room")

    object.__setattr__(house.desk.workbooks, "make", broken)
    page = ""
    async with boss.client.get(f"{FIGURES}/allt/excel") as answer:
        with suppress(ClientPayloadError):  # it is cut, as a file would be
            async for piece in answer.content.iter_any():
                page += piece.decode()
    assert "Filen gick inte att göra" in page and "Filen är klar" not in page and "no room" not in page


async def test_pictures_are_drawn_once(house: House, chain: list[Released]) -> None:
    """Light and dark, from memory the second time: the same figures and words are the same picture."""
    counts.add_all(house.engine, chain)
    person = await house.join("samordnaren")
    light, again, dark = [await get(person.client, f"/use/bild/use?{DAYS}{more}") for more in ("", "", "&tema=dark")]

    assert light == again != dark and light[1].startswith(b"<svg") and light[0] == dark[0] == 200
    assert len(house.desk.pictures._memory) == 2
    assert (await get(person.client, f"/use/bild/none?{DAYS}"))[0] == 404


async def test_what_is_asked_for_most_is_drawn_before_anybody_asks(house: House, chain: list[Released]) -> None:
    """After a release every question of the whole organisation is drawn, light and dark, wide and narrow; the pages
    then draw nothing, and where nothing is new neither does the next round."""
    counts.add_all(house.engine, chain)
    boss = await house.join("boss")
    drawn: list[str] = []

    def draw(spec: str) -> str:
        drawn.append(spec)
        return "<svg ></svg>"

    pictures = Pictures(house.folder / "pictures", draw)
    ahead = Ahead(new_desk(house.engine, lambda: house.editions.current), pictures, house.now, ("sv",))
    assert ahead.draw() == len(drawn) > 8 and ahead.draw() == 0
    object.__setattr__(house.desk, "pictures", pictures)
    begun = len(drawn)
    for question in QUESTIONS:
        _, page = await get(boss.client, f"/{question.value}")
        for address in re.findall(r'srcset="([^"]+)"', page.decode()):
            async with boss.client.get(unescape(address)) as answer:
                assert answer.status == 200
    assert len(drawn) == begun


async def test_drop_off_is_drawn_on_the_guides_of_a_choice(house: House, chain: list[Released]) -> None:
    """Without a choice the page says to make one; with it the tree stands above the table, in light and dark."""
    counts.add_all(house.engine, chain)
    person = await house.join("samordnaren")
    _, without = await get(person.client, f"/steps?{DAYS}")
    _, page = await get(person.client, f"/steps?{DAYS}&val=told")
    status, drawn = await get(person.client, f"/steps/bild/tree?{DAYS}&val=told")
    _, dark = await get(person.client, f"/steps/bild/tree?{DAYS}&val=told&tema=dark")

    assert b"bild/tree" not in without and "Välj ett val här ovanför" in plain(without.decode())
    assert b"bild/tree" in page and "Stannade här" in plain(page.decode())
    assert status == 200 and "Ta emot" in drawn.decode() and "Påhittade siffror" in drawn.decode() and dark != drawn
    assert (await get(person.client, f"/use/bild/tree?{DAYS}"))[0] == 404


async def test_an_empty_installation_says_when_figures_come(house: House) -> None:
    """Every page is there and says the day, also before anything was counted."""
    person = await house.join("samordnaren")
    for question in QUESTIONS:
        status, page = await get(person.client, f"/{question.value}")
        assert status == 200 and "Inga siffror finns än. De första kommer 20" in plain(page.decode()), question


async def test_who_coordinates_one_unit_sees_no_other(house: House, chain: list[Released]) -> None:
    """Another's unit, all units side by side, and all of a question about units look like what is not there; what
    names no unit is open."""
    counts.add_all(house.engine, chain)
    person = await house.join("enhetens", Role.UNITS, frozenset({2}))
    strange = ("/use?enhet=1", "/use?enhet=99", "/use?enhet=-1", "/use/fil/csv?enhet=3", "/compare", "/compare/fil/csv")
    seen = {path: (await get(person.client, path))[0] for path in strange}
    _, own = await get(person.client, f"/use?{DAYS}")

    assert set(seen.values()) == {404}
    assert "Vårdcentralen Exempel" not in own.decode() and 'value="0"' not in own.decode()
    for question in UNNAMED:
        assert (await get(person.client, f"/{question.value}?{DAYS}"))[0] == 200


async def test_without_sign_in_there_is_nothing(house: House) -> None:
    """Pages, files and pictures lead to sign-in."""
    await house.join("samordnaren")
    stranger = house.client()
    for path in ("", "/use", "/use/fil/csv", "/use/bild/use"):
        async with stranger.get(FIGURES + path, allow_redirects=False) as answer:
            assert answer.status == 303 and answer.headers["Location"].endswith("/in")


@pytest.mark.parametrize(
    "odd",
    ["fran=igår", "fran=2026-11-15&till=2026-09-28", "fran=0001-01-01", "per=dag", "val=<script>", "dag=9999-99-99"],
)
async def test_what_cannot_be_read_is_told_and_breaks_nothing(house: House, odd: str) -> None:
    """An address that somebody wrote by hand gets a page, never a fault, and nothing of it is markup."""
    person = await house.join("samordnaren")
    for question in (Question.USE, Question.STEPS, Question.EFFECT):
        status, page = await get(person.client, f"/{question.value}?{odd}")
        assert status == 200 and b"<script" not in page


async def unfold(page: Page, wanted: str) -> None:
    """Open what something lies in, where that is folded, as on a phone."""
    fold = page.locator("details", has=page.locator(wanted)).locator("> summary")
    if await fold.is_visible() and not await page.locator(wanted).is_visible():
        await fold.click()


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_a_coordinator_reads_figures(house: House, browser: Browser, scheme: str, chain: list[Released]) -> None:
    """By the links alone, on a phone and at a desk: every question, its pictures drawn, and axe finds nothing."""
    counts.add_all(house.engine, chain)
    viewport = {"width": 1280, "height": 900} if scheme == "light" else {"width": 390, "height": 844}
    options = {"viewport": viewport, "base_url": house.address, "color_scheme": scheme}
    faults: dict[str, object] = {}
    async with watched(browser, 20_000, **options) as open_page:
        page = await open_page(f"{PREFIX}/inbjudan/{house.invite()}")
        await join(page, "samordnaren")
        await page.click("text=Jag har sparat dem")
        await menu(page, "Siffror")
        for question in QUESTIONS if scheme == "light" else QUESTIONS[::3]:
            await unfold(page, f'.choices a[href$="/{question.value}"]')
            await page.click(f'.choices a[href$="/{question.value}"]')
            await unfold(page, "#fran")
            await page.fill("#fran", "2026-09-28")
            await page.fill("#till", "2026-11-15")
            await page.click("form.filters button")
            await page.wait_for_load_state("load")
            assert "fran=2026-09-28" in page.url
            faults[question.value] = await axe_faults(page)
            wide = await page.evaluate("Array.from(document.images).map(each => each.complete && each.naturalWidth)")
            assert all(width > 100 for width in wide), question
            if question is Question.USE:  # what it answers is seen before all that else could be asked
                assert await page.evaluate("document.images[0].getBoundingClientRect().top + scrollY < innerHeight")
            assert wide or question in (Question.PRACTICE, Question.COMPARE, Question.VISITS), question
            room = await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert room <= 0, question
        await menu(page, "English")
        await page.goto(f"{FIGURES}/use?{DAYS}")
        assert await page.locator("h1").inner_text() == "How the tool was used"
        assert not re.search(r"[åäö]", await page.locator("main .notes").inner_text())
    assert faults == {name: [] for name in faults}


async def test_a_unit_that_is_counted_by_month_is_shown_by_month(house: House) -> None:
    """Where weeks would say “counted by month” in each cell, the page has gone over to months, and so has its file."""
    counts.add_all(house.engine, released(lambda _: at(99, 20)))
    person = await house.join("samordnaren")
    for question in ("use", "effect"):
        _, page = await get(person.client, f"/{question}?{DAYS}&enhet=2&per=week")
        _, file = await get(person.client, f"/{question}/fil/csv?{DAYS}&enhet=2&per=week")
        assert '<option value="month" selected' in page.decode() and "räknas per månad" not in plain(page.decode())
        assert "80 ± " in plain(page.decode()) and b";80;" in file
