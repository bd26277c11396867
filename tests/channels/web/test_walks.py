"""Whole talks in a browser: with script and without, by keyboard, in two languages, judged by axe and by the ruler."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.async_api import Page, Request, Route

from tests.channels.browser import OpenPage
from tests.channels.web.walk import TO_A_NEUTRAL_END, TO_THE_END, axe_faults, go, rested, tap, title, token, walk

pytestmark = pytest.mark.asyncio(loop_scope="session")

TITLES = ["Besök", "Vem hör er?", "Om orkidéer", "Vad ser du?", "Hjälp", "Hemort", "Det här gör du"]
UNIT = "/?e=1"


async def test_a_talk_goes_to_its_end(open_page: OpenPage, script: bool) -> None:
    """The same turns with script and without, at an address that never changes, with nothing kept."""
    page: Page = await open_page(UNIT, script=script)

    assert await go(page, TO_THE_END, script=script) == TITLES

    assert page.url.endswith("/?e=1" if script else "/")
    assert await page.title() == "Arbetsstöd"
    assert await page.context.cookies() == []


async def test_nothing_is_kept_in_the_browser(open_page: OpenPage) -> None:
    """No cookie, no storage, no cache, no worker, after a whole talk."""
    page: Page = await open_page(UNIT)
    await go(page, TO_THE_END)

    kept = await page.evaluate(
        """async () => [localStorage.length, sessionStorage.length, document.cookie,
           (await indexedDB.databases()).length,
           (await navigator.serviceWorker?.getRegistrations() ?? []).length, name, JSON.stringify(history.state)]"""
    )

    assert kept == [0, 0, "", 0, 0, "", '"here"']


async def test_the_keyboard_alone_leads_to_the_end_without_script(open_page: OpenPage) -> None:
    """Tab, Space and Enter are enough; Hide is the first stop on every page."""
    page: Page = await open_page(UNIT, script=False)

    for label in TO_THE_END:
        for stop in range(40):
            if await focused_label(page) == label.lstrip("+"):
                break
            await page.keyboard.press("Tab")
            if stop == 0 and label != "Klar":  # before "Klar" the focus is on the tick
                assert await focused(page) == "hide"
        if label.startswith("+"):
            await page.keyboard.press("Space")
        else:
            async with page.expect_navigation():
                await page.keyboard.press("Enter")

    assert await title(page) == TITLES[-1]


async def test_digits_choose_and_can_be_switched_off(open_page: OpenPage) -> None:
    """1–9 press the choices from the top; who speaks to the computer can turn that off."""
    page: Page = await open_page(UNIT)
    for key, expected in (("1", "Vem hör er?"), ("1", "Om orkidéer"), ("1", "Vad ser du?")):
        await page.keyboard.press(key)
        await page.wait_for_function("t => document.getElementById('title').textContent.trim() === t", arg=expected)
        await rested(page)
    await page.keyboard.press("3")
    assert await page.get_by_label("Rötterna är torra").is_checked()

    await page.locator("#digits").uncheck()
    await page.locator("#title").focus()
    await page.keyboard.press("3")

    assert await page.get_by_label("Rötterna är torra").is_checked()


async def test_enter_on_a_tick_sends_nothing(open_page: OpenPage, script: bool) -> None:
    """A form's first button answers Enter in most forms; here it would have pressed something unseen."""
    page: Page = await open_page(UNIT, script=script)
    await go(page, TO_THE_END[:3], script=script)
    before = await token(page)

    await page.get_by_label("De doftar").focus()
    await page.keyboard.press("Enter")
    await page.wait_for_timeout(200)

    assert await token(page) == before


async def test_the_focus_moves_to_the_new_heading(open_page: OpenPage) -> None:
    """Who listens or uses keys starts at the top of each new turn."""
    page: Page = await open_page(UNIT)

    for label in TO_THE_END:
        await tap(page, label)
        if not label.startswith("+"):
            assert await focused(page) == "title"


async def test_each_turn_is_announced_once_and_without_advice(open_page: OpenPage) -> None:
    """The live region speaks once a turn: the title, and how many answers there are."""
    page: Page = await open_page(UNIT)
    await page.evaluate(
        """() => { window.said = []; new MutationObserver(() => {
             const text = document.getElementById('status').textContent; if (text) said.push(text);
           }).observe(document.getElementById('status'), {childList: true, characterData: true, subtree: true}); }"""
    )

    for turn, label in enumerate(("I växthuset", "Ja", "Vidare"), 1):
        await tap(page, label)
        said = await page.evaluate("() => said")
        assert len(said) == turn

    assert said == ["Vem hör er? Antal svar: 2", "Om orkidéer.", "Vad ser du? Antal svar: 4"]
    assert await page.locator("[role=status], [role=alert], [aria-live]").count() == 2


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_axe_finds_nothing_on_any_turn(open_page: OpenPage, scheme: str) -> None:
    """No violation, best practices included, contrast included, in both themes."""
    page: Page = await open_page(UNIT, color_scheme=scheme, reduced_motion="reduce")
    faults = {found: await axe_faults(page) async for found in walk(page, TO_THE_END)}
    for fold in await page.locator("main .more > summary").all():
        await fold.click()
    faults["end, all open"] = await axe_faults(page)
    await page.locator("#acute summary").click()
    faults["acute"] = await axe_faults(page)
    await page.locator("label.tool").click()
    faults["covered"] = await axe_faults(page)
    await page.locator(".show").click()
    await page.locator("#acute summary").click()
    for menu in await page.locator(".menu > summary").all():
        await menu.click()
    faults["menus"] = await axe_faults(page)

    assert {where: found for where, found in faults.items() if found} == {}


async def test_axe_finds_nothing_elsewhere(open_page: OpenPage) -> None:
    """The neutral ending, the pause, the statement, the safe turn, a refusal, and a page in English."""
    page: Page = await open_page("/", reduced_motion="reduce", allow="404")
    faults = {}
    await go(page, TO_A_NEUTRAL_END)
    faults["neutral"] = await axe_faults(page)
    await page.locator("[name=t]").evaluate("field => field.value = 'x'.repeat(62)")
    await page.get_by_role("button", name="Nytt samtal").click()
    await page.get_by_role("link", name="Börja om").wait_for()
    assert not await page.locator("#restart").is_visible()
    faults["safe"] = await axe_faults(page)
    await page.goto("/")
    await speak(page, "Språk för dig", "English")
    await go(page, ("In the greenhouse", "Yes"))
    faults["english"] = await axe_faults(page)
    for path in ("/paus", "/tillganglighet", "/nowhere"):
        await page.goto(path)
        faults[path] = await axe_faults(page)

    assert {where: found for where, found in faults.items() if found} == {}


async def test_a_talk_in_english_goes_to_its_end(open_page: OpenPage, script: bool) -> None:
    """Staff's language and the language said are chosen apart; the page says which it is in."""
    page: Page = await open_page(UNIT, script=script)
    await speak(page, "Språk för dig", "English")
    assert await page.locator("html").get_attribute("lang") == "en"
    assert await page.title() == "Work support"
    await speak(page, "Language to say or show", "العربية")
    labels = ("In the greenhouse", "Yes", "Continue", "+They smell", "Done", "Yes", "Upplands Väsby")

    titles = await go(page, labels[:2], script=script)
    said = page.locator(".aloud p[lang=ar]")
    assert await said.get_attribute("dir") == "rtl"
    titles += (await go(page, labels[2:], script=script))[1:]

    assert titles == [
        "Visit",
        "Who hears you?",
        "About orchids",
        "What do you see?",
        "Help",
        "Home town",
        "Det här gör du",
    ]


async def test_one_tap_changes_the_unit(open_page: OpenPage, script: bool) -> None:
    """The header says where it believes it is; at another unit the talk goes on."""
    page: Page = await open_page(UNIT, script=script)
    await go(page, TO_THE_END[:2], script=script)
    header = page.locator("header .menu").first
    assert "Mottagning Ett" in (await header.locator("summary").text_content() or "")

    await header.locator("summary").click()
    await page.get_by_role("button", name="Mottagning Två").click()
    await page.locator("header summary").first.get_by_text("Mottagning Två").wait_for()

    assert await title(page) == "Om orkidéer"


SIZES: dict[str, dict[str, Any]] = {
    "a phone": {"viewport": {"width": 390, "height": 844}, "has_touch": True},
    "the smallest": {"viewport": {"width": 320, "height": 480}, "has_touch": True},
    "400 % zoom": {"viewport": {"width": 320, "height": 256}},
    "a workstation": {"viewport": {"width": 1280, "height": 800}},
}


@pytest.mark.parametrize("size", SIZES)
async def test_targets_are_large_and_apart_on_every_turn(open_page: OpenPage, size: str) -> None:
    """At least 48 px each way, 8 px between, and never wider than the window, whatever the window."""
    page: Page = await open_page(UNIT, reduced_motion="reduce", **SIZES[size])

    async for found in walk(page, TO_THE_END):
        assert await page.evaluate(TOO_SMALL_OR_NEAR) == [], found
        assert await page.evaluate("() => document.documentElement.scrollWidth <= innerWidth"), found
    await page.locator("#acute summary").click()
    assert await page.evaluate(TOO_SMALL_OR_NEAR) == []
    assert await page.evaluate(
        "() => { const p = document.querySelector('.panel'); return p.scrollWidth <= p.clientWidth }"
    )


# All that can be pressed and is not covered by something above it: too small, or nearer than 8 px to another.
TOO_SMALL_OR_NEAR = """() => {
  const seen = (e) => e.checkVisibility({visibilityProperty: true, opacityProperty: true});
  const kinds = 'a, button, summary, label.tick, label.tool, label.show, label.keys';
  const all = [...document.querySelectorAll(kinds)].filter(seen);
  const inBar = (e) => !!e.closest('.bar') && !e.closest('.panel');
  const boxes = all.map((e) => [e.textContent.trim(), e.getBoundingClientRect(), inBar(e)]);
  const small = boxes.filter(([, b]) => b.height < 48 || b.width < 48);
  const faults = small.map(([t, b]) => `${t}: ${b.width}×${b.height}`);
  boxes.forEach(([t, a, fixed], i) => boxes.slice(i + 1).forEach(([u, b, other]) => {
    if (fixed !== other) return; // the bar lies above what scrolls under it
    const across = Math.max(a.left - b.right, b.left - a.right), down = Math.max(a.top - b.bottom, b.top - a.bottom);
    if (Math.max(across, down) < 8) faults.push(`${t} and ${u}: ${across}, ${down}`);
  }));
  return faults;
}"""


async def test_what_is_said_can_be_read_at_arms_length(open_page: OpenPage) -> None:
    """At least 24 px, larger than advice, and in another frame than advice."""
    page: Page = await open_page(UNIT)
    await go(page, TO_THE_END[:2])

    look = """e => { const s = getComputedStyle(e);
              return [parseFloat(s.fontSize), s.borderStyle, s.borderInlineStartWidth] }"""
    aloud, shown, staff = [await page.locator(f".{kind}").first.evaluate(look) for kind in ("aloud", "shown", "staff")]
    size = [await page.locator(f".{kind} > p:not(.label)").first.evaluate(look) for kind in ("aloud", "shown", "staff")]

    assert size[0][0] >= 24 and size[1][0] >= 24 > size[2][0]
    assert len({tuple(aloud[1:]), tuple(shown[1:]), tuple(staff[1:])}) == 3


async def test_the_three_buttons_are_always_on_the_screen(open_page: OpenPage) -> None:
    """Back, Acute and Hide, by these words, inside the window on every turn."""
    page: Page = await open_page(UNIT)

    async for _ in walk(page, TO_THE_END):
        for word in ("Tillbaka", "Akut", "Dölj"):
            box = await page.locator(".bar").get_by_text(word, exact=True).first.bounding_box()
            assert box is not None and box["y"] >= 0 and box["y"] + box["height"] <= 844


async def test_back_leads_one_answer_back(open_page: OpenPage, script: bool) -> None:
    """The button goes back in the talk, and is off at the start."""
    page: Page = await open_page(UNIT, script=script)
    assert await page.locator("#back").is_disabled()
    await go(page, TO_THE_END[:2], script=script)

    titles = await go(page, ("Tillbaka", "Tillbaka"), script=script)

    assert titles == ["Om orkidéer", "Vem hör er?", "Besök"]
    assert await page.locator("#back").is_disabled()


async def test_a_double_press_sends_once(open_page: OpenPage) -> None:
    """Two quick taps are one press, and do not answer the next question."""
    page: Page = await open_page(UNIT)
    sent: list[Request] = []
    page.on("request", lambda request: sent.append(request) if request.method == "POST" else None)

    await page.get_by_role("button", name="I växthuset").evaluate("button => { button.click(); button.click() }")
    await page.wait_for_function("() => document.getElementById('title').textContent.trim() === 'Vem hör er?'")
    await page.wait_for_timeout(200)

    assert len(sent) == 1
    assert await title(page) == "Vem hör er?"


async def test_a_form_of_ticks_is_sent_whole(open_page: OpenPage, script: bool) -> None:
    """What was ticked decides the ending, and stands ticked after going back."""
    page: Page = await open_page(UNIT, script=script)
    await go(page, (*TO_THE_END[:4], "+De doftar", "Klar", "Tillbaka"), script=script)

    assert await page.get_by_label("De doftar").is_checked()
    assert await page.get_by_label("Rötterna är torra").is_checked()
    assert not await page.get_by_label("Bladen är gula").is_checked()


async def test_the_ending_prints_without_controls(open_page: OpenPage) -> None:
    """On paper: the list, the numbers, what nobody has signed. Not: buttons, folds, the bar."""
    page: Page = await open_page(UNIT)
    await go(page, TO_THE_END)
    await page.emulate_media(media="print")

    for text in ("Vattna orkidén.", "08-465 004 40", "Ingen jurist har läst det här.", "Kod vid avvikelse"):
        assert await page.get_by_text(text).first.is_visible()
    for gone in (".bar", "header", ".foot", "main button", "main .more"):
        assert not await page.locator(gone).first.is_visible()


async def test_a_neutral_ending_prints_neutral(open_page: OpenPage) -> None:
    """Even when its fold stands open: paper lies about."""
    page: Page = await open_page(UNIT)
    await go(page, TO_A_NEUTRAL_END)
    await page.get_by_text("Att göra, när du är själv").click()
    assert await page.get_by_text("Fråga inte mer i dag.").is_visible()

    await page.emulate_media(media="print")

    assert not await page.get_by_text("Fråga inte mer i dag.").is_visible()


async def test_wishes_of_the_system_are_kept(open_page: OpenPage) -> None:
    """No motion for who wants none; frames that stay when colours are forced."""
    page: Page = await open_page(UNIT, reduced_motion="reduce", forced_colors="active")
    await go(page, TO_THE_END[:2])

    assert await page.locator("main").evaluate("e => getComputedStyle(e).animationName") == "none"
    styles = [
        await page.locator(f".{kind}").first.evaluate("e => getComputedStyle(e).borderStyle")
        for kind in ("aloud", "staff", "shown")
    ]
    assert len(set(styles)) == 3


async def focused(page: Page) -> str:
    """The id of what has the focus."""
    return str(await page.evaluate("() => document.activeElement.id"))


async def focused_label(page: Page) -> str:
    """The words of what has the focus."""
    text = await page.evaluate("() => { const e = document.activeElement; return (e.labels?.[0] ?? e).textContent }")
    return re.sub(r"\s+", " ", str(text)).strip()


async def speak(page: Page, group: str, language: str) -> None:
    """Choose a language in the header."""
    before = await token(page)
    await page.locator("header .menu > summary").nth(1).click()
    button = page.get_by_role("group", name=group).get_by_role("button", name=language)
    if await page.evaluate("() => document.documentElement.classList.contains('scripted')"):
        await button.click()
        await page.wait_for_function("before => document.querySelector('[name=t]')?.value !== before", arg=before)
    else:
        async with page.expect_navigation():
            await button.click()


async def test_a_second_tap_of_the_same_finger_answers_one_screen(open_page: OpenPage) -> None:
    """By finger and by digit: the next screen's button stands in the same place, and is not pressed unseen."""
    page: Page = await open_page(UNIT)
    button = page.get_by_role("button", name="I växthuset")
    box = await button.bounding_box()
    assert box is not None
    for _ in range(2):
        await page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        await page.wait_for_function("() => document.getElementById('title').textContent.trim() === 'Vem hör er?'")
    await rested(page)
    assert await title(page) == "Vem hör er?"

    await page.keyboard.press("1")
    await page.locator("main[data-fresh]").wait_for(state="attached")
    await page.keyboard.press("1")
    await rested(page)
    assert await title(page) == "Om orkidéer"


async def test_a_slow_answer_leaves_the_acute_panel_open(open_page: OpenPage) -> None:
    """The finger is on its way to 112; the panel does not close under it, and the turn is there behind it."""
    page: Page = await open_page(UNIT)

    async def slow(route: Route) -> None:
        await page.wait_for_timeout(500)
        await route.continue_()

    await page.route("**/", slow)
    before = await token(page)
    await page.get_by_role("button", name="I växthuset").click()
    await page.locator("#acute summary").click()
    await page.wait_for_function("before => document.querySelector('[name=t]').value !== before", arg=before)

    assert await page.locator(".panel .tel").first.is_visible()
    await page.locator("#acute summary").click()
    assert await title(page) == "Vem hör er?"


async def test_nought_opens_acute_from_the_keyboard(open_page: OpenPage) -> None:
    """One key from the text, and the same key's neighbour closes it again."""
    page: Page = await open_page(UNIT)
    await go(page, TO_THE_END[:2])

    await page.keyboard.press("0")
    assert await page.locator(".panel .tel").first.is_visible()
    await page.keyboard.press("Enter")

    assert not await page.locator(".panel").is_visible()


async def test_an_open_acute_panel_does_not_empty_the_print(open_page: OpenPage) -> None:
    """What is printed is the talk, whatever stands open."""
    page: Page = await open_page(UNIT)
    await go(page, TO_THE_END)
    await page.locator("#acute summary").click()
    await page.emulate_media(media="print")

    assert await page.locator("#title").is_visible()
    assert await page.locator(".action").first.is_visible()


async def test_a_long_word_stays_within_its_button(open_page: OpenPage) -> None:
    """Many answers stand in two columns, and Swedish has words that are broader than one of them on a phone."""
    page: Page = await open_page(UNIT, viewport={"width": 360, "height": 740}, reduced_motion="reduce")
    await page.locator("fieldset.choices").evaluate("e => e.classList.add('many')")
    choice = page.locator("fieldset .choice").first
    await choice.evaluate("e => { e.textContent = 'Funktionsnedsättning' }")

    assert await choice.evaluate("e => e.clientWidth < 180 && e.scrollWidth <= e.clientWidth")
