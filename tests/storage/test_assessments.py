"""One contract, two stores: rounds of self-assessments, two who save at once, and groups of whom only counts stay."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlalchemy import Engine

from bot.assess.answers import Beside, Given
from bot.assess.group import Ballot
from bot.assess.kept import Entries, Kept, Planned, Saved, as_given, as_planned, freeze, from_given, from_planned
from bot.dialog.assessment import Form
from bot.storage import acts, migrations
from bot.storage.assessments import Assessments
from tests.assess.forms import shipped

AT = 1_900_000_000  # March 2030
H2, H3 = Given(2, "routine", "2026-03", "", "now"), Given(Beside.NOT_OURS, "", "", "elsewhere")


def opened(engine: Engine) -> Assessments:
    """Empty tables with a clock that stands."""
    return Assessments(engine, lambda: AT)


def begun(store: Assessments, unit: int = 1) -> int:
    """An open round of health care."""
    return store.begin(unit, "health", 1, freeze(shipped(), "health"), "orchid-a")


def found(store: Assessments, number: int) -> Kept:
    """A round that is there."""
    kept = store.round(number)
    assert kept is not None
    return kept


def saved(store: Assessments, number: int, seen: int, **answers: Given | None) -> Saved:
    """Answers that are taken."""
    wanted: Entries = {key: from_given(given) for key, given in answers.items()}
    done = store.save(number, "answer", wanted, seen)
    assert done is not None
    return done


def test_a_round_goes_on_where_it_was_left(engine: Engine) -> None:
    """Answers, plan and another tool's areas come back as given, in a store opened anew; one is open at a time."""
    store = opened(engine)
    number = begun(store)
    saved(store, number, 0, H2=H2, H3=H3)
    planned = Planned("ask-all", "unit-head", "2030-06", "begun")
    store.save(number, "plan", {"H2": from_planned(planned)}, 1)
    store.save(number, "tool", {"1": "57"}, 2)

    again = found(opened(engine), number)
    assert (
        again.sheet == {"H2": H2, "H3": H3} and again.plan == {"H2": planned} and again.entries["tool"] == {"1": "57"}
    )
    assert (again.head.begun, again.head.ended, again.head.revision) == ("2030-03", "", 3)
    assert begun(store) == number and begun(store, 0) != number
    saved(store, number, 3, H2=None)
    assert found(store, number).sheet == {"H3": H3}


def test_a_round_shows_what_was_asked_then(engine: Engine) -> None:
    """A new version of the statements changes nothing of a round that has begun, and the next asks the new one."""
    store = opened(engine)
    first = begun(store)
    saved(store, first, 0, H2=H2)
    store.close(first, "orchid-a")
    today = shipped().assessments["health"]
    anew = {**today.statements, "H2": today.statements["H2"].model_copy(update={"says": "Något annat.", "since": 2})}
    form = Form(shipped().frame, {"health": today.model_copy(update={"version": 2, "statements": anew})}, {})
    second = store.begin(1, "health", 2, freeze(form, "health"), "orchid-a")

    assert found(store, first).assessment == today and found(store, first).head.version == 1
    assert found(store, second).assessment.statements["H2"].says == "Något annat."
    assert found(store, second).form.frame == shipped().frame


def test_of_two_who_save_at_once_nobody_loses_anything(engine: Engine) -> None:
    """What only one touched is kept; where both did, the first's stays and the second is told it, and decides."""
    store = opened(engine)
    number = begun(store)
    saved(store, number, 0, H1=Given(1), H4=Given(0))
    saved(store, number, 1, H1=Given(3), H2=H2)
    late = saved(store, number, 1, H1=Given(2), H2=None, H3=Given(4), H4=Given(0))

    assert late == Saved(3, {"H1": from_given(Given(3))})
    assert found(store, number).sheet == {"H1": Given(3), "H2": H2, "H3": Given(4), "H4": Given(0)}
    assert saved(store, number, late.revision, H1=Given(2)).clashes == {}
    assert found(store, number).sheet["H1"] == Given(2)


def test_many_who_save_at_one_moment_wait_for_each_other(engine: Engine) -> None:
    """Eight statements from eight threads are all kept; of eight answers to one, one is, and seven are told."""
    store = opened(engine)
    number = begun(store)
    with ThreadPoolExecutor() as threads:
        list(threads.map(lambda n: saved(store, number, 0, **{f"H{n}": Given(n % 5)}), range(1, 9)))
        told = list(threads.map(lambda n: saved(store, number, 8, H9=replace(H2, month=f"2026-0{n}")), range(1, 9)))
    assert {key: given.said for key, given in found(store, number).sheet.items() if key != "H9"} == {
        f"H{n}": n % 5 for n in range(1, 9)
    }
    assert sum(not each.clashes for each in told) == 1


def test_a_closed_round_is_answered_no_more_and_planned_on(engine: Engine) -> None:
    """Its links are dead and the answers stand, the newest alone; its plan goes on."""
    store = opened(engine)
    number = begun(store)
    saved(store, number, 0, H1=Given(1))
    saved(store, number, 1, H1=Given(2))
    assert store.link(number, "manager", "ab" * 8, "orchid-a") and found(store, number).head.link
    assert store.close(number, "orchid-a") and not store.close(number, "orchid-a")

    head = found(store, number).head
    assert (head.ended, head.link, head.group_link) == ("2030-03", "", "")
    assert store.save(number, "answer", {"H1": from_given(Given(4))}, 2) is None
    assert not store.link(number, "manager", "cd" * 8, "orchid-a") and not store.count(number, {"H1": 3})
    assert store.save(number, "plan", {"H1": "write-routine;head;;done"}, 2) is not None
    assert migrations.rows(engine)["table assess_entry"].count(b"answer") == 1
    assert found(store, number).sheet == {"H1": Given(2)}
    assert begun(store) != number


@pytest.mark.parametrize("raters", [4, 6])
def test_of_a_group_only_counts_are_kept_and_from_five_on(engine: Engine, raters: int) -> None:
    """Nobody sees the counts grow. Gathered, six who disagree are counts, but not of what four of them
    answered; of four nothing is left but how many."""
    store = opened(engine)
    number = begun(store)
    for place in range(raters):
        skipped = {"H4": 1} if place < 4 else {}
        assert store.count(number, {"H1": place % 4, "H2": Beside.UNKNOWN, "H3": Beside.NOT_OURS, **skipped})
    assert found(store, number).ballots == {} and found(store, number).head.raters == raters
    assert (
        store.gather(number, "orchid-a") and not store.gather(number, "orchid-a") and not store.count(number, {"H1": 0})
    )

    kept = found(store, number)
    apart = {"H1": Ballot((2, 2, 1, 1, 0)), "H2": Ballot(unknown=6), "H3": Ballot(not_ours=6)}
    assert kept.ballots == (apart if raters == 6 else {}) and kept.head.raters == raters and kept.sheet == {}
    assert bool(migrations.rows(engine)["table assess_count"]) == (raters == 6)
    assert not store.link(number, "group", "ab" * 8, "orchid-a")


def test_only_what_nobody_has_answered_can_be_dropped(engine: Engine) -> None:
    """A round that was begun by mistake goes; one with an answer, also one that was taken back, stays."""
    store = opened(engine)
    first, second = begun(store), begun(store, 2)
    saved(store, second, 0, H1=Given(1))
    saved(store, second, 1, H1=None)
    assert store.drop(first, "orchid-a") and not store.drop(second, "orchid-a") and not store.drop(99, "orchid-a")
    assert [head.id for head in store.heads()] == [second] and store.round(first) is None


def test_the_log_says_who_and_which_round_and_no_answer(engine: Engine) -> None:
    """Begun, linked, ended, closed; and no account stands in any table of the rounds."""
    store = opened(engine)
    number = begun(store)
    saved(store, number, 0, H2=H2)
    store.link(number, "manager", "ab" * 8, "orchid-e")
    store.link(number, "manager", "", "orchid-e")
    store.close(number, "orchid-a")
    told = [(entry.who, entry.act.value, entry.about) for entry in reversed(acts.last(engine, 9))]

    assert told == [
        ("orchid-a", "round-begun", "round 1, unit 1"),
        ("orchid-e", "round-linked", "round 1, unit 1"),
        ("orchid-e", "round-unlinked", "round 1, unit 1"),
        ("orchid-a", "round-closed", "round 1, unit 1"),
    ]
    held = b"".join(text for name, text in migrations.rows(engine).items() if name.startswith("table assess"))
    assert b"orchid" not in held


def test_values_are_names_and_numbers(engine: Engine) -> None:
    """Every answer and row of a plan comes back from its value; words, spaces and capitals are refused."""
    for given in (H2, H3, Given(0), Given(Beside.UNKNOWN, soon="half-year"), None):
        assert as_given(from_given(given)) == given
    assert as_planned(from_planned(None)) is None
    store = opened(engine)
    number = begun(store)
    with pytest.raises(AssertionError):
        store.save(number, "answer", {"H1": "Anna Andersson"}, 0)
