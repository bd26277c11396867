"""One text to translate: what it is, whom it is for, how long it may be, where it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from bot.dialog.case_model import PREFIX
from bot.dialog.model import Audience
from bot.problem import Span


class Kind(Enum):
    """What a text is. The value stands in the translator's comment."""

    TITLE = "Rubrik"
    LABEL = "Knapp eller svar"
    PASSAGE = "Text"
    QUESTION = "Fråga"
    WHY = "Förklaring"
    ACTION = "Att göra"
    CONTACT = "Kontakt"


LIMITS: Mapping[Kind, int] = dict.fromkeys(Kind, 600) | {Kind.TITLE: 60, Kind.LABEL: 60}
"""Most characters of a text. 60 fit on a button of a phone; nobody reads more than 600 with a person waiting."""
CARD = 160
"""Most characters of a text that is shown: a card is read across a table, and has to fit on a phone in large type."""
TO: Mapping[Audience, str] = {Audience.ALOUD: "Säg", Audience.SHOWN: "Visa", Audience.STAFF: "Till personal"}
INSIDE = "Säg till kollega eller myndighet"


@dataclass(frozen=True, slots=True)
class Entry:
    """One text of a release.

    context: "dialog.step" for what one step says, "dialog" for a dialog's own title, "action.<id>",
    "contact.<key>", "audience.<key>", "phrase.<id>", "house" for what stands on every page, "assess.<id>" for a
    statement of a self-assessment and "assess" for what all of them share, "card" for the words of pictures, "ui" for
    the doors' own words, "report" for those of reports, "desk" for the coordinators' pages, "assessing" for
    the results of self-assessments, "practice" for the practice pages, "practice-<case>.<part>" for a practice case,
    "clause" for a clause of the decision table that a self-assessment names.
    open: it can be seen before the two are alone, so no language may betray the subject in it.
    around: the texts before and after it, on one line; empty when it stands alone.
    inside: it is said to a colleague or an authority, not to the person.
    judged: it is meant as it stands. What a scripted patient says, or a line that is wrong, is not.
    named: it is about somebody who has a name and a gender, so nobody's gender is taken for granted.
    """

    context: str
    text: str
    kind: Kind
    audience: Audience
    where: tuple[Span, ...]
    open: bool
    around: str = ""
    inside: bool = False
    judged: bool = True
    named: bool = False

    @property
    def is_said(self) -> bool:
        """Whether it is said to the person or shown, so that a person's language needs it; the cover is staff's, and
        nobody but staff practises."""
        mine = self.context == "house" or self.context.startswith(PREFIX)
        return self.audience is not Audience.STAFF and not mine and not self.inside

    @property
    def key(self) -> tuple[str, str]:
        """What a translation is found by (see `catalogues`)."""
        return self.context, self.text

    @property
    def limit(self) -> int:
        """Most characters, in every language."""
        return min(LIMITS[self.kind], CARD if self.audience is Audience.SHOWN else LIMITS[self.kind])

    @property
    def comments(self) -> tuple[str, ...]:
        """What the translator is told, one line each."""
        seen = " Kan ses av andra: får inte röja ämnet." if self.open else ""
        to = INSIDE if self.inside else TO[self.audience]
        first = f"{to}. {self.kind.value}. Högst {self.limit} tecken.{seen}"
        return (first, f"i talet: {self.around}") if self.around else (first,)
