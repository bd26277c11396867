"""itsdangerous: a signed token, readable by anybody, around the same answers as JSON."""

from __future__ import annotations

from collections.abc import Callable

from itsdangerous import URLSafeSerializer

FIELDS = tuple([0xABCDEF, 987_654_321, 77, 3, 5, 0, 0, 0, 1, 2, (1 << 100) + 12_345 * number] for number in range(500))


def prepare() -> Callable[[int], int]:
    """The unit is one signing and one check."""
    serializer = URLSafeSerializer("a secret key of thirty-two bytes", salt="web")

    def run(count: int) -> int:
        for _ in range(count):
            for fields in FIELDS:
                assert serializer.loads(serializer.dumps(fields)) == fields
        return count * len(FIELDS)

    return run
