"""Counting the rounds of a terminal, where several processes count already.

Rounds wait here until the terminal ends and go to the shared array at once. The file of cells is left to its counter:
to write it when a round ends would leave on disk when somebody practised.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime

from bot.engine.token import Header
from bot.operations.counting import read_round
from bot.statistics.contribution import Rehearsal, Withdrawn
from bot.statistics.waiting import SHARED, Pressed
from bot.storage.waiting import SharedWaiting


class Rehearsals:
    """What the rounds of one terminal have come to: of each round what its last press means."""

    def __init__(self, array: SharedWaiting, now: Callable[[], datetime]) -> None:
        self._array, self._now = array, now
        self._meant: dict[int, Pressed] = {}

    def rehearse(self, header: Header, found: Rehearsal | Withdrawn) -> None:
        """Take what a press of a round means."""
        meant = read_round(header, found, self._minute(), SHARED)
        if meant:
            self._meant[meant.number] = meant

    def carry(self) -> None:
        """Hand all over.

        Raises:
            StorageError: the server is away, or would keep what waits; nothing is counted then.
        """
        if self._meant:
            asyncio.run(self._carry())

    async def _carry(self) -> None:
        try:
            await self._array.check()
            await self._array.press([*self._meant.values()], self._minute())
        finally:
            await self._array.close()

    def _minute(self) -> int:
        return int(self._now().timestamp()) // 60
