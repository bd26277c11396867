"""With the network cut and the server stopped, on every screen of the three walks: what works, and how it goes on.

A screen that two of the walks come to is tried once, by the first of them.
"""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from playwright.async_api import Error, Page

from bot.conversation.messages import Control, write_move
from bot.conversation.talk import Talks
from bot.testing.user import WebUser
from bot.text.lint.betrayal import betraying
from tests.channels.browser import OpenPage
from tests.channels.web.walk import TITLE, assert_covered, title, token
from tests.walks.conftest import House
from tests.walks.people import PEOPLE, Person, Stop, betrayals, route

pytestmark = pytest.mark.asyncio(loop_scope="session")

STAY = write_move(Control.STAY.value)


@dataclass(frozen=True, slots=True)
class Stand:
    """A page that shows a stop. following: the title that the stop's button leads to."""

    page: Page
    stop: Stop
    following: str

    async def press(self) -> None:
        """Tick and press what leads on; nothing is waited for."""
        for tick in self.stop.ticks:
            await self.page.locator(f'main [name="o"][value="{tick}"]').check()
        await self.page.locator(f'main [name="c"][value="{self.stop.move}"]').click(no_wait_after=True)


@pytest.mark.parametrize("person", PEOPLE, ids=lambda person: person.name)
async def test_every_screen_bears_the_loss_of_the_server(
    open_page: OpenPage, served: House, talks: Talks, person: Person, script: bool
) -> None:
    """Acute and Hide need nobody. A press keeps the page and says what to do; later the talk goes on where it was.

    Without script the browser shows its own error instead of the page, and loading it again sends the press again.
    """
    stops = route(talks, person)
    before = {known.turn.view.step for other in PEOPLE[: PEOPLE.index(person)] for known in route(talks, other)}
    followers = [*(stop.title for stop in stops[1:]), stops[0].title]
    first: Page = await open_page(person.path, script=script, allow="Failed to load", reduced_motion="reduce")
    stands = [
        Stand(await open_beside(first, sealed), stop, following)
        for sealed, stop, following in zip(sealed_stops(served, person, stops), stops, followers, strict=True)
        if stop.turn.view.step not in before
    ]
    assert stands

    with served.away():
        await first.context.set_offline(True)
        for stand in stands:
            await bear(stand, betrayals(talks), script=script)
    await first.context.set_offline(False)
    for stand in stands:
        await go_on(stand, script=script)


def sealed_stops(served: House, person: Person, stops: tuple[Stop, ...]) -> list[str]:
    """The token of each screen of the walk, from this very server."""
    with WebUser(served.address) as user:
        user.open(unit=person.unit)
        tokens = [user.page.token]
        for stop in stops[:-1]:
            user.send(user.page.token, stop.move, stop.ticks)
            tokens.append(user.page.token)
    return tokens


async def open_beside(page: Page, sealed: str) -> Page:
    """The screen of a token in a tab of its own: what a press answers that asks for the same screen again."""
    async with page.context.expect_page() as opened:
        await page.evaluate(OPEN, {"t": sealed, "c": STAY, "place": str(len(page.context.pages))})
    beside = await opened.value
    await beside.wait_for_load_state()
    return beside


# A window with a name stays with its opener, so that the browser need not start a process for each.
OPEN = """({ t, c, place }) => {
  const form = Object.assign(document.createElement("form"), { method: "post", action: "/", target: `beside${place}` });
  for (const [name, value] of Object.entries({ t, c }))
    form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  document.body.append(form);
  form.submit();
  form.remove();
}"""


async def bear(stand: Stand, words: list[str], *, script: bool) -> None:
    """Open Acute, hide and come back, press in vain."""
    page, before = stand.page, await token(stand.page)
    await page.bring_to_front()  # a tab behind another is drawn seldom, and a click waits for that
    assert await title(page) == stand.stop.title
    await page.locator("#acute > summary").click()
    number = page.locator(".panel .tel").first
    assert await number.is_visible() and await number.get_attribute("href") == "tel:112"
    await page.locator("#acute > summary").click()
    await page.locator("label.tool").click()
    assert betraying(await assert_covered(page), words) is None
    await page.locator(".show").click()
    assert await title(page) == stand.stop.title

    if not script:
        with pytest.raises(Error, match="ERR_INTERNET_DISCONNECTED"):
            async with page.expect_navigation():
                await stand.press()
        await page.locator(TITLE).wait_for(state="detached")
        return
    await stand.press()
    notice = page.get_by_role("alert")
    await notice.wait_for()
    assert await notice.text_content() == "Det gick inte att nå servern. Inget har försvunnit. Försök igen om en stund."
    assert (await token(page), await title(page)) == (before, stand.stop.title)


async def go_on(stand: Stand, *, script: bool) -> None:
    """The server is back: the same press, or the same page asked for again, leads on."""
    page, before = stand.page, await token(stand.page) if script else ""
    await page.bring_to_front()
    if script:
        await stand.press()
        await page.wait_for_function("before => document.querySelector('[name=t]')?.value !== before", arg=before)
        assert not await page.get_by_role("alert").is_visible()
    else:
        await page.reload()
    assert await title(page) == stand.following
