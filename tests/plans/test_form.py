"""The form of a plan: what is written is read back, and every fault of a file is told with its place."""

from __future__ import annotations

from unicodedata import is_normalized, normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.plans.form import Exchange, Line, Plan, begin_line, read, write

FILE = "plans/one.plan"
WRITTEN = """\
# En person söker för ont i ryggen.
# Ingen annan är i rummet.

@ hub sector=health asks=everybody
? Vad behöver du?
> Ställa frågor

# Här tvekar personen.
? Vad svarar personen?
> Ja + Nej
? Slut
! write
# Kvar: vad händer efteråt?
"""

words = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=12)
texts = st.lists(words, min_size=1, max_size=4).map(" ".join).filter(lambda text: is_normalized("NFC", text))
notes = st.lists(st.one_of(st.just(""), texts.map("# {}".format)), max_size=2).map(tuple)
lines = st.builds(lambda text, before: Line(text, 0, before), texts, notes)


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """A plan of any form that can be written."""
    entry, facts = draw(st.sampled_from(("hub", "door"))), draw(st.dictionaries(st.just("sector"), st.just("health")))
    return Plan(
        FILE,
        Line(begin_line(entry, facts), 0, draw(notes)),
        entry,
        facts,
        tuple(draw(st.lists(st.builds(Exchange, st.one_of(st.none(), lines), lines), max_size=4))),
        draw(st.one_of(st.none(), lines)),
        tuple(draw(st.lists(lines, max_size=3, unique_by=lambda line: line.text))),
        draw(notes),
    )


def test_a_plan_is_read_as_it_is_written() -> None:
    """Beginning, screens, answers and actions, each with its line, its notes kept."""
    plan, problems = read(WRITTEN.encode(), FILE)

    assert problems == []
    assert plan is not None
    assert (plan.name, plan.entry, dict(plan.given)) == ("one", "hub", {"sector": "health", "asks": "everybody"})
    assert plan.about == "En person söker för ont i ryggen. Ingen annan är i rummet."
    assert [(e.screen and e.screen.text, e.answer.text, e.answer.number) for e in plan.exchanges] == [
        ("Vad behöver du?", "Ställa frågor", 6),
        ("Vad svarar personen?", "Ja + Nej", 10),
    ]
    assert plan.ending == Line("Slut", 11)
    assert plan.actions == (Line("write", 12),)
    assert write(plan) == WRITTEN


def test_letters_in_two_characters_are_those_in_one() -> None:
    """As some editors save a file: the answer is still the one that the screen offers."""
    again, problems = read(normalize("NFD", WRITTEN).encode(), FILE)

    assert again is not None and problems == []
    assert write(again) == WRITTEN


@given(plans())
def test_any_plan_survives_writing_and_reading(plan: Plan) -> None:
    """Written, read and written again, no line has changed, none is lost and none has moved."""
    once = write(plan)
    again, problems = read(once.encode(), FILE)

    assert problems == []
    assert again is not None
    assert write(again) == once
    assert [e.answer.text for e in again.exchanges] == [e.answer.text for e in plan.exchanges]
    assert (again.given, again.about) == (plan.given, plan.about)


@given(st.binary(max_size=200))
def test_no_bytes_make_the_reader_fall(content: bytes) -> None:
    """Whatever a file holds, a plan or problems with places come back."""
    plan, problems = read(content, FILE)

    assert plan is not None or problems
    assert all(problem.where.file == FILE and problem.where.line >= 1 and problem.hint for problem in problems)


@pytest.mark.parametrize(
    ("content", "found"),
    [
        ("", [("P003", 1)]),
        ("? Fråga?\n> Svar\n", [("P003", 1)]),
        ("@ hub\nFråga?\n", [("P001", 2)]),
        ("@ hub\n?\n>  \n", [("P001", 2), ("P001", 3)]),
        ("@ hub sector\n", [("P003", 1)]),
        ("@ hub =health sector=\n", [("P003", 1), ("P003", 1)]),
        ("@ hub\n@ hub\n", [("P002", 2)]),
        ("? Fråga?\n@ hub\n", [("P002", 2), ("P003", 1)]),
        ("@ hub\n? Ett\n? Två\n> Svar\n? Slut\n", [("P002", 2)]),
        ("@ hub\n? Slut\n! write\n> Svar\n", [("P002", 4)]),
        ("@ hub\n? Slut\n! write\n? Mer\n", [("P002", 4)]),
        ("@ hub\n? Slut\n! write\n! write\n", [("P002", 4)]),
    ],
)
def test_each_fault_of_form_is_told_at_its_line(content: str, found: list[tuple[str, int]]) -> None:
    """All at once, with a stable code."""
    problems = read(content.encode(), FILE)[1]

    assert [(problem.code, problem.where.line) for problem in problems] == found


def test_a_file_that_is_no_text_is_told_with_its_line() -> None:
    """A byte that is not UTF-8 is a fault of the file, on the line where it stands."""
    plan, problems = read("@ hub\n? Bråttom?\n".encode("latin-1"), FILE)

    assert plan is None
    assert [(p.code, p.where.line) for p in problems] == [("P001", 2)]


def test_a_file_that_is_far_too_large_is_not_read() -> None:
    """Whatever lies there under a plan's name, nobody waits for it."""
    plan, problems = read(b"@ hub\n" + b"> Ja\n" * 200_000, "plans/x.plan")

    assert plan is None
    assert [(p.code, str(p.where)) for p in problems] == [("Y009", "plans/x.plan")]
