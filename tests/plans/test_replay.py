"""A plan against a program: silent while it holds, and exact about the line where it does not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialog.model import NOTHING, Kind, Node
from bot.dialog.weave import Own, weave
from bot.engine.step import start, step
from bot.plans.form import Plan, read, write
from bot.plans.replay import record, replay
from bot.problem import Problem, Span
from tests.engine.programs import answers, compiled, releases
from tests.plans.conversations import program

PLAN = """\
# En person har ont.
@ door sector=dental
? Dörren
> Vidare
? Vad har hänt?
> En skada + Något med ett barn
? Hur allvarligt?
> Mycket
? För barnet
! care
! report
! write
"""


def plan(text: str = PLAN) -> Plan:
    """A plan whose form is well."""
    found, problems = read(text.encode(), "plans/one.plan")
    assert found is not None, problems
    assert problems == []
    return found


def faults(text: str = PLAN, **changes: str) -> list[Problem]:
    """What is said of a plan when the dialogs have changed. changes: text → its replacement."""
    return list(replay(program(**changes), plan(text)).problems)


def test_a_plan_that_holds_is_met_with_silence() -> None:
    """No problem, and today's text is what is written."""
    found = replay(program(), plan())

    assert found.problems == ()
    assert found.today == plan()
    assert len(found.states) == len(found.answers) + 1


@pytest.mark.parametrize(
    ("old", "new", "place", "words"),
    [
        ("Hur allvarligt?", "Hur ont gör det?", ("P004", 7), "Hur ont gör det?"),
        ("title: För barnet", "title: Om barnet", ("P004", 9), "Om barnet"),
        ("Mycket: {do: [write]}", "Väldigt mycket: {do: [write]}", ("P005", 8), "“Mycket” is no answer"),
        ("Mycket: {do: [write]}", "Mycket: {when: child == no}", ("P005", 8), "“Mycket” is not offered in this situ"),
        ("{set: {hurt: yes}, do: [care]}", "{do: [care]}", ("P007", 8), "ended with “För barnet”"),
        (
            "hello:",
            "first:\n    ask: Hur mår du?\n    choices: {Bra: {}, Dåligt: {}}\n  hello:",
            ("P004", 3),
            "Hur mår",
        ),
        ("{set: {child: yes}, do: [report]}", "{set: {child: yes}}", ("P008", 11), "no longer to be done"),
        ("order: 5", "order: 0", ("P008", 10), "“report” comes here now, before “care”"),
        ("finish: child\n    do: [write]", "finish: child", None, ""),
        ("finish: child", "finish: child\n    set: {hurt: no}", None, ""),
    ],
)
def test_a_change_of_the_dialogs_is_told_at_the_line_it_breaks(
    old: str, new: str, place: tuple[str, int] | None, words: str
) -> None:
    """The first problem stands at the line and says what is found now; what the plan does not meet is not told."""
    found = faults(**{old: new})

    assert [(problem.code, problem.where.line) for problem in found[:1]] == ([place] if place else [])
    assert all(words in problem.message for problem in found[:1])


def test_an_action_that_is_new_is_told_at_the_ending() -> None:
    """What is also to be done now is named."""
    (found,) = faults(PLAN.replace("! care\n", ""))

    assert (found.code, found.where.line) == ("P008", 9)
    assert "“care”" in found.message


def test_what_is_offered_is_named_nearest_first() -> None:
    """Somebody who misspells a label reads the right one first."""
    (found,) = faults(PLAN.replace("> Mycket", "> Litet"))

    assert found.hint.startswith("offered now: “Lite”; ")
    assert "“Mycket”" in found.hint
    assert "“Bara med barn”" in found.hint


def test_each_tick_that_is_not_offered_is_told() -> None:
    """Of several ticks on a line, each wrong one has its own problem."""
    found = faults(PLAN.replace("En skada + Något", "Ett sår + Något annat"))

    assert [(problem.code, problem.where.line) for problem in found] == [("P005", 6), ("P005", 6)]


def test_a_hidden_tick_cannot_be_ticked() -> None:
    """A tick with a condition that does not hold is told as not offered in this situation."""
    found = faults(PLAN.replace("dental", "health").replace("En skada", "Bara i tandvård"))

    assert [problem.code for problem in found] == ["P005"]
    assert "not offered in this situation" in found[0].message


def test_the_order_of_ticks_says_nothing() -> None:
    """Ticks may be written in any order; written anew they stand as they are shown."""
    found = replay(program(), plan(PLAN.replace("En skada + Något med ett barn", "Något med ett barn + En skada")))

    assert found.problems == ()
    assert found.today is not None
    assert write(found.today) == PLAN


def test_a_plan_that_stops_too_early_is_told_what_comes() -> None:
    """Without its last answer the plan has no ending."""
    (found,) = faults(PLAN[: PLAN.index("> Mycket")])

    assert (found.code, found.where.line) == ("P006", 7)
    assert "Hur allvarligt?" in found.message
    assert "“Lite”" in found.hint


@pytest.mark.parametrize(
    ("begin", "hint"),
    [
        ("@ dor sector=dental", "did you mean “door”?"),
        ("@ door sektor=dental", "did you mean “sector”?"),
        ("@ door sector=dentl", "did you mean “dental”?"),
    ],
)
def test_a_beginning_that_is_unknown_is_told_with_the_nearest(begin: str, hint: str) -> None:
    """Entry, fact and value are checked against what there is; nothing is replayed."""
    (found,) = faults(PLAN.replace("@ door sector=dental", begin))

    assert (found.code, found.where.line, found.hint) == ("P003", 2, hint)


def test_an_action_that_never_was_is_told_with_the_nearest() -> None:
    """A misspelt action is a misspelling, not a missing duty alone."""
    found = faults(PLAN.replace("! report", "! repport"))

    assert ("P008", 11, "did you mean “report”?") in [(p.code, p.where.line, p.hint) for p in found]


def test_a_plan_written_anew_keeps_its_notes_and_runs() -> None:
    """After a change of words the answers stay, the expectations follow, and the notes stand where they stood."""
    changes = {"Hur allvarligt?": "Hur ont gör det?", "order: 5": "order: 0"}
    noted = PLAN.replace("? Hur", "# Hon tvekar.\n? Hur")
    found = replay(program(**changes), plan(noted))

    assert len(found.problems) == 2
    assert found.today is not None
    assert "# Hon tvekar.\n? Hur ont gör det?\n> Mycket\n" in write(found.today)
    assert write(found.today).endswith("! report\n! care\n! write\n")
    assert faults(write(found.today), **changes) == []


def test_a_jump_is_an_answer() -> None:
    """What is one tap away everywhere can be written by its label."""
    assert faults("@ door\n? Dörren\n> Sluta nu\n? Vi slutar\n! write\n") == []


@given(st.data())
def test_every_conversation_that_is_written_down_runs(data: st.DataObject) -> None:
    """Whatever is answered in a random dialog, the plan of it holds against the dialog it was held with."""
    found = compiled(data.draw(releases()))
    door = tuple(data.draw(st.integers(0, len(found.facts[slot].domain.values) - 1)) for slot in found.given)
    state, sent = start(found, "main", door)[0], list[int]()
    while onward := [answer for answer in answers(found, state) if step(found, state, answer)[0] != state]:
        sent.append(data.draw(st.sampled_from(onward)))
        state = step(found, state, sent[-1])[0]
    written = write(record(found, "main", door, sent, file="plans/any.plan", about="Slump"))
    again, problems = read(written.encode(), "plans/any.plan")

    assert problems == []
    assert again is not None
    assert replay(found, again).problems == ()
    assert list(replay(found, again).answers) == sent


def test_screens_of_an_organisations_own_stand_in_no_plan() -> None:
    """A plan of the guides holds with any routine over them, and what is written down with one is the same plan."""
    national = program()
    own = Node(-1, "door.ours", "door", Kind.SAY, "prepare", False, "Eget", -1, NOTHING, Span(""), own=True)
    layered = weave(national, [Own("door.what", is_after, own) for is_after in (False, True)])
    found = replay(layered, plan())

    assert sum(layered.nodes[state[0]].own for state in found.states) == 2
    assert found.problems == ()
    assert found.today == plan()
    dental = layered.facts[layered.given[0]].domain.index("dental") or 0
    written = record(layered, "door", (dental,), found.answers, file=plan().file, about="En person har ont.")
    assert write(written) == PLAN
