"""One contract, two stores: cycles of follow-up, sent twice, ended by two at once, forgotten."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from sqlalchemy import Engine

from bot.accounts.model import Act
from bot.assess.cycle import Cycle
from bot.storage import acts
from bot.storage.cycles import CycleTable

AT = 1_900_000_000  # 17 March 2030
ASKED = Cycle(0, 3, "begun", "opened-after-practice", "train-asking", "2030-w12", 5, 150, "")


def opened(engine: Engine) -> CycleTable:
    """The table, with a clock that stands."""
    return CycleTable(engine, lambda: AT)


def test_what_was_settled_is_kept(engine: Engine) -> None:
    """As it was, with its day, in a table opened anew; what was learned comes to it once."""
    store = opened(engine)
    number = store.begin(ASKED, "orchid-a")

    assert opened(engine).cycles() == (replace(ASKED, id=number, begun="2030-03-17"),)
    assert store.end(number, "keep", "asked-after-practice", "orchid-a")
    assert not store.end(number, "fewer-stop", "", "orchid-b")
    (kept,) = opened(engine).cycles()
    assert (kept.ended, kept.lesson, kept.next) == ("2030-03-17", "keep", "asked-after-practice")
    assert not store.drop(number, "orchid-a")  # what was learned stays


def test_one_that_runs_is_not_begun_again(engine: Engine) -> None:
    """By many at once there is one; another change, or the same once it has ended, is a new one."""
    store = opened(engine)
    with ThreadPoolExecutor(4) as pool:
        numbers = set(pool.map(lambda _: store.begin(ASKED, "orchid-a"), range(8)))
    (number,) = numbers
    other = store.begin(replace(ASKED, changed="2030-w20"), "orchid-a")
    store.end(number, "not-done", "", "orchid-a")
    again = store.begin(ASKED, "orchid-a")

    assert len({number, other, again}) == 3
    assert [each.ended for each in store.cycles()] == ["2030-03-17", "", ""]


def test_what_is_forgotten_is_gone_and_the_log_tells_who(engine: Engine) -> None:
    """The log says what was done with which cycle of which unit, and nothing of figures or lessons."""
    store = opened(engine)
    number = store.begin(ASKED, "orchid-a")
    whole = store.begin(replace(ASKED, unit=0), "orchid-a")

    assert store.drop(number, "orchid-b")
    assert not store.drop(number, "orchid-b")
    assert [each.id for each in store.cycles()] == [whole]
    told = [(entry.who, entry.act, entry.about) for entry in reversed(acts.last(engine, 10))]
    assert told == [
        ("orchid-a", Act.CYCLE_BEGUN, f"cycle {number}, unit 3"),
        ("orchid-a", Act.CYCLE_BEGUN, f"cycle {whole}"),
        ("orchid-b", Act.CYCLE_DROPPED, f"cycle {number}, unit 3"),
    ]
