"""Nothing about a person is a number, a level or a count, however it is written (clause I19)."""

import pytest

from bot.check.numbered import problems
from bot.dialog.folder import read_folder
from bot.dialog.load import load
from tests.check.pages import BASE

CLAUSE = b"clauses:\n  I19: {says: Ingen siffra., checks: [R026]}\n"
FACTS = "facts:\n  alone: [unknown, yes, no]\n  interpreter: [not_needed, missing]\n"
SIGNS = "  afraid: boolean\n  hurt: boolean\n  alarm: boolean\n"
DIALOG = """\
dialog: example
title: Ett exempel
entry: yes
steps:
  talk:
    ask: Hur är det?
    choices:
      Rädd: {{set: {{afraid: yes}}}}
      Skadad: {{set: {{hurt: yes}}}}
      Annat: {{set: {{alarm: yes}}}}
  show:
    when: '{when}'
    say: [{{staff: Ring kuratorn.}}]
{steps}  end:
    finish: done
    do: [write-it-down]
"""
RISES = """\
  {0}-second: {{when: {0} == yes and heat == warm, set: {{heat: hot}}, say: [{{staff: Läs vidare.}}]}}
  {0}-first: {{when: {0} == yes and heat == cool, set: {{heat: warm}}, say: [{{staff: Läs vidare.}}]}}
"""


def told(facts: str = "", when: str = "afraid == yes", steps: str = "") -> list[str]:
    """What is said of a house with these facts and this condition."""
    files = {name: text for name, text in read_folder(BASE).items() if not name.startswith("guides/")} | {
        "facts.yaml": (FACTS + SIGNS + facts).encode(),
        "guides/example.yaml": DIALOG.format(when=when, steps=steps).encode(),
        "rules/clauses.yaml": CLAUSE,
    }
    loaded = load(files)
    assert loaded.release is not None, loaded.problems
    return [problem.message for problem in problems(loaded.release)]


@pytest.mark.parametrize(
    "values",
    [
        "0..4",
        "[unknown, low, medium, high]",
        "[unknown, red, yellow, green]",
        "[zero, one, two]",
        "[level1, level2]",
        "[n0, n1, n2]",
        "[unknown, lag, hog]",
    ],
)
def test_a_fact_with_a_scale_is_refused(values: str) -> None:
    """As whole numbers, as levels in English or Swedish, as colours, as numbers in words."""
    assert [message for message in told(f"  heat: {values}\n") if "heat" in message]


@pytest.mark.parametrize(
    "when",
    [
        "count(afraid == yes, hurt == yes, alarm == yes) > 1",
        "atleast(2, afraid == yes, hurt == yes, alarm == yes)",
        "(afraid == yes and hurt == yes) or (afraid == yes and alarm == yes) or (hurt == yes and alarm == yes)",
        "(afraid == yes and (hurt == yes or alarm == yes)) or (hurt == yes and alarm == yes)",
        "alone == yes and not ((afraid == no and (hurt == no or alarm == no)) or (hurt == no and alarm == no))",
    ],
)
def test_a_condition_that_counts_is_refused(when: str) -> None:
    """Also where it is written out, or stands within another one."""
    assert told(when=when) == ["this counts facts about a person"]


def test_a_route_that_counts_is_refused() -> None:
    """Each branch names two signs, and all lead to one step."""
    pairs = ("afraid == yes and hurt == yes", "afraid == yes and alarm == yes", "hurt == yes and alarm == yes")
    branches = "".join(f"      - {{when: {pair}, go: call}}\n" for pair in pairs)
    steps = f"  part:\n    route:\n{branches}      - {{go: end}}\n  call: {{say: [{{staff: Ring kuratorn.}}]}}\n"

    assert told(steps=steps) == ["this counts facts about a person"]
    assert told(steps=steps.replace(pairs[1], "alarm == yes")) == []


def test_a_fact_that_answers_move_on_is_refused() -> None:
    """Two steps make the second value of the first, and the third of the second."""
    assert told("  heat: [cool, warm, hot]\n", steps=RISES.format("afraid") + RISES.format("hurt")) == [
        "“heat” is a count about a person"
    ]


@pytest.mark.parametrize(
    "when",
    [
        "afraid == yes or hurt == yes or alarm == yes",
        "afraid == yes and hurt == yes and alarm == yes",
        "afraid == yes and hurt == yes or alarm == yes",
        "not (afraid == yes or hurt == yes or alarm == yes)",
    ],
)
def test_any_and_all_count_nothing(when: str) -> None:
    """Some sign, every sign, or one that outweighs two: named, not counted."""
    assert told("  heat: [cool, warm, hot]\n", when, RISES.format("afraid")) == []
