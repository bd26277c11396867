"""What Telegram shows of every screen that ships: whole, legible, neutral from outside, and no record of a person."""

from __future__ import annotations

import re
from dataclasses import replace
from unicodedata import category

import pytest

from bot.channels.telegram.markup import plain
from bot.channels.telegram.message import HOLE, Message, Order, Shown, Verb
from bot.channels.telegram.pages import Pages
from bot.conversation.messages import Line, Text
from bot.dialog.model import Audience, Kind
from bot.testing.telegram.entities import parse_html
from bot.text.chat import PREVIEW, fits, length
from bot.text.lint.betrayal import betraying
from bot.text.ui import WORDS
from tests.channels.telegram.talked import CHAT, buttons, pages_with, rendered, shipped, ticked, walked

ENTITIES = 100
DATA = 64


@pytest.fixture(scope="module")
def pages() -> Pages:
    """The pages of an organisation that has opened Telegram."""
    return pages_with(shipped())


@pytest.fixture(scope="module")
def closed() -> Pages:
    """The pages of one that has not."""
    return pages_with(shipped(telegram=False))


def asked(pages: Pages, verb: Verb, language: str = "sv", unit: int = 1) -> Shown:
    """What is asked for without a token."""
    return pages.ask(Order(verb, language, unit), CHAT)


def standing(pages: Pages, but: tuple[Verb, ...] = ()) -> list[Message]:
    """Everything that can be had without a token, in each language, and what is said of itself."""
    languages = ("sv", "en")
    found = [asked(pages, verb, language).message for verb in Verb if verb not in but for language in languages]
    return [
        *found,
        *(page for each in languages for page in (pages.standing.unread(each), pages.standing.left_group(each))),
    ]


def everything(pages: Pages, closed: Pages) -> list[Message]:
    """All messages: of screens, of endings' further parts, of what needs no token."""
    endings = [turn for turn, _ in rendered() if turn.view.outcome]
    parts = [pages.screens.message(turn, part, opened=True) for turn in endings[::3] for part in (0, 9)]
    return [*(message for _, message in rendered()), *parts, *standing(pages), *standing(closed)]


def neutral(text: str) -> bool:
    """Whether no word of any language betrays the subject."""
    return all(betraying(text, words) is None for words in shipped().release.house.betraying.values())


# --- every screen ------------------------------------------------------------------------------------


def test_every_step_of_every_guide_is_looked_at_in_each_language() -> None:
    """The tests below speak of all that ships, not of a lucky part of it."""
    steps = {node.id.partition("#")[0] for node in shipped().program.nodes if node.waits}
    for language in ("sv", "en"):
        assert {turn.view.step.partition("#")[0] for turn, _ in rendered() if turn.staff == language} == steps


def test_every_message_is_html_that_telegram_takes(pages: Pages, closed: Pages) -> None:
    """Balanced, with tags that there are, and not one mark more than Telegram shows."""
    for message in everything(pages, closed):
        text, entities = parse_html(message.text)
        assert 0 < length(text) <= 4096
        assert len(entities) <= ENTITIES
        assert HOLE not in text
        assert "<b>" not in re.sub(r"<b>[^<]*</b>", "", message.text.replace("<u>", "").replace("</u>", ""))


def test_every_button_is_shown_whole_and_brings_back_at_most_64_bytes(pages: Pages, closed: Pages) -> None:
    """A label that a phone would cut stands in the text instead; a token always fits."""
    for message in everything(pages, closed):
        assert len(buttons(message)) <= 100
        for row in message.rows:
            for button in row:
                assert fits(button.label, len(row)), button.label
                assert bool(button.data) != bool(button.url)
                assert len(button.data.replace(HOLE, "t" * 62).encode()) <= DATA


def test_the_first_60_characters_say_nothing_of_what_follows(pages: Pages, closed: Pages) -> None:
    """A list of chats shows the beginning of the last message to whoever looks at the phone."""
    for message in everything(pages, closed):
        seen = " ".join(plain(message.text).split())[:PREVIEW]
        assert len(seen) == PREVIEW
        assert neutral(seen)
    begun = {" ".join(plain(message.text).split())[:PREVIEW] for turn, message in rendered() if turn.staff == "sv"}
    assert begun == {WORDS["chat-lead"][:PREVIEW]}


def test_what_stands_outside_a_private_screen_is_neutral_throughout(pages: Pages, closed: Pages) -> None:
    """Whatever needs no token can be opened in anybody's sight; practice, which is of nobody, from its list on."""
    practised = (Verb.CARDS, Verb.SUPPORT)
    found = [*standing(pages, practised), *standing(closed, practised)]
    assert all(neutral(plain(message.text)) for message in found)
    open_screens = [(turn, message) for turn, message in rendered() if not turn.view.private and not turn.view.outcome]
    assert len(open_screens) > 20
    assert all(neutral(plain(message.text).partition(WORDS["sources"])[0]) for _, message in open_screens)


def test_back_hide_and_menu_stand_at_the_foot_of_each_screen() -> None:
    """The way out is where it was on the screen before."""
    for turn, message in rendered():
        foot = [button.label for button in message.rows[-1]]
        words = ("back", "hide", "menu") if turn.can_back else ("hide", "menu")
        assert foot == [word(key, turn.staff) for key in words]
        assert {jump.move for jump in turn.view.jumps} <= {each.data.removeprefix(HOLE) for each in buttons(message)}


def word(key: str, language: str) -> str:
    """One of the door's own words."""
    return walked()[0].word(key, language).text


def test_each_answer_can_be_read_and_chosen_by_its_number() -> None:
    """On the button where it fits, else in the text, with the number on the button."""
    for turn, message in rendered():
        view = turn.view
        if view.kind in (Kind.ASK, Kind.SEVERAL):
            for number, choice in enumerate((*view.choices, *([view.none] if view.none else [])), 1):
                button = next(each for each in buttons(message) if each.data == HOLE + choice.move)
                label = button.label.removeprefix("✓ ")
                assert label in (f"{number}. {choice.label.text}", str(number))
                if label == str(number):
                    assert f"{number}. {choice.label.text}" in plain(message.text).splitlines()


def test_what_stands_ticked_is_said_in_the_text_too() -> None:
    """A mark on a button alone is not enough for who cannot see it."""
    several = [(turn, message) for turn, message in rendered() if turn.view.kind is Kind.SEVERAL]
    assert any(turn.ticks for turn, _ in several)
    for turn, message in several:
        labels = [choice.label.text for choice in turn.view.choices]
        numbers = [str(labels.index(label) + 1) for label in ticked(turn.view, turn)]
        assert f"{word('ticked', turn.staff)} {', '.join(numbers) or '–'}" in plain(message.text).splitlines()
        marked = [each.label for each in buttons(message) if each.label.startswith("✓")]
        assert len(marked) == len(numbers)


def test_what_is_said_shown_and_for_staff_differs_by_form_and_word(pages: Pages) -> None:
    """Never by colour or a picture: a sentence to say stands in quotation marks in a frame, what may be shown has its
    own frame and words, and what is for staff has no frame at all."""
    turn = next(turn for turn, _ in rendered() if turn.view.lines and turn.staff == turn.said == "sv")
    lines = tuple(Line(audience, Text(f"Mening {audience.value}.", "sv")) for audience in Audience)
    told = pages.screens.message(turn._replace(view=replace(turn.view, lines=lines))).text
    assert "\n\nMening staff.\n" in told
    assert "<blockquote><b>Säg:</b>\n”Mening aloud.”</blockquote>" in told
    assert "<blockquote><b><u>Personen får läsa detta:</u></b>\nMening shown.</blockquote>" in told
    for _, message in rendered():
        assert all(category(letter) != "So" for letter in message.text)
