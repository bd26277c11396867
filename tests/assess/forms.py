"""The shipped form, and answers to it drawn at random."""

from functools import cache
from pathlib import Path
from random import Random

from bot.assess.answers import Beside, Given, Sheet
from bot.dialog.assessment import Form, read_form
from bot.dialog.assessment_schema import Assessment, Soon
from bot.dialog.folder import read_folder

SOON: tuple[Soon | None, ...] = (None, "now", "half-year", "decision")
DIALOGS = Path(__file__).resolve().parents[2] / "dialogs"


@cache
def shipped() -> Form:
    """The form that ships."""
    form, problems = read_form(read_folder(DIALOGS))
    assert form is not None, problems
    return form


def drawn(form: Form, assessment: Assessment, random: Random) -> Sheet:
    """A sheet drawn at random: some statements have no answer, some one beside the ladder."""
    found = {}
    for key in assessment.statements:
        said = random.choice((None, Beside.UNKNOWN, Beside.NOT_OURS, 0, 1, 2, 3, 4))
        if said is not None:
            proofs = form.frame.proofs(said) if isinstance(said, int) else {}
            proof = random.choice(("", *proofs))
            soon = random.choice(SOON)
            found[key] = Given(said, proof, "", "elsewhere" if said is Beside.NOT_OURS else "", soon)
    return found
