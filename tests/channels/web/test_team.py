"""Team sessions: forty phones vote, bars come from five votes on, and nothing is left when the leader closes."""

import asyncio
import re
from collections.abc import AsyncIterator
from datetime import timedelta
from random import Random

import pytest
import pytest_asyncio
from aiohttp import ClientSession
from playwright.async_api import Browser, expect

from bot.channels.web.forms import FORM
from bot.conversation.content import read_content
from bot.conversation.edition import Edition, open_edition
from bot.conversation.rooms import LEAST, LIFE, MOST_ROOMS, Room, Rooms
from bot.conversation.rounds import Rounds
from bot.conversation.talk import Talks
from tests.channels.browser import watched
from tests.channels.web.conftest import PHONE, Served
from tests.channels.web.small_house import WEEKDAY, OneEdition, OneKey
from tests.channels.web.walk import axe_faults
from tests.conftest import ROOT

pytestmark = pytest.mark.asyncio(loop_scope="session")
TEAM = "/ovning/grupp"
HIDDEN = re.compile(r'name="([rkvq])" value="([^"]*)"')
LINE = re.compile(r'name="c" value="(..)" class="choice')


@pytest.fixture(scope="module")
def edition() -> Edition:
    """The content that ships."""
    opened, problems = open_edition(read_content(ROOT / "dialogs", ROOT / "locales"))
    assert opened is not None, problems
    return opened


@pytest_asyncio.fixture(loop_scope="session", scope="module")
async def shipped(edition: Edition) -> AsyncIterator[Served]:
    """The content that ships, served; whatever a session would count is a fault."""
    talks = Talks(OneEdition(edition), OneKey(), lambda: WEEKDAY, lambda: 11, counter=5)
    door = await Served(talks).start()
    talks.rehearse = lambda header, found: door.faults.append(AssertionError("a session was counted"))
    yield door
    await door.end()
    assert door.faults == []


async def post(session: ClientSession, **fields: str) -> str:
    """The page after a form."""
    async with session.post(TEAM, data=fields) as answer:
        assert answer.status == 200
        return await answer.text()


async def test_forty_phones_vote_and_leave_no_trace(shipped: Served) -> None:
    """Each votes once however often it presses; the wall tells the sum; after the end no page knows anything of it."""
    left = ({"a": "join"}, {"a": "vote", "v": "A" * 22, "q": "1", "c": "AA"}, {"a": "go"})
    async with ClientSession(shipped.address) as session:
        wall = await post(session, a="open", c="tina")
        led = dict(HIDDEN.findall(wall))
        wall = await post(session, a="go", c="AA", **led)
        led = dict(HIDDEN.findall(wall))
        lines = LINE.findall(wall)

        async def phone(number: int) -> str:
            mine = dict(HIDDEN.findall(await post(session, a="join", r=led["r"].lower())))
            for move in (lines[number % len(lines)], lines[number % 2]):
                page = await post(session, a="vote", c=move, **mine)
            assert "progress" not in page and led["k"] not in page
            return str(mine["v"])

        tickets = await asyncio.gather(*map(phone, range(40)))
        shown = await post(session, a="bars", **led)
        assert re.findall(r"(\d+) av 40", shown) == ["20", "20", *["0"] * (len(lines) - 2)]
        assert len(set(tickets)) == 40 and not any(ticket in shown for ticket in tickets)
        onward = await post(session, a="go", c=lines[0], **led)
        assert "progress" not in onward

        closed = await post(session, a="close", **led)
        assert "inget är sparat" in closed
        for fields in left:
            assert "Det finns ingen grupp" in await post(session, **{**led, **fields})
    assert all("?" not in path and led["r"] not in path for path in shipped.asked)


async def test_what_nobody_may_do_does_nothing(shipped: Served) -> None:
    """Without the key nobody leads; a strange form, a vote on no line and a ticket of nobody are calm."""
    async with ClientSession(shipped.address) as session:
        led = dict(HIDDEN.findall(await post(session, a="open", c="tina")))
        for action, key in (("go", "A" * 22), ("bars", ""), ("close", "é")):
            assert "Det finns ingen grupp" in await post(session, a=action, r=led["r"], k=key)
        assert "Rösten har inget namn" in await post(session, a="vote", r=led["r"], v="nobody", q="²", c="zz")
        assert "gick inte att öppna" in await post(session, a="open", c="nobody")
        for body in ("a=open&a=open", "x=1", "r=ABCDE", f"a={'o' * 99}"):
            async with session.post(TEAM, data=body, headers={"Content-Type": FORM}) as told:
                assert told.status == 400


async def test_a_first_page_that_is_loaded_anew_opens_no_second_room(shipped: Served) -> None:
    """A browser sends the form again, and whoever has joined by the code is still in the room; another case is another
    room, and so is the same one from a page that was fetched anew."""
    async with ClientSession(shipped.address) as session:
        keys = []
        for _ in range(2):
            async with session.get(TEAM) as page:
                keys += re.findall(r'name="k" value="([^"]+)"', await page.text())
        asked = [("tina", keys[0]), ("tina", keys[0]), ("elin", keys[0]), ("tina", keys[1])]
        opened = [dict(HIDDEN.findall(await post(session, a="open", c=case, k=key))) for case, key in asked]
        assert opened[0] == opened[1] and opened[0]["k"] == keys[0]
        assert len({led["r"] for led in opened}) == 3


def new_room(edition: Edition, hours: list[float]) -> tuple[Rooms, Room]:
    """A room at its first question, with a clock that is put by hand."""
    numbers = iter(range(10**6))
    now = lambda: WEEKDAY + timedelta(hours=hours[0])  # noqa: E731
    rooms = Rooms(
        Rounds(OneEdition(edition), OneKey(), now, lambda: 7),
        lambda: f"secret-{next(numbers)}",
        Random(1).randrange,
        lambda: "B",
    )
    room = rooms.open("tina", "sv")
    assert room is not None
    rooms.go(room, 0, "AA")
    return rooms, room


async def test_bars_come_from_five_votes_on_and_a_late_vote_is_none(edition: Edition) -> None:
    """Four votes show nothing; after the bars, or for a question that has passed, nothing is taken."""
    rooms, room = new_room(edition, [0.0])
    tickets = [rooms.join(room) for _ in range(LEAST)]
    for ticket in tickets:
        assert room.counts is None
        assert ticket is not None and rooms.vote(room, ticket, room.question, room.screen.lines[0].move)
    assert room.counts is not None and sum(room.counts) == LEAST
    rooms.show(room, room.question)
    assert not rooms.vote(room, tickets[0] or "", room.question, room.screen.lines[1].move)
    asked, taken = room.question, room.screen.lines[0].move
    rooms.go(room, 0, "AA")  # a page that is loaded anew sends its form again
    assert room.question == asked
    rooms.go(room, asked, taken)
    assert room.question == asked + 1 and room.screen.told is not None
    assert room.votes == {} and not rooms.vote(room, tickets[0] or "", asked, "AA")


async def test_who_opens_many_rooms_shuts_nobody_out(edition: Edition) -> None:
    """What nobody has joined or begun makes room, oldest first; a room at work stays. Where all are, none is opened."""
    rooms, begun = new_room(edition, [0.0])
    opened = [rooms.open("elin", "sv") for _ in range(MOST_ROOMS)]
    first, second = opened[:2]
    assert first is not None and second is not None and opened[-1] is not None
    assert [rooms.find(room.code) for room in (begun, first, second)] == [begun, None, second]
    for room in opened[1:]:
        assert room is not None and rooms.join(room)
    assert rooms.open("elin", "sv") is None


async def test_a_room_is_gone_after_two_hours_and_with_its_process(edition: Edition) -> None:
    """And nothing of it can be found by another process."""
    hours = [0.0]
    rooms, room = new_room(edition, hours)
    assert rooms.find(room.code) is room
    assert (
        Rooms(Rounds(OneEdition(edition), OneKey(), lambda: WEEKDAY, lambda: 7), str, int, str).find(room.code) is None
    )
    hours[0] = LIFE.total_seconds() / 3600
    assert rooms.find(room.code) is None


async def test_wall_and_phone_are_accessible_and_marked(browser: Browser, shipped: Served) -> None:
    """Without script, with the sign and the way out; axe finds nothing; no number is a link."""
    allow = "Content Security Policy"
    async with watched(browser, 20_000, viewport=PHONE, base_url=shipped.address) as open_one:
        wall = await open_one(TEAM, allow=allow, bypass_csp=True)
        phone = await open_one(TEAM, allow=allow, bypass_csp=True)
        await wall.get_by_role("button", name="Tina").click()
        await wall.get_by_role("button", name="Vidare").click()
        await phone.fill("#room", await wall.locator(".room-code").inner_text())
        await phone.get_by_role("button", name="Gå med").click()
        await phone.locator("fieldset button").first.click()
        await expect(phone.get_by_role("status")).to_contain_text("Tack")
        await wall.get_by_role("button", name="Visa rösterna").click()
        await expect(wall.get_by_role("status")).to_contain_text("Färre än fem")
        for page in (wall, phone):
            assert await axe_faults(page) == []
            assert await page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
            assert await page.locator('a[href="/ovning/stod"]').count() == 1
            assert await page.locator('.sign, a[href^="tel:"]').count() == 1


async def test_a_leader_prints_the_sheet(shipped: Served) -> None:
    """A file of its own for each case, with a neutral name, kept by no browser; set once a day."""
    async with ClientSession(shipped.address) as session:
        found = [await session.get("/ovning/ledare/tina.pdf?s=en") for _ in range(2)]
        assert {(answer.status, answer.content_type) for answer in found} == {(200, "application/pdf")}
        assert (
            found[0].headers["Cache-Control"] == "no-store" and "ovning.pdf" in found[0].headers["Content-Disposition"]
        )
        first, again = [await answer.read() for answer in found]
        assert first == again and first.startswith(b"%PDF")
        assert (await session.get("/ovning/ledare/nobody.pdf")).status == 404


async def test_ten_minutes_with_a_keyboard_and_a_projector(browser: Browser, shipped: Served) -> None:
    """From the theme to the last page with Tab and Enter alone, in large type; reloading changes nothing; no trace."""
    wide = {"width": 1280, "height": 720}
    async with watched(browser, 20_000, viewport=wide, base_url=shipped.address) as open_one:
        page = await open_one("/ovning/apt", allow="Content Security Policy", bypass_csp=True)

        async def press(name: str) -> None:
            """Tab to a link by its name, and take it."""
            for _ in range(40):
                await page.keyboard.press("Tab")
                if await page.evaluate("n => document.activeElement.textContent.includes(n)", name):
                    await page.keyboard.press("Enter")
                    await page.wait_for_load_state()
                    return
            raise AssertionError(name)

        await press("En i taget vid ansökan")
        seen = []
        for name in ("Vidare", "1.", "Se ett annat val", "3.", "Vidare", "2.", "Vidare", "Vidare", "Vidare", "Vidare"):
            if name in ("1.", "Se ett annat val"):
                assert await axe_faults(page) == []
            size = await page.locator(".words").first.evaluate("e => parseFloat(getComputedStyle(e).fontSize)")
            assert size >= 24 and await page.evaluate("document.documentElement.scrollWidth") <= wide["width"]
            assert await page.locator('.sign, a[href^="tel:"]').count() == 1
            await press(name)
            seen.append(await page.inner_text("#title"))
            await page.reload()
            assert await page.inner_text("#title") == seen[-1]
        async with ClientSession(shipped.address) as session:
            form = dict(re.findall(r'name="(t|c)" value="([^"]*)"', await page.content()))
            real = await (await session.post("/", data=form)).text()
        assert 'id="main"' in real and 'class="practice' not in real
        assert seen[-4:] == ["Prata två och två", "Prata två och två", "Vår egen rutin", "Runda av"]
        for path in ("/ovning/apt", "/ovning/apt/one-at-a-time/blad?s=en"):
            narrow = await open_one(path, allow="Content Security Policy", bypass_csp=True)
            await narrow.set_viewport_size({"width": 360, "height": 800})
            assert await axe_faults(narrow) == []
            assert await narrow.evaluate("document.documentElement.scrollWidth") <= 360


async def test_pages_keep_up_by_themselves(browser: Browser, shipped: Served) -> None:
    """With script: the wall tells the votes, from five on; a phone gets the next question; a dropped network is tried
    again; a mistyped code stays to be mended; the end is told."""
    async with watched(browser, 20_000, viewport=PHONE, base_url=shipped.address) as open_one:
        wall, phone = [await open_one(TEAM, allow="ERR_INTERNET_DISCONNECTED") for _ in range(2)]
        for page in (wall, phone):
            await page.clock.install()
        await wall.get_by_role("button", name="Tina").click()
        assert await wall.inner_text("[data-here]") == f"{shipped.address.split('/')[2]}{TEAM}"
        code = await wall.inner_text(".room-code")
        for typed in ("BQXQX", f"{code[:3]} {code[3:]}".lower()):
            await phone.fill("#room", typed)
            await phone.get_by_role("button", name="Gå med").click()
            if typed == "BQXQX":
                assert await phone.input_value("#room") == typed
                await expect(phone.get_by_role("status")).to_contain_text("Se efter på väggen")
        await expect(phone.get_by_role("status")).to_contain_text("Titta på väggen")
        await phone.context.set_offline(True)
        await phone.clock.fast_forward(5000)
        await phone.context.set_offline(False)
        await wall.get_by_role("button", name="Vidare").click()
        await phone.clock.fast_forward(5000)
        await expect(phone.locator("fieldset button")).to_have_count(4)
        assert await phone.evaluate("document.activeElement.id") == "title"
        await phone.locator("fieldset button").first.click()
        await expect(wall.locator("#voted")).to_contain_text("Färre än fem")
        move = await phone.locator("fieldset button").first.get_attribute("value") or ""
        async with ClientSession(shipped.address) as session:
            for _ in range(LEAST):
                mine = dict(HIDDEN.findall(await post(session, a="join", r=code)))
                await post(session, a="vote", c=move, **mine)
        await wall.get_by_role("button", name="Visa rösterna").focus()
        await wall.clock.fast_forward(5000)
        await expect(wall.locator("#voted")).to_contain_text(f"{LEAST + 1} har röstat")
        assert await wall.evaluate("document.activeElement.textContent") == "Visa rösterna"
        await wall.get_by_role("button", name="Avsluta gruppen").click()
        await phone.clock.fast_forward(5000)
        await expect(phone.get_by_role("status")).to_contain_text("Det finns ingen grupp")
