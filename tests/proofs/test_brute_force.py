"""The prover against brute force: random small contents, every conversation walked in the engine.

CI proves a fixed sample; `make audit` walks 1,000 (PROOFS=1000).
"""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest

from bot.check.prove import AFAR, Proof, Verdict, prove
from bot.check.rule_schema import Rule
from bot.check.rules import read_rules
from bot.dialog.load import load
from tests.conftest import PROOFS
from tests.proofs.brute import Walked, Walker
from tests.proofs.dialogs import Content, content

HARD = (157,)
"""Dialogs in which a shortest conversation was once told one answer too long: a screen was passed by in silence."""
FORMS = set(Rule.model_fields) - {"basis", "rows", "as_", "with_"} | {"as", "with"}
"""Every form that a rule can have."""


def check(drawn: Content) -> tuple[Proof, Walked]:
    """Hold both against each other: verdict, length and truth of the counterexample."""
    loaded = load(drawn.files)
    assert loaded.release is not None, "\n".join(map(str, loaded.problems))
    (rule,), problems = read_rules(loaded.release)
    assert all(problem.code == "R002" for problem in problems), problems
    walker = Walker(drawn, loaded.release.program)
    proof = prove(rule)
    walks = {entry: walker.walk(entry) for entry in loaded.release.program.entries}
    broken = [entry for entry, walked in walks.items() if walked.taps is not None]
    spoken = any(walked.spoken for walked in walks.values())
    wanted = Verdict.BROKEN if broken else Verdict.HOLDS if spoken else Verdict.VACUOUS
    if "within" in drawn.rule and proof.verdict is Verdict.BROKEN:
        # Nearness is claimed only where it is certain: such a rule may be called broken too often, never too seldom.
        return proof, next(iter(walks.values()))
    assert proof.verdict is wanted
    if proof.verdict is Verdict.BROKEN:
        assert walker.offends(proof.entry, proof.given, proof.answers)
        assert len(proof.answers) == walks[proof.entry].taps
    return proof, walks[proof.entry or next(iter(walks))]


def test_the_prover_agrees_with_brute_force_on_random_dialogs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Holds, broken or vacuous alike; a shortest conversation is as short as the shortest there is, and it happens.

    For every other dialog the first map of the prover leads nowhere in time, as it may where dialogs are large.
    """
    verdicts: Counter[Verdict] = Counter()
    forms: Counter[str] = Counter()

    # A dialog that they differ on is named by its number, and drawn again by it alone.
    for seed in {*range(PROOFS), *HARD}:
        drawn = content(Random(seed))
        monkeypatch.setattr("bot.check.prove.AFAR", (AFAR, 2)[seed % 2])
        try:
            verdicts[check(drawn)[0].verdict] += 1
        except AssertionError as fault:
            fault.add_note(f"content(Random({seed})), {drawn.rule}")
            raise
        forms.update(drawn.rule.keys())

    assert sum(verdicts.values()) >= PROOFS
    assert forms.keys() >= FORMS
    assert all(verdicts[verdict] >= PROOFS // 20 for verdict in (Verdict.HOLDS, Verdict.BROKEN, Verdict.VACUOUS))
    print(dict(verdicts), dict(forms))
