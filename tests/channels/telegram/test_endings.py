"""Endings in Telegram: general words, numbers to call, and long lists in parts that lose nothing."""

from __future__ import annotations

import re
from dataclasses import asdict, replace
from functools import cache

import pytest

from bot.channels.telegram.markup import Speech, plain
from bot.channels.telegram.message import Message, OwnMove, Shown
from bot.channels.telegram.pages import Pages
from bot.channels.telegram.parts import Block, join, pack
from bot.channels.telegram.phone import Numbers, international
from bot.conversation.ending import calls
from bot.conversation.messages import Press, SourceNote, Text, Turn, write_move
from bot.directory.model import dialable
from bot.text.chat import ROOM, length, sentences
from tests.channels.telegram.talked import (
    ADDRESS,
    CHAT,
    pressed,
    rendered,
    shipped,
    talks_with,
    walked,
)

FOLDED = re.compile(r"<blockquote expandable>.*?</blockquote>", re.DOTALL)
CONDITION = {"sv": "Om ", "en": "If "}


def endings(*, neutral: bool = False) -> list[Turn]:
    """The endings that were come to."""
    """The endings that were come to."""
    return [turn for turn, _ in rendered() if turn.view.outcome and turn.view.neutral is neutral]


@cache
def door() -> Pages:
    """The pages of the talks that were walked."""
    return Pages(walked()[0], ADDRESS)


@cache
def whole(turn: Turn) -> list[Message]:
    """All parts of an ending, what it keeps back among them."""
    pages = door()
    first = pages.screens.message(turn, opened=True)
    count = re.search(r" \((?:\d+)/(\d+)\)", plain(first.text))
    return [pages.screens.message(turn, part, opened=True) for part in range(int(count[1]) if count else 1)]


def test_each_thing_to_do_stands_under_a_condition() -> None:
    """Telegram keeps what it shows: it must be no record of what one person needs."""
    assert len(endings()) > 50
    for turn in endings():
        assert turn.view.outcome is not None
        lines = [line for part in whole(turn) for line in plain(part.text).splitlines()]
        general = walked()[0].word("actions-general", turn.staff).text
        assert not turn.view.outcome.actions or general in lines
        for action in turn.view.outcome.actions:
            before = lines[lines.index(shown_number(action.text.text)) - 1]
            assert before.startswith(CONDITION[turn.staff]) and before.endswith(":")


def shown_number(text: str) -> str:
    """A text as it reads once its numbers can be called."""
    return plain(numbers().mark(text, "sv"))


@cache
def numbers() -> Numbers:
    """The numbers of the directory."""
    return Numbers(shipped().directory)


def test_nothing_is_offered_to_be_copied_into_a_record() -> None:
    """A sentence for the record is made in the browser alone: no text here has the form that a tap copies."""
    for turn in endings():
        for message in whole(turn):
            assert not re.search(r"<(?:code|pre)", message.text)
            fields = {field for row in message.rows for button in row for field in asdict(button)}
            assert fields <= {"label", "data", "url"}


def test_a_neutral_ending_keeps_all_back_until_it_is_asked_for() -> None:
    """Somebody may have come in: the list waits behind one tap, and one tap takes it away again."""
    pages = door()
    for turn in endings(neutral=True):
        assert turn.view.outcome is not None
        shut = Shown(pages.screens.message(turn), turn.sealed)
        texts = [shown_number(action.text.text) for action in turn.view.outcome.actions]
        assert texts and not any(text in plain(shut.message.text) for text in texts)
        opened = pressed(pages, shut, pages.screens.speech(turn.staff).label("later"))
        assert texts[0] in plain(opened.message.text)
        again = pressed(pages, opened, pages.screens.speech(turn.staff).label("back"))
        assert again.message.text == shut.message.text


def test_every_number_of_an_ending_can_be_called() -> None:
    """With the country's code, which Telegram makes a link of; short ones bold, to be dialled by hand."""
    seen = 0
    for turn in endings():
        assert turn.view.outcome is not None
        text = "".join(part.text for part in whole(turn))
        for contact in (note for action in turn.view.outcome.actions for note in action.contacts if note.number):
            seen += 1
            form = international(contact.number)
            assert (form or f"<b>{contact.number}</b>") in text
            assert not form or contact.number not in text
    assert seen > 100


def test_whom_to_call_first_is_seen_without_a_tap() -> None:
    """The first contact of each thing to do, and all of them when minutes count, stand outside what is folded."""
    for turn in endings():
        assert turn.view.outcome is not None
        unfolded = FOLDED.sub("", "".join(part.text for part in whole(turn)))
        for brief in calls(turn.view.outcome):
            assert all(f"• {note.name.text}: " in plain(unfolded) for note in brief)


@pytest.mark.parametrize(
    ("written", "form"),
    [
        ("020-55 00 00", "+46-20-55-00-00"),
        ("08-405 55 88", "+46-8-405-55-88"),
        ("+46 8 405 50 05", "+46-8-405-50-05"),
        ("112", ""),
        ("1177", ""),
        ("114 14", ""),
        ("116 016", ""),
        ("90101", ""),
    ],
)
def test_a_number_gets_its_country_and_keeps_its_digits(written: str, form: str) -> None:
    """What is called is what is written in the directory, whatever it looks like."""
    assert international(written) == form
    assert not form or dialable(form) == "+46" + dialable(written).removeprefix("+46").removeprefix("0")


def test_years_paragraphs_and_days_are_no_telephone_numbers() -> None:
    """Only a number that the directory has is marked, and only where it stands alone."""
    assert numbers().mark("Ring 112.", "sv") == "Ring <b>112</b>."
    for text in ("lag (2025:112)", "112 § i lagen", "11 177 kronor", "2026-11-22", "1 1771", "3.112", "112:an"):
        assert numbers().mark(text, "sv") == text


def test_a_short_number_in_the_title_of_a_source_is_bold_too() -> None:
    """As everywhere else; the title stays a link."""
    note = SourceNote("Ring 116 016 & 112", "https://stod.example/", "2026-11-22", "verified", False)
    speech = Speech("sv", lambda key, language: Text(key, language), numbers())
    link = '<a href="https://stod.example/">Ring <b>116 016</b> &amp; <b>112</b></a>'
    assert link in speech.sources([note])[0]


def test_a_number_keeps_its_order_in_a_language_from_right_to_left() -> None:
    """Its groups would change places otherwise, and a wrong number be called; the line itself runs from the right."""
    speech = Speech("ar", lambda key, language: Text(key, language), numbers())
    assert speech.say(Text("رقم 116 016 جديد", "ar")) == "\u200fرقم \u2066<b>116 016</b>\u2069 جديد"
    assert speech.say(Text("Ring 116 016 nu", "sv")) == "Ring <b>116 016</b> nu"


def test_a_long_ending_is_turned_through_and_loses_nothing() -> None:
    """Each part ends between two things to do or two sentences, and the buttons lead there and back."""
    pages = door()
    long = [turn for turn in endings() if len(whole(turn)) > 1]
    assert long
    for turn in long[::5]:
        parts = whole(turn)
        bodies = [plain(part.text).split("\n\n", 2)[2] for part in parts]
        assert turn.view.outcome is not None
        for action in turn.view.outcome.actions:
            for text in (action.text, *action.details):
                assert any(shown_number(text.text) in body for body in bodies)
        shown = Shown(parts[0], turn.sealed)
        for number in range(1, len(parts)):
            shown = pressed(pages, shown, pages.screens.speech(turn.staff).label("part-after"))
            assert f"({number + 1}/{len(parts)})" in plain(shown.message.text)
        back = pressed(pages, shown, pages.screens.speech(turn.staff).label("part-before"))
        assert f"({len(parts) - 1}/{len(parts)})" in plain(back.message.text)


def test_a_part_that_is_not_there_is_the_last_one() -> None:
    """A button of another day may ask for more than there is now."""
    turn = next(turn for turn in endings() if len(whole(turn)) > 1)
    pages = door()
    asked = pages.press(turn.sealed, write_move(OwnMove.PART.value + 40), CHAT)
    assert plain(asked.message.text) == plain(pages.screens.message(turn, 40).text)
    assert f"({len(whole(turn))}/{len(whole(turn))})" in plain(asked.message.text)


def test_texts_are_cut_between_sentences_and_frames_go_around_both_halves() -> None:
    """Joined again, the parts are the text; a frame that is cut is closed and opened anew."""
    said = tuple(f"Mening nummer {number} är ungefär så här lång. " for number in range(300))
    parts = pack([[Block(said, "<blockquote><b>Säg:</b>\n", "</blockquote>")]])
    assert len(parts) > 2
    opening, closing = "<blockquote><b>Säg:</b>\n", "</blockquote>"
    assert all(part.startswith(opening) and part.endswith(closing) for part in parts)
    inner = [part.removeprefix(opening).removesuffix(closing) for part in parts]
    assert " ".join(inner) == "".join(said).rstrip()
    assert all(length(plain(part)) <= ROOM for part in parts)


def test_a_group_stays_whole_when_it_can() -> None:
    """What to do and whom to call for it are not torn apart."""
    block = Block(tuple(f"Rad {number}\n" for number in range(300)))
    assert pack([[block], [block], [block]]) == (join([block]), join([block]), join([block]))


def test_what_has_a_hundred_marks_is_more_than_one_part() -> None:
    """After a hundred Telegram shows the rest without form, and says nothing."""
    parts = pack([[Block(tuple(f"<b>{number}</b>\n" for number in range(150)))]])
    assert len(parts) == 2
    assert all(part.count("</b>") <= 90 for part in parts)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Enligt 19 kap. 1 § gäller det. Gör så.", ("Enligt 19 kap. 1 § gäller det. ", "Gör så.")),
        ("”Vad hände? Säg till.” Vänta.", ("”Vad hände? ", "Säg till.” ", "Vänta.")),
        ("- En\n- Två", ("- En\n", "- Två")),
        ("ماذا حدث؟ انتظر.", ("ماذا حدث؟ ", "انتظر.")),
    ],
)
def test_a_sentence_ends_where_it_ends(text: str, found: tuple[str, ...]) -> None:
    """Not after an abbreviation; in other scripts at their own marks."""
    assert sentences(text) == found


def test_an_ending_is_rendered_anew_when_what_it_holds_has_changed() -> None:
    """A screen is made once; but a number that closes is not shown as open."""
    talks = talks_with(shipped())
    pages = Pages(talks, ADDRESS)
    turn = next(turn for turn in endings() if _answers_now(turn))
    token = talks.begin(CHAT)
    first, same = pages.screens.message(token), pages.screens.message(talks.press(Press(token.sealed, "AA", CHAT)))
    assert first is pages.screens.message(token) and first is not same
    assert turn.view.outcome is not None
    first_action, *others = turn.view.outcome.actions
    shut = replace(first_action, contacts=tuple(replace(note, open=False) for note in first_action.contacts))
    outcome = replace(turn.view.outcome, actions=(shut, *others))
    later = turn._replace(view=replace(turn.view, outcome=outcome))
    assert pages.screens.message(turn) is pages.screens.message(turn._replace(sealed="x" * 62))
    assert pages.screens.message(turn).text != pages.screens.message(later).text


def _answers_now(turn: Turn) -> bool:
    """Whether the first of the list is somebody who answers now."""
    assert turn.view.outcome is not None
    first = [note for action in turn.view.outcome.actions[:1] for note in action.contacts[:1]]
    return any(note.open and note.hours_known and not note.missing for note in first)
