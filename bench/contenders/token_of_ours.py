"""This program's token: header and answers sealed, and opened again."""

from __future__ import annotations

from collections.abc import Callable

from bot.engine.token import Header, Key, open_any

CODES = tuple((1 << 100) + 12_345 * number for number in range(500))


def prepare() -> Callable[[int], int]:
    """The unit is one seal and one open."""
    keys = (Key(bytes(range(32))),)
    header = Header(release=0xABCDEF, number=987_654_321, start=77, counter=3, unit=5, said=1, furthest=2)

    def run(count: int) -> int:
        for _ in range(count):
            for code in CODES:
                assert open_any(keys, keys[0].seal(header, code, b"web"), b"web") == (header, code)
        return count * len(CODES)

    return run
