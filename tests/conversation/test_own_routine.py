"""What staff see of their organisation's own routine: whose it is, since when, how the unit asks, and who signed."""

from dataclasses import replace
from datetime import UTC, datetime
from functools import cache

import pytest

from bot.channels.telegram.pages import Pages
from bot.channels.terminal.show import as_json, lines
from bot.channels.web.fragment import Fragments
from bot.channels.web.templates import open_templates
from bot.conversation.alone import MemoryKeys, OneEdition
from bot.conversation.content import require_edition
from bot.conversation.edition import Edition
from bot.conversation.messages import Press, Turn, write_move
from bot.conversation.talk import Talks
from bot.dialog.model import Audience
from bot.dialog.routine_schema import ROUTINE
from bot.dialog.signatures import Scope, Signature, fingerprint
from bot.problem import Span
from bot.text.ui import WORDS
from tests.conftest import ROOT

CHAT = b"telegram:7"
TO_OWN_STEP = (5, 0, 2, 0, 0)
"""Answers from the hub of a health unit to the example's own step."""
TO_ASKING = (0, 0, 0)
"""… to where the guide about asking begins."""
DAY = datetime(2026, 11, 25, 10, 0, tzinfo=UTC)


@cache
def example() -> Edition:
    """The content that ships with the worked example of a routine."""
    return require_edition(ROOT / "dialogs", ROOT / "locales", ROOT / "docs" / "example-routine")


def talks(edition: Edition | None = None, now: datetime = DAY) -> Talks:
    """Conversations whose clock stands still."""
    return Talks(OneEdition(edition or example()), MemoryKeys(), lambda: now, lambda: 1)


def walked(held: Talks, answers: tuple[int, ...], unit: int = 1, staff: str = "sv") -> Turn:
    """The turn after some answers."""
    turn = held.begin(CHAT, unit=unit, staff=staff)
    for answer in answers:
        turn = held.press(Press(turn.sealed, write_move(answer), CHAT))
        assert not turn.refused
    return turn


def test_an_own_step_says_whose_it_is_and_since_when() -> None:
    """Nobody takes it for a step of the guides; a step of the guides says nothing of the kind."""
    turn = walked(talks(), TO_OWN_STEP)
    assert turn.view.step == "plan-ahead.our-counsellor"
    assert turn.view.own is not None
    assert turn.view.own.text == "Er rutin, beslutad 2026-11-02."
    assert walked(talks(), TO_OWN_STEP[:-1]).view.own is None


def test_a_routine_past_its_review_says_so() -> None:
    """The step is still shown: what is old is told, not hidden."""
    turn = walked(talks(now=datetime(2027, 11, 3, 10, 0, tzinfo=UTC)), TO_OWN_STEP)
    assert turn.view.own is not None
    assert turn.view.own.text == ("Er rutin, beslutad 2026-11-02. Den skulle ha setts över senast 2027-11-02.")


def test_own_words_are_shown_in_the_language_that_the_organisation_wrote() -> None:
    """English where it is written; Swedish, marked, where it is not."""
    view = walked(talks(), TO_OWN_STEP, staff="en").view
    assert view.title.text == "Our counsellor"
    assert "08-465 004 52" in view.lines[0].text.text
    assert not any(line.text.fallback for line in view.lines)

    bare = example().release
    shorn = replace(bare, translations=())
    assert shorn.translations == ()
    silent = Edition(shorn, replace(example().catalogues, texts={}), example().directory)
    view = walked(talks(silent), TO_OWN_STEP, staff="en").view
    assert view.title.text == "Vår kurator"
    assert all(line.text.fallback for line in view.lines)


ASKED = {
    1: (
        "Er rutin, beslutad 2026-11-02. Frågan ställs när det finns tecken. Fråga också utan tecken vid: "
        "ny kontakt, sjukskrivning, psykisk ohälsa. Den som frågar: läkare, sjuksköterska, kurator. "
        "Hur ofta: en gång om året. Svaret skrivs i: journalen, under sökord som inte visas på nätet."
    ),
    2: (
        "Er rutin, beslutad 2026-11-02. Alla får frågan. Den som frågar: den som möter personen. "
        "Hur ofta: vid varje ny kontakt. Svaret skrivs i: journalen."
    ),
}


@pytest.mark.parametrize(("unit", "told"), ASKED.items())
def test_a_unit_is_told_how_it_asks_where_asking_begins(unit: int, told: str) -> None:
    """To staff alone, opened on demand so that the first sentence to say stands first; each unit its own."""
    view = walked(talks(), TO_ASKING, unit=unit).view
    assert view.step == "ask.fear"
    assert view.asking is not None
    assert view.asking.text == told
    assert view.lines[0].audience is Audience.ALOUD
    later = walked(talks(), (*TO_ASKING, 0), unit=unit).view
    assert later.asking is None


def test_nobody_without_a_unit_is_told_how_it_asks() -> None:
    """What holds for one unit is said to nobody else."""
    held = talks()
    turn = held.begin(CHAT)
    while turn.view.step != "ask.fear":
        turn = held.press(Press(turn.sealed, write_move(0), CHAT))
    assert turn.view.asking is None


def ended(held: Talks) -> Turn:
    """An ending behind the own step, by the first answers that are offered."""
    turn = walked(held, TO_OWN_STEP)
    for _ in range(40):
        if turn.view.outcome:
            return turn
        last = turn.view.done or turn.view.choices[0]
        turn = held.press(Press(turn.sealed, last.move, CHAT, ticks=1 if turn.view.done else None))
    raise AssertionError("no ending was reached")


def test_own_actions_are_called_a_routine_and_never_law() -> None:
    """They stand last, with words of their own for how strong they are."""
    outcome = ended(talks()).view.outcome
    assert outcome is not None
    levels = {action.id: action.level for action in outcome.actions}
    assert levels["book-counsellor"] == "own"
    assert list(levels)[-1] == "book-counsellor"
    assert set(levels.values()) & {"must", "should"}


def test_an_unsigned_routine_says_so_and_a_signed_one_does_not() -> None:
    """The routine is signed as guides are: for the law and for care."""
    edition = example()
    files = edition.release.files
    every = {name: fingerprint(content) for name, content in files.items()}
    for held_back, is_told in (((), False), ((ROUTINE,), True)):
        prints = {name: each for name, each in every.items() if name not in held_back}
        signed = tuple(
            Signature("A", "b", "c", DAY.date(), scope, "", prints, Span(""))
            for scope in (Scope.LAW, Scope.CLINIC, Scope.NUMBERS)
        )
        organisation = edition.directory.organisation
        assert organisation is not None
        directory = replace(edition.directory, organisation=replace(organisation, signatures=signed))
        copy = Edition(edition.release, edition.catalogues, directory)
        outcome = ended(talks(copy)).view.outcome
        assert outcome is not None
        assert bool(outcome.unsigned) == is_told


def test_every_door_shows_the_mark() -> None:
    """Terminal, web and Telegram, in words."""
    held = talks()
    turn = walked(held, TO_OWN_STEP)
    mark = "Er rutin, beslutad 2026-11-02."

    assert any(mark in line for line in lines(turn, lambda key: WORDS[key]))
    assert as_json(turn)["own"] == mark
    before, after, _ = Fragments(held, open_templates()).main(turn, "")
    assert f'<p class="own">{mark}</p>' in (before + after).decode()
    assert f"<i>{mark}</i>" in Pages(held, "https://stod.example/").screens.message(turn, 0).text


def test_every_door_tells_how_the_unit_asks() -> None:
    """Behind one word where there are things to open, and after the sentences to say."""
    held = talks()
    turn = walked(held, TO_ASKING)

    shown = "\n".join(lines(turn, lambda key: WORDS[key]))
    assert "Så frågar ni här: Er rutin, beslutad" in shown
    before, after, _ = Fragments(held, open_templates()).main(turn, "")
    assert '<details class="more"><summary>Så frågar ni här</summary>' in (before + after).decode()
    told = Pages(held, "https://stod.example/").screens.message(turn, 0).text
    assert told.index("Finns det någon nära dig") < told.index("Så frågar ni här") < told.index("Frågan ställs när")
