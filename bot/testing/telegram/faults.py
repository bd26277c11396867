"""Faults on demand: what goes wrong, with which call.

api.faults.add(Fault.FLOOD, "editMessageText", nth=2, seconds=3)   # the second edit from now is told to wait
api.faults.add(Fault.LOST_AFTER, "sendMessage", times=2)           # carried out, but nobody is told
api.faults.refuse("editMessageText", bad_request(NOT_MODIFIED))    # any refusal
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from bot.testing.telegram.refusals import Refusal, too_many

ANY, POLL = "*", "getUpdates"
"""Any method but the one that is asked all the time: that has to be named."""


class Fault(Enum):
    """What can go wrong. Of an update: DUPLICATED comes twice, DELAYED comes after the one that follows it."""

    FLOOD = "flood"  # 429 with retry_after
    ERROR = "error"  # 500 with Telegram's JSON
    BAD_GATEWAY = "bad gateway"  # 502 with a page of HTML, as a proxy sends it
    REFUSED = "refused"  # any refusal
    LOST_BEFORE = "lost before"  # the connection closes and nothing was done
    LOST_AFTER = "lost after"  # it was done, and the connection closes without a word
    HANGS = "hangs"  # it was done, and no word comes for so many seconds; then the connection closes
    SLOW = "slow"  # it is done after so many seconds
    DUPLICATED = "duplicated"
    DELAYED = "delayed"


OF_UPDATES = frozenset((Fault.DUPLICATED, Fault.DELAYED))


@dataclass(slots=True)
class Planned:
    """A fault that waits. after: calls that still go well. left: calls that it will hit. chat: of this chat alone."""

    fault: Fault
    method: str
    after: int
    left: int
    chat: int | None
    seconds: float
    refusal: Refusal


class Faults:
    """What is going to go wrong, and what did."""

    def __init__(self) -> None:
        self.planned: list[Planned] = []
        self.happened: list[tuple[Fault, str]] = []

    def add(
        self,
        fault: Fault,
        method: str = ANY,
        *,
        nth: int = 1,
        times: int = 1,
        chat: int | None = None,
        seconds: float = 1.0,
        refusal: Refusal | None = None,
    ) -> None:
        """Plan a fault for the nth matching call from now and, with `times`, those after it.

        Args:
            fault: what goes wrong.
            method: whose call, or of an update its kind (`message`, `callback_query`, …); any without it.
            nth: 1 is the next one.
            times: how many in a row.
            chat: only where this chat is named.
            seconds: how long to wait (FLOOD), how long it takes (SLOW, HANGS).
            refusal: what REFUSED answers.
        """
        plan = Planned(fault, method, nth - 1, times, chat, seconds, refusal or too_many(max(1, round(seconds))))
        self.planned.append(plan)

    def refuse(self, method: str, refusal: Refusal, *, nth: int = 1, times: int = 1, chat: int | None = None) -> None:
        """Plan a refusal."""
        self.add(Fault.REFUSED, method, nth=nth, times=times, chat=chat, refusal=refusal)

    def take(self, method: str, chat: int | None, *, of_update: bool = False) -> Planned | None:
        """The fault of this call, None when all goes well. Counts the call."""
        hit = None
        for plan in self.planned:
            named = plan.method == method or (plan.method == ANY and method != POLL)
            fits = named and plan.chat in {None, chat}
            if not fits or (plan.fault in OF_UPDATES) is not of_update:
                continue
            if plan.after:
                plan.after -= 1
            elif hit is None:
                plan.left -= 1
                hit = plan
        self.planned = [plan for plan in self.planned if plan.left > 0]
        if hit is not None:
            self.happened.append((hit.fault, method))
        return hit
