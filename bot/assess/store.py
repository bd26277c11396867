"""What is asked of whoever keeps rounds. Every method is one transaction; `by` is the account that did it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, Protocol

from bot.assess.answers import Beside
from bot.assess.kept import Entries, Head, Kept, Part, Saved
from bot.dialog.assessment_schema import Key
from bot.dialog.schema import Sector

Link = Literal["manager", "group"]


class RoundStore(Protocol):
    """Rounds of an organisation and its units."""

    def heads(self) -> tuple[Head, ...]:
        """All rounds, the oldest first."""

    def round(self, number: int) -> Kept | None:
        """One round; None when there is none such."""

    def begin(self, unit: int, sector: Sector, version: int, form: str, by: str) -> int:
        """The number of the open round of a unit and sector, which is made when there is none. form: what is asked, as
        it was frozen."""

    def save(self, number: int, part: Part, wanted: Entries, seen: int) -> Saved | None:
        """Keep what differs from what the writer saw. seen: the round's revision on the writer's page. None: the round
        is not there, or closed (a plan goes on)."""

    def count(self, number: int, answers: Mapping[Key, int | Beside]) -> bool:
        """Add what one member of the group chose to the counts; False when members answer no more."""

    def gather(self, number: int, by: str) -> bool:
        """Members answer no more. Counts of too few to show are forgotten."""

    def link(self, number: int, kind: Link, known: str, by: str) -> bool:
        """What a link is known by from now on; earlier ones are dead. "" ends it. False when the round is closed."""

    def close(self, number: int, by: str) -> bool:
        """Nothing is answered any more, and its links are dead."""

    def drop(self, number: int, by: str) -> bool:
        """Forget an open round in which nothing was ever answered."""
