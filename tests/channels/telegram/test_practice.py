"""Practice in Telegram: rounds like those of the other doors, in one message, with tokens alone."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from itertools import count

import pytest

from bot.channels.telegram.markup import plain
from bot.channels.telegram.message import (
    HOLE,
    PARTS_OF_ROUND,
    STAY,
    Message,
    Order,
    OwnMove,
    RoundMove,
    Shown,
    Verb,
    read_order,
)
from bot.channels.telegram.pages import Pages
from bot.channels.telegram.practice import SITTING
from bot.conversation.alone import MemoryKeys, OneEdition
from bot.conversation.messages import FIRST_JUMP, Press, Turn, read_move, write_move
from bot.conversation.rounds import PLACES, rounds_of
from bot.conversation.talk import Talks, count_nothing
from bot.practice.certificate import mark
from bot.practice.sitting import Sitting, write
from bot.statistics.contribution import Rehearsal, Withdrawn
from bot.testing.telegram import BotApi, User
from bot.testing.telegram.entities import parse_html
from bot.text.chat import PREVIEW, fits, length
from bot.text.lint.betrayal import betraying
from bot.text.practice import CONTEXT, WORDS
from bot.text.ui import WORDS as DOOR
from tests.channels.telegram.doors import Running, running
from tests.channels.telegram.talked import ADDRESS, CHAT, WEEKDAY, buttons, labelled, shipped

SIGN = WORDS["sign"].upper()
SIGNS = {"sv": SIGN, "en": "PRACTICE"}
CASES = len(shipped().release.cases)
SEED = 20_261_123


@dataclass
class House:
    """Processes that share keys, and what their rounds told the counting."""

    telegram: bool = True
    keys: MemoryKeys = field(default_factory=MemoryKeys)
    told: list[Rehearsal | Withdrawn] = field(default_factory=list)
    counters: list[int] = field(default_factory=list)

    def process(self) -> Talks:
        """One that has seen no round."""
        numbers = count(len(self.told) + 1)
        talks = Talks(OneEdition(shipped(telegram=self.telegram)), self.keys, lambda: WEEKDAY, lambda: next(numbers))
        talks.counter = 5

        def rehearse(header: object, found: Rehearsal | Withdrawn) -> None:
            self.told.append(found)
            self.counters.append(getattr(header, "counter", -1))

        talks.rehearse = rehearse
        return talks

    def pages(self) -> Pages:
        """The pages of a new process."""
        return Pages(self.process(), ADDRESS)


def case(pages: Pages, number: int, language: str = "sv") -> Shown:
    """The beginning of a case, by its number in the list."""
    return pages.ask(Order(Verb.CASE, language, 1, number), CHAT)


def tap(pages: Pages, shown: Shown, label: str) -> Shown:
    """What a button of a round leads to."""
    return pages.press(shown.sealed, labelled(shown.message, label).data.removeprefix(HOLE), CHAT)


def answers(message: Message) -> list[str]:
    """The moves that go on in a round: the lines, or what follows."""
    moves = [each.data.removeprefix(HOLE) for each in buttons(message) if each.data.startswith(HOLE)]
    return [move for move in moves if (read_move(move) or 0) < FIRST_JUMP]


def through(pages: Pages, shown: Shown, chance: random.Random) -> Iterator[Shown]:
    """A round by lot, screen by screen; of the debrief all parts."""
    yield shown
    while moves := answers(shown.message):
        shown = pages.press(shown.sealed, chance.choice(moves), CHAT)
        yield shown
    for part in range(1, PARTS_OF_ROUND):
        move = write_move(RoundMove.PART.value + part)
        if HOLE + move not in [each.data for each in buttons(shown.message)]:
            return
        shown = pages.press(shown.sealed, move, CHAT)
        yield shown


@pytest.fixture(scope="module")
def screens() -> list[tuple[str, Shown]]:
    """Every screen of a round by lot with each case in each language, the list, and the way out."""
    chance, pages = random.Random(SEED), House().pages()
    found = []
    for language in ("sv", "en"):
        found += [(language, pages.ask(Order(verb, language, 1), CHAT)) for verb in (Verb.PRACTICE, Verb.SUPPORT)]
        for number in range(1, CASES + 1):
            found += [(language, shown) for shown in through(pages, case(pages, number, language), chance)]
    return found


def test_every_message_says_that_it_is_practice_and_has_the_way_out(screens: list[tuple[str, Shown]]) -> None:
    """Below the neutral line that a list of chats shows; the way out is one tap, and needs nothing of the round."""
    assert len(screens) > 20 * 2 * CASES
    out = [Order(Verb.SUPPORT, language, 1).data for language in ("sv", "en")]
    for language, shown in screens:
        text = plain(shown.message.text)
        lead = " ".join(text.split())[:PREVIEW]
        assert all(betraying(lead, words) is None for words in shipped().release.house.betraying.values())
        assert text.split("\n\n")[1].startswith(f"{SIGNS[language]} · ")
        data = [each.data for each in buttons(shown.message)]
        assert not shown.sealed or out[language == "en"] in data


def test_no_number_can_be_called_and_nothing_be_opened(screens: list[tuple[str, Shown]]) -> None:
    """No number in a form that a phone takes for one, and no address; numbers to turn to are code, never a link."""
    for _, shown in screens:
        text, entities = parse_html(shown.message.text)
        assert "+46" not in text and "http" not in text and "www." not in text
        assert {entity.type for entity in entities} <= {"bold", "italic", "blockquote", "expandable_blockquote", "code"}
        assert not shown.sealed or not any(each.url for each in buttons(shown.message))
    support = screens[1][1].message.text
    assert "<code>112</code>" in support and "<code>116 016</code>" in support


def test_every_message_fits_telegram_and_every_button_a_phone(screens: list[tuple[str, Shown]]) -> None:
    """Text, marks, callback data and the breadth of labels; nothing of Swedish is left in an English round."""
    for language, shown in screens:
        text, entities = parse_html(shown.message.text)
        assert 0 < length(text) <= 4096 and len(entities) <= 100 and HOLE not in text
        for row in shown.whole.rows:
            assert all(fits(each.label, len(row)) for each in row), [each.label for each in row]
            assert all(bool(each.data) != bool(each.url) and len(each.data.encode()) <= 64 for each in row)
        if language == "en":
            assert not any(word in text for word in ("Så kändes det", "Vidare", "Val 1", "Därför"))


def test_a_round_needs_no_memory_and_opens_in_no_other_chat() -> None:
    """Each press meets a process that has never seen it; another chat, and a real talk, cannot read the button."""
    house = House()
    shown = case(house.pages(), 2)
    while moves := answers(shown.message):
        again = house.pages().press(shown.sealed, STAY, CHAT)
        assert again.message.text == shown.message.text
        for_others = house.pages().press(shown.sealed, moves[0], b"telegram:8")
        assert DOOR["unreadable"] in plain(for_others.message.text) and not for_others.sealed
        shown = house.pages().press(shown.sealed, moves[-1], CHAT)
    assert WORDS["reactions"] in plain(shown.message.text)


def test_what_is_hidden_comes_back_where_it_was() -> None:
    """Hide shows an ordinary page at work; its one button leads back into the round."""
    pages = House().pages()
    shown = tap(pages, case(pages, 2), WORDS["begin"])
    hidden = tap(pages, shown, DOOR["hide"])
    assert SIGN not in plain(hidden.message.text)
    assert tap(pages, hidden, DOOR["show"]).message.text == shown.message.text


def test_what_no_button_of_ours_carries_is_answered_calmly() -> None:
    """A choice that is not there changes nothing, and a round of other content says so with a way on."""
    house = House()
    pages = house.pages()
    shown = tap(pages, case(pages, 2), WORDS["begin"])
    for move in ("__", "AH", write_move(RoundMove.PART.value + 31), write_move(RoundMove.LIVE.value)):
        after = pages.press(shown.sealed, move, CHAT)
        assert plain(shown.message.text)[-200:] in plain(after.message.text)
    refused = pages.press(shown.sealed, "AH", CHAT)
    assert WORDS["refused"] in plain(refused.message.text)
    pages._talks.editions.is_recalled = lambda short: True  # type: ignore[method-assign]
    lost = pages.press(shown.sealed, "AA", CHAT)
    assert WORDS["lost"] in plain(lost.message.text) and lost.sealed == ""


def played(pages: Pages, *, said: bool) -> Shown:
    """The last part of a round with Elin, by its first lines, with the questions about confidence or without."""
    shown = case(pages, 2)
    if said:
        shown = tap(pages, shown, WORDS["confidence"])
        for label in ("3", "10", WORDS["confidence-none"]):
            shown = tap(pages, shown, label)
    for after in through(pages, shown, random.Random(SEED)):
        shown = after
    return shown


def test_the_three_questions_travel_in_the_button_and_are_counted() -> None:
    """Asked one by one, before and after; a question that was passed over is not asked again."""
    house = House()
    pages = house.pages()
    end = tap(pages, played(pages, said=True), WORDS["confidence-after"])
    shown = tap(pages, tap(pages, end, "8"), "9")

    text = plain(shown.message.text)
    assert f"{WORDS['confidence-ask']} 3 → 8" in text and f"{WORDS['confidence-receive']} 10 → 9" in text
    assert WORDS["confidence-next"] not in text and WORDS["confidence-means"] in text
    last = house.told[-1]
    assert isinstance(last, Rehearsal) and last.unit == 1 and last.ending.startswith("elin/")
    assert (last.ask, last.receive, last.next) == ("much-more", "less", "")
    assert set(house.counters) == {5}


def test_who_does_not_want_to_be_counted_says_so_once() -> None:
    """The button stands on the first and the last screen; after it nothing of the round reaches the tables."""
    house = House()
    pages = house.pages()
    assert WORDS["counted"] in plain(case(pages, 2).message.text)
    shown = tap(pages, played(pages, said=False), WORDS["uncount"])

    assert WORDS["uncounted"] in plain(shown.message.text)
    assert house.told[-1] is Withdrawn.ASKED
    pages.press(shown.sealed, STAY, CHAT)
    assert house.counters[-1] == 0


@pytest.mark.parametrize("number", [2, CASES])
def test_a_debrief_ends_with_the_same_step_for_real(number: int) -> None:
    """At the same unit and in the same language, with what one needs chosen already; the gate asks its own questions.
    Where real talks are not had in Telegram, nothing leads to one."""
    for telegram in (True, False):
        pages = House(telegram).pages()
        end = list(through(pages, case(pages, number, "en"), random.Random(SEED)))[-1]
        labels = [each.label for each in buttons(end.message)]
        if not telegram:
            assert not any("for real" in label for label in labels)
            closed = pages.press(end.sealed, write_move(RoundMove.LIVE.value), CHAT)
            assert SIGNS["en"] in plain(closed.message.text)
            continue
        real = tap(pages, end, next(label for label in labels if "for real" in label))
        assert SIGNS["en"] not in plain(real.message.text) and "Who can see the screen?" in plain(real.message.text)
        turn = pages._talks.press(Press(real.sealed, STAY, CHAT))
        assert (turn.unit, turn.staff, turn.mode, turn.safe) == (1, "en", "live", None)
        assert pages.practice.press(real.sealed, STAY, CHAT) is None


def test_nothing_grows_however_much_is_played() -> None:
    """A process keeps a fixed number of places of each case, whoever came there, and no message of practice."""
    pages, chance = House().pages(), random.Random(SEED)
    for _ in range(20):
        assert len(list(through(pages, case(pages, 2), chance))) > 15
    (fold,) = pages.practice._rounds._folds.values()
    assert len(fold.young) <= PLACES and len(fold.old) <= PLACES
    assert fold.old, "more was played than is kept"
    assert not pages.screens._kept and not pages.screens._standing


# --- flashcards -------------------------------------------------------------------------------------------


def follow(pages: Pages, shown: Shown, label: str) -> Shown:
    """What a button without a token leads to."""
    order = read_order(labelled(shown.message, label).data)
    assert order is not None
    return pages.ask(order, CHAT)


@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_sitting_of_short_decisions(language: str) -> None:
    """A few different cards by lot; a line, how sure, only then why; the process keeps nothing, and old buttons lead to
    where they led. At the end it says how many were taken as the guides would."""
    house = House()
    word = {key: house.process().editions.current.catalogues.get(language, CONTEXT, WORDS[key])[0] for key in WORDS}
    cards = {card.id: card for card in rounds_of(house.process()).flashcards(language)}
    shown, right, seen = house.pages().ask(Order(Verb.CARDS, language, 1), CHAT), 0, set()
    for number in range(1, SITTING + 1):
        text = plain(shown.message.text)
        assert f"{SIGNS[language]} · {word['cards-title']} {number}/{SITTING}" in text
        card = next(each for each in cards.values() if f"\n{each.title.text}\n" in text)
        seen.add(card.id)
        assert not any(line.why.text in text for line in card.lines)
        sure = follow(house.pages(), shown, "1")
        assert follow(house.pages(), shown, "1").message.text == sure.message.text
        chosen = next(line for line in card.lines if line.text.text in plain(sure.message.text))
        told = follow(house.pages(), sure, word["sure-2"])
        assert all(line.why.text in plain(told.message.text).replace("\n", " ") for line in card.lines)
        assert (word["card-right"] in plain(told.message.text)) is chosen.right
        right += chosen.right
        assert not told.sealed and all(len(each.data.encode()) <= 64 for each in buttons(told.message))
        assert all(fits(each.label, len(row)) for row in told.message.rows for each in row)
        shown = follow(house.pages(), told, word["card-next"])
    assert len(seen) == SITTING
    assert f"{right} {word['of']} {SITTING}" in plain(shown.message.text)


def test_a_sitting_that_cannot_be_read_leads_to_the_list() -> None:
    """A card that is gone, a line that it does not have, and letters of nobody."""
    pages = House().pages()
    card = mark(shipped().release.flashcards[0].id)
    for code in (write(Sitting((1,))), write(Sitting((card,), line=9, sure=1)), "AAAA", "x"):
        shown = pages.ask(Order(Verb.CARDS, "sv", 0, sitting=code), CHAT)
        assert WORDS["practice-title"] in plain(shown.message.text)


def test_an_ending_offers_its_short_decision_and_keeps_the_way_back() -> None:
    """On the ending's own token, and never before it; nothing of it is counted as a talk. Back shows the ending."""
    pages = House().pages()
    talks, counted = pages._talks, list[int]()
    move, found = write_move(OwnMove.CARD.value), 0
    for _, turn in zip(range(300), ended(talks), strict=False):
        assert turn.view.outcome is not None
        ending = pages.press(turn.sealed, STAY, CHAT)
        offers = HOLE + move in [each.data for each in buttons(ending.message)]
        assert offers is bool(turn.view.outcome.card and not turn.view.neutral and not turn.view.web_only)
        assert not (turn.view.personal and turn.view.outcome.card), "who came for their own sake is not to practise"
        if not offers or found > 3:
            continue
        found += 1
        talks.observe = lambda header, place, channel: counted.append(1)
        asked = pages.press(ending.sealed, move, CHAT)
        told = tap(pages, tap(pages, asked, "2"), WORDS["sure-3"])
        for shown in (asked, told):
            assert SIGN in plain(shown.message.text) and shown.sealed == ending.sealed
            assert Order(Verb.SUPPORT, "sv", 1).data in [each.data for each in buttons(shown.message)]
        assert tap(pages, told, DOOR["back"]).message.text == ending.message.text
        talks.observe = count_nothing
    assert found and counted == []
    first = talks.begin(CHAT, unit=1)
    assert pages.press(first.sealed, move, CHAT).message.text == pages.press(first.sealed, STAY, CHAT).message.text


def ended(talks: Talks) -> Iterator[Turn]:
    """Endings of real talks by lot."""
    chance = random.Random(SEED)
    while True:
        turn = talks.begin(CHAT, unit=1)
        while turn.view.outcome is None:
            offered = [each for each in (*turn.view.choices, turn.view.done, turn.view.none) if each]
            turn = talks.press(Press(turn.sealed, chance.choice(offered).move, CHAT))
        yield turn


# --- by the real library, on the Bot API stub ---------------------------------------------------------------------


def serving(api: BotApi, house: House, *, webhook: bool = False) -> AbstractAsyncContextManager[Running]:
    """A process at work."""
    return running(api, house.process(), webhook=webhook)


async def listed(api: BotApi) -> User:
    """Somebody who sees the list of cases."""
    user = api.user("Ada Planted", language_code="sv")
    await user.send("/practice")
    await user.sees(WORDS["practice-title"])
    return user


@pytest.mark.parametrize("webhook", [False, True], ids=["polling", "webhook"])
async def test_a_whole_case_is_played_though_the_process_is_another_midway(api: BotApi, *, webhook: bool) -> None:
    """From /practice to the last part of the debrief in one message. What is typed on the way loses nothing."""
    house = House()
    async with serving(api, house, webhook=webhook):
        user = await listed(api)
        await user.turn("2")
        await user.turn(WORDS["begin"])
        await user.turn("1")
    async with serving(api, house, webhook=webhook):
        number, before = user.newest.id, user.newest.text
        await user.send("vad ska jag säga?")
        await user.until(lambda: len(user.messages) == 2, "no sentence on what was typed")
        shown, screens = user.chat.messages[number], 0
        assert shown.text == before
        while WORDS["reactions"] not in shown.text:
            await user.turn("2" if "2" in shown.labels else WORDS["continue"], shown)
            shown, screens = user.chat.messages[number], screens + 1
        while DOOR["part-after"] in shown.labels:
            await user.turn(DOOR["part-after"], shown)
            shown = user.chat.messages[number]
        assert screens >= 15 and WORDS["summary"] in shown.text
        await user.turn(WORDS["stop"], shown)
        assert WORDS["chat-stopped"] in user.chat.messages[number].text
    assert api.log.refused == {}
    assert isinstance(house.told[-1], Rehearsal) and not house.told[-1].ending.endswith("/left")


async def test_pressed_twice_typed_and_an_old_button(api: BotApi) -> None:
    """A second tap is the same press; a number typed as a reply is its button; an old button leads to where it led."""
    async with serving(api, House()):
        user = await listed(api)
        begun = await user.turn("2")
        old = next(button.data for row in begun.rows for button in row if button.label == WORDS["begin"])
        first = await user.turn(WORDS["begin"])
        one = next(button.data for row in first.rows for button in row if button.label == "1")
        told = await user.turn("1", first)
        again = await user.press_data(one, first)
        await again.answered()
        assert user.newest.text == told.text
        await user.turn(WORDS["continue"])
        await user.reply(user.newest, "2")
        await user.sees(WORDS["then"])
        await (await user.press_data(old, user.newest)).answered()
        await user.sees(first.text.split("\n\n")[-1][:40])
        assert user.newest.text == first.text
        assert len(user.messages) == 1
    assert api.log.refused == {"editMessageText": 1}, "only the second tap, whose message is so already"
