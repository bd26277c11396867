"""The matrix of clauses: nothing is forgotten, nothing is met in silence, and the page says what is so."""

from __future__ import annotations

import ast
import re
from collections import deque
from collections.abc import Iterator
from functools import cache
from itertools import product
from pathlib import Path

import pytest

from bot.check import matrix
from bot.check.rules import CLAUSES, read_rules
from bot.cli import main
from bot.dialog import schema
from bot.dialog.directory_schema import KINDS, UnitFile
from bot.dialog.folder import read_folder
from bot.dialog.load import load
from bot.dialog.model import Kind, Node, Program, Release
from bot.engine.step import State, jumps, start, step, visible
from bot.plans.form import files as plan_files
from bot.plans.form import read as read_plan
from bot.plans.replay import replay

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "matrix.md"


@cache
def shipped() -> Release:
    """The content that ships."""
    loaded = load(read_folder(ROOT / "dialogs"))
    assert loaded.release is not None, loaded.problems
    return loaded.release


def drawn_up(release: Release) -> matrix.Matrix:
    """The matrix of a release whose rule files have no fault."""
    rules, problems = read_rules(release)
    assert problems == []
    return matrix.draw_up(release, rules)


def changed(file: str, old: str, new: str) -> Release:
    """The shipped content with one text replaced."""
    files = dict(shipped().files)
    text = files[file].decode()
    assert old in text
    loaded = load({**files, file: text.replace(old, new, 1).encode()})
    assert loaded.release is not None, loaded.problems
    return loaded.release


def test_the_page_is_fresh() -> None:
    """docs/matrix.md is what the rules and the steps say now."""
    assert PAGE.read_text(encoding="utf-8") == matrix.markdown(drawn_up(shipped()))


def test_every_clause_is_met_or_listed_as_not_yet_handled() -> None:
    """No clause is forgotten, and none that is listed as waiting is met by a rule, an action or a fact that is set."""
    found = drawn_up(shipped())

    assert found.problems == ()
    assert all(line.is_met != bool(line.waits) for line in found.lines)


def test_the_list_has_every_row_of_the_table() -> None:
    """The decision table's rows, its invariants, the sixteen hardest rules and the safety rules, by number."""
    rows = [*range(1, 15), *range(20, 27), *range(30, 97), *range(100, 111), *range(120, 129)]
    wanted = {f"D{n:02}" for n in rows if n not in range(97, 100)}
    wanted |= {f"I{n:02}" for n in range(1, 23)} | {f"H{n:02}" for n in range(1, 17)}

    assert wanted <= set(drawn_up(shipped()).clauses)


def test_a_clause_that_loses_its_rule_is_told() -> None:
    """R004, and a row of the page that says so: the row is taken from the only rule that had it."""
    found = drawn_up(changed("rules/table.yaml", "rows: [D67]", "rows: []"))
    page = matrix.markdown(found)

    assert [(p.code, p.where.file) for p in found.problems] == [("R004", CLAUSES)]
    assert f"{len(found.lines) - 1} clauses are met. Nothing meets D67." in page
    assert [line.split(" | ")[0] for line in page.splitlines() if "**nothing**" in line] == ["| D67"]
    assert [each["clause"] for each in matrix.as_json(found) if not each["handled"]] == ["D67"]


@pytest.mark.parametrize(
    ("needs", "met"),
    [
        ("facts: [neck]", "sets “neck”"),
        ("actions: [talk-it-through]", "does “talk-it-through”"),
        ("dialogs: [danger]", "there is a dialog “danger”"),
    ],
)
def test_a_waiting_clause_that_something_meets_is_told(needs: str, met: str) -> None:
    """R005: the fact is set, the action is done, or the dialog is there, so the clause waits no more."""
    waiting = f"clauses:\n  D999: {{says: En prövning., waits: På något., needs: {{{needs}}}}}\n"
    (problem,) = drawn_up(changed(CLAUSES, "clauses:\n", waiting)).problems

    assert problem.code == "R005"
    assert problem.message.startswith("D999 is listed as waiting")
    assert met in problem.message


def test_a_waiting_clause_that_a_rule_meets_is_told() -> None:
    """R005: a rule names the clause, so it waits no more."""
    (problem,) = drawn_up(changed(CLAUSES, "D125: {says:", "D125: {waits: På något., says:")).problems

    assert problem.code == "R005"
    assert problem.message.startswith("D125 is listed as waiting") and problem.message.endswith("meets it")


def test_a_clause_that_nobody_wrote_down_is_told_where_it_is_named() -> None:
    """R006: a misspelt row of a rule."""
    (problem,) = drawn_up(changed("rules/table.yaml", "rows: [D125]", "rows: [D125, D999]")).problems

    assert (problem.code, problem.where.file) == ("R006", "rules/table.yaml")


def test_each_named_check_exists() -> None:
    """A code has its page, a test its function."""
    for line in drawn_up(shipped()).lines:
        for check in line.checks:
            file, _, name = check.partition("::")
            if name:
                tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
                defined = {n.name for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)}
                assert name in defined, check
            else:
                assert (ROOT / "docs" / "codes" / f"{check}.md").is_file(), check


def test_the_command_tells_one_clause_and_counts_all(capsys: pytest.CaptureFixture[str]) -> None:
    """`fragestod matrix D40`: its rules and its steps, and how many clauses are met."""
    assert main(["matrix", "D40"]) == 0

    told = capsys.readouterr().out
    assert "I02" in told and "children.duty" in told
    assert "not yet handled" in told.splitlines()[-1]
    assert not any(line.startswith("D41 ") for line in told.splitlines())


def test_the_command_offers_the_nearest_clause(capsys: pytest.CaptureFixture[str]) -> None:
    """A clause that is not there is wrong use, with the nearest that is."""
    assert main(["matrix", "D400"]) == 2

    told = capsys.readouterr()
    assert "D40" in told.err
    assert told.out == ""


def test_the_command_knows_whether_a_page_is_fresh(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`--check`: 0 for the page as it stands, 1 and what to do for an old one."""
    old = tmp_path / "matrix.md"
    old.write_text("# Old\n", encoding="utf-8")

    assert main(["matrix", "--check", str(PAGE)]) == 0
    assert main(["matrix", "--check", str(old)]) == 1
    assert "fragestod matrix --markdown" in capsys.readouterr().out


# --- checks that clauses name -------------------------------------------------------------------------------------


def test_each_unit_says_how_it_asks() -> None:
    """D10: a unit without a routine for asking cannot be written down; the field has no default."""
    assert UnitFile.model_fields["asks"].is_required()


def test_a_unit_is_of_a_kind_that_the_dialogs_know() -> None:
    """D11: what the local layer can say of a unit is what the fact `kind` can be; every sector has a kind."""
    domain = next(fact.domain for fact in shipped().program.facts if fact.name == "kind")

    assert set(domain.values) == {"unknown", *(kind for kinds in KINDS.values() for kind in kinds)}
    assert KINDS.keys() == {"health", "dental", "social"}


def test_no_answer_is_free_text() -> None:
    """I22: a step asks with choices, ticks, a number or a municipality; no template has a field to write in.

    What somebody practised stays in their own browser; the page that moves it to another device has fields for that,
    which have no name and stand in no form, so that nothing can send them.
    """
    asking = {"choices", "several", "number", "pick", "none", "ask"}
    assert asking <= set(schema.Step.model_fields)
    templates = (ROOT / "bot" / "channels" / "web" / "templates").glob("*.html")
    for page in templates:
        text = page.read_text(encoding="utf-8")
        fields = re.findall(r"<(?:textarea|input[^>]*type=.text)[^>]*>", text)
        if page.name == "practice_mine.html":
            assert fields and "<form" not in text
            assert not any("name=" in field or "form=" in field for field in fields)
        else:
            assert not fields, page.name


def _answers(node: Node, facts: tuple[int, ...]) -> list[int]:
    """Answers of the node's own that may be given: of ticks none, each alone, and all."""
    mask = visible(node, facts)
    if node.kind is Kind.SEVERAL:
        ticks = [1 << number for number in range(len(node.options)) if mask >> number & 1]
        return [0, *ticks, sum(ticks)]
    return [number for number in range(len(node.edges)) if mask >> number & 1]


def _beginnings(program: Program) -> Iterator[State]:
    """Every state of every plan that ships, and the first of each entry, whatever the door knows."""
    for name, content in plan_files(ROOT / "dialogs").items():
        plan = read_plan(content, name)[0]
        assert plan is not None, name
        yield from replay(program, plan).states
    doors = product(*(range(len(program.facts[slot].domain.values)) for slot in program.given))
    for entry, given in product(program.entries, doors):
        yield start(program, entry, given)[0]


def test_every_step_and_answer_is_reached() -> None:
    """S13: each screen is seen, each answer given and each tick set in some conversation with the real engine.

    Wherever a step is met with answers or jumps that it had not yet, each of them is given, and what follows looked at.
    """
    program = shipped().program
    seen: set[int] = set()
    given: set[tuple[int, int]] = set()
    met: set[tuple[int, ...]] = set()
    waiting = deque(_beginnings(program))
    while waiting:
        state = waiting.popleft()
        node = program.nodes[state[0]]
        seen.add(node.index)
        if node.kind is Kind.FINISH:
            continue
        own, leaps = _answers(node, state[1]), jumps(program, state)
        if (node.index, *own, -1, *leaps) in met:
            continue
        met.add((node.index, *own, -1, *leaps))
        given |= {(node.index, answer) for answer in own}
        room = 2 << len(node.options) if node.kind is Kind.SEVERAL else len(node.edges)
        waiting.extend(step(program, state, answer)[0] for answer in (*own, *(room + leap for leap in leaps)))

    asked = [node for node in program.nodes if node.waits and node.pick is None]
    assert [node.id for node in asked if node.index not in seen] == []
    answers = [(node, k) for node in asked if node.kind is not Kind.SEVERAL for k in range(len(node.edges))]
    ticks = [(node, 1 << k) for node in asked if node.kind is Kind.SEVERAL for k in range(len(node.options))]
    assert [(node.id, k) for node, k in (*answers, *ticks) if (node.index, k) not in given] == []
