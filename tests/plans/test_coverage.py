"""What plans reach: exact on a small dialog, with places, and a fault when it is less than was promised."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from itertools import pairwise

from bot.check import coverage, coverage_page
from bot.check.coverage import Sort
from bot.check.watched import watched
from bot.dialog.folder import read_folder
from bot.dialog.load import load
from bot.dialog.model import Release
from bot.engine.step import start, step
from bot.plans.form import files
from tests.conftest import ROOT
from tests.plans.conversations import release

DOOR = "guides/door.yaml"
BEGIN = "@ door sector=health\n? Dörren\n> Vidare\n? Vad har hänt?\n"
NOTHING = BEGIN + "> Inget av detta\n? Slut\n! write\n"
HURT = BEGIN + "> En skada\n? Hur allvarligt?\n> Lite\n? Slut\n! care\n! write\n"
CHILD = BEGIN + "> Något med ett barn\n? För barnet\n! report\n! write\n"
STOP = "@ door\n? Dörren\n> Sluta nu\n? Vi slutar\n! write\n"


def measured(*plans: str, of: Release | None = None) -> coverage.Coverage:
    """What these plans reach."""
    contents = {f"plans/p{number}.plan": plan.encode() for number, plan in enumerate(plans)}
    found = coverage.measure(of or release(), contents)
    assert [fault for plan in found.plans for fault in plan.faults] == []
    return found


def missing(*plans: str) -> set[tuple[str, int, str]]:
    """(sort, line, what) of all in the guide that these plans do not reach."""
    places = coverage.placed(release(), measured(*plans), DOOR)
    return {(item.sort.value, where.line, item.what) for where, item in places}


def test_without_plans_nothing_is_reached() -> None:
    """Each step, answer, outcome and value is counted, and none is reached."""
    found = measured()

    assert found.count(DOOR, Sort.STEP) == (0, 6)
    assert found.count(DOOR, Sort.ANSWER) == (0, 7)
    assert found.count(DOOR, Sort.OUTCOME) == (0, 8)
    assert found.count("house.yaml", Sort.ANSWER) == (0, 1)
    assert coverage.percent(found.count(None, *Sort)) == 0


def test_a_plan_reaches_what_it_passes_and_no_more() -> None:
    """Silent steps count when they are passed, skipped ones do not; answers count when they are given."""
    lines = missing(NOTHING)
    steps = {what for sort, _, what in lines if sort == "steps"}
    answers = {(line, what) for sort, line, what in lines if sort == "answers"}

    assert steps == {"step “door.hurt”", "step “door.child”"}
    assert (12, "answer “En skada” to “Vad har hänt?”") in answers
    assert not any("Inget av detta" in what for _, what in answers)
    assert len(answers) == 6


def test_a_condition_is_reached_both_ways_and_for_each_value_its_author_named() -> None:
    """“hurt == yes” has two outcomes, and two values: yes, and all the rest."""
    one, both = missing(NOTHING), missing(NOTHING, HURT)
    line = 17

    assert ("outcomes", line, "this condition holds") in one
    assert ("values", line, "hurt is yes at this condition") in one
    assert ("outcomes", line, "this condition fails") not in one
    assert not any(at == line for _, at, _ in both)


def test_more_plans_never_reach_less() -> None:
    """Each plan added takes from what is missing, until only what is hidden in this sector is left."""
    steps = [missing(), missing(NOTHING), missing(NOTHING, HURT), missing(NOTHING, HURT, CHILD)]

    assert all(later < before for before, later in pairwise(steps))
    assert {what for sort, _, what in steps[-1] if sort == "steps"} == set()
    assert {what for sort, _, what in steps[-1] if sort == "answers"} == {
        "answer “Bara i tandvård” to “Vad har hänt?”",
        "answer “Mycket” to “Hur allvarligt?”",
        "answer “Bara med barn” to “Hur allvarligt?”",
    }


def test_a_jump_is_an_answer_of_the_house() -> None:
    """It is counted where it is written, and its dialog's steps are reached through it."""
    found = measured(STOP)

    assert found.count("house.yaml", Sort.ANSWER) == (1, 1)
    assert found.count("guides/stop.yaml", Sort.STEP) == (1, 1)


def test_an_action_s_variants_are_conditions_too() -> None:
    """Where an ending lists an action, each of its variants is asked."""
    dental = CHILD.replace("sector=health", "sector=dental")

    assert measured(CHILD).count("actions.yaml", Sort.OUTCOME) == (1, 2)
    assert measured(CHILD, dental).count("actions.yaml", Sort.OUTCOME) == (2, 2)


def test_a_plan_with_a_fault_reaches_what_it_came_to() -> None:
    """What was passed before the fault counts; the rest does not."""
    found = coverage.measure(release(), {"plans/p.plan": (BEGIN + "> Ett sår\n").encode()})

    assert [fault.code for fault in found.plans[0].faults] == ["P005"]
    assert found.count(DOOR, Sort.STEP) == (2, 6)


def test_too_little_is_a_fault_of_the_guide() -> None:
    """Its own limit counts before the house's, and the hint names a line to reach."""
    limited = release(**{"title: Dörren": "title: Dörren\nlimits: {coverage: 50}"})
    house = release(**{"given: [sector]": "given: [sector]\nlimits: {coverage: 100}"})
    both = release(
        **{
            "title: Dörren": "title: Dörren\nlimits: {coverage: 10}",
            "given: [sector]": "given: [sector]\nlimits: {coverage: 90}",
        }
    )

    (found,) = coverage.problems(limited, measured(NOTHING, of=limited))
    assert (found.code, found.where.file, found.where.line) == ("P009", DOOR, 2)
    assert "38 %" in found.message
    assert "50 %" in found.message
    assert "guides/door.yaml:" in found.hint
    assert coverage.problems(limited, measured(NOTHING, HURT, of=limited)) == []
    assert [p.where.file for p in coverage.problems(house, measured(STOP, of=house))] == [DOOR]
    assert [p.where.file for p in coverage.problems(both, measured(NOTHING, of=both))] == ["guides/stop.yaml"]


def test_the_watched_program_is_the_program() -> None:
    """Noting changes nothing: the same answers lead to the same states."""
    plain = release().program
    noting = watched(plain)[0]
    state = twin = start(plain, "door", (2,))[0]
    assert start(noting, "door", (2,))[0] == twin
    for answer in (0, 3, 0):
        state, twin = step(plain, state, answer)[0], step(noting, twin, answer)[0]

        assert state == twin


def test_the_page_and_the_data_tell_the_same() -> None:
    """Each line that is missing in the data is marked in the page, and the page is whole HTML."""
    found = measured(NOTHING)
    data = json.loads(json.dumps(coverage_page.as_json(release(), found)))
    page = coverage_page.as_page(release(), found)
    reader = _Tags()
    reader.feed(page)

    assert data["files"][DOOR]["steps"] == [4, 6]
    assert {item["line"] for item in data["missing"] if item["file"] == DOOR} == {
        line for _, line, _ in missing(NOTHING)
    }
    assert reader.open == []
    assert page.count('class="missing"') == len(
        {(i["file"], i["line"]) for i in data["missing"] if i["sort"] in ("steps", "answers")}
    )
    assert "http" not in page


def test_nothing_to_reach_is_all_reached() -> None:
    """A file without answers is not at 0 percent, and rounding never makes 100 of less than all."""
    assert coverage.percent((0, 0)) == 100
    assert coverage.percent((999, 1000)) == 99


def test_the_shipped_plans_reach_every_step_and_answer_of_every_guide() -> None:
    """The promise of house.yaml, held by the plans that ship."""
    loaded = load(read_folder(ROOT / "dialogs"))
    assert loaded.release is not None
    found = coverage.measure(loaded.release, files(ROOT / "dialogs"))

    assert loaded.release.house.limits.coverage == 100
    assert coverage.problems(loaded.release, found) == []


class _Tags(HTMLParser):
    """The elements that are still open."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag
