"""A round is walked by sealed buttons alone, and never touches a real talk."""

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.conversation.edition import Edition
from bot.conversation.messages import FIRST_STAFF_LANGUAGE, Press, write_move
from bot.conversation.round_view import Stage
from bot.conversation.rounds import Rounds
from bot.conversation.talk import Talks
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
