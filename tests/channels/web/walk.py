"""Walking through a talk as a person would: by the words on the buttons."""

from __future__ import annotations

from collections.abc import AsyncIterator

from axe_core_python.base import AXE_SCRIPT
from playwright.async_api import Error, Page

TITLE = "#title"
TO_THE_END = ("I växthuset", "Ja", "Vidare", "+Rötterna är torra", "Klar", "Ja", "Upplands Väsby")
TO_A_NEUTRAL_END = ("I växthuset", "Nej")


async def title(page: Page) -> str:
    """The heading of the turn."""
    return (await page.locator(TITLE).text_content() or "").strip()


async def tap(page: Page, label: str) -> None:
    """Press the button with this label and wait for the next turn; "+label" ticks a box, "" does nothing."""
    if label.startswith("+"):
        await page.get_by_label(label[1:], exact=True).check()
        return
    before = await token(page)
    await page.get_by_role("button", name=label, exact=True).click()
    await page.wait_for_function("before => document.querySelector('[name=t]')?.value !== before", arg=before)
    await rested(page)


async def rested(page: Page) -> None:
    """Right after a swap no second tap of the same finger counts; a person who reads does not notice."""
    await page.locator("main:not([data-fresh])").wait_for(state="attached")


async def tap_plain(page: Page, label: str) -> None:
    """The same where no script may run: the browser itself waits for the page that comes."""
    if label.startswith("+"):
        await page.get_by_label(label[1:], exact=True).check()
        return
    async with page.expect_navigation():
        await page.get_by_role("button", name=label, exact=True).click()


async def walk(page: Page, labels: tuple[str, ...], *, script: bool = True) -> AsyncIterator[str]:
    """The title of each turn, before the next button is pressed."""
    yield await title(page)
    for label in labels:
        await (tap if script else tap_plain)(page, label)
        if not label.startswith("+"):
            yield await title(page)


async def go(page: Page, labels: tuple[str, ...], *, script: bool = True) -> list[str]:
    """Walk to the last turn; all titles on the way."""
    return [found async for found in walk(page, labels, script=script)]


async def token(page: Page) -> str:
    """The sealed token of the turn on the screen."""
    return await page.locator("[name=t]").input_value()


async def seen(page: Page) -> str:
    """All text that can be seen, and what assistive technology is told of."""
    for _ in range(20):
        try:
            words = str(await page.evaluate("() => document.body.innerText"))
            return words + await page.locator("body").aria_snapshot()
        except Error:  # the page is still on its way to another
            await page.wait_for_timeout(100)
    raise AssertionError("the browser has not come to rest")


async def assert_covered(page: Page) -> str:
    """The ordinary page covers the whole window, for eyes and ears; all that it says, in lower case."""
    assert await page.locator(".cover h1").is_visible()
    assert not await page.locator(TITLE).is_visible()
    box = await page.locator(".cover").bounding_box()
    assert box == {"x": 0, "y": 0, "width": 390, "height": 844}
    return (await seen(page)).lower()


async def held(page: Page) -> str:
    """All that the page holds, in lower case, once the browser has come to rest on one."""
    for _ in range(20):
        try:
            return (await page.content()).lower()
        except Error:  # it is still on its way
            await page.wait_for_timeout(100)
    raise AssertionError("the browser has not come to rest")


async def go_back(page: Page) -> None:
    """The browser's Back; a page that asks to send a form again counts as a page, and so does one that leads on."""
    await page.wait_for_timeout(100)
    try:
        await page.go_back(wait_until="load", timeout=3000)
    except Error as error:  # what the browser says instead of showing the page
        if not any(known in str(error) for known in ("ERR_", "Timeout", "interrupted by another navigation")):
            raise


async def axe_faults(page: Page) -> list[str]:
    """What axe-core finds, best practices included, one line for each element. Needs script."""
    if not await page.evaluate("() => 'axe' in window"):
        await page.evaluate(AXE_SCRIPT)
    found: list[str] = await page.evaluate(AXE_RUN)
    return found


# Only what is wrong leaves the browser: all that is right would take most of the time. What is folded away is not on
# the screen, though axe 4.4 believes it to be (it knows closed details from 4.5 on); it is judged where it is opened.
# A page that is still fading in has the contrast of nobody's screen, so what moves comes to rest first.
AXE_RUN = """async () => {
  await Promise.all(document.getAnimations().map((each) => each.finished.catch(() => {})));
  const folded = "details:not([open]) > :not(summary)";
  const exclude = document.querySelector(folded) ? [[folded]] : [];
  const { violations } = await axe.run({ exclude }, { resultTypes: ["violations"] });
  return violations.flatMap(({ id, nodes }) => nodes.map(
    (node) => `${id}: ${node.html.slice(0, 160)} ${(node.failureSummary ?? "").slice(0, 200)}`));
}"""
