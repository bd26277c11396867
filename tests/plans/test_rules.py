"""Each rule is spoken of in a conversation that somebody wrote: none is proved of what nobody has seen."""

from __future__ import annotations

from bot.check.plans import passed
from bot.check.rules import Safety, read_rules
from bot.dialog.load import load
from bot.plans.form import files
from tests.check.shipped import shipped
from tests.conftest import ROOT


def test_each_rule_speaks_in_a_plan() -> None:
    """So the check need not look for conversations that show it to speak of some state."""
    release = load(shipped()).release
    assert release is not None
    rules, _ = read_rules(release)
    program = rules[0].program
    met: dict[int, list[tuple[int, ...]]] = {}
    for index, facts, _, _ in passed(program, files(ROOT / "dialogs")):
        met.setdefault(index, []).append(facts)

    def speaks(rule: Safety) -> bool:
        nodes = (program.nodes[index] for index in met if rule.fits(program.nodes[index]))
        return any(rule.speaks(node, facts) for node in nodes for facts in met[node.index])

    assert len(rules) > 400
    assert [rule.name for rule in rules if not speaks(rule)] == []
