"""One contract, two stores: tokens of the programming interface, on SQLite and on PostgreSQL."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import Engine

from bot.accounts.api_tokens import MOST_TOKENS, ApiToken
from bot.accounts.model import Account, Act, Refused, Role
from bot.storage import migrations
from bot.storage.api_tokens import ApiTokens
from tests.storage.test_accounts import Store
from tests.storage.test_accounts import store as _store

store = _store
TODAY = date(2030, 3, 17)
"""The day of the clock."""
DAY = 24 * 3600


@pytest.fixture
def tokens(engine: Engine, store: Store) -> ApiTokens:
    """The tokens of the store's accounts."""
    return ApiTokens(engine, store.clock)


def make(tokens: ApiTokens, account: Account, name: str = "Power BI", units: frozenset[int] = frozenset()) -> ApiToken:
    """A token whose digest is its name."""
    made = tokens.make(name, name, account.id, units, TODAY + timedelta(days=365), account.name)
    assert isinstance(made, ApiToken)
    return made


def test_a_token_works_until_its_day_and_tells_only_the_month(store: Store, tokens: ApiTokens) -> None:
    """It works from the day it is made; of its use the month is kept, and on its last day it ends."""
    made = make(tokens, store.join("anna", Role.ALL))

    assert (made.made, made.expires, made.used) == (TODAY, TODAY + timedelta(days=365), "")
    assert tokens.use("Power BI") == made and tokens.use("power bi") is None
    assert tokens.tokens() == (replace(made, used="2030-03"),)
    store.clock.now += 20 * DAY
    tokens.use("Power BI")
    assert tokens.tokens()[0].used == "2030-04"
    store.clock.now += 344 * DAY
    assert tokens.use("Power BI") is not None
    store.clock.now += DAY
    assert tokens.use("Power BI") is None and tokens.tokens() != ()


def test_a_revoked_token_is_gone_and_both_acts_stand_in_the_log(store: Store, tokens: ApiTokens) -> None:
    """Nothing of it is left but who made and who revoked it."""
    made = make(tokens, store.join("anna", Role.ALL))

    assert tokens.revoke(made.id, "boss") and not tokens.revoke(made.id, "boss")
    assert tokens.use("Power BI") is None and tokens.tokens() == ()
    told = [(entry.who, entry.act, entry.about) for entry in store.accounts.acts(2)]
    assert told == [("boss", Act.TOKEN_REVOKED, "Power BI"), ("anna", Act.TOKEN_MADE, "Power BI")]
    assert b"Power BI" not in migrations.rows(tokens._engine)["table api_token"]


def test_a_token_ends_with_its_account_and_does_not_come_back(store: Store, tokens: ApiTokens) -> None:
    """Who leaves takes their tokens with them, also when the account is opened again."""
    store.join("boss")
    anna = store.join("anna", Role.ALL)
    make(tokens, anna)
    assert store.accounts.close(anna.id, "boss") is None

    assert tokens.use("Power BI") is None and tokens.tokens() == ()
    assert tokens.make("x", "x", anna.id, frozenset(), TODAY, "anna") is Refused.GONE
    again = store.join("anna", Role.ALL)
    assert again.id == anna.id and tokens.use("Power BI") is None


def test_a_token_never_shows_more_than_its_account_sees_now(store: Store, tokens: ApiTokens) -> None:
    """Narrower than the account when made so; narrower still when the account loses a unit."""
    store.join("boss")
    anna = store.join("anna", Role.ALL)
    make(tokens, anna, "all")
    make(tokens, anna, "some", frozenset({1, 2}))

    def seen(name: str) -> tuple[bool, list[int]]:
        token = tokens.use(name)
        assert token is not None
        return token.sees_all, [unit for unit in (1, 2, 3) if token.sees(unit)]

    assert (seen("all"), seen("some")) == ((True, [1, 2, 3]), (False, [1, 2]))
    store.accounts.change(anna.id, Role.UNITS, frozenset({2, 3}), "boss")
    assert (seen("all"), seen("some")) == ((False, [2, 3]), (False, [2]))


def test_names_and_numbers_of_tokens_are_bounded(store: Store, tokens: ApiTokens) -> None:
    """One name once an account, and no more than can be looked after; another account has its own."""
    anna, bo = store.join("anna"), store.join("bo")
    make(tokens, anna)
    assert tokens.make("y", "Power BI", anna.id, frozenset(), TODAY, "anna") is Refused.TAKEN
    assert isinstance(tokens.make("z", "Power BI", bo.id, frozenset(), TODAY, "bo"), ApiToken)
    for number in range(MOST_TOKENS - 1):
        make(tokens, anna, f"token {number}")
    assert tokens.make("w", "one more", anna.id, frozenset(), TODAY, "anna") is Refused.FULL


def test_many_at_one_moment_get_no_more_than_the_account_may_have(store: Store, tokens: ApiTokens) -> None:
    """The account is held while one is made."""
    anna = store.join("anna")
    for number in range(MOST_TOKENS - 1):
        make(tokens, anna, f"token {number}")

    def one_more(number: int) -> object:
        return tokens.make(f"m{number}", f"more {number}", anna.id, frozenset(), TODAY, "anna")

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(one_more, range(4)))
    assert sum(isinstance(each, ApiToken) for each in found) == 1
    assert found.count(Refused.FULL) == 3
