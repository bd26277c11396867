"""How long the next attempt to sign in has to wait. In memory; knows names (as digests) and no addresses.

Per name the wait doubles with each failure, so guessing is hopeless and a person who has mistyped is soon let in.
Over all names a bucket of attempts bounds what a flood costs, since each check takes a tenth of a second.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from threading import Lock

FREE = 4
"""Failures that cost no wait."""
LONGEST = 300.0
"""Seconds that a name waits at most: a stranger must not be able to lock somebody out for long."""
FORGOTTEN = 3600.0
"""Seconds after which failures count no more."""
MOST = 2000
"""Names remembered; the oldest are dropped."""
BUCKET, REFILL = 60.0, 0.5
"""Failures at once over all names, and how many come back a second."""


class Bucket:
    """A number of attempts at once over all who try, of which some come back each second. Safe in several threads."""

    def __init__(self, room: float = BUCKET, refill: float = REFILL) -> None:
        self._room, self._refill = room, refill
        self._left, self._filled = room, 0.0
        self._lock = Lock()

    def wait(self, now: float) -> float:
        """Seconds until there is an attempt left; 0 when there is."""
        with self._lock:
            self._fill(now)
            return max(0.0, (1.0 - self._left) / self._refill)

    def take(self, now: float) -> None:
        """Use an attempt up."""
        with self._lock:
            self._fill(now)
            self._left = max(0.0, self._left - 1.0)

    def _fill(self, now: float) -> None:
        # A clock that is put back must lock nobody out.
        self._left = min(self._room, self._left + max(0.0, now - self._filled) * self._refill)
        self._filled = now


class Brakes:
    """Failures of the last hour. Safe to use from several threads."""

    def __init__(self) -> None:
        self._failures: OrderedDict[bytes, tuple[int, float]] = OrderedDict()
        self._bucket, self._lock = Bucket(), Lock()

    def wait(self, name: str, now: float) -> float:
        """Seconds that a name has to wait before it may try; 0 when it may."""
        with self._lock:
            failures, last = self._failures.get(_key(name), (0, 0.0))
            if failures and now - last >= FORGOTTEN:
                failures = 0
            own = min(LONGEST, 2.0 ** (failures - FREE)) - max(0.0, now - last) if failures >= FREE else 0.0
            return max(own, self._bucket.wait(now))

    def failed(self, name: str, now: float) -> None:
        """An attempt that was not let in."""
        self._bucket.take(now)
        with self._lock:
            failures, last = self._failures.pop(_key(name), (0, now))
            self._failures[_key(name)] = ((failures if now - last < FORGOTTEN else 0) + 1, now)
            if len(self._failures) > MOST:
                self._failures.popitem(last=False)

    def passed(self, name: str) -> None:
        """An attempt that was let in: its failures are forgotten."""
        with self._lock:
            self._failures.pop(_key(name), None)


def _key(name: str) -> bytes:
    return hashlib.sha256(name.strip().lower().encode()).digest()


class Allowance:
    """How much of the machine's time each holder of a token may use: a burst, and then a share, so that a program that
    asks without end takes nothing from the chat. In memory; knows tokens by their number. Safe in several threads."""

    def __init__(self, burst: float = 60.0, share: float = 0.5) -> None:
        self._burst, self._share = burst, share
        self._used: OrderedDict[int, tuple[float, float]] = OrderedDict()
        self._lock = Lock()

    def wait(self, holder: int, now: float) -> float:
        """Seconds until a holder may ask again; 0 when it may."""
        with self._lock:
            return max(0.0, self._left(holder, now) - self._burst) / self._share

    def spent(self, holder: int, seconds: float, now: float) -> None:
        """An answer that took so long to make."""
        with self._lock:
            used = self._left(holder, now)
            self._used.pop(holder, None)
            self._used[holder] = (used + seconds, now)
            if len(self._used) > MOST:
                self._used.popitem(last=False)

    def _left(self, holder: int, now: float) -> float:
        """What is still held against it."""
        used, at = self._used.get(holder, (0.0, now))
        return max(0.0, used - max(0.0, now - at) * self._share)
