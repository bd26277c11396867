"""A round is walked by sealed buttons alone, and never touches a real talk."""

import math

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.conversation.edition import Edition
from bot.conversation.messages import FIRST_STAFF_LANGUAGE, Press, write_move
from bot.conversation.round_view import Stage
from bot.conversation.rounds import STAY, UNCOUNTED, Rounds
from bot.conversation.talk import Talks
from bot.dialog.flow import radix
from bot.dialog.model import Release
from bot.engine.answers import LIMIT
from bot.engine.token import Header, Mode
from bot.practice.confidence import ROOM, Answers, join, part
from bot.statistics.contribution import Rehearsal, Withdrawn
from bot.text.catalogues import LANGUAGES
from tests.channels.web.small_house import WEEKDAY, OneEdition, OneKey
from tests.practice.conftest import is_over, new_process

BINDING = b"practice-web"


def test_a_round_needs_no_memory(edition: Edition) -> None:
    """Each press may meet a process that has never seen the round; the lines keep their order all the same."""
    screen = new_process(edition).begin("elin", BINDING)
    assert screen is not None
    stages = [screen.stage]
    while not is_over(screen):
        shown = [line.text for line in screen.lines]
        again = new_process(edition, 900).press(Press(screen.sealed, "__", BINDING))
        assert again.refused and [line.text for line in again.lines] == shown
        move = screen.lines[-1].move if screen.lines else write_move(0)
        screen = new_process(edition, 500).press(Press(screen.sealed, move, BINDING))
        stages.append(screen.stage)

    assert screen.debrief is not None
    assert stages[0] is Stage.START and stages[-1] is Stage.DEBRIEF
    assert len(screen.debrief.path) == stages.count(Stage.CHOICE) >= 6
    assert len(screen.sealed) == 62


def test_the_debrief_replays_what_was_chosen(rounds: Rounds) -> None:
    """Decision by decision, with the better line beside a poorer one, and a reason for each."""
    screen = rounds.begin("marek", BINDING)
    chosen = []
    while screen is not None and not is_over(screen):
        move = write_move(0)
        if screen.lines:
            chosen.append(screen.lines[0].text)
            move = screen.lines[0].move
        screen = rounds.press(Press(screen.sealed, move, BINDING))

    assert screen is not None and screen.debrief is not None
    assert [told.chosen.text for told in screen.debrief.path] == chosen
    assert any(told.better is None for told in screen.debrief.path)
    for told in screen.debrief.path:
        assert told.felt.text and told.why.text and told.then and told.sources
        assert told.better is None or told.better.text != told.chosen.text


def test_no_button_of_practice_opens_in_a_real_talk(edition: Edition, rounds: Rounds) -> None:
    """Nor one of a real talk in practice, even with the same key."""
    talks = Talks(OneEdition(edition), OneKey(), lambda: WEEKDAY, lambda: 7)
    practised, real = rounds.begin("elin", BINDING), talks.begin(b"web")

    assert practised is not None
    assert talks.press(Press(practised.sealed, "AA", b"web")).safe is not None
    assert rounds.press(Press(real.sealed, "AA", BINDING)).stage is Stage.LOST


def test_the_language_can_be_changed_in_the_middle(rounds: Rounds) -> None:
    """The round stays where it is, its lines stay in their order, and all of it is in English."""
    screen = rounds.begin("tina", BINDING)
    assert screen is not None
    swedish = rounds.press(Press(screen.sealed, write_move(0), BINDING))
    english = rounds.press(Press(swedish.sealed, write_move(FIRST_STAFF_LANGUAGE + LANGUAGES.index("en")), BINDING))

    assert [line.move for line in english.lines] == [line.move for line in swedish.lines]
    assert all(line.text.lang == "en" and not line.text.fallback for line in english.lines)
    assert all(beat.text.lang == "en" for beat in english.scene)


def test_two_rounds_show_the_lines_in_different_orders(rounds: Rounds) -> None:
    """Among twenty rounds the first scene comes in several orders."""
    orders = set()
    for _ in range(20):
        screen = rounds.begin("elin", BINDING)
        assert screen is not None
        orders.add(tuple(line.move for line in rounds.press(Press(screen.sealed, "AA", BINDING)).lines))

    assert len(orders) > 5


@settings(max_examples=60, deadline=None)
@given(
    sealed=st.text(alphabet="ABCabc012-_é", max_size=70),
    move=st.text(max_size=3),
    known=st.booleans(),
)
def test_whatever_comes_in_a_screen_goes_out(edition: Edition, sealed: str, move: str, known: bool) -> None:
    """Total: no press raises, and one that does not fit changes nothing."""
    rounds = new_process(edition)
    begun = rounds.begin("tutorial", BINDING)
    assert begun is not None
    screen = rounds.press(Press(begun.sealed if known else sealed, move, BINDING))

    assert screen.stage is not Stage.LOST if known else screen.stage is Stage.LOST


def told_of(edition: Edition, before: Answers, after: Answers) -> list[tuple[Header, object]]:
    """What a round with Elin tells the tables of practice, if all lines are right but at the telephone."""
    told: list[tuple[Header, object]] = []
    rounds = new_process(edition)
    rounds.rehearse, rounds.run = lambda header, found: told.append((header, found)), lambda: 5
    case = next(case for case in edition.release.cases if case.id == "elin")
    wanted = {ln.text for scene in case.scenes for ln in scene.lines if ln.id == "mute" or ln.is_right}
    wanted -= {line.text for line in case.scenes[0].lines if case.scenes[0].id == "phone" and line.id != "mute"}
    screen = rounds.begin("elin", BINDING)
    assert screen is not None
    screen = rounds.press(Press(screen.sealed, write_move(0), BINDING), before)
    while not is_over(screen):
        move = next((line.move for line in screen.lines if line.text.text in wanted), write_move(0))
        screen = rounds.press(Press(screen.sealed, move, BINDING))
    rounds.press(Press(screen.sealed, write_move(STAY), BINDING), after)
    return told


def test_a_round_tells_its_ending_its_first_gate_and_how_confidence_changed(edition: Edition) -> None:
    """Left until there is an ending; the answers before travel in the button; each press sets, under one number."""
    told = told_of(edition, (3, None, 10), (7, 4, 9))
    first, last = told[0][1], told[-1][1]

    assert first == Rehearsal(0, "elin/left")
    assert isinstance(last, Rehearsal) and last.ending != "elin/left" and last.ending.startswith("elin/")
    assert (last.gate, last.ask, last.receive, last.next) == ("alone", "much-more", "", "less")
    assert {(header.number, header.counter, header.mode) for header, _ in told} == {(1, 5, Mode.PRACTICE)}


def test_the_questions_can_be_answered_one_by_one(edition: Edition) -> None:
    """As in a chat: each answer travels with those before it, a new one stands over an old one, and a change of
    language forgets none."""
    told: list[object] = []
    rounds = new_process(edition)
    rounds.rehearse, rounds.run = lambda header, found: told.append(found), lambda: 5
    stay, english = write_move(STAY), write_move(FIRST_STAFF_LANGUAGE + LANGUAGES.index("en"))
    screen = rounds.begin("elin", BINDING)
    assert screen is not None
    for said in ((3, None, None), (None, None, 6), (4, None, None)):
        screen = rounds.press(Press(screen.sealed, stay, BINDING), said)
    assert screen.before == (4, None, 6) and told == []
    while not is_over(screen):
        screen = rounds.press(Press(screen.sealed, screen.lines[0].move if screen.lines else "AA", BINDING))
    screen = rounds.press(Press(screen.sealed, stay, BINDING), (9, None, None))
    screen = rounds.press(Press(screen.sealed, english, BINDING))
    screen = rounds.press(Press(screen.sealed, stay, BINDING), (None, None, 6))

    assert screen.before == (4, None, 6) and screen.after == (9, None, 6)
    assert isinstance(told[-1], Rehearsal)
    assert (told[-1].ask, told[-1].receive, told[-1].next) == ("much-more", "", "same")


def test_who_does_not_want_to_be_counted_is_not(edition: Edition) -> None:
    """From that press on the button carries no counter, and what waits of the round is taken back."""
    told: list[tuple[int, object]] = []
    rounds = new_process(edition)
    rounds.rehearse, rounds.run = lambda header, found: told.append((header.counter, found)), lambda: 5
    begun = rounds.begin("elin", BINDING)
    assert begun is not None and begun.counted
    second = rounds.press(Press(begun.sealed, write_move(0), BINDING))
    silent = rounds.press(Press(second.sealed, write_move(UNCOUNTED), BINDING))
    rounds.press(Press(silent.sealed, silent.lines[0].move, BINDING))

    assert not silent.counted and silent.lines == second.lines
    assert told[:2] == [(5, Rehearsal(0, "elin/left")), (5, Withdrawn.ASKED)]
    assert [counter for counter, _ in told[2:]] == [0]


def test_the_tutorial_is_no_practice(edition: Edition) -> None:
    """What only teaches the page tells nothing."""
    told: list[object] = []
    rounds = new_process(edition)
    rounds.rehearse, rounds.run = lambda header, found: told.append(found), lambda: 5
    begun = rounds.begin("tutorial", BINDING)
    assert begun is not None and not begun.counted
    rounds.press(Press(begun.sealed, write_move(0), BINDING))

    assert told == []


answers = st.none() | st.integers(0, 10)


three = st.tuples(answers, answers, answers)


@given(code=st.integers(1, LIMIT // ROOM - 1), before=three, after=three)
def test_the_answers_come_back_as_they_went(code: int, before: Answers, after: Answers) -> None:
    """Whatever was said, or not, and however long the round is."""
    assert part(join(code, before, after)) == (code, before, after)


def test_every_case_leaves_room_for_the_answers(release: Release) -> None:
    """The longest way through any case, with three answers before it and three after it, fits in a button."""
    for case in release.cases:
        longest = math.prod(2 * radix(case.program.nodes[scene.node], 0) for scene in case.scenes)
        join(4 * longest, (10, 10, 10), (10, 10, 10))
