"""The person's language and that of staff are chosen apart, and neither is ever where it does not belong."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest

from bot.conversation.edition import INTERPRETED
from bot.conversation.messages import FIRST_SAID_LANGUAGE, FIRST_STAFF_LANGUAGE, Press, Text, Turn, write_move
from bot.conversation.talk import Talks
from bot.dialog.model import Audience, Kind
from bot.text.catalogues import LANGUAGES
from bot.text.languages import EASY, UNWRITTEN
from tests.conversation.persons import chooser, speaking, talks_with

WEB = b"web"
ALL = frozenset(("ar", EASY))
STAFF = {"sv", "en"}
WALKS, LONGEST = 60, 60


def speak(talks: Talks, turn: Turn, first: int, language: str) -> Turn:
    """The turn after a language was chosen."""
    return talks.press(Press(turn.sealed, write_move(first + LANGUAGES.index(language)), WEB))


def walk(talks: Talks, mode: str, said: str) -> Iterator[Turn]:
    """Turns of talks by chance, from every entry, in a language for the person."""
    chance = random.Random(f"{mode} {said}")
    for place in range(WALKS):
        entries = talks.editions.current.program.entries
        turn = talks.begin(WEB, entry=entries[place % len(entries)], mode=mode, unit=1 + place % 3, said=said)
        for _ in range(LONGEST):
            yield turn
            if turn.view.kind is Kind.FINISH:
                break
            buttons = [each for each in (*turn.view.choices, turn.view.done, turn.view.none) if each]
            turn = talks.press(Press(turn.sealed, chance.choice(buttons).move, WEB))


def staff_texts(turn: Turn) -> list[Text]:
    """All that only staff read of a turn."""
    view = turn.view
    lines = [line.text for line in view.lines if line.audience is Audience.STAFF]
    beside = [line.beside for line in view.lines if line.beside]
    buttons = [each.label for each in (*view.choices, *view.jumps, view.done, view.none) if each]
    actions = [text for note in (view.outcome.actions if view.outcome else ()) for text in (note.text, *note.details)]
    return [text for text in (view.title, view.question, view.why, *lines, *beside, *buttons, *actions) if text]


def test_a_language_that_is_off_is_nowhere_in_a_real_talk() -> None:
    """Neither offered, nor taken when it is asked for, nor in any text; in practice and in look it is always there."""
    talks = talks_with(speaking())

    assert set(talks.said_languages("live")) == STAFF
    assert set(talks.said_languages("look")) == set(talks.said_languages("practice")) == STAFF | ALL
    assert speak(talks, talks.begin(WEB, unit=1), FIRST_SAID_LANGUAGE, "ar").refused
    assert not speak(talks, talks.begin(WEB, unit=1, mode="practice"), FIRST_SAID_LANGUAGE, "ar").refused
    for turn in walk(talks, "live", "ar"):
        assert turn.said in STAFF
        assert {line.text.lang for line in turn.view.lines} <= STAFF


def test_what_is_said_to_a_colleague_is_in_the_language_of_staff() -> None:
    """Who rings the social services has the words in the language of staff, though the person has easy Swedish."""
    talks = talks_with(speaking(on=ALL))
    turn = talks.begin(WEB, unit=1, said=EASY)
    for label in ("Jag ska ringa socialtjänsten", "Nej"):
        move = next(each.move for each in turn.view.choices if each.label.text == label)
        turn = talks.press(Press(turn.sealed, move, WEB))
    lines = [line for line in turn.view.lines if line.audience is Audience.ALOUD]

    assert lines
    assert {(line.text.lang, line.text.fallback, line.beside) for line in lines} == {("sv", False, None)}


def test_switching_a_language_off_ends_it_in_talks_that_are_held() -> None:
    """A button sealed while it was on brings no word of it afterwards, and the talk goes on where it was."""
    on, off = speaking(on=ALL), speaking()
    talks = talks_with(on)
    turn = talks.begin(WEB, unit=1, said="ar")
    held = chooser(talks)(turn, "Ställa frågor")
    assert "ar" in {line.text.lang for line in held.view.lines}

    on_directory, on.directory = on.directory, off.directory
    again = talks.press(Press(held.sealed, write_move(2112), WEB))
    on.directory = on_directory

    assert (again.view.step, again.said) == (held.view.step, "sv")
    assert {line.text.lang for line in again.view.lines} == {"sv"}


def test_a_catalogue_that_is_not_whole_is_no_language() -> None:
    """Until its header says that it is ready there is no text yet, in any mode."""
    talks = talks_with(speaking(on=ALL, ready=False))

    assert {code for mode in ("live", "look", "practice") for code in talks.said_languages(mode)} == STAFF


@pytest.mark.parametrize("language", sorted(ALL))
def test_no_text_for_staff_is_ever_in_a_persons_language(language: str) -> None:
    """Titles, questions, answers, advice and duties stay in the language of staff; it cannot be chosen for staff."""
    talks = talks_with(speaking(on=ALL))
    assert language not in talks.languages()
    assert talks.begin(WEB, staff=language).staff == "sv"
    assert speak(talks, talks.begin(WEB, unit=1), FIRST_STAFF_LANGUAGE, language).refused

    seen = 0
    for turn in walk(talks, "live", language):
        assert {text.lang for text in staff_texts(turn)} <= STAFF, turn.view.step
        seen += any(line.text.lang == language for line in turn.view.lines)
    assert seen > 20


def test_the_subject_waits_for_an_interpreter_in_every_state() -> None:
    """For each screen and each value of who interprets: behind the gate only where somebody does; before it always."""
    edition = speaking(on=ALL)
    program = edition.program
    slot = program.slots["interpreter"]
    place = edition.fold.begin("hub", ())
    for node in program.nodes:
        for value, name in enumerate(program.facts[slot].domain.values):
            facts = tuple(value if number == slot else was for number, was in enumerate(place.state[1]))
            there = place._replace(state=(node.index, facts, *place.state[2:]))
            assert edition.may_say(there, "ar") == (not node.private or name in INTERPRETED), node.id
            assert edition.may_say(there, EASY)
            assert edition.may_say(there, "en")


def test_no_walk_shows_the_subject_in_a_persons_language_without_an_interpreter() -> None:
    """What is held back comes in the language of staff, and the screen says why."""
    talks = talks_with(speaking(on=ALL))
    program = talks.editions.current.program
    private = {node.id for node in program.nodes if node.private}
    told = held = 0
    for turn in walk(talks, "live", "ar"):
        foreign = any(line.text.lang == "ar" for line in turn.view.lines)
        said = any(line.audience is not Audience.STAFF for line in turn.view.lines)
        if turn.view.step in private and said:
            assert foreign != turn.view.held
            told, held = told + foreign, held + turn.view.held
    assert told > 2
    assert held > 2


def test_without_an_interpreter_there_are_cards_for_language_pain_and_help_alone() -> None:
    """With one, or with a colleague who speaks the language, the cards about the subject come behind the gate."""
    talks = talks_with(speaking(on=ALL))
    choose = chooser(talks)
    first = talks.begin(WEB, entry="cards", unit=1, said="ar")

    alone = choose(first, "Ingen än")
    cards = [line for line in alone.view.lines if line.audience is Audience.SHOWN]
    assert len(cards) == 6
    assert {line.text.lang for line in cards} == {"ar"}
    assert [point.label.lang for point in cards[0].points][-2:] == list(UNWRITTEN)

    for answer in ("Yrkestolk, på plats eller på telefon", "En kollega som talar språket väl"):
        gate = choose(choose(first, answer), "Nej. Vuxen person, ingen tolk")
        shown = choose(gate, "Ja, vi går vidare")
        assert shown.view.step == "cards-talk.show"
        assert not shown.view.held
        assert {line.text.lang for line in shown.view.lines if line.audience is Audience.SHOWN} == {"ar"}


def test_what_the_person_reads_has_the_words_of_staff_beside_it() -> None:
    """Nobody turns a screen with a text that they do not know themselves."""
    talks = talks_with(speaking(on=ALL))
    turn = chooser(talks)(talks.begin(WEB, unit=1, staff="en", said="ar"), "Ask questions")

    (line,) = [line for line in turn.view.lines if line.audience is Audience.ALOUD]
    assert (line.text.lang, line.beside and line.beside.lang) == ("ar", "en")
    assert {line.text.lang for line in turn.view.lines if line.audience is Audience.STAFF} == {"en"}
    same = chooser(talks)(talks.begin(WEB, unit=1, staff="en", said="en"), "Ask questions")
    assert [line.beside for line in same.view.lines] == [None] * len(same.view.lines)
