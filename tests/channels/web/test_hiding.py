"""What is on the screen can be gone at once, and stays gone: hide, leave, the browser's Back, no network."""

from __future__ import annotations

import pytest
from playwright.async_api import Page, Route

from tests.channels.browser import OpenPage
from tests.channels.web.conftest import Served
from tests.channels.web.walk import TO_THE_END, assert_covered, go, go_back, held, seen, tap, title, token

pytestmark = pytest.mark.asyncio(loop_scope="session")

UNIT = "/?e=1"
INSIDE = TO_THE_END[:2]  # leads to a screen that names the subject
SUBJECT = "orkidé"


def soon(code: str) -> str:
    """Script that leaves the page once it has answered: no answer comes from a page that is gone."""
    return f"() => {{ setTimeout(() => {{ {code} }}) }}"


async def assert_hidden(page: Page) -> None:
    """The cover is there, and nothing of the talk with it."""
    told = await assert_covered(page)
    assert "handhygien" in told and SUBJECT not in told and "samtal" not in told


async def assert_no_talk(page: Page) -> None:
    """The page that the browser has come to rest on, whatever it is, does not hold a private turn."""
    assert SUBJECT not in await held(page)


async def test_hide_covers_at_once_and_one_tap_returns(open_page: OpenPage, script: bool) -> None:
    """The cover hides the rest from eyes and from screen readers; the way back leads to the same place."""
    page: Page = await open_page(UNIT, script=script)
    await go(page, INSIDE, script=script)
    await page.mouse.wheel(0, 300)
    await page.wait_for_timeout(200)
    before, height = await token(page), await page.evaluate("() => scrollY")

    await page.locator("label.tool").click()
    await assert_hidden(page)
    await page.locator(".show").click()

    assert await title(page) == "Om orkidéer"
    assert await page.locator("#title").is_visible()
    assert (await token(page), await page.evaluate("() => scrollY")) == (before, height)


async def test_hide_works_from_the_keyboard(open_page: OpenPage, script: bool) -> None:
    """First stop, then Space; and Space again."""
    page: Page = await open_page(UNIT, script=script)
    await go(page, INSIDE, script=script)
    await page.locator("#hide").focus()

    await page.keyboard.press("Space")
    await assert_hidden(page)
    await page.keyboard.press("Space")

    assert await page.locator("#title").is_visible()


async def test_escape_hides_from_anywhere(open_page: OpenPage) -> None:
    """One key, wherever the focus is; it never opens again by itself."""
    page: Page = await open_page(UNIT)
    await go(page, INSIDE)
    await page.locator("#acute summary").click()

    await page.keyboard.press("Escape")
    await page.keyboard.press("Escape")

    await assert_hidden(page)


async def test_a_hasty_second_tap_on_hide_does_not_open_again(open_page: OpenPage, script: bool) -> None:
    """The way back lies elsewhere than Hide."""
    page: Page = await open_page(UNIT, script=script)
    await go(page, INSIDE, script=script)
    box = await page.locator("label.tool").bounding_box()
    assert box is not None

    for _ in range(2):
        await page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)

    await assert_hidden(page)


async def test_keys_answer_nothing_under_the_cover(open_page: OpenPage) -> None:
    """A key pressed at the covered page is not an answer."""
    page: Page = await open_page(UNIT)
    await go(page, INSIDE)
    before = await token(page)
    await page.keyboard.press("Escape")

    await page.keyboard.press("1")
    await page.wait_for_timeout(200)

    assert await token(page) == before


async def test_an_answer_that_comes_under_the_cover_stays_under_it(open_page: OpenPage) -> None:
    """Hide during a slow press: nothing appears, nothing is announced, and the turn is there on return."""
    page: Page = await open_page(UNIT)
    await go(page, INSIDE[:1])

    async def slow(route: Route) -> None:
        await page.wait_for_timeout(300)
        await route.continue_()

    await page.route("**/", slow)
    await page.get_by_role("button", name="Ja", exact=True).click()
    await page.keyboard.press("Escape")
    await page.wait_for_timeout(700)
    await assert_hidden(page)
    await page.locator(".show").click()

    assert await title(page) == "Om orkidéer"


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
async def test_back_after_hide_shows_no_talk(open_page: OpenPage, script: bool) -> None:
    """The browser's Back after Hide: the neutral page, the first screen or an error of the browser's, never a turn."""
    page: Page = await open_page(UNIT, script=script, allow="ERR_")
    await go(page, INSIDE, script=script)
    await page.locator("label.tool").click()

    for _ in range(3):
        await go_back(page)
        await assert_no_talk(page)


@pytest.mark.parametrize("way", ["history.back()", "document.getElementById('leave').click()"], ids=["back", "leave"])
async def test_leaving_empties_the_page_before_the_next_one_comes(open_page: OpenPage, way: str) -> None:
    """Where the next page never comes, the old one holds nothing of the talk: not in text, not in attributes."""
    page: Page = await open_page(UNIT)
    await go(page, INSIDE)
    await page.route("**/paus", lambda route: route.fulfill(status=204))  # the browser then stays where it is

    async with page.expect_response("**/paus"):
        await page.evaluate(soon(way))

    assert SUBJECT not in (await page.content()).lower()
    await assert_hidden(page)


async def test_back_leads_to_the_neutral_page(open_page: OpenPage) -> None:
    """With script the browser's Back leaves; Forward afterwards begins anew."""
    page: Page = await open_page(UNIT)
    await go(page, INSIDE)

    await page.evaluate(soon("history.back()"))
    await page.wait_for_url("**/paus")
    await assert_no_talk(page)
    await page.evaluate(soon("history.forward()"))
    await page.locator("#title").wait_for()

    assert await title(page) == "Besök"
    await assert_no_talk(page)


async def test_leave_leaves_nothing_behind(open_page: OpenPage, script: bool) -> None:
    """Leave goes to the ordinary page; Back from there shows no talk, again and again."""
    page: Page = await open_page(UNIT, script=script, allow="ERR_")
    await go(page, INSIDE, script=script)

    await page.locator("#leave").click()
    await page.wait_for_url("**/paus")
    assert await page.title() == "Arbetsstöd"
    assert "Handhygien" in await seen(page)

    for _ in range(3):
        await go_back(page)
        await assert_no_talk(page)


async def test_a_page_that_the_browser_kept_does_not_come_back(open_page: OpenPage, served: Served) -> None:
    """Were a browser to keep the left page against our header, it finds it empty and leads away."""
    served.keepable = True
    page: Page = await open_page(UNIT)
    await go(page, INSIDE)
    await page.evaluate(soon("location.href = '/tillganglighet'"))
    await page.wait_for_url("**/tillganglighet")

    await page.evaluate(soon("history.back()"))
    await page.wait_for_url("**/paus")

    assert served.asked.count("GET /") == 1  # so the page came from the browser's memory
    await assert_no_talk(page)


async def test_left_pages_are_not_kept_at_all(open_page: OpenPage, script: bool) -> None:
    """With our own header: away and back, and the talk is gone. The browser's memory of pages is on."""
    page: Page = await open_page(UNIT, script=script, allow="ERR_")
    await go(page, INSIDE, script=script)
    await page.goto("/tillganglighet")

    await go_back(page)

    await assert_no_talk(page)


async def test_two_quiet_minutes_bring_the_cover(open_page: OpenPage) -> None:
    """Nobody has touched it for two minutes: it covers itself; a touch before that begins the time anew."""
    page: Page = await open_page("/paus")
    await page.clock.install()
    await page.goto(UNIT)
    await go(page, INSIDE)
    await page.clock.run_for(110_000)
    assert await page.locator("#title").is_visible()
    await page.keyboard.press("Shift")
    await page.clock.run_for(110_000)
    assert await page.locator("#title").is_visible()

    await page.clock.run_for(11_000)
    await assert_hidden(page)
    await page.locator(".show").click()

    assert await title(page) == "Om orkidéer"


@pytest.mark.parametrize(
    "sign",
    [
        "dispatchEvent(new Event('blur'))",
        (
            "Object.defineProperty(document, 'hidden', {value: true});"
            "document.dispatchEvent(new Event('visibilitychange'))"
        ),
    ],
    ids=["another window", "another app"],
)
async def test_looking_away_brings_the_cover(open_page: OpenPage, sign: str) -> None:
    """Another window, another app, a locked screen: what is found afterwards is the cover."""
    page: Page = await open_page(UNIT)
    await go(page, INSIDE)

    await page.evaluate(sign)

    await assert_hidden(page)


async def test_printing_prints_the_talk_and_not_the_cover(open_page: OpenPage) -> None:
    """The print window takes the focus, and that is not looking away."""
    page: Page = await open_page(UNIT)
    await go(page, TO_THE_END)

    await page.evaluate("() => { dispatchEvent(new Event('beforeprint')); dispatchEvent(new Event('blur')) }")
    assert await page.locator("#title").is_visible()
    await page.evaluate("() => { dispatchEvent(new Event('afterprint')); dispatchEvent(new Event('blur')) }")

    await assert_hidden(page)


async def test_acute_and_hide_need_nobody(open_page: OpenPage, served: Served, script: bool) -> None:
    """With the server stopped and the network cut: 112 and the unit's own alarm, and the cover."""
    page: Page = await open_page(UNIT, script=script)
    await go(page, INSIDE, script=script)
    await served.end()
    await page.context.set_offline(True)

    await page.locator("#acute summary").click()
    first = page.locator(".panel .tel").first
    assert await first.get_attribute("href") == "tel:112"
    assert float(await first.evaluate("e => parseFloat(getComputedStyle(e).fontSize)")) >= 56
    assert await page.get_by_text("Tryck på larmknappen.").is_visible()
    assert SUBJECT not in str(await page.evaluate("() => document.body.innerText")).lower()
    assert await page.locator("#hide").is_enabled()
    await page.locator("label.tool").click()

    await assert_hidden(page)


async def test_the_acute_panel_opens_without_leaving(open_page: OpenPage, script: bool) -> None:
    """No address, no entry in the history; a second tap leads back to the same turn."""
    page: Page = await open_page(UNIT, script=script)
    await go(page, INSIDE[:1], script=script)
    before = (page.url, await token(page), await page.evaluate("() => history.length"))

    await page.locator("#acute summary").focus()
    await page.keyboard.press("Enter")
    assert await page.locator(".panel").is_visible()
    assert not await page.locator("#title").is_visible()
    await page.keyboard.press("Enter")

    assert await page.locator("#title").is_visible()
    assert page.url == before[0] and await token(page) == before[1]
    assert not script or await page.evaluate("() => history.length") <= before[2] + 1


async def test_the_panel_leads_on_step_by_step(open_page: OpenPage, script: bool) -> None:
    """From the panel one tap leads into the talk about what to do now; then the panel is closed."""
    page: Page = await open_page(UNIT, script=script)
    await go(page, INSIDE, script=script)
    await page.locator("#acute summary").click()

    await go(page, ("Steg för steg",), script=script)

    assert await page.get_by_text("Ring nu.").is_visible()
    assert not await page.locator(".panel").is_visible()
    await page.locator("#acute summary").click()
    assert not await page.locator("#steps").is_visible()


@pytest.mark.parametrize("cause", ["no network", "no server", "an error"])
async def test_a_press_that_fails_keeps_the_screen_and_says_what_to_do(
    open_page: OpenPage, served: Served, cause: str
) -> None:
    """The turn stays, ticks and all; the words come; once the cause is gone the same press works."""
    page: Page = await open_page(UNIT, allow="Failed to load")
    await go(page, (*TO_THE_END[:3], "+De doftar"))
    before = await token(page)
    port = int(served.address.rsplit(":", 1)[1].strip("/"))

    async def refuse(route: Route) -> None:
        await route.fulfill(status=502, body="x")

    if cause == "no network":
        await page.context.set_offline(True)
    elif cause == "no server":
        await served.end()
    else:
        await page.route("**/", refuse)
    await page.get_by_role("button", name="Klar").click()
    notice = page.get_by_role("alert")
    await notice.wait_for()

    assert await notice.text_content() == "Det gick inte att nå servern. Inget har försvunnit. Försök igen om en stund."
    assert await token(page) == before
    assert await page.get_by_label("De doftar").is_checked()

    if cause == "no network":
        await page.context.set_offline(False)
    elif cause == "no server":
        await served.start(port)
    else:
        await page.unroute("**/", refuse)
    await tap(page, "Klar")
    assert await title(page) == "Hjälp"
    assert not await notice.is_visible()
