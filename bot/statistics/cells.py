"""The open cells: every cell of every table of the periods that run, each begun with its own draw of noise.

A cell has its place from the closed lists alone. What finds no place in a list stands under "other", so no value that
comes in, whatever it is, can make a cell or name one. Cells only ever grow by one; what they truly hold is known
to nobody, since the draw that each began with was written nowhere else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import prod
from types import MappingProxyType

from bot.statistics.contribution import BANDS, Contribution, Counted, Rehearsal
from bot.statistics.frame import GATES, NONE, OTHER, STAGES, VERSIONS, Frame
from bot.statistics.ledger import Spent
from bot.statistics.noise import draw
from bot.statistics.periods import Period
from bot.statistics.tables import Axis, Table

Draw = Callable[[int], int]
"""Noise for a cost in hundredths of ε. An argument, so that tests can do without; no setting can."""

BY_SIZE = (Axis.WEEKLY, Axis.MONTHLY)


@dataclass(slots=True)
class Sheet:
    """The open cells of one table and period. values: one for each combination of `labels`, the last axis fastest.
    met: for each group of the frame, whether its cap was reached."""

    table: Table
    period: Period
    frame: Frame
    values: list[int]
    met: list[bool]

    @property
    def spent(self) -> Spent:
        """Its entry in the ledger. Weekly groups and the rest share no conversation."""
        weekly = frozenset(unit for group in self.frame.groups if group.weekly for unit in group.units)
        only = Axis.WEEKLY in self.table.axes
        units = weekly if only or Axis.MONTHLY in self.table.axes else frozenset()
        return Spent(self.table.key, self.table.mode, self.period, self.table.hundredths, units, not only)


def open_sheet(table: Table, period: Period, frame: Frame, noise: Draw = draw) -> Sheet:
    """New cells, each with a draw of its own."""
    count = prod(len(frame.lists[axis]) for axis in table.axes)
    return Sheet(table, period, frame, [noise(table.hundredths) for _ in range(count)], [False] * len(frame.groups))


def cell(table: Table, frame: Frame, found: Counted) -> int | None:
    """The place of a conversation's cell, None where the table holds none of its kind."""
    if found.mode is not table.mode:
        return None
    index = 0
    for axis in table.axes:
        places = frame.places[axis]
        place = places.get(_label(axis, frame, found))
        if place is None and axis in BY_SIZE:
            return None  # its group stands in the table of the other cadence
        index = index * len(places) + (places[OTHER] if place is None else place)
    return index


def _label(axis: Axis, frame: Frame, found: Counted) -> str:
    if isinstance(found, Rehearsal):
        return _OF_PRACTICE[axis](frame, found)
    return _OF_TALKS[axis](frame, found)


def _group(frame: Frame, found: Counted) -> str:
    return frame.groups[frame.group(found.unit)].key


def _language(frame: Frame, found: Contribution) -> str:
    return frame.languages[found.staff] if 0 <= found.staff < len(frame.languages) else OTHER


_OF_TALKS: Mapping[Axis, Callable[[Frame, Contribution], str]] = MappingProxyType(
    {
        Axis.WEEKLY: _group,
        Axis.MONTHLY: _group,
        Axis.GROUPS: _group,
        Axis.USE: lambda _, found: found.use.value,
        Axis.SUBJECT: lambda _, found: found.subject or NONE,
        Axis.VERSION: lambda frame, found: VERSIONS[found.release != frame.release],
        Axis.FURTHEST: lambda _, found: STAGES[min(max(found.furthest, 0), len(STAGES) - 1)],
        Axis.SECTOR: lambda frame, found: frame.groups[frame.group(found.unit)].sector,
        Axis.DOOR: lambda _, found: found.door or NONE,
        Axis.LANGUAGE: _language,
        Axis.CHANNEL: lambda _, found: found.channel,
    }
)
_OF_PRACTICE: Mapping[Axis, Callable[[Frame, Rehearsal], str]] = MappingProxyType(
    {
        Axis.GROUPS: _group,
        Axis.CASE: lambda _, found: found.ending,
        Axis.GATE: lambda _, found: found.gate if found.gate in GATES else NONE,
        Axis.ASK: lambda _, found: found.ask if found.ask in BANDS else NONE,
        Axis.RECEIVE: lambda _, found: found.receive if found.receive in BANDS else NONE,
        Axis.NEXT: lambda _, found: found.next if found.next in BANDS else NONE,
    }
)
