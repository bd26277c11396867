"""A drawing shows an organisation's own steps where the engine has them, and tells them from the guides' own."""

import pytest

from bot.dialog.model import Kind, Node, Program, Release
from bot.draw.layout import lay_out
from bot.draw.mermaid import mermaid
from bot.draw.outline import RETURN, Outline, outlines
from bot.draw.own import layered
from bot.draw.svg import svg
from bot.draw.tree import tree
from tests.conftest import ROOT, Command
from tests.dialog.test_routine import ONE, released

ALSO = "  also:\n    {place}\n    when: mood == calm\n    title: Ett till\n    say: [{{staff: Där.}}]\nactions:"
PLACES = [
    f"{way}: plain.{step}"
    for step in ("first", "mood", "aside", "told", "split", "other", "end")
    for way in ("before", "after")
    if (way, step) not in (("after", "split"), ("after", "other"), ("after", "end"))
]


def drawn_name(node: Node) -> str:
    """How a drawing calls a node: a screen that stands once before each way on has a number from the second on."""
    if node.kind is Kind.RETURN:
        return RETURN
    name, _, part = node.id.partition(".")[2].partition("#")
    return f"{name}-{int(part) + 1}" if part else name


def ways(program: Program, dialog: str) -> dict[str, set[str]]:
    """Step → where the engine may go from it."""
    found = {}
    for node in program.nodes:
        if node.dialog == dialog and node.kind is not Kind.RETURN:
            after = [edge.target for edge in node.edges] + [target for _, target, _ in node.branches]
            after += [node.after] if node.when is not None else []
            found[drawn_name(node)] = {drawn_name(program.nodes[index]) for index in after}
    return found


def drawn(release: Release) -> Outline:
    """The small house's first guide."""
    return layered(release.files)["plain"]


@pytest.mark.parametrize("place", PLACES)
def test_a_drawing_leads_where_the_engine_goes(place: str) -> None:
    """Each step, own ones too, leads to the same steps in both, wherever own steps stand, alone or two in a row."""
    for routine in (ONE.format(place=place), ONE.format(place=place).replace("actions:", ALSO.format(place=place))):
        release = released(routine)
        outline = drawn(release)
        assert {step.id: set(step.targets) for step in outline.steps} == ways(release.program, "plain")
        assert [step.id for step in outline.steps] == list(ways(release.program, "plain")), "in the same order"


def test_every_form_tells_an_own_step_apart() -> None:
    """In words first: text, drawing and flowchart call it “your own routine”; the drawing marks its edge, too."""
    outline = drawn(released(ONE.format(place="before: plain.told")))
    for text in (tree(outline), svg(lay_out(outline)), mermaid(outline)):
        assert text.count("your own routine") == 1
    assert '<g class="card own">' in svg(lay_out(outline))
    assert "class step_ours own" in mermaid(outline)
    own = next(step for step in outline.steps if step.own)
    assert str(own.where) == "routine.yaml:4:3"
    assert own.does == ("+ write-it-down", "+ our-call")


def test_without_a_routine_a_drawing_is_as_it_was() -> None:
    """Nothing is added where nothing is written."""
    files = released().files
    assert layered(files) == outlines(files)


def test_the_command_draws_a_folder_of_ones_own(fragestod: Command) -> None:
    """With --local the steps stand in the guide."""
    local = str(ROOT / "docs" / "example-routine")
    assert "your own routine" in fragestod("draw", "plan-ahead", "--local", local).stdout
    assert "your own routine" not in fragestod("draw", "plan-ahead").stdout
