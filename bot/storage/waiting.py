"""The waiting array that several processes share: Valkey, in memory alone.

    fragestod:talks:<slot>    a hash, number of the conversation → its present cells; gone two hours after its slot
    fragestod:counter         which counter's file settles it; gone with the last hash

The doors only set; the one counter takes out. Its own settings have to say that nothing of this reaches a disk or a
list of slow commands: `check` asks the server, and nothing is sent to one that answers otherwise.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Mapping, Sequence
from dataclasses import astuple
from types import MappingProxyType
from typing import cast
from urllib.parse import urlsplit

from valkey.asyncio import Valkey
from valkey.exceptions import OutOfMemoryError, ValkeyError

from bot.engine.token import Mode
from bot.statistics.contribution import SETTLE_MINUTES, Contribution, Counted, Rehearsal, Use, Withdrawn
from bot.statistics.waiting import CAPACITY, SLOT, Pressed, slot_of
from bot.storage import AddressError, StorageError

SECONDS = 2.0
"""How long an answer is waited for; no press waits for one."""
KEPT_MINUTES = 120
"""What nobody has settled by then is gone: as long as a counter may be away before anything is lost."""
SCHEMES = ("valkey", "valkeys", "unix")
ADDRESS = "write valkey://user:password@host:6379/0, valkeys://… with TLS, or unix:///run/valkey.sock"

# A server's own setting → what it must be, and how it is written in its configuration.
REQUIRED: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "save": ("", 'save ""'),
        "appendonly": ("no", "appendonly no"),
        "slowlog-log-slower-than": ("-1", "slowlog-log-slower-than -1"),
        "crash-log-enabled": ("no", "crash-log-enabled no"),
    }
)

# Sets the cells of one conversation at one stroke, and keeps the deepest stage (the first letter) that was reached.
# KEYS[1] slot; ARGV number, cells, room, seconds to live. 0 where there is no room.
_SET = """
local known = redis.call('HGET', KEYS[1], ARGV[1])
if not known and redis.call('HLEN', KEYS[1]) >= tonumber(ARGV[3]) then return 0 end
local cells = ARGV[2]
if known and known:byte(1) > cells:byte(1) then cells = known:sub(1, 1) .. cells:sub(2) end
redis.call('HSET', KEYS[1], ARGV[1], cells)
redis.call('EXPIRE', KEYS[1], ARGV[4])
return 1
"""
_OWNER = "fragestod:counter"


class PersistenceError(StorageError):
    """The server would write what waits to a disk or to a list; nothing is sent to it."""


class SharedWaiting:
    """The array of one installation. Impure: speaks with the server; each call answers or raises within seconds."""

    def __init__(self, address: str, capacity: int = CAPACITY) -> None:
        """Does not connect.

        Raises:
            AddressError: it is no address of a Valkey server. It may hold a password, so it is never shown.
        """
        self._capacity = capacity
        try:
            known = urlsplit(address).scheme in SCHEMES
            self._client = Valkey.from_url(address, socket_timeout=SECONDS, socket_connect_timeout=SECONDS)
        except ValueError:
            known = False
        if not known:
            raise AddressError("FRAGESTOD_VALKEY is not the address of a Valkey server", ADDRESS)

    async def check(self) -> None:
        """See that the server keeps nothing.

        Raises:
            PersistenceError: it would, or does not say.
            StorageError: it does not answer.
        """
        pipe = self._client.pipeline(transaction=False)
        for name in REQUIRED:
            pipe.config_get(name)
        pipe.info("replication")
        *found, copies = await self._asked(pipe.execute(raise_on_error=False))
        wrong = [
            line
            for (name, (wanted, line)), answer in zip(REQUIRED.items(), found, strict=True)
            if not isinstance(answer, dict) or _text(answer.get(name)) != wanted
        ]
        if wrong:
            told = "; ".join(wrong)
            raise PersistenceError(
                "the Valkey server may keep what waits there, or does not say that it keeps nothing",
                f"write in its configuration, each on a line of its own: {told}",
            )
        if not isinstance(copies, dict) or copies.get("role") != "master" or copies.get("connected_slaves") != 0:
            remedy = "give Frågestöd a server of its own, without replicas"
            raise PersistenceError("the Valkey server copies what waits there to another", remedy)

    async def press(self, batch: Sequence[Pressed], minute: int) -> bool:
        """Take what presses mean, in their order; False when there was no room for some.

        Args:
            batch: not more than a few hundred.
            minute: now.

        Raises:
            StorageError: the server does not answer; some may have been taken.
        """
        pipe = self._client.pipeline(transaction=False)
        for number, start, found in batch:
            slot = slot_of(start)
            if isinstance(found, Withdrawn):
                pipe.hdel(_key(slot), f"{number:010x}")
            else:
                life = (slot + SLOT + KEPT_MINUTES - minute) * 60
                pipe.eval(_SET, 1, _key(slot), f"{number:010x}", _written(found), str(self._capacity), str(life))
        answers = await self._asked(pipe.execute(raise_on_error=False))
        faults = [answer for answer in answers if isinstance(answer, Exception)]
        for fault in faults:
            if not isinstance(fault, OutOfMemoryError):
                raise _unanswered() from fault
        return not faults and 0 not in [answer for press, answer in zip(batch, answers, strict=True) if _sets(press)]

    async def due(self, until: int) -> list[tuple[int, Counted]]:
        """What began before `until` (see `settled_until`), as (slot, cells). It stays there until `forget`.

        Raises:
            StorageError: the server does not answer.
        """
        slots = _slots(until)
        pipe = self._client.pipeline(transaction=False)
        for slot in slots:
            pipe.hgetall(_key(slot))
        answers = await self._asked(pipe.execute())
        return [
            (slot, _read(cells))
            for slot, held in zip(slots, answers, strict=True)
            for _, cells in sorted(cast("dict[bytes, bytes]", held).items())
        ]

    async def forget(self, until: int) -> None:
        """Delete what began before `until`.

        Raises:
            StorageError: the server does not answer.
        """
        await self._asked(self._client.delete(*map(_key, _slots(until))))

    async def claim(self, owner: str) -> bool:
        """Settle from now on; False when the counter of another file does: two would count everything twice.

        Raises:
            StorageError: the server does not answer.
        """
        pipe = self._client.pipeline(transaction=True)
        pipe.set(_OWNER, owner, nx=True)
        pipe.get(_OWNER)
        _, found = await self._asked(pipe.execute())
        mine = bool(_text(found) == owner)
        if mine:
            await self._asked(self._client.expire(_OWNER, KEPT_MINUTES * 60))
        return mine

    async def is_settled(self) -> bool:
        """Whether a counter has settled within the last two hours.

        Raises:
            StorageError: the server does not answer.
        """
        return bool(await self._asked(self._client.exists(_OWNER)))

    async def close(self) -> None:
        """Let the connections go."""
        await self._client.aclose()

    async def _asked(self, answer: Awaitable[object]) -> Sequence[object]:
        try:
            return cast("Sequence[object]", await answer)
        except (ValkeyError, OSError) as error:
            raise _unanswered() from error


def _unanswered() -> StorageError:
    remedy = "is it running, and are name, password and address in FRAGESTOD_VALKEY right?"
    return StorageError("the Valkey server does not answer as it should", remedy)


def _key(slot: int) -> str:
    return f"fragestod:talks:{slot}"


def _slots(until: int) -> list[int]:
    """All slots before `until` that can still be there."""
    return list(range(until - KEPT_MINUTES, until, SLOT))


def _sets(press: Pressed) -> bool:
    return not isinstance(press.found, Withdrawn)


def _text(answer: object) -> str | None:
    return answer.decode() if isinstance(answer, bytes) else answer if isinstance(answer, str) else None


def _written(cells: Counted) -> str:
    """The deepest stage in one letter (of a round of practice 0), then the mode and the rest, to be read by anybody who
    asks what stands there."""
    if isinstance(cells, Rehearsal):
        return "0" + json.dumps([Mode.PRACTICE.value, *astuple(cells)], separators=(",", ":"))
    rest = (Mode.LIVE.value, cells.unit, cells.use.value, cells.subject, cells.door, cells.staff, cells.channel)
    return f"{cells.furthest:x}{json.dumps([*rest, cells.release], separators=(',', ':'))}"


def _read(content: bytes) -> Counted:
    mode, *rest = json.loads(content[1:])
    if mode == Mode.PRACTICE.value:
        return Rehearsal(*rest)
    unit, use, subject, door, staff, channel, release = rest
    return Contribution(unit, Use(use), subject, int(content[:1], 16), door, staff, channel, release)


assert KEPT_MINUTES > SETTLE_MINUTES + SLOT
