"""A person without a mouse: Tab, Shift+Tab, Enter, Space, Escape and digits; nothing is clicked."""

from __future__ import annotations

from playwright.async_api import Page

from tests.channels.web.walk import assert_covered, rested, token
from tests.walks.people import Stop

TRIES = 3  # the focus may stand elsewhere than it seems, after a page has been changed
ACUTE, HIDE = "#acute > summary", "#hide"


async def reach(page: Page, selector: str) -> None:
    """Move the focus to the element by Tab or Shift+Tab, whichever is shorter; without script also around the end.

    With script the focus leaves the window at the end of the page, and so the cover would come.
    """
    for _ in range(TRIES):
        key, times = await page.evaluate(WAY, selector)
        if not times:
            return
        for _ in range(times):
            await page.keyboard.press(key)
    raise AssertionError(f"no key leads to {selector}")


# Which key leads there, and how often it must be pressed. The heading has the focus but is no stop of the Tab key.
WAY = """(selector) => {
  const here = document.activeElement, there = document.querySelector(selector);
  const above = (a, b) => !!(a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING);
  const stops = [...document.querySelectorAll("a[href], button:enabled, input:enabled, summary")]
    .filter((stop) => stop.checkVisibility({ visibilityProperty: true }));
  const between = (first, last) => stops.filter((stop) => above(first, stop) && above(stop, last)).length + 1;
  if (here === there) return ["Tab", 0];
  const [key, other] = above(here, there) ? ["Tab", "Shift+Tab"] : ["Shift+Tab", "Tab"];
  const straight = above(here, there) ? between(here, there) : between(there, here);
  const around = stops.length - straight + (here === document.body);
  const mayLeave = !document.documentElement.classList.contains("scripted");
  return mayLeave && around < straight ? [other, around] : [key, straight];
}"""


async def enter(page: Page, *, script: bool) -> None:
    """Press what has the focus and wait for the turn that comes."""
    await _follow(page, "Enter", script=script)


async def answer(page: Page, stop: Stop, *, script: bool) -> None:
    """Tick and press as the stop says: by digit where there is one, else by Tab and Enter."""
    for tick in stop.ticks:
        await reach(page, f'main [name="o"][value="{tick}"]')
        await page.keyboard.press("Space")
    button = f'main [name="c"][value="{stop.move}"]'
    place = int(await page.evaluate(PLACE, button))
    if script and not stop.ticks and 0 <= place < 9:
        await _follow(page, str(place + 1), script=True)
    else:
        await reach(page, button)
        await _follow(page, "Enter", script=script)


# Where a button stands among the answers, from the top; -1 for a jump.
PLACE = "b => [...document.querySelectorAll('main :is(button.choice, .choice input)')].findIndex(e => e.matches(b))"


async def speak(page: Page, language: str, said: str, *, script: bool) -> None:
    """Choose both languages in the header's second menu: what staff reads, then what is said or shown."""
    for place, wanted in ((1, language), (2, said)):
        await reach(page, "header .menu:nth-of-type(2) > summary")
        await page.keyboard.press("Enter")
        wish = f'header .menu:nth-of-type(2) fieldset:nth-of-type({place}) [lang="{wanted}"]'
        if await page.locator(wish).get_attribute("aria-current") is None:
            await reach(page, wish)
            await enter(page, script=script)


async def acute(page: Page) -> str:
    """Open the acute panel with one key, look for 112, close it; all that it said."""
    await reach(page, ACUTE)
    await page.keyboard.press("Enter")
    said = await page.locator(".panel").inner_text()
    assert await page.locator(".panel .tel").first.get_attribute("href") == "tel:112"
    assert await page.locator(".panel .tel").first.is_visible()
    await page.keyboard.press("Enter")
    assert not await page.locator(".panel").is_visible()
    return said


async def hide(page: Page, *, script: bool) -> str:
    """Cover the page with one key and come back with another; all that the cover said."""
    if script:
        await page.keyboard.press("Escape")
    else:
        await reach(page, HIDE)
        await page.keyboard.press("Space")
    said = await assert_covered(page)
    await page.keyboard.press("Space")
    assert await page.locator("#title").is_visible()
    return said


async def _follow(page: Page, key: str, *, script: bool) -> None:
    if not script:
        async with page.expect_navigation():
            await page.keyboard.press(key)
        return
    before = await token(page)
    await page.keyboard.press(key)
    await page.wait_for_function("before => document.querySelector('[name=t]')?.value !== before", arg=before)
    await rested(page)
