"""What was called: for tests to look at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.testing.telegram.faults import Fault


@dataclass(frozen=True, slots=True)
class Call:
    """A call that came. status: what was answered, 0 when nothing was. fault: what went wrong on demand."""

    method: str
    fields: Mapping[str, Any]
    status: int
    description: str = ""
    fault: Fault | None = None


@dataclass(slots=True)
class CallLog:
    """What was called. counts: answered with 200, by method; refused: the others. keep: keep the calls, too."""

    keep: bool = True
    calls: list[Call] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)

    def add(self, call: Call) -> None:
        """Write a call down."""
        (self.counts if call.status == 200 else self.refused)[call.method] += 1
        if self.keep:
            self.calls.append(call)

    def of(self, method: str) -> list[Call]:
        """The calls of a method, oldest first."""
        return [call for call in self.calls if call.method == method]

    def clear(self) -> None:
        """Forget everything."""
        self.calls.clear()
        self.counts.clear()
        self.refused.clear()
