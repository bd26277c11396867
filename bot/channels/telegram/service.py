"""Does what updates ask for: in the order of each chat, until it is done or time is up.

Doing a plan twice does nothing twice: edits, deletions and answers are the same done twice, and only what is *sent* is
not. Of that, the numbers of the last few updates that sent something are remembered (Telegram counts a bot's updates;
the number says nothing of a chat), so that one that comes again sends nothing more. Pictures that were sent at once
are an update each; for those it is the number of their album.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable

from bot.channels.telegram.bodies import SEND
from bot.channels.telegram.calls import Call, Calls, Outcome
from bot.channels.telegram.door import Door, Plan
from bot.channels.telegram.queue import Lanes
from bot.channels.telegram.updates import Inline, Nothing, Sent, Update, read_update

PATIENCE = 20.0
"""Seconds for one update that a webhook brought. Telegram asks again after a minute; by then nothing may be under way,
or an older press could be shown over a newer one."""
LONG_PATIENCE = 120.0
"""Seconds for one update that was fetched: nobody else has it."""
SENT = 64
"""Updates that sent something and are remembered. They come again within seconds, if they do."""

Fault = Callable[[BaseException], object]


class RefusedError(Exception):
    """Telegram refused a call of ours for what stands in it: a fault of this program."""


class Away(Exception):
    """It could not be done in time; who brought the update should bring it again."""


class Reach:
    """Whether Telegram can be reached. tell: told when that changes, not each time."""

    def __init__(self, tell: Callable[[bool], object]) -> None:
        self._tell = tell
        self._reached = True

    def __call__(self, reached: bool) -> None:
        """What was found just now."""
        if reached is not self._reached:
            self._reached = reached
            self._tell(reached)


class Service:
    """Updates in, calls out. fault: told of what should not be."""

    def __init__(self, door: Door, calls: Calls, fault: Fault, reach: Reach) -> None:
        self._door = door
        self._calls = calls
        self._fault = fault
        self._reach = reach
        self._sent: deque[int | str] = deque(maxlen=SENT)
        self.lanes = Lanes()

    async def take(self, raw: object) -> Call | None:
        """Do what an update asks for. A last call that nobody waits for is handed back, to ride in a webhook's answer.

        Raises:
            Away: it could not be done in time.
        """
        return await self._in_order(raw, PATIENCE)

    async def take_whole(self, raw: object) -> None:
        """Do an update that was fetched, to its end. Does not raise."""
        try:
            last = await self._in_order(raw, LONG_PATIENCE)
            if last is not None:
                await self._do(last, self._calls.clock() + PATIENCE)
        except Away:
            return  # told already
        except Exception as error:  # noqa: BLE001 - a fault of ours must not end the asking
            self._fault(error)

    async def _in_order(self, raw: object, patience: float) -> Call | None:
        update = read_update(raw)
        if isinstance(update, Nothing):
            return None
        until = self._calls.clock() + patience
        album = update.album if isinstance(update, Sent) else ""
        number = album or (raw.get("update_id", 0) if isinstance(raw, dict) else 0)
        if isinstance(update, Inline):
            return await self._follow(self._door.plan(update), number, until)
        return await self.lanes.run(update.chat, lambda: self._planned(update, number, until))

    async def _planned(self, update: Update, number: int | str, until: float) -> Call | None:
        slow = self._door.is_slow(update)
        plan = await asyncio.to_thread(self._door.plan, update) if slow else self._door.plan(update)
        return await self._follow(plan, number, until)

    async def _follow(self, plan: Plan, number: int | str, until: float) -> Call | None:
        """All calls of a plan but a last one that rides; what this update has sent already is not sent again."""
        for call in plan:
            if call.rides:
                if not await self._calls.ready(until):
                    raise Away
                return call
            await self._once(call, number, until)
        return None

    async def _once(self, call: Call, number: int | str, until: float) -> None:
        """Do a call, or what is done instead; send nothing that was sent."""
        if call.method == SEND and number in self._sent:
            return
        outcome = await self._do(call, until)
        if call.method == SEND:
            self._sent.append(number)
        if outcome is Outcome.FIXED and call.instead is not None:
            for other in call.instead():
                await self._once(other, number, until)

    async def _do(self, call: Call, until: float) -> Outcome:
        outcome = await self._calls.do(call, until)
        if outcome is Outcome.REFUSED:
            self._fault(RefusedError())
        self._reach(outcome is not Outcome.AWAY)
        if outcome is Outcome.AWAY:
            raise Away
        return outcome
