"""Practice in the terminal, by what is typed: a round with its three questions, short decisions, and the way on."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from io import StringIO
from itertools import count

import pytest

from bot.channels.terminal import flashcards, play, practice, show
from bot.cli import main
from bot.conversation.alone import terminal_talks
from bot.conversation.messages import Press
from bot.conversation.round_view import Screen
from bot.conversation.rounds import Rounds, rounds_of
from bot.conversation.talk import Talks
from bot.engine.token import Header, Mode
from bot.operations.rehearsing import Rehearsals
from bot.statistics.contribution import Rehearsal, Withdrawn
from bot.statistics.waiting import SHARED, slot_of
from bot.storage import StorageError
from bot.storage.waiting import SharedWaiting
from bot.text.practice import WORDS
from tests.channels.telegram.talked import shipped
from tests.valkey import Valkey

NOW = datetime(2026, 11, 25, 10, 0, tzinfo=UTC)
FIRST = "1\n\n"
"""The first line, and on."""


class Terminal:
    """One terminal: what its rounds told, and what it printed."""

    def __init__(self) -> None:
        self.talks: Talks = terminal_talks(shipped())
        self.talks.number = lambda: 7  # so that lines stand in the same order in each
        self.told: list[tuple[Header, Rehearsal | Withdrawn]] = []
        self.talks.rehearse, self.talks.counter = lambda *told: self.told.append(told), SHARED
        self.rounds: Rounds = rounds_of(self.talks)
        self.out = StringIO()

    def play(self, typed: str, case: str = "elin") -> Screen | None:
        """A round, by what is typed."""
        screen = self.rounds.begin(case, practice.BINDING)
        assert screen is not None
        return practice.hold(self.rounds, screen, StringIO(typed), self.out)

    @property
    def text(self) -> str:
        """What was printed, without line breaks."""
        return " ".join(self.out.getvalue().split())


def decisions(case: str) -> int:
    """How many a round by the first lines has."""
    found = Terminal()
    found.play("\n" + 20 * FIRST, case)
    return found.text.count(WORDS["then"])


def test_three_questions_before_and_after_and_the_change() -> None:
    """Answered, passed over, or asked anew where it was no number; the change is shown and told."""
    terminal = Terminal()
    terminal.play("2\n3\nelva\n10\n\n1\n" + decisions("elin") * FIRST + "1\n8\n9\n\n")

    assert f"{WORDS['confidence-ask']} 3 → 8" in terminal.text
    assert f"{WORDS['confidence-receive']} 10 → 9" in terminal.text
    assert WORDS["terminal-fault"] in terminal.text and WORDS["confidence-means"] in terminal.text
    header, last = terminal.told[-1]
    assert header.mode is Mode.PRACTICE and isinstance(last, Rehearsal)
    assert (last.ask, last.receive, last.next) == ("much-more", "less", "")


def test_who_does_not_want_to_be_counted_says_so() -> None:
    """On the first screen; what it means stands there, too."""
    terminal = Terminal()
    terminal.play("3\nq\n")
    assert WORDS["counted"] in terminal.text and WORDS["uncounted"] in terminal.text
    assert [found for _, found in terminal.told] == [Withdrawn.ASKED]


def test_who_stops_is_told_where_to_turn() -> None:
    """Numbers stand there, and nothing is scored."""
    terminal = Terminal()
    assert terminal.play("1\nq\n") is None
    assert "116 016" in terminal.text and WORDS["support-own"] in terminal.text
    assert WORDS["analysis"] not in terminal.text


def test_the_end_leads_to_the_same_step_for_real() -> None:
    """The round is handed back with the guide that is meant; without a wish it is over."""
    terminal = Terminal()
    typed = "\n" + decisions("elin") * FIRST
    assert terminal.play(typed + "\n") is None
    wanted = terminal.play(typed + "1\n")
    assert wanted is not None and wanted.debrief is not None and wanted.card is not None
    turn = terminal.talks.begin(b"terminal", sector=wanted.card.sector, toward=wanted.debrief.guide)
    assert turn.view.step.startswith("prepare.")


def test_a_short_decision_says_why_only_after_an_answer() -> None:
    """A line, how sure, then all lines with their reasons; q ends, and nothing is kept."""
    terminal, cards = Terminal(), Terminal().rounds.flashcards()
    word = lambda key: WORDS[key]  # noqa: E731
    flashcards.hold(cards, word, range, StringIO("9\n2\n3\n\nq\n"), terminal.out)
    asked, _, told = terminal.text.partition(WORDS["sure"])

    assert WORDS["terminal-fault"] in asked and cards[0].lines[0].why.text.split()[0] not in asked.split("?")[0]
    assert all(" ".join(line.why.text.split()) in told for line in cards[0].lines)
    assert all(" ".join(line.why.text.split()) not in asked for line in cards[0].lines)
    assert cards[1].title.text in told and cards[2].title.text not in told


def test_an_ending_names_the_short_decision_for_afterwards() -> None:
    """By the command that asks it; not on an ending that somebody may be looking at."""
    talks = terminal_talks(shipped())
    turn = talks.begin(play.BINDING)
    while turn.view.outcome is None:
        turn = talks.press(Press(turn.sealed, (turn.view.done or turn.view.choices[0]).move, play.BINDING, 1))
    ending = replace(turn.view, neutral=False, outcome=replace(turn.view.outcome, card="a-letter-home"))
    shown = [" ".join(show.lines(turn._replace(view=view), str)) for view in (ending, replace(ending, neutral=True))]

    assert ["fragestod practice --card a-letter-home" in text for text in shown] == [True, False]


def test_help_gives_examples(capsys: pytest.CaptureFixture[str]) -> None:
    """Of each way to practise."""
    with pytest.raises(SystemExit):
        main(["practice", "--help"])
    told = capsys.readouterr().out
    assert told.count("fragestod practice") >= 6 and "FRAGESTOD_VALKEY" in told


def test_a_round_is_carried_once_when_the_terminal_ends() -> None:
    """To the array that the installation shares; one that was refused is not there. Nothing is sent to what is away."""
    with Valkey() as server:
        terminal = Terminal()
        rehearsals = Rehearsals(SharedWaiting(server.address), terminal.talks.now)
        numbers = count(1)
        terminal.talks.rehearse, terminal.talks.number = rehearsals.rehearse, lambda: next(numbers)
        terminal.rounds = rounds_of(terminal.talks)
        terminal.play("\n1\nq\n")
        terminal.play("3\n\n1\nq\n")
        minute = int(terminal.talks.now().timestamp()) // 60
        assert not server.numbers(slot_of(minute))
        rehearsals.carry()
        assert len(server.numbers(slot_of(minute)) | server.numbers(slot_of(minute - 1))) == 1
    away = Rehearsals(SharedWaiting(server.address), lambda: NOW)
    away.carry()
    away.rehearse(
        Header(1, 1, int(NOW.timestamp()) // 60 % 4096, SHARED, mode=Mode.PRACTICE), Rehearsal(0, "elin/left")
    )
    with pytest.raises(StorageError):
        away.carry()
