"""Links of letters are sealed: each opens for its own use alone, in its time, and fits where it has to go."""

from __future__ import annotations

import re
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.accounts.letters import CHAT_LIFE, chat_token, end_token, ended, in_chat, is_address
from bot.storage.seal import Seal

SEAL, OTHER = Seal(b"k" * 32), Seal(b"o" * 32)
TODAY = date(2026, 11, 23)


def test_a_link_into_a_chat_lives_ninety_days() -> None:
    """Good from its day until the ninetieth after, with this installation's key alone; at most 63 signs, as Telegram
    takes 64 of a few kinds."""
    token = chat_token(SEAL, 65_000, "0123456789abcdef", TODAY)

    assert timedelta(days=90) == CHAT_LIFE and re.fullmatch(r"[A-Za-z0-9_-]{1,63}", token)
    assert in_chat(SEAL, token, TODAY) == (65_000, "0123456789abcdef")
    assert in_chat(SEAL, token, TODAY + timedelta(days=89)) == (65_000, "0123456789abcdef")
    for day in (TODAY + timedelta(days=90), TODAY - timedelta(days=1)):
        assert in_chat(SEAL, token, day) is None
    assert in_chat(OTHER, token, TODAY) is None and ended(SEAL, token) is None


def test_a_link_that_ends_letters_does_nothing_else() -> None:
    """It opens as what it is, for one account."""
    token = end_token(SEAL, 12)
    assert ended(SEAL, token) == 12 and ended(OTHER, token) is None and in_chat(SEAL, token, TODAY) is None


@given(st.text(max_size=90))
def test_no_text_opens_anything(text: str) -> None:
    """Whatever stands in an address or behind /start is no link of ours, and breaks nothing."""
    assert ended(SEAL, text) is None and in_chat(SEAL, text, TODAY) is None


def test_an_address_cannot_write_a_header() -> None:
    """One plain address; no line break, no second one, no name around it."""
    assert is_address("anna.berg+brev@region.example.org")
    odd = (
        "",
        "anna",
        "a@b",
        "a@b.se\nBcc: c@d.se",
        "a@b.se,c@d.se",
        "<a@b.se>",
        "a b@c.se",
        "å@b.se",
        "a@b.se" + "e" * 260,
    )
    assert not any(map(is_address, odd))
