"""What both checkers are asked about: the dialogs that ship, and variants of them with one bolt loosened."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass, replace

from bot.check.prove import Verdict, prove_all
from bot.check.rules import read_rules
from bot.dialog.folder import read_folder
from bot.dialog.load import load
from bot.dialog.model import Release
from tests.conftest import ROOT
from tests.mutants.trees import Edit, cut, edited, put, read, write
from tests.proofs.second import Judged

HUB = "hub"
"""Where a whole run begins: all that staff can come to."""
SMALL = "cards"
"""Where CI begins: 170 places instead of the hub's thousands, Acute and Stop among them."""


@dataclass(frozen=True, slots=True)
class Variant:
    """The shipped content with one bolt loosened, and the rule that it breaks."""

    rule: str
    file: str
    edit: Edit


HEARD = ("steps", "room", "choices", "Nej. Vuxen person, ingen tolk", "set", "alone")
PHONE = ("steps", "room", "choices", "Vi talas vid på telefon")
URGENT = ("steps", "door", "choices", "Nu: på väg att ta sitt liv")
YOUNG = ("steps", "talk", "route", 1, "when")
VARIANTS = (
    Variant("I02", "guides/children.yaml", cut(("steps", "duty", "do", 0), "children are not reported")),
    Variant("D37", "guides/gather.yaml", cut(("steps", "plan", "do"), "no plan when the talk ends too soon")),
    Variant("I04", "actions.yaml", put(("actions", "call-112", "order"), "950", "112 comes last")),  # asked in CI
    Variant("I02", "actions.yaml", put(("actions", "report-child", "level"), "may", "a report is a choice")),
    Variant("I05", "guides/hub.yaml", put(("steps", "gate-talk"), {"route": [{"go": "talk"}]}, "no gate")),
    Variant("I01", "guides/prepare.yaml", put(HEARD, "no", "not alone")),
    Variant("I13", "guides/hub.yaml", put(YOUNG, "who == uses_violence", "adults' questions")),
    Variant("D03", "guides/prepare.yaml", cut(("steps", "no-interpreter", "do", 0), "no interpreter is booked")),
    Variant("D02", "guides/prepare.yaml", cut((*PHONE, "do"), "nobody asks whether the line is safe")),
    Variant("D35", "guides/danger.yaml", cut((*URGENT, "do", 1), "nobody stays")),
    Variant("D85", "guides/pathway.yaml", cut(("steps", "after", "do", 0), "nothing is written down")),
    Variant("I18", "guides/children.yaml", put(("steps", "expected", "do", 0), "report-child", "unborn")),
    Variant("D21", "guides/respond.yaml", cut(("steps", "denied", "do", 1), "no new talk after a no with signs")),
)  # fmt: skip


def content(variant: Variant | None = None) -> dict[str, bytes]:
    """The files that ship, perhaps with a bolt loosened."""
    files = read_folder(ROOT / "dialogs")
    if variant is not None:
        files[variant.file] = write(edited(read(files[variant.file]), variant.edit))
    return files


def begun(files: Mapping[str, bytes], entry: str) -> Release:
    """Dialogs as they are begun at one entry: one is exported."""
    release = load(files).release
    assert release is not None
    return replace(release, program=replace(release.program, entries=(entry,)))


def first(release: Release, names: Container[str]) -> dict[str, Judged]:
    """What the prover says of some rules."""
    proofs = prove_all(rule for rule in read_rules(release)[0] if rule.name in names)
    return {
        rule.name: Judged(proof.verdict, len(proof.answers) if proof.verdict is Verdict.BROKEN else None)
        for rule, proof in proofs
    }
