"""What an author does on the page: from a problem to its line, reading a step, playing from it, keeping a plan."""

from __future__ import annotations

import pytest
from axe_core_python.base import AXE_SCRIPT
from playwright.async_api import Page, expect

from bot.conversation.edition import open_edition
from bot.dialog.folder import read_folder
from bot.plans import form
from bot.plans.replay import replay
from tests.channels.browser import OpenPage
from tests.channels.preview.conftest import PHONE, Garden

pytestmark = pytest.mark.asyncio(loop_scope="session")
AXE = """async () => {
  const { violations } = await axe.run(document, { resultTypes: ["violations"] });
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 200)}`));
}"""
PAGES = ("/", "/guide/garden/dry", "/guide/garden/leaves", "/play/soil/feel", "/rule/A01", "/guide/none")
FAULT = ("guides/garden.yaml", "soil == dry", "soil == drry")


async def axe(page: Page) -> list[str]:
    """What axe-core finds, best practices included."""
    await page.evaluate(AXE_SCRIPT)
    found: list[str] = await page.evaluate(AXE)
    return found


async def press(page: Page, label: str) -> None:
    """Press a button of the panel, and wait for the next screen."""
    await page.locator("#panel").get_by_role("button", name=label, exact=True).click()


async def test_a_problem_leads_to_its_line_and_from_there_to_the_editor(garden: Garden, open_page: OpenPage) -> None:
    """The line stands in its file with the fault marked, and one link opens just that place in the author's editor."""
    page: Page = await open_page("/guide/garden")
    garden.edit(*FAULT)
    await page.locator("#problems .found a").click()

    await expect(page.locator("#panel-title")).to_have_text("Line 23")
    await expect(page.locator("#panel-title")).to_be_focused()
    marked = page.locator(".code [aria-current]")
    await expect(marked).to_have_text("23      - {when: soil == drry, go: dry}")
    await expect(marked.locator("mark")).to_have_text("drry")
    editor = await page.locator(".editor").get_attribute("href")
    assert editor == f"vscode://file{garden.folder / 'guides' / 'garden.yaml'}:23:24"
    await expect(page.locator("#step-split")).to_have_attribute("aria-current", "step")
    await page.get_by_text("What N004 means").click()
    await expect(page.locator("#means-N004 h3")).to_have_text(["Wrong", "Mended"])
    await expect(page.locator("#means-N004 pre").first).to_contain_text("dialog: example")


async def test_a_step_tells_all_its_texts_by_audience(open_page: OpenPage) -> None:
    """Chosen in the drawing: audience, condition in the author's words, question, answers and the file."""
    page: Page = await open_page("/guide/soil")
    await page.locator("#step-feel").click()

    panel = page.locator("#panel")
    await expect(panel.locator(".aloud")).to_have_text(
        "say if light != no\nKänn på jorden med fingret.", use_inner_text=True
    )
    await expect(panel.locator(".staff")).to_contain_text("if light == no")
    await expect(panel.locator(".question")).to_have_text("Är jorden torr?")
    await expect(panel.locator(".ways li")).to_have_count(2)
    await expect(panel.locator(".source figcaption")).to_contain_text("guides/soil.yaml")
    assert page.url.endswith("/guide/soil/feel")


async def test_play_from_any_step_with_any_facts(garden: Garden, open_page: OpenPage) -> None:
    """The facts decide what is said; the talk comes back to the caller and goes on to its end; nothing is written."""
    page: Page = await open_page("/play/soil/feel")
    before = read_folder(garden.folder)
    await page.get_by_label("light").select_option("no")
    await press(page, "Play")
    await expect(page.locator("#panel .staff .text")).to_have_text("Jord i skugga torkar långsamt.")
    await expect(page.locator("#panel .aloud")).to_have_count(0)

    await press(page, "Ja")
    await expect(page.locator("#panel-title")).to_contain_text("Vattna")
    await expect(page.locator("#panel .actions")).to_contain_text("Vattna krukan i dag.")
    await expect(page.locator("#step-dry")).to_have_attribute("aria-current", "step")
    await page.get_by_text("Facts and actions here").click()
    assert await page.locator(".known li").all_inner_texts() == ["light = no", "soil = dry", "+ give-water"]
    await press(page, "Back")
    await expect(page.locator("#panel .question")).to_have_text("Är jorden torr?")
    assert read_folder(garden.folder) == before


async def test_a_talk_is_played_again_after_each_save(garden: Garden, open_page: OpenPage) -> None:
    """The screen of the talk shows the new words where it stands; an answer that no longer fits is told of, until it
    fits again."""
    page: Page = await open_page("/play/garden/place")
    await press(page, "Play")
    await press(page, "Ja")
    await page.get_by_label("De hänger").check()

    garden.edit("guides/garden.yaml", "ask: Hur ser bladen ut?", "ask: Hur är bladen?")
    await expect(page.locator("#panel .question")).to_have_text("Hur är bladen?")
    await expect(page.get_by_label("De hänger")).to_be_checked()
    garden.edit("guides/garden.yaml", "Ja: {set: {light: yes}}", "Ja: {set: {light: yes}, when: leaves == yellow}")
    await expect(page.locator("#panel .stale")).to_contain_text("its next answer no longer fits")
    await expect(page.locator("#panel .question")).to_have_text("Står krukan ljust?")
    garden.edit("guides/garden.yaml", "ask: Står krukan ljust?", "ask: Står den ljust?")
    await expect(page.locator("#panel .question")).to_have_text("Står den ljust?")
    await expect(page.locator("#panel .stale")).to_contain_text("its next answer no longer fits")
    garden.edit("guides/garden.yaml", ", when: leaves == yellow}", "}")
    await expect(page.locator("#panel .question")).to_have_text("Hur är bladen?")


async def test_ticks_jumps_and_back_work_as_at_a_door(open_page: OpenPage) -> None:
    """Boxes are sent together, a jump leaves the talk, and Back undoes one answer."""
    page: Page = await open_page("/play/garden/leaves")
    await page.get_by_text("All other facts").click()
    await page.get_by_label("light").select_option("yes")
    await press(page, "Play")
    await page.get_by_label("De är gula").check()
    await page.get_by_label("De hänger").check()
    await press(page, "Klar / Inget av detta")
    await page.get_by_text("The talk so far").click()
    await expect(page.locator("#talk-said")).to_contain_text("De är gula + De hänger")
    await press(page, "Sluta nu")
    await expect(page.locator("#panel")).to_contain_text("Kom tillbaka i morgon.")
    await press(page, "Back")
    await expect(page.locator("#panel .question")).to_have_text("Är jorden torr?")


async def test_a_talk_from_a_door_is_kept_as_a_plan(garden: Garden, open_page: OpenPage) -> None:
    """Its text is a plan that replays without a difference; nothing is saved unasked, and no plan is written over."""
    page: Page = await open_page("/play/garden/place")
    await press(page, "Play")
    for label in ("Nej", "Klar / Inget av detta", "Ja"):
        await press(page, label)
    await page.get_by_text("Record as a plan").click()
    await page.get_by_label("What the situation is").fill("En kruka i skugga.")
    await press(page, "Show its text")
    text = await page.locator("#plan-text").inner_text()
    assert not (garden.folder / "plans").exists()
    for word in ("Torr jord", "torr-jord"):
        await page.get_by_label("Name of the plan").fill(word)
        await press(page, "Save in dialogs/plans")
        await expect(page.locator("#kept")).to_contain_text(
            "is no name" if " " in word else "Saved as plans/torr-jord.plan"
        )
    await press(page, "Save in dialogs/plans")
    await expect(page.locator("#kept")).to_contain_text("There is a plan called “torr-jord” already")
    garden.edit("guides/garden.yaml", "Den får vatten nu.", "Den får vatten strax.")
    await expect(page.locator("#panel")).to_contain_text("Den får vatten strax.")
    await expect(page.locator("#kept")).to_contain_text("There is a plan called “torr-jord” already")

    saved = (garden.folder / "plans" / "torr-jord.plan").read_bytes()
    assert saved.decode().strip() == text.strip()
    assert text.splitlines()[:3] == ["# En kruka i skugga.", "@ garden", "? Står krukan ljust?"]
    plan, faults = form.read(saved, "plans/torr-jord.plan")
    edition, _ = open_edition(read_folder(garden.folder))
    assert plan is not None and edition is not None
    assert [*faults, *replay(edition.program, plan).problems] == []


async def test_a_talk_from_the_middle_is_no_plan_and_the_page_says_why(open_page: OpenPage) -> None:
    """What no door can begin is not kept."""
    page: Page = await open_page("/play/garden/dry")
    await press(page, "Play")

    await expect(page.locator("#panel")).to_contain_text("A plan begins at a door")
    await expect(page.get_by_text("Record as a plan")).to_have_count(0)


async def test_the_keyboard_alone_reads_a_step_and_plays_to_the_end(open_page: OpenPage) -> None:
    """From the drawing to the step, its form, each answer and the ending; the focus is always at what came."""
    page: Page = await open_page("/guide/garden")
    await page.locator("#step-place").focus()
    await page.keyboard.press("Enter")
    await expect(page.locator("#panel-title")).to_be_focused()
    await _tab_to(page, "Play from here")
    await page.keyboard.press("Enter")
    await expect(page.locator("#panel-title")).to_have_text("Play from place")
    await _tab_to(page, "Play")
    for label in ("Ja", "Klar / Inget av detta", "Nej"):
        await page.keyboard.press("Enter")
        await expect(page.locator("#panel").get_by_role("button", name=label, exact=True)).to_be_visible()
        await expect(page.locator("#panel-title")).to_be_focused()
        await _tab_to(page, label)
    await page.keyboard.press("Enter")
    await expect(page.locator("#panel")).to_contain_text("Den mår bra.")


async def _tab_to(page: Page, name: str) -> None:
    for _ in range(60):
        await page.keyboard.press("Tab")
        if (await page.evaluate("() => document.activeElement.textContent")).strip() == name:
            return
    raise AssertionError(f"the Tab key does not lead to “{name}”")


@pytest.mark.parametrize(("scheme", "size"), [("light", "desk"), ("dark", "phone")])
async def test_axe_finds_nothing_on_any_page(garden: Garden, open_page: OpenPage, scheme: str, size: str) -> None:
    """Best practices included, in both themes and at both sizes: with and without faults, at play, at an ending."""
    options = {"color_scheme": scheme, **({"viewport": PHONE} if size == "phone" else {})}
    page: Page = await open_page("/", allow="404", **options)
    for path in PAGES:
        await page.goto(path)
        await page.evaluate("() => document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        assert await axe(page) == [], path
    await page.goto("/play/garden/place")
    await press(page, "Play")
    for label in ("Ja", "Klar / Inget av detta", "Ja"):
        await expect(page.locator("#panel").get_by_role("button", name=label, exact=True)).to_be_visible()
        assert await axe(page) == [], label
        await press(page, label)
    await expect(page.locator("#panel .actions")).to_be_visible()
    assert await axe(page) == []
    garden.edit(*FAULT)
    await page.locator("#problems .found a").click()
    await expect(page.locator(".code mark")).to_be_visible()
    assert await axe(page) == []


async def test_nothing_is_cut_off_in_the_hand(open_page: OpenPage) -> None:
    """At the width of a phone the page never scrolls sideways; the drawing does so inside its own frame."""
    page: Page = await open_page("/", viewport=PHONE)
    for path in PAGES[:-1]:
        await page.goto(path)
        assert await page.evaluate("() => document.documentElement.scrollWidth") == PHONE["width"], path
    assert await page.locator("#guide-list").get_attribute("open") is None


async def test_without_script_every_link_and_form_still_works(open_page: OpenPage) -> None:
    """Only the following is missing."""
    page: Page = await open_page("/guide/soil", script=False)
    await page.locator("#step-feel").click()
    await page.get_by_role("link", name="Play from here").click()
    await press(page, "Play")
    await press(page, "Nej")

    await expect(page.locator("#panel")).to_contain_text("Den mår bra.")
