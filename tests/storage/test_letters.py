"""One contract, two stores: who wants the weekly letter, and that one of many takes each on."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import Engine

from bot.accounts.letters import Wish
from bot.storage.letters import Letters


def test_a_letter_of_a_week_is_taken_on_once(engine: Engine) -> None:
    """Of eight at one moment one gets it; given back it can be taken again, and the next week too."""
    letters = Letters(engine)
    letters.want(7, "anna@example.org", "2026-W46")
    assert letters.due("2026-W46") == () and letters.due("2026-W47") == (7,)
    with ThreadPoolExecutor() as threads:
        taken = list(threads.map(lambda _: letters.claim(7, "2026-W47"), range(8)))
    assert sorted(filter(None, taken)) == ["2026-W46"] and letters.due("2026-W47") == ()
    letters.give_back(7, "2026-W47", "2026-W46")
    assert letters.claim(7, "2026-W47") == "2026-W46" and letters.due("2027-W01") == (7,)


def test_who_ends_the_letters_leaves_no_address(engine: Engine) -> None:
    """Address and link are apart; what is ended is gone, and nobody else's is touched."""
    letters = Letters(engine)
    letters.want(7, "anna@example.org", "2026-W46")
    letters.set_link(7, "abcd")
    letters.want(8, "eva@example.org", "2026-W46")
    letters.want(7, "", "")
    assert letters.wish(7) == Wish("", "abcd") and letters.wish(8).address == "eva@example.org"
    assert letters.due("2026-W47") == (8,) and letters.claim(7, "2026-W47") is None
    assert letters.wish(99) == Wish()
