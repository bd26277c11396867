"""When a line is open. Pure: hours and a Swedish wall-clock time in, an answer out.

The written form is checked by `bot.dialog.directory_schema.HOURS_LINE`. Two rules are not in it:
daytime hours on working days only ("mon-fri 08:00-16:00") rest on public holidays and on the three eves;
"holiday" as a day means exactly those days.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from types import MappingProxyType

from bot.dialog.directory_schema import DAYS, HOURS_LINE
from bot.directory.holidays import is_closed_day
from bot.directory.model import ALWAYS, UNKNOWN_HOURS, WEEKDAYS, Day, Hours, Opening

AHEAD = 42
"""Days to look for the next opening. A line open one weekday can rest for weeks around Christmas."""

SWEDISH: Mapping[str, str] = MappingProxyType(
    {
        **dict(zip(DAYS, ("mån", "tis", "ons", "tors", "fre", "lör", "sön"), strict=True)),
        "holiday": "röda dagar",
        "daily": "alla dagar",
        "weekdays": "vardagar",
        "always": "dygnet runt",
        "unknown": "tiderna är inte kända",
    }
)
"""The words of `describe`; give another mapping with the same keys for another language."""

_SAID: Mapping[str, str] = MappingProxyType(
    {
        **{word: day for day, word in SWEDISH.items() if day in (*DAYS, "holiday", "daily")},
        **dict(zip(("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag"), DAYS, strict=True)),
        **{day: day for day in (*DAYS, "holiday", "daily")},
        **dict.fromkeys(("vardagar", "vardag", "weekdays", "helgfria vardagar"), "mon-fri"),
        **dict.fromkeys(("tor", "helgdagar", "helgdag", "röd dag", "public holidays", "holidays"), "holiday"),
        **dict.fromkeys(("dagligen", "varje dag", "every day"), "daily"),
        "tor": "thu",
    }
)
"""What people write for days, in small letters → the written form."""
_ALWAYS = ("dygnet runt", "alltid", "day and night", "always")
_TIMES = re.compile(r"(?:kl\.? ?)?(\d{1,2})(?:[.:](\d\d))? ?- ?(?:kl\.? ?)?(\d{1,2})(?:[.:](\d\d))?")


def read_said(text: str) -> str | list[str]:
    """Hours as people write them, in Swedish or English, a line or a semicolon between stretches → the written form.

    “vardagar 8–16.30; lör, sön 10–14” → ["mon-fri 08:00-16:30", "sat,sun 10:00-14:00"]; “dygnet runt” → "always";
    nothing → "unknown". What cannot be read is left as it stands, so that the directory's check tells of it.
    """
    lines = [line for part in text.replace("–", "-").split("\n") for line in map(str.strip, part.split(";")) if line]
    if not lines or lines == [SWEDISH["unknown"]]:
        return "unknown"
    if len(lines) == 1 and lines[0].lower() in _ALWAYS:
        return "always"
    return [_read_line(line) for line in lines]


def _read_line(line: str) -> str:
    said = " ".join(line.lower().split())
    times = _TIMES.search(said)
    if not times or times.end() != len(said):
        return line
    days = [_read_days(part.strip()) for part in said[: times.start()].replace(" och ", ",").split(",")]
    start, end = (f"{int(times[at]):02}:{times[at + 1] or '00'}" for at in (1, 3))
    if not all(days):
        return line
    # A day's end is 24:00 where it is written 00:00 or 0, for nobody means a stretch without an end.
    return f"{','.join(days)} {start}-{'24:00' if end == '00:00' else end}"


def _read_days(part: str) -> str:
    """One day, or the first and the last of some; "" when it is none."""
    first, dash, last = (each.strip() for each in part.partition("-"))
    found = [
        _SAID.get(each) or _SAID.get(each.removesuffix("ar"), "") for each in ((first, last) if dash else (first,))
    ]
    return "-".join(found) if all(found) else ""


def parse(written: str | tuple[str, ...] | list[str]) -> Hours:
    """Hours as an author wrote them → a value.

    Raises:
        ValueError: the text did not pass the directory's check; only a program's fault leads here.
    """
    if written == "always":
        return ALWAYS
    if written == "unknown":
        return UNKNOWN_HOURS
    if isinstance(written, str):
        raise ValueError(f"“{written}” is not opening hours")
    return Hours(openings=tuple(_opening(line) for line in written))


def _opening(line: str) -> Opening:
    match = HOURS_LINE.match(line)
    if match is None:
        raise ValueError(f"“{line}” is not opening hours")
    days = tuple(day for part in match["days"].split(",") for day in _days(part))
    return Opening(tuple(dict.fromkeys(days)), _minutes(match["start"]), _minutes(match["end"]))


def _days(part: str) -> list[Day]:
    if part == "holiday":
        return [Day.HOLIDAY]
    first, _, last = ("mon-sun" if part == "daily" else part).partition("-")
    start = DAYS.index(first)
    length = (DAYS.index(last) - start) % 7 + 1 if last else 1
    return [Day((start + step) % 7) for step in range(length)]


def _minutes(clock: str) -> int:
    hour, minute = clock.split(":")
    return int(hour) * 60 + int(minute)


def is_open(hours: Hours, at: datetime) -> bool:
    """Whether the line answers now. Unknown hours count as closed: nobody is sent to a silent line."""
    if hours.always:
        return True
    days = (at.date() - timedelta(days=1), at.date())  # yesterday's may reach over midnight
    return any(start <= at < end for day in days for start, end in _stretches(hours, day))


def next_opening(hours: Hours, at: datetime) -> datetime | None:
    """When it opens next; None when it is open now or rests for six weeks, or its hours are unknown."""
    if not hours.known or is_open(hours, at):
        return None
    for ahead in range(AHEAD):
        starts = [start for start, _ in _stretches(hours, at.date() + timedelta(days=ahead)) if start > at]
        if starts:
            return min(starts)
    return None


def _stretches(hours: Hours, day: date) -> Iterator[tuple[datetime, datetime]]:
    """The stretches that begin on a day: from (included) to (not included)."""
    midnight = datetime.combine(day, time())
    closed = is_closed_day(day)
    for opening in hours.openings:
        regular = day.weekday() in opening.days and not (closed and opening.is_office)
        if regular or (closed and Day.HOLIDAY in opening.days):
            end = opening.end + (1440 if opening.crosses_midnight else 0)
            yield midnight + timedelta(minutes=opening.start), midnight + timedelta(minutes=end)


def describe(hours: Hours, words: Mapping[str, str] = SWEDISH) -> str:
    """Hours as a reader wants them: “vardagar 8.30–16”, “sön–tors 19–21”, “dygnet runt”."""
    if hours.always:
        return words["always"]
    if not hours.openings:
        return words["unknown"]
    return "; ".join(f"{_say_days(o.days, words)} {_clock(o.start)}–{_clock(o.end)}" for o in hours.openings)


def _say_days(days: tuple[Day, ...], words: Mapping[str, str]) -> str:
    if len(WEEKDAYS.intersection(days)) == 5 and len(days) == 5:
        return words["weekdays"]
    if set(days) == set(Day) - {Day.HOLIDAY}:
        return words["daily"]
    said = []
    for run in _runs(days):
        names = [words["holiday" if day is Day.HOLIDAY else DAYS[day]] for day in (run[0], run[-1])]
        if len(run) > 2:
            said.append("–".join(names))
        else:
            said.extend(dict.fromkeys(names))
    return ", ".join(said)


def _runs(days: tuple[Day, ...]) -> list[list[Day]]:
    """Days in a row, in the order written; Sunday and Monday are neighbours too."""
    runs: list[list[Day]] = []
    for day in days:
        before = runs[-1][-1] if runs else None
        if before is not None and Day.HOLIDAY not in {before, day} and (before + 1) % 7 == day:
            runs[-1].append(day)
        else:
            runs.append([day])
    return runs


def _clock(minutes: int) -> str:
    hour, minute = divmod(minutes, 60)
    return f"{hour}.{minute:02}" if minute else str(hour)
