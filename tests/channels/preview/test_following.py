"""The page follows the files as they are saved: faults first, proofs as they are found, the last good picture kept."""

from __future__ import annotations

import pytest
from playwright.async_api import Page, Route, expect

from tests.channels.browser import OpenPage
from tests.channels.preview.conftest import Garden

pytestmark = pytest.mark.asyncio(loop_scope="session")

FAULT = ("guides/garden.yaml", "soil == dry", "soil == drry")
NO_WATER = ("guides/garden.yaml", "    finish: watered\n    do: [give-water]", "    finish: watered")
# The questions that the panel has shown, each time that it shows another.
QUESTIONS = """() => {
  window.asked = [];
  const look = () => {
    const now = document.querySelector("#panel .question")?.textContent ?? "";
    if (window.asked.at(-1) !== now) window.asked.push(now);
  };
  look();
  new MutationObserver(look).observe(document.getElementById("panel"), { childList: true, subtree: true });
}"""
# What the page says of problems and of proofs, each time that it says something else.
WATCH = """() => {
  window.said = [];
  const look = () => {
    const now = [document.querySelector("#problems .error") ? "problem" : "none",
      document.querySelector("#status .counts a:last-child")?.textContent ?? ""].join(" | ");
    if (window.said.at(-1) !== now) window.said.push(now);
  };
  new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true });
  look();
}"""


async def test_a_fault_saved_on_disk_comes_to_the_page_by_itself(garden: Garden, open_page: OpenPage) -> None:
    """With its place and its remedy, on the page that is open, which is not loaded anew; and it goes when mended."""
    page: Page = await open_page("/guide/garden")
    await page.evaluate("() => { window.same = true; }")
    await expect(page.locator("#problems")).to_contain_text("None.")

    garden.edit(*FAULT)
    problem = page.locator("#problems .found li")
    await expect(problem).to_have_count(1)
    await expect(problem).to_contain_text("guides/garden.yaml:23:24")
    await expect(problem).to_contain_text("did you mean “dry”?")
    await expect(page.locator("#news")).to_have_text("1 error")

    garden.edit(FAULT[0], FAULT[2], FAULT[1])
    await expect(page.locator("#problems")).to_contain_text("None.")
    assert await page.evaluate("() => window.same")


async def test_a_fault_is_told_before_anything_is_proved(garden: Garden, open_page: OpenPage) -> None:
    """The order of events on the page: mended files show at once, with the rules still to prove; then the proofs."""
    page: Page = await open_page("/guide/garden")
    garden.edit(*FAULT)
    await expect(page.locator("#problems .found li")).to_have_count(1)
    await page.evaluate(WATCH)

    garden.edit(FAULT[0], f"when: {FAULT[2]}, go: dry", "when: soil != wet, go: dry")
    await expect(page.locator("#problems")).to_contain_text("None.")
    await garden.settled()
    await expect(page.locator("#status")).not_to_contain_text("proving")
    said = await page.evaluate("() => window.said")

    assert said[0].startswith("problem")
    assert said[1] == "none | 0 of 2 rules proved, proving…"
    assert said[-1] == "none | 1 of 2 rules proved"


async def test_a_broken_file_keeps_the_last_good_picture_and_says_so(garden: Garden, open_page: OpenPage) -> None:
    """Drawing, texts and rules stay, with the hour they are from; when the file is mended the new ones come."""
    page: Page = await open_page("/guide/garden/dry")
    before = await page.locator(".drawn").inner_html()

    garden.edit("guides/garden.yaml", "title: I växthuset", "title: [")
    await expect(page.locator("#picture .stale")).to_contain_text("This is the last picture without any, from ")
    assert await page.locator(".drawn").inner_html() == before
    await expect(page.locator("#panel")).to_contain_text("Den får vatten nu.")
    await expect(page.locator("#rules")).to_contain_text("1 proved on every path")

    garden.edit("guides/garden.yaml", "title: [", "title: Bland krukorna")
    await expect(page.locator("#title")).to_contain_text("Bland krukorna")
    await expect(page.locator("#picture .stale")).to_have_count(0)


async def test_the_drawing_and_the_step_follow_an_edit(garden: Garden, open_page: OpenPage) -> None:
    """A new step and a new text show by themselves; the author's place in the drawing stays."""
    page: Page = await open_page("/guide/garden/dry")
    await page.locator("#picture").evaluate("one => { one.scrollTop = 200; }")

    garden.edit("guides/garden.yaml", "aloud: Den får vatten nu.", "aloud: Den får regnvatten nu.")
    await expect(page.locator("#panel")).to_contain_text("Den får regnvatten nu.")
    garden.edit("guides/garden.yaml", "  well:\n", "  rest:\n    say:\n      - staff: Vila.\n  well:\n")
    await expect(page.locator("#problems")).to_contain_text("no step leads to “rest”")
    garden.edit("guides/garden.yaml", "- {go: well}", "- {go: rest}")
    await expect(page.locator("#step-rest")).to_have_count(1)
    assert await page.locator("#picture").evaluate("one => one.scrollTop") == 200


async def test_proofs_come_to_the_page_and_a_broken_rule_shows_its_shortest_talk(
    garden: Garden, open_page: OpenPage
) -> None:
    """Proved, vacuous and broken are told apart; the talk is question and answer, and ends at the step that offends."""
    page: Page = await open_page("/rule/A01")
    await expect(page.locator("#panel .verdict")).to_contain_text("Proved on every path")
    await expect(page.locator("#rules .vacuous")).to_contain_text("A02")

    garden.edit(*NO_WATER)
    await expect(page.locator("#panel .verdict")).to_contain_text("Broken")
    chat = [await one.inner_text() for one in await page.locator("#panel .chat li").all()]
    assert [line.split("\n") for line in chat] == [["Hur ser bladen ut?", "Inget av detta"], ["Är jorden torr?", "Ja"]]
    await expect(page.locator("#panel")).to_contain_text("The door knows: light = ")
    await expect(page.locator("#panel a", has_text="garden.dry")).to_have_attribute("href", "/guide/garden/dry")
    await expect(page.locator("#step-dry")).to_have_attribute("aria-current", "step")
    await expect(page.locator("#status .bad").last).to_contain_text("(1 broken)")
    await expect(page.locator("#problems .error a")).to_have_attribute("href", "/rule/A01")


async def test_proofs_are_kept_while_only_words_change(garden: Garden, open_page: OpenPage) -> None:
    """An edit of words proves nothing anew: no rule waits, not even for a moment."""
    page: Page = await open_page("/guide/soil")
    await page.evaluate(WATCH)

    garden.edit("guides/soil.yaml", "Är jorden torr?", "Känns jorden torr?")
    await expect(page.locator(".drawn")).to_contain_text("Känns jorden torr?")
    await garden.settled()
    await expect(page.locator("#status")).not_to_contain_text("proving")
    assert all("1 of 2 rules proved" in said for said in await page.evaluate("() => window.said"))


async def test_without_a_good_file_from_the_start_the_page_says_what_to_do(garden: Garden, open_page: OpenPage) -> None:
    """No picture yet, and the problems that stand in its way."""
    page: Page = await open_page("/", allow="ERR_")
    await garden.end()
    garden.edit("guides/garden.yaml", "dialog: garden", "dialog: [")
    await garden.start(int(garden.address.rsplit(":", 1)[1].strip("/")))
    await page.goto("/")

    await expect(page.locator("#problems .found li")).to_have_count(1)
    await expect(page.locator("#title")).to_have_text("No picture yet")
    await expect(page.locator("#picture")).to_contain_text("Mend the problems first")
    await expect(page.locator("#rules")).to_contain_text("once the files have no faults")
    garden.edit("guides/garden.yaml", "dialog: [", "dialog: garden")
    await expect(page.locator("#step-dry")).to_have_count(1)


async def test_when_the_program_stops_the_page_says_so_and_goes_on_when_it_is_back(
    garden: Garden, open_page: OpenPage
) -> None:
    """Nothing pretends to be fresh."""
    page: Page = await open_page("/guide/garden", allow="ERR_")
    port = int(garden.address.rsplit(":", 1)[1].strip("/"))

    await garden.end()
    await expect(page.locator("#ended")).to_be_visible()
    garden.edit("guides/garden.yaml", "title: I växthuset", "title: Ute igen")
    await garden.start(port)
    await expect(page.locator("#ended")).to_be_hidden()
    await expect(page.locator("#title")).to_contain_text("Ute igen")


async def test_a_save_while_an_answer_is_on_its_way_does_not_lose_the_talk(garden: Garden, open_page: OpenPage) -> None:
    """What is read anew afterwards is the talk as it stands, not the page that it was begun from."""
    page: Page = await open_page("/play/garden/place")

    async def slow(route: Route) -> None:
        garden.edit("guides/garden.yaml", "title: Vattna", "title: Vattna nu")
        await garden.desk.changed(garden.desk.sight.version)
        await page.wait_for_timeout(500)  # the page has heard of it, and waits with asking
        await route.continue_()

    await page.evaluate(QUESTIONS)
    await page.route("**/play", slow, times=1)
    await page.locator("#panel").get_by_role("button", name="Play", exact=True).click()
    await expect(page.locator("#panel .question")).to_have_text("Står krukan ljust?")
    await garden.settled()
    await page.wait_for_timeout(1000)

    assert await page.evaluate("() => window.asked") == ["", "Står krukan ljust?"]
