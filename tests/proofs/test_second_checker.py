"""The prover against an answer set solver, on the dialogs that ship: two programs that share no search and no slices.

CI asks both about every fourth rule, and about one loosened bolt, where the dialogs are begun at a small entry with
all that its jumps lead to; `make audit` (PROOFS=1000) about all rules, begun at the hub, and about every bolt.
"""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass, replace

import pytest

from bot.check.prove import Verdict, prove_all
from bot.check.rules import read_rules
from bot.dialog.folder import read_folder
from bot.dialog.load import load
from bot.dialog.model import Release
from tests.conftest import ROOT, WHOLE
from tests.mutants.trees import Edit, cut, edited, put, read, write
from tests.proofs.second import Judged, Second, written

SMALL = "cards"
"""The entry that CI begins at: 170 places instead of the hub's thousands, Acute and Stop among them."""


@dataclass(frozen=True, slots=True)
class Variant:
    """The shipped content with one bolt loosened, and the rule that it breaks."""

    rule: str
    file: str
    edit: Edit


TRIED = ("steps", "free", "choices", "Nej")
PHONE = ("steps", "room", "choices", "Vi talas vid på telefon")
URGENT = ("steps", "door", "choices", "Nu: på väg att ta sitt liv")
VARIANTS = (
    Variant("I02", "guides/children.yaml", cut(("steps", "duty", "do", 0), "children are not reported")),
    Variant("D37", "guides/gather.yaml", cut(("steps", "plan", "do"), "no plan when the talk ends too soon")),
    Variant("I04", "actions.yaml", put(("actions", "call-112", "order"), "950", "112 comes last")),  # asked in CI
    Variant("I02", "actions.yaml", put(("actions", "report-child", "level"), "may", "a report is a choice")),
    Variant("I05", "guides/hub.yaml", put(("steps", "gate-talk"), {"route": [{"go": "talk"}]}, "no gate")),
    Variant("I01", "guides/prepare.yaml", put((*TRIED, "go"), "limits", "not alone")),
    Variant("I13", "guides/hub.yaml", cut(("steps", "talk", "route", 0), "the young get the adults' questions")),
    Variant("D03", "guides/prepare.yaml", cut(("steps", "no-interpreter", "do", 0), "no interpreter is booked")),
    Variant("D02", "guides/prepare.yaml", cut((*PHONE, "do"), "nobody asks whether the line is safe")),
    Variant("D35", "guides/danger.yaml", cut((*URGENT, "do", 1), "nobody stays")),
    Variant("D85", "guides/pathway.yaml", cut(("steps", "after", "do", 0), "nothing is written down")),
    Variant("D36", "guides/gather.yaml", put(("steps", "together", "when"), "danger == now", "too seldom")),
    Variant("I18", "guides/children.yaml", put(("steps", "expected", "do", 0), "report-child", "unborn")),
    Variant("D21", "guides/respond.yaml", cut(("steps", "denied", "do", 1), "no new talk after a no with signs")),
)  # fmt: skip


def shipped(variant: Variant | None = None) -> Release:
    """The dialogs that ship, perhaps with a bolt loosened, as they are begun at one entry: one is exported."""
    files = read_folder(ROOT / "dialogs")
    if variant is not None:
        files[variant.file] = write(edited(read(files[variant.file]), variant.edit))
    release = load(files).release
    assert release is not None
    begun = release.program.entries[:1] if WHOLE else (SMALL,)
    return replace(release, program=replace(release.program, entries=begun))


def first(release: Release, names: Container[str]) -> dict[str, Judged]:
    """What the prover says of some rules."""
    proofs = prove_all(rule for rule in read_rules(release)[0] if rule.name in names)
    return {
        rule.name: Judged(proof.verdict, len(proof.answers) if proof.verdict is Verdict.BROKEN else None)
        for rule, proof in proofs
    }


def test_both_checkers_agree_on_the_shipped_dialogs() -> None:
    """Every rule that both can read has the same verdict from both; CI asks about every fourth of them."""
    release = shipped()
    every = written(release)
    rules = {name: every[name] for name in [*every][:: 1 if WHOLE else 4]}
    second = Second(release, rules)
    judged = {name: second.judge(name) for name in rules}

    assert len([name for name in rules if judged[name].verdict is Verdict.HOLDS]) >= (30 if WHOLE else 10)
    assert judged == first(release, rules)


@pytest.mark.parametrize("variant", VARIANTS if WHOLE else VARIANTS[2:3], ids=lambda v: f"{v.rule}-{v.edit.told}")
def test_both_checkers_find_the_same_shortest_offence_in_a_broken_variant(variant: Variant) -> None:
    """A loosened bolt breaks its rule for both, and both know the shortest conversation to be as long."""
    release = shipped(variant)
    judged = Second(release, {variant.rule: written(release)[variant.rule]}).judge(variant.rule)

    assert judged.verdict is Verdict.BROKEN
    assert {variant.rule: judged} == first(release, [variant.rule])


def test_the_second_checker_reads_most_rules() -> None:
    """Only rules about words on the screen, what is offered, who answers and nearness are left to the prover alone."""
    release = shipped()

    assert len(written(release)) >= len(read_rules(release)[0]) // 2
