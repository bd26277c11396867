"""A typed reply chooses the one button that it means, and none when it may mean two."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.channels.telegram.markup import plain
from bot.channels.telegram.message import HOLE
from bot.channels.telegram.typed import chosen
from bot.dialog.model import Kind
from tests.channels.telegram.talked import buttons, rendered

TEXT = "Arbetsstöd.\n\nVad svarar personen?\n\n1. Nej. Vuxen person\n2. Nej, men baby\n3. Något annat"


def keyboard(*labels: str) -> dict[str, Any]:
    """Buttons as Telegram sends them, each with its label as data."""
    return {"inline_keyboard": [[{"text": label, "callback_data": label}] for label in labels]}


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("2", "2. Nej"),
        ("2.", "2. Nej"),
        ("(2)", "2. Nej"),
        ("nr 2", "2. Nej"),
        ("٢", "2. Nej"),
        ("ja", "1. Ja"),
        (" JA! ", "1. Ja"),
        ("vet inte", "✓ 3. Vet inte än"),
        ("Dölj", "Dölj"),
        ("dolj", "Dölj"),
        ("Akut.", "Akut"),
    ],
)
def test_a_number_or_a_buttons_words_choose_it(typed: str, label: str) -> None:
    """Capitals, accents and punctuation do not matter."""
    assert chosen("", keyboard("1. Ja", "2. Nej", "✓ 3. Vet inte än", "Akut", "Dölj"), typed) == label


@pytest.mark.parametrize(
    ("typed", "label"), [("1", "1"), ("nej vuxen person", "1"), ("nej, men", "2"), ("✓", None), ("Något annat", "✓ 3")]
)
def test_words_that_stand_in_the_text_choose_their_number(typed: str, label: str | None) -> None:
    """Where an answer is too long for a button, its words stand in the message that is replied to."""
    assert chosen(TEXT, keyboard("1", "2", "✓ 3"), typed) == label


@pytest.mark.parametrize("typed", ["nej", "4", "0", "", "   ", "!?", "hen sa att", "n", "1 2", "ja nej", "112"])
def test_a_doubt_chooses_nothing(typed: str) -> None:
    """Better asked again than answered wrongly; what is no answer is no answer."""
    assert chosen(TEXT, keyboard("1", "2", "3"), typed) is None


def test_every_answer_that_ships_can_be_typed() -> None:
    """Its number and its words both choose it, on every screen in every language."""
    for turn, message in rendered():
        if turn.view.kind not in (Kind.ASK, Kind.SEVERAL):
            continue
        markup = {"inline_keyboard": [[{"text": each.label, "callback_data": each.data} for each in buttons(message)]]}
        for number, choice in enumerate((*turn.view.choices, *([turn.view.none] if turn.view.none else [])), 1):
            assert chosen(plain(message.text), markup, str(number)) == HOLE + choice.move
            assert chosen(plain(message.text), markup, choice.label.text) == HOLE + choice.move


JSON = some.recursive(
    some.none() | some.booleans() | some.integers() | some.text(max_size=5),
    lambda inner: (
        some.lists(inner, max_size=3) | some.dictionaries(some.sampled_from(["text", "callback_data"]), inner)
    ),
    max_leaves=8,
)


@given(some.text(max_size=300), some.dictionaries(some.just("inline_keyboard"), JSON), some.text(max_size=300))
def test_whatever_comes_in_nothing_is_raised(text: str, markup: dict[str, Any], typed: str) -> None:
    """A reply can hold anything, and so can the message that it says it replies to."""
    assert chosen(text, markup, typed) is None or isinstance(chosen(text, markup, typed), str)
