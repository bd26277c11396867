"""Order: what comes from one chat is done one after the other; chats do not wait for each other.

A chat's number lives here only while something for that chat waits or is being done.
"""

from __future__ import annotations

from asyncio import Lock
from collections.abc import Awaitable, Callable
from typing import TypeVar

Made = TypeVar("Made")


class _Lane:
    """One chat's own queue. inside: how many wait or work."""

    __slots__ = ("inside", "lock")

    def __init__(self) -> None:
        self.inside = 0
        self.lock = Lock()  # wakes in the order of asking


class Lanes:
    """All chats for which something is under way now."""

    def __init__(self) -> None:
        self._lanes: dict[int, _Lane] = {}

    def __len__(self) -> int:
        """How many chats are known at this moment."""
        return len(self._lanes)

    async def run(self, chat: int, work: Callable[[], Awaitable[Made]]) -> Made:
        """Do `work` when everything that was asked for this chat before is done. Its exceptions are the caller's."""
        lane = self._lanes.get(chat)
        if lane is None:
            lane = self._lanes[chat] = _Lane()
        lane.inside += 1
        try:
            async with lane.lock:
                return await work()
        finally:
            lane.inside -= 1
            if not lane.inside:
                del self._lanes[chat]
