"""Own monthly figures on the pages: a year by keyboard, copied columns without script, a file, undo, and who may."""

from __future__ import annotations

import re
from datetime import date

import pytest
from playwright.async_api import Browser

from bot.accounts.model import Role
from bot.dashboard.headers import PREFIX
from bot.directory.model import Unit
from bot.statistics.asked import Own
from bot.statistics.frame import Size
from bot.statistics.release import Released
from bot.storage import counts
from tests.channels.browser import watched
from tests.channels.web.walk import axe_faults
from tests.dashboard.conftest import House, Person, plain
from tests.dashboard.test_walk import menu
from tests.statistics.shown import at, released

pytestmark = pytest.mark.asyncio(loop_scope="session")
YEAR = (date(2026, 1, 1), date(2026, 12, 31))
HEAD = "enhet;månad;besök;tillfrågade;anmälningar;hänvisade"


async def post(house: House, person: Person, path: str, **form: str) -> tuple[int, str]:
    """A form of the pages; status and text of what it leads to."""
    mark = await house.mark(person.client)
    async with person.client.post(PREFIX + path, data={"mark": mark, **form}) as answer:
        return answer.status, plain(await answer.text())


async def test_a_file_is_read_in_whole_and_taken_back(house: House) -> None:
    """With a fault nothing is kept, and each has line, column and remedy; else it holds, until it is taken back."""
    boss = await house.join("boss")
    status, page = await post(house, boss, "/egna", do="import", text=f"{HEAD}\n1;2026-03;80;90;;\n77;2026-03;1;;;")
    assert status == 422 and house.desk.own and house.desk.own.figures(*YEAR) == ()
    assert "Rad 2, tillfrågade: fler är tillfrågade (90)" in page and "Rad 3, enhet: “77” är ingen" in page

    status, page = await post(house, boss, "/egna", do="import", text=f"{HEAD}\n1;2026-03;800;90;4;\n2;2026-03;5;;;")
    assert status == 200 and "Sparat." in page and "Ångra" in page
    assert [own.visits for own in house.desk.own.figures(*YEAR)] == [800, 5]
    status, page = await post(house, boss, "/egna", do="undo", version="1")
    assert "Ändringen är borttagen." in page and house.desk.own.figures(*YEAR) == ()
    entries = house.accounts.acts(9)
    assert entries[0].about == "2 units" and not any("800" in entry.about for entry in entries)


async def test_two_who_write_at_once_are_told(house: House) -> None:
    """The second's numbers stand in the fields, unsaved; nothing of the first's is lost."""
    boss = await house.join("boss")
    first = await post(house, boss, "/enheter/1/egna", do="save", ar="2026", seen="0", **{"visits-03": "800"})
    status, page = await post(house, boss, "/enheter/1/egna", do="save", ar="2026", seen="0", **{"visits-03": "7"})

    assert first[0] == 200 and status == 409 and "Någon annan har ändrat" in page
    assert house.desk.own and house.desk.own.figures(*YEAR)[0].visits == 800


async def test_who_coordinates_one_unit_writes_for_no_other(house: House) -> None:
    """Another's page, another's line in a file, and a change that touched another unit are out of reach."""
    assert house.desk.own
    shared = house.desk.own.save([Own(1, date(2026, 3, 15), 5), Own(2, date(2026, 3, 15), 6)], "boss")
    some = await house.join("some", Role.UNITS, frozenset({2}))
    tries = [
        await post(house, some, "/enheter/1/egna", do="save", seen="0", ar="2026"),
        await post(house, some, "/egna", do="import", text=f"{HEAD}\n1;2026-03;1;;;"),
        await post(house, some, "/egna", do="undo", version=str(shared)),
        await post(house, some, "/enheter/2/egna", do="undo", version=str(shared)),
    ]
    async with some.client.get(f"{PREFIX}/siffror/visits?fran=2026-01-01&till=2026-06-01") as answer:
        page = plain(await answer.text())

    assert [status for status, _ in tries] == [404, 422, 404, 404]
    assert [own.visits for own in house.desk.own.figures(*YEAR)] == [5, 6]
    assert answer.status == 200 and "Vårdcentralen Exempel" not in page


@pytest.fixture(scope="module")
def chain() -> list[Released]:
    """Forty made-up talks a week at a large unit."""
    return released(lambda _: at(1001, 40), sizes=(Size(1001, "health", 30),), simulated=True)


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_a_year_is_written_by_keyboard_and_seen_beside_use(
    house: House, browser: Browser, scheme: str, chain: list[Released]
) -> None:
    """Without script: type with Tab, paste a column, save, undo, and read per hundred visits with ±; axe is content."""
    counts.add_all(house.engine, chain)
    clinic = Unit(0, "Psykiatrin", "health", "public", "everybody", "0180", kind="psychiatry", staff=30)
    assert house.units.make(clinic, (1, 2, 3), "boss") == 1001
    house.editions.reload_units()
    person = await house.join("samordnaren")
    viewport = {"width": 1280, "height": 900} if scheme == "light" else {"width": 390, "height": 844}
    faults = {}
    async with watched(browser, 20_000, viewport=viewport, base_url=house.address, color_scheme=scheme) as open_page:
        page = await open_page(f"{PREFIX}/in", script=False)
        for field, text in (("name", person.name), ("password", person.password), ("code", person.spares[0])):
            await page.fill(f"#{field}", text)
        async with page.expect_navigation():
            await page.keyboard.press("Enter")
        await menu(page, "Egna siffror")
        await page.click("tbody tr:has-text('Psykiatrin') a")
        await page.click("nav.choices >> text=2026")
        await page.focus("#visits-09")
        for text in ("800", "90", "4"):
            await page.keyboard.type(text)
            await page.keyboard.press("Tab")
        async with page.expect_navigation():
            await page.keyboard.press("Enter")
        assert "Sparat." in await page.inner_text("main")
        assert house.desk.own and house.desk.own.figures(*YEAR) == (Own(1001, date(2026, 9, 15), 800, 90, 4),)

        await page.click("main summary")
        await page.fill("#text", "1 000\n1 100")
        await page.select_option("#from", "10")
        await page.click("button[value=paste]")
        assert await page.input_value("#visits-11") == "1100"
        assert "inte sparade" in await page.inner_text("main")
        await page.click("button[value=save]")
        assert len(house.desk.own.figures(*YEAR)) == 3
        await page.click("button[value=undo]")
        assert len(house.desk.own.figures(*YEAR)) == 1
        await page.fill("#visits-10", "1000")
        await page.focus("#visits-10")
        async with page.expect_navigation():
            await page.keyboard.press("Enter")
        own = page.url
        room = await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        await page.goto(f"{PREFIX}/siffror/visits?enhet=1001&fran=2026-09-28&till=2026-11-15")
        shown = await page.inner_text("main")
        assert re.search(r"16 ± \d", shown) and "vet inte hur många som fick frågan" in shown and room <= 0

        looked = await open_page(f"{PREFIX}/in")
        for field, text in (("name", person.name), ("password", person.password), ("code", person.spares[1])):
            await looked.fill(f"#{field}", text)
        await looked.click("main button.go")
        for path in (own, f"{PREFIX}/egna", f"{PREFIX}/siffror/visits?enhet=1001&fran=2026-09-28&till=2026-11-15"):
            await looked.goto(path)
            faults[path] = await axe_faults(looked)
            room = await looked.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert room <= 0, path
    assert faults == {path: [] for path in faults}
