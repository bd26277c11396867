"""The prover against an answer set solver, on the dialogs that ship: two programs that share no search and no slices.

CI asks both about every third rule, and about one loosened bolt, where the dialogs are begun at a small entry with
all that its jumps lead to; `make audit` about all rules, begun at the hub, and about every bolt (`python -m
tests.proofs`).
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from bot.check.prove import Verdict
from bot.check.rules import read_rules
from tests.proofs.agree import HUB, SMALL, VARIANTS, begun, content, first
from tests.proofs.second import Judged, Second, written
from tests.proofs.whole import Memory, questions

URGENT_LAST = VARIANTS[2]


def test_both_checkers_agree_on_the_shipped_dialogs() -> None:
    """Every rule that both can read has the same verdict from both; CI asks about every third of them."""
    release = begun(content(), SMALL)
    every = written(release)
    rules = {name: every[name] for name in [*every][::3]}
    second = Second(release, rules)
    judged = {name: second.judge(name) for name in rules}

    assert len([name for name in rules if judged[name].verdict is Verdict.HOLDS]) >= 10
    assert judged == first(release, rules)


def test_both_checkers_find_the_same_shortest_offence_in_a_broken_variant() -> None:
    """A loosened bolt breaks its rule for both, and both know the shortest conversation to be as long."""
    release = begun(content(URGENT_LAST), SMALL)
    judged = Second(release, {URGENT_LAST.rule: written(release)[URGENT_LAST.rule]}).judge(URGENT_LAST.rule)

    assert judged.verdict is Verdict.BROKEN
    assert {URGENT_LAST.rule: judged} == first(release, [URGENT_LAST.rule])


def test_the_second_checker_reads_most_rules() -> None:
    """Only rules about words on the screen, what is offered, who answers and nearness are left to the prover alone."""
    release = begun(content(), SMALL)

    assert len(written(release)) >= len(read_rules(release)[0]) // 2


def test_a_whole_run_goes_on_where_it_was_and_believes_no_answer_about_other_content(tmp_path: Path) -> None:
    """A kept answer is held against the prover again, and is forgotten when the dialogs are others."""
    asked = questions()
    memory = Memory(tmp_path / "kept.jsonl")
    memory.keep(asked[0], Judged(Verdict.BROKEN, 3))
    memory.keep(asked[1], first(begun(asked[1].files, HUB), [asked[1].rule])[asked[1].rule])

    kept = Memory(tmp_path / "kept.jsonl")
    assert [question for question in asked if question not in kept] == asked[2:]
    assert [question for question, _, _ in kept.differing(asked[:2])] == [asked[0]]
    assert replace(asked[0], files={**asked[0].files, "facts.yaml": b""}) not in kept
