"""The scripted user's eyes: what a page says and offers is read as a person would."""

import pytest

from bot.testing.page import NoSuchButtonError, Page, read_page

TOKEN = "A" * 61 + "w"
TURN = f"""<!doctype html><body><button name="c" value="xx">outside</button>
<main id="main" data-say="Hör du?" data-back="1" data-acute="gA"><form>
<input type="hidden" name="t" value="{TOKEN}"><p class="refused">Välj igen.</p>
<div class="words"><h1 id="title">Vad <span lang="en">now</span>?</h1>
<div class="passage aloud"><p class="label">Säg:</p><p>Rad &amp; ett.</p><ul><li>Punkt</li></ul></div>
<a href="tel:+468123">08-123</a></div>
<fieldset><legend>Fråga</legend>
<label class="choice tick"><input type="checkbox" name="o" value="AA" checked><span>Ett</span></label>
<label class="choice tick"><input type="checkbox" name="o" value="AB"><span>Två</span></label></fieldset>
<button name="c" value="hD" class="choice go">Klar</button><button type="button" data-print>Skriv ut</button>
<button name="c" value="gA" class="quiet">Akut</button></form></main><p>outside</p></body>"""
ENDING = f'<main><input type="hidden" name="t" value="{TOKEN}"><p class="code">Kod <span>1f3a9c-007</span></p></main>'


@pytest.fixture
def page() -> Page:
    """A turn with boxes."""
    return read_page(TURN)


def test_only_the_turn_is_read(page: Page) -> None:
    """What stands around the turn is not part of it; neither are the script's own buttons."""
    assert page.title == "Vad now?"
    assert [button.label for button in page.buttons] == ["Klar", "Akut"]
    assert "outside" not in page.words


def test_texts_keep_their_audience(page: Page) -> None:
    """What is to be said aloud is told apart from the rest, without the label that says so."""
    assert [line.text for line in page.texts if line.audience == "aloud"] == ["Rad & ett.", "Punkt"]
    assert not any(line.text == "Säg:" for line in page.texts)


def test_state_of_the_turn_is_read(page: Page) -> None:
    """Token, way back, acute steps, refusal, numbers and ticks are all there."""
    assert (page.token, page.can_back, page.acute, page.refused) == (TOKEN, True, "gA", True)
    assert page.numbers == ("+468123",)
    assert [(box.label, box.ticked) for box in page.boxes] == [("Ett", True), ("Två", False)]
    assert not page.is_ending


def test_buttons_are_found_by_label_and_number(page: Page) -> None:
    """A label finds any button, a number an answer; boxes likewise."""
    assert page.button("Akut").move == "gA"
    assert page.button(1).move == "hD"
    assert (page.box("Två").move, page.box(1).move) == ("AB", "AA")


def test_missing_button_is_told_with_those_that_are_there(page: Page) -> None:
    """A script that no longer fits its page says what it wanted and what there was."""
    with pytest.raises(NoSuchButtonError, match="no “Nej”; there is Klar, Akut"):
        page.button("Nej")
    with pytest.raises(NoSuchButtonError, match="no number 2; there are 1"):
        page.button(2)
    with pytest.raises(NoSuchButtonError):
        page.box(0)


def test_ending_has_its_code() -> None:
    """An ending is known by its report code."""
    page = read_page(ENDING)

    assert page.is_ending
    assert page.code == "1f3a9c-007"


def test_page_that_is_no_turn_is_a_safe_one() -> None:
    """A page without a turn, or without a token, offers nothing to press."""
    for html in ("", "<h1>Sidan finns inte.</h1>", '<main><input type="hidden" name="t" value=""></main>'):
        assert read_page(html).is_safe
        assert not read_page(html).buttons
