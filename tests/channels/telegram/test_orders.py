"""What can be had without a token, Hide and the way back, languages, and what an organisation has not opened."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.channels.telegram import contacts
from bot.channels.telegram.door import Door
from bot.channels.telegram.markup import plain
from bot.channels.telegram.message import COMMANDS, HOLE, Order, OwnMove, Shown, Verb, read_order
from bot.channels.telegram.pages import Pages
from bot.channels.telegram.screen import MOST_STANDING
from bot.channels.telegram.updates import Commanded
from bot.conversation.alone import MemoryKeys, OneEdition
from bot.conversation.edition import Edition
from bot.conversation.messages import Control, Safe, write_move
from bot.conversation.talk import Talks
from bot.practice.sitting import Sitting, write
from bot.testing.telegram.entities import parse_html
from bot.text.catalogues import LANGUAGES
from bot.text.chat import length, sentences
from bot.text.lint.betrayal import betraying
from bot.text.ui import WORDS
from tests.channels.telegram.talked import (
    ADDRESS,
    CHAT,
    WEEKDAY,
    buttons,
    changed,
    labelled,
    pages_with,
    pressed,
    shipped,
    talks_with,
)

STAY = write_move(Control.STAY.value)
WEB = "telegram: no\n"
HIDE, MENU = write_move(OwnMove.HIDE.value), write_move(OwnMove.MENU.value)


@pytest.fixture(scope="module")
def pages() -> Pages:
    """The pages of an organisation that has opened Telegram."""
    return pages_with(shipped())


@pytest.fixture(scope="module")
def closed() -> Pages:
    """The pages of one that has not."""
    return pages_with(shipped(telegram=False))


def begun(pages: Pages, language: str = "sv") -> Shown:
    """The first screen of a talk at the first unit."""
    return pages.ask(Order(Verb.BEGIN, language, 1), CHAT)


def told(shown: Shown) -> str:
    """The text as it is read."""
    return plain(shown.message.text)


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_first_message_says_in_two_sentences_what_telegram_sees(pages: Pages, language: str) -> None:
    """Before anything can be pressed: who reads along, what is kept, and what they cannot read."""
    words = pages.screens.speech(language).label("chat-watched")
    assert len(sentences(words)) == 2
    assert words.count("Telegram") == 2
    assert words in told(pages.ask(Order(Verb.WELCOME, language), CHAT))


@pytest.mark.parametrize("argument", ["99", "0", "99999", "123456", "of-another", "٣", "1 2", "9" * 5000])
@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_link_with_a_unit_that_is_not_there_says_so_calmly(pages: Pages, argument: str, language: str) -> None:
    """Neither a wrong unit nor silence: one sentence, and every button leads on without a unit."""
    door = Door(pages, ("sv", "en"))
    wrong, right = (door.plan(Commanded(7, 1, "start", words, language))[0].body for words in (argument, "1"))
    sentence = pages.screens.speech(language).label("chat-no-unit")
    sent, usual = json.loads(wrong), json.loads(right)
    assert sentence in plain(sent["text"]) and sentence not in plain(usual["text"])
    orders = [
        read_order(button.get("callback_data", "")) for row in sent["reply_markup"]["inline_keyboard"] for button in row
    ]
    assert {order.unit for order in orders if order} == {0}


def test_who_answers_is_told_as_it_is_this_minute() -> None:
    """A page that stands by itself is made once a minute; when somebody has closed since, the next one says so."""
    hour = [WEEKDAY]
    edition = shipped()
    talks = Talks(OneEdition(edition), MemoryKeys(), lambda: hour[0], lambda: 1)
    pages, adult = Pages(talks, ADDRESS), Order(Verb.FIND, "sv", 1, 1, alone=True)
    open_now = pages.ask(adult, CHAT).message
    hour[0] += timedelta(seconds=59)
    assert pages.ask(adult, CHAT).message is open_now
    hour[0] += timedelta(hours=12)
    assert pages.ask(adult, CHAT).message.text.count("stängt") > open_now.text.count("stängt")


def test_pages_of_many_units_do_not_pile_up(pages: Pages) -> None:
    """Whatever numbers somebody puts into buttons, few pages are kept, and each is right."""
    known = {unit.id for unit in talks_with(shipped()).units()}
    for unit in range(2 * MOST_STANDING):
        assert ("Exempel" in told(pages.ask(Order(Verb.WELCOME, "sv", unit), CHAT))) is (unit in known)
    assert len(pages.screens._standing) <= MOST_STANDING


def test_hide_leaves_one_button_that_leads_back_to_the_same_screen(pages: Pages) -> None:
    """An ordinary page at work; whoever looks sees nothing of the talk, and nothing of it is lost."""
    screen = pressed(pages, begun(pages), "Någon har berättat")
    hidden = pressed(pages, screen, WORDS["hide"])
    assert [button.label for button in buttons(hidden.message)] == [WORDS["show"]]
    assert hidden.whole.rows[0][0].data == screen.sealed + STAY
    cover = shipped().release.house.cover
    assert cover is not None
    assert told(hidden).startswith(cover.title)
    assert told(pressed(pages, hidden, WORDS["show"])) == told(screen)


def test_hide_that_was_typed_leaves_no_way_back(pages: Pages) -> None:
    """It cannot know the message: what it leaves carries nothing."""
    hidden = pages.ask(Order(Verb.HIDE, "sv"), CHAT)
    assert buttons(hidden.message) == [] and hidden.sealed == ""
    assert all("/hide" in told(pages.ask(Order(Verb.HELP, each), CHAT)) for each in ("sv", "en"))


def test_the_menu_changes_each_language_and_leads_back(pages: Pages) -> None:
    """The language of the one who asks and of what is said are chosen apart; the talk stays where it is."""
    screen = pressed(pages, begun(pages), "Ställa frågor")
    menu = pages.press(screen.sealed, MENU, CHAT)
    assert told(pressed(pages, menu, WORDS["back"])) == told(screen)
    rows = [[button.label for button in row] for row in menu.message.rows]
    assert rows[:2] == [["Språk för dig: Svenska"], ["Svenska", "English"]]
    assert rows[2:4] == [["Språk att säga eller visa: Svenska"], ["Svenska", "English"]]
    english = pages.press(menu.sealed, menu.message.rows[1][1].data.removeprefix(HOLE), CHAT)
    assert "Say:" in told(english) and "”" in told(english)
    both = pages.press(english.sealed, menu.message.rows[3][1].data.removeprefix(HOLE), CHAT)
    assert "Say:" in told(both) and "“" in told(both)


def test_a_new_talk_can_be_begun_from_the_menu(pages: Pages) -> None:
    """Who is lost in a talk comes to its beginning in two taps."""
    screen = pressed(pages, begun(pages), "Ställa frågor")
    again = pressed(pages, pages.press(screen.sealed, MENU, CHAT), WORDS["restart"])
    assert told(again) == told(begun(pages))


@pytest.mark.parametrize("verb", [verb for verb in Verb if verb not in (Verb.CASE, Verb.CARDS)])
@pytest.mark.parametrize("language", ["sv", "en"])
def test_what_needs_no_token_leads_on_to_all_else(pages: Pages, verb: Verb, language: str) -> None:
    """Every button of these pages is understood, in the language and at the unit of the page; nothing is a dead end
    but what hides."""
    shown = pages.ask(Order(verb, language, 3), CHAT)
    orders = [read_order(button.data) for button in buttons(shown.message) if not shown.sealed and button.data]
    assert all(order is not None and order.unit == 3 for order in orders)
    assert Order(verb, language, 3) not in orders, "a button that leads to where one is"
    if verb is not Verb.LANGUAGE:
        assert {order.language for order in orders if order} <= {language}
    assert verb in (Verb.HIDE, Verb.BEGIN) or {Verb.ACUTE, Verb.BEGIN, Verb.HIDE} - {verb} <= {
        order.verb for order in orders if order
    }


def test_an_order_is_written_and_read_alike() -> None:
    """Verb, language and unit fit in a button without a token, and no token is taken for one."""
    for verb in Verb:
        for language in LANGUAGES:
            for unit in (0, 1, 65535):
                for about in ((), (1,), (19, True), (99, False, 9), (7, True, 2)):
                    order = Order(verb, language, unit, *about)
                    assert read_order(order.data) == order
                    assert len(order.data) <= 12
    order = Order(Verb.CARDS, "en", 65535, sitting=write(Sitting(tuple(range(10)), ((True, 3),) * 10)))
    assert read_order(order.data) == order and len(order.data) < 60
    for data in ("", "k0..", "k0..å", "k0.." + "A" * 44, "w", "wx", "z0", "w01 ", "w0123456", "w0" + "1" * 62, "wf"):
        assert read_order(data) is None


def test_without_the_organisations_yes_no_talk_begins_or_goes_on(pages: Pages, closed: Pages) -> None:
    """Real talks are off until somebody has chosen them, and off again, uncounted, for those that were open."""
    refused = told(closed.ask(Order(Verb.BEGIN, "sv", 1), CHAT))
    assert WORDS["chat-live-off"] in refused
    assert WORDS["begin"] not in [each.label for each in buttons(closed.ask(Order(Verb.WELCOME, "sv"), CHAT).message)]
    talks, counted = closed._talks, list[int]()
    open_still = talks.begin(CHAT)
    talks.observe = lambda header, place, channel: counted.append(place.code)
    for move in ("AA", STAY, write_move(OwnMove.PART.value)):
        shown = closed.press(open_still.sealed, move, CHAT)
        assert WORDS["chat-live-off"] in told(shown) and shown.sealed == ""
    assert counted == []
    assert told(begun(pages)).count(WORDS["chat-live-off"]) == 0


@pytest.mark.parametrize("verb", [Verb.ACUTE, Verb.FIND, Verb.LANGUAGE, Verb.HELP, Verb.HIDE])
def test_the_rest_works_whatever_the_organisation_has_chosen(pages: Pages, closed: Pages, verb: Verb) -> None:
    """Acute numbers, contacts, practice and Hide are about no person."""
    assert told(closed.ask(Order(verb, "sv", 1), CHAT)) == told(pages.ask(Order(verb, "sv", 1), CHAT))


def test_where_talks_are_closed_the_way_to_the_web_is_shown(closed: Pages) -> None:
    """With its address where there is one, at the same unit; else it says whom to ask."""
    shown = closed.ask(Order(Verb.WELCOME, "sv"), CHAT)
    assert labelled(shown.message, WORDS["web"]).url == ADDRESS
    at_unit = closed.ask(Order(Verb.WELCOME, "sv", 3), CHAT)
    assert labelled(at_unit.message, WORDS["web"]).url == f"{ADDRESS}?e=3"
    nowhere = pages_with(shipped(telegram=False), "").ask(Order(Verb.WELCOME, "sv"), CHAT)
    assert WORDS["chat-live-off-nowhere"] in told(nowhere)
    assert all(not button.url for button in buttons(nowhere.message))


def test_a_guide_that_is_not_for_telegram_leads_to_the_web() -> None:
    """Its texts never pass through another company's servers; Back leads to where one was."""
    file, end = "guides/prepare.yaml", "title: Innan ni börjar\n"
    pages = pages_with(changed(file, end, end + WEB))
    before = begun(pages)
    shown = pressed(pages, before, "Ställa frågor")
    assert WORDS["chat-web-only"] in told(shown) and "Vem hör" not in told(shown)
    assert labelled(shown.message, WORDS["web"]).url == f"{ADDRESS}?e=1"
    assert told(pressed(pages, shown, WORDS["back"])) == told(before)


class Releases:
    """An older release and today's, as a store that is shared holds both."""

    def __init__(self, older: Edition, current: Edition) -> None:
        self.current = current
        self._known = {older.short: older, current.short: current}

    def find(self, short: int) -> Edition | None:
        return self._known.get(short)

    def is_recalled(self, short: int) -> bool:
        return False


@pytest.mark.parametrize(
    ("then", "now", "shown"),
    [
        ("", "gone", True),
        (WEB, "gone", False),
        (WEB, "", False),
        ("", WEB, False),
    ],
)
def test_a_talk_of_an_older_release_goes_on_where_both_releases_let_it(then: str, now: str, *, shown: bool) -> None:
    """A guide that today's release no longer has goes on in its own words; what either keeps out stays out."""
    file, end = "guides/prepare.yaml", "title: Innan ni börjar\n"
    older, current = changed(file, end, end + then), changed(file, end, f"# new\n{end}{now.removeprefix('gone')}")
    if now == "gone":
        kept = {name: dialog for name, dialog in current.program.dialogs.items() if name != "prepare"}
        current.program = replace(current.program, dialogs=kept)
    keys = MemoryKeys()
    old = Pages(Talks(OneEdition(older), keys, lambda: WEEKDAY, lambda: 1), ADDRESS)
    new = Pages(Talks(Releases(older, current), keys, lambda: WEEKDAY, lambda: 1), ADDRESS)
    before = begun(old)
    move = labelled(before.message, "Ställa frågor").data.removeprefix(HOLE)
    assert ("Vem hör" in told(new.press(before.sealed, move, CHAT))) is shown


def test_a_button_that_cannot_be_read_says_so_and_leads_to_the_beginning(pages: Pages) -> None:
    """From another chat, of another day, or altered on the way: a calm sentence, and a way on."""
    sealed = begun(pages).sealed
    for token, move, chat in (
        (sealed, "AA", b"telegram:8"),
        ("x" * 62, "AA", CHAT),
        ("", HIDE, CHAT),
        ("", MENU, CHAT),
    ):
        shown = pages.press(token, move, chat)
        assert WORDS[Safe.UNREADABLE.value] in told(shown) and shown.sealed == ""
        orders = [read_order(button.data) for button in buttons(shown.message)]
        assert [order.verb for order in orders if order] == [Verb.WELCOME, Verb.ACUTE]
    refused = pages.press(sealed, "__", CHAT)
    assert WORDS["refused"] in told(refused) and refused.sealed == sealed


@pytest.mark.parametrize("language", ["sv", "en"])
def test_what_is_registered_with_telegram_is_neutral_and_fits(pages: Pages, language: str) -> None:
    """Name, texts and commands are seen by all who look the bot up."""
    profile = pages.standing.profile(language)
    assert 0 < len(profile.name) <= 64 and 0 < len(profile.short) <= 120 and 0 < len(profile.long) <= 512
    assert [name for name, _ in profile.commands] == list(COMMANDS)
    texts = [profile.name, profile.short, profile.long, *(text for _, text in profile.commands)]
    assert all(0 < len(text) <= 256 for _, text in profile.commands)
    for words in shipped().release.house.betraying.values():
        assert all(betraying(text, words) is None for text in texts)


def test_contacts_are_found_for_whom_they_suit(pages: Pages) -> None:
    """/find asks whom it is about and shows who answers now, as every door finds them, each number callable."""
    start = pages.ask(Order(Verb.FIND, "sv", 1), CHAT)
    who = read_order(labelled(start.message, "Man").data)
    assert who is not None
    found = pages.ask(who, CHAT)
    assert "08-465 004 40" not in found.message.text and "+46-8-465-004-40" in found.message.text
    assert WORDS["find-open-now"] in told(found)
    again = read_order(labelled(found.message, WORDS["find-who"]).data)
    assert again is not None and told(pages.ask(again, CHAT)) == told(start)


def test_more_contacts_are_shown_when_nobody_else_sees_the_screen(pages: Pages) -> None:
    """What would tell the subject waits until it is said that nobody looks on; without that all is neutral."""
    shut = pages.ask(Order(Verb.FIND, "sv", 1, 1), CHAT)
    assert WORDS["find-held-back"] in told(shut)
    for words in shipped().release.house.betraying.values():
        assert betraying(told(shut), words) is None
    wanted = read_order(labelled(shut.message, WORDS["find-alone"]).data)
    assert wanted is not None and wanted.alone
    assert "Kvinnofridslinjen" in told(pages.ask(wanted, CHAT))


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_search_is_shown_whole_in_its_parts(pages: Pages, language: str) -> None:
    """For everybody, at every unit: as many parts as it takes, and each button leads to the next."""
    talks = pages._talks
    for unit in (0, 1, 2, 3):
        for who in range(1, len(talks.audiences(language)) + 1):
            order: Order | None = Order(Verb.FIND, language, unit, who, alone=True)
            names: set[str] = set()
            seen = 0
            while order is not None:
                assert order.part == seen
                seen += 1
                shown = pages.ask(order, CHAT)
                assert seen == 1 or f"({seen}/" in told(shown)
                assert length(parse_html(shown.message.text)[0]) <= 4096
                names.update(told(shown).splitlines())
                on = [each for each in buttons(shown.message) if each.label == talks.word("part-after", language).text]
                order = read_order(on[0].data) if on else None
            found = contacts.search(talks, Order(Verb.FIND, language, unit, who, alone=True))
            for each in (*found.answering, *found.closed) if found else ():
                assert any(line.startswith(f"• {each.note.name.text}:") for line in names)


def test_whom_it_concerns_oneself_is_led_to_the_web(pages: Pages) -> None:
    """Telegram would know that this member of staff asked for their own sake: the choice is a link, never a press."""
    own = 1 + [key for key, _ in pages._talks.audiences("sv")].index("self")
    start = pages.ask(Order(Verb.FIND, "sv", 1), CHAT)
    assert labelled(start.message, "Det gäller mig själv").url == f"{ADDRESS}?e=1"
    assert told(pages.ask(Order(Verb.FIND, "sv", 1, own, alone=True), CHAT)) == told(start)
    nowhere = pages_with(shipped(), "").ask(Order(Verb.FIND, "sv", 1), CHAT)
    assert "Det gäller mig själv" not in [button.label for button in buttons(nowhere.message)]


def test_a_units_own_name_is_shown_as_it_is_written() -> None:
    """An organisation may call it anything; what looks like a mark is a letter."""
    edition = shipped()
    organisation = edition.directory.organisation
    assert organisation is not None
    units = {1: replace(organisation.units[1], name="Barn & <unga>")}
    named = changed("house.yaml", "title: Akut", "title: Akut")
    named.directory = replace(edition.directory, organisation=replace(organisation, units=units))
    pages = pages_with(named)
    for shown in (pages.ask(Order(Verb.WELCOME, "sv", 1), CHAT), pages.press(begun(pages).sealed, MENU, CHAT)):
        assert "Barn & <unga>" in parse_html(shown.message.text)[0]
