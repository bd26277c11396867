"""What values a fact can have. A fact's value is kept as its index in `values`; index 0 is the start value."""

from __future__ import annotations

from dataclasses import dataclass

UNKNOWN = "unknown"
BOOLEAN = ("no", "yes")


@dataclass(frozen=True, slots=True)
class Domain:
    """A finite, ordered set of values.

    values: all values as text, in the author's order.
    first_number: index where whole numbers begin, None when the values are words. Numbers are
        consecutive and come last, so `unknown` can stand before them.
    """

    values: tuple[str, ...]
    first_number: int | None = None

    @property
    def is_number(self) -> bool:
        """Whether its values are whole numbers, save an explicit unknown."""
        return self.first_number is not None

    @property
    def has_unknown(self) -> bool:
        """Whether the value can be unknown."""
        return UNKNOWN in self.values

    @property
    def low(self) -> int:
        """The smallest number of a numeric domain."""
        assert self.first_number is not None
        return int(self.values[self.first_number])

    def index(self, value: str) -> int | None:
        """The index of a value, None when it is not in the domain."""
        try:
            return self.values.index(value)
        except ValueError:
            return None


def words(values: tuple[str, ...]) -> Domain:
    """A domain of words."""
    return Domain(values)


def numbers(low: int, high: int, *, unknown: bool = False) -> Domain:
    """Whole numbers from low to high, both included, with an explicit unknown before them if asked."""
    texts = tuple(str(n) for n in range(low, high + 1))
    if unknown:
        return Domain((UNKNOWN, *texts), 1)
    return Domain(texts, 0)
