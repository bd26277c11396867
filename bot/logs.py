"""What may be logged: a fixed table of events and fields, and nothing else.

Promise 3 holds for logs too: no identifier, no text, no exact time. So this is not a filter that looks
for what is forbidden, but a list of what is allowed; the rest raises in tests (`strict`) and is dropped
in production. An exception becomes its class and the places in our own files that it passed; its message
and its variables stay away, since both can hold what a person wrote. A library's message is dropped
unless its unfilled template stands in `LIBRARY_MESSAGES`.

There is no event for a press. A line per press would be a diary of conversations, and the engine that
runs the container adds an exact time to each line; the program's own stamp is the hour alone.

    log = open_log(sys.stderr, level="info", process="web-1")
    log.info(Event.STARTED, channel="web", port=8080)
    log.error(Event.FAULT, error=exception)
"""

import logging
import re
import sys
import threading
import traceback
from collections.abc import Callable, Mapping, MutableMapping
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Any, TextIO

import structlog
from structlog.typing import FilteringBoundLogger


class Event(StrEnum):
    """All that can be told. A new event is a decision: add a row here and in `docs/privacy.md`."""

    STARTED = "started"
    STOPPED = "stopped"
    READY = "ready"
    NOT_READY = "not-ready"
    FAULT = "fault"
    LIBRARY = "library"
    RELEASE_LOADED = "release-loaded"
    RELEASE_UNKNOWN = "release-unknown"
    RELEASE_RECALLED = "release-recalled"
    CONTENT_REFUSED = "content-refused"
    CONTENT_EXPIRED = "content-expired"
    MIGRATION_APPLIED = "migration-applied"
    KEYS_DESTROYED = "keys-destroyed"
    COUNTING_AWAY = "counting-away"
    COUNTING_FULL = "counting-full"
    COUNTING_LOST = "counting-lost"
    PERIOD_CLOSED = "period-closed"
    TELEGRAM_AWAY = "telegram-away"
    TELEGRAM_SLOW = "telegram-slow"
    WEBHOOK_SET = "webhook-set"
    NO_ACCOUNT = "no-account"
    BACKUP_MADE = "backup-made"
    BACKUP_RESTORED = "backup-restored"


# Unfilled templates of foreign libraries that tell of the program's state and of nobody.
LIBRARY_MESSAGES = ("Unclosed client session", "Unclosed connector", "Task was destroyed but it is pending!")

# Field → the form a value must have, whole. No form has room for a name, a text or a number of more than
# five digits; a release id is a whole SHA-256, which no number of a person can be mistaken for.
_PLACE = r"[a-z_/]{1,60}\.py:[0-9]{1,4}"
_FORMS = {
    "process": r"(main|web|telegram|counter)(-[0-9]{1,3})?",
    "channel": r"telegram|web|terminal",
    "release": r"[0-9a-f]{64}",
    "status": r"ok|[1-5]xx|timeout|refused|away",
    "duration": r"<1ms|<10ms|<100ms|<1s|<10s|>=10s",
    "port": r"[0-9]{1,5}",
    "version": r"[0-9]{1,3}(\.[0-9]{1,3}){1,2}",
    "migration": r"[0-9]{4}-[a-z-]{1,40}",
    "table": r"use|subject|furthest|outcome|surroundings|rounds|gates|ask|receive|next",
    "error": r"[A-Za-z_][A-Za-z0-9_]{0,60}",  # only from an exception, see _describe_error
    "where": rf"{_PLACE}( {_PLACE}){{0,9}}",
    "library": r"aiohttp|asyncio|telegram|httpx|httpcore|sqlalchemy|psycopg|valkey|py\.warnings|other",
    "text": "|".join(map(re.escape, LIBRARY_MESSAGES)),
}
FIELDS: Mapping[str, re.Pattern[str]] = MappingProxyType({name: re.compile(form) for name, form in _FORMS.items()})

Fields = MutableMapping[str, Any]
_PACKAGE = Path(__file__).resolve().parent
_DURATIONS = ((0.001, "<1ms"), (0.01, "<10ms"), (0.1, "<100ms"), (1.0, "<1s"), (10.0, "<10s"))


class ForbiddenFieldError(Exception):
    """Something tried to log what the table does not allow; the message names the field, never the value."""


def open_log(
    stream: TextIO,
    *,
    level: str = "info",
    process: str = "main",
    strict: bool = False,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> FilteringBoundLogger:
    """A logger that writes one JSON object a line to `stream`.

    Args:
        stream: usually stderr.
        level: debug, info, warning or error; lower events cost nothing.
        process: which of several processes speaks.
        strict: raise `ForbiddenFieldError` instead of dropping; for tests.
        now: the clock; only its hour is written.
    """

    def stamp(_logger: object, _method: str, fields: Fields) -> Fields:
        return {"hour": now().strftime("%Y-%m-%dT%H"), **fields}

    logger: FilteringBoundLogger = structlog.wrap_logger(
        structlog.PrintLogger(stream),
        processors=[_describe_error, _allow(strict=strict), stamp, structlog.processors.JSONRenderer()],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        context_class=dict,
        cache_logger_on_first_use=True,
        process=process,
    )
    return logger


def route_libraries(log: FilteringBoundLogger) -> None:
    """Send everything that libraries and dying threads would print through the same table.

    Impure: replaces the root handlers, the exception hooks and the access log of the process. Called once,
    by a server when it starts; commands keep Python's own tracebacks, which nobody stores.
    """
    root = logging.getLogger()
    root.handlers[:] = [_Funnel(log)]
    root.setLevel(logging.WARNING)
    for name in list(logging.root.manager.loggerDict):
        logging.getLogger(name).handlers.clear()
        logging.getLogger(name).propagate = True
    logging.getLogger("aiohttp.access").disabled = True
    logging.captureWarnings(True)

    def say_uncaught(kind: type[BaseException], error: BaseException, _: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            return
        log.error(Event.FAULT, error=error)

    sys.excepthook = say_uncaught
    sys.unraisablehook = lambda found: log.error(Event.FAULT, error=found.exc_value)
    threading.excepthook = lambda found: log.error(Event.FAULT, error=found.exc_value)


def own_frames(error: BaseException) -> str | None:
    """The last ten places in this program that `error` passed, as `bot/module.py:line`; None if none."""
    places = []
    for frame, line in traceback.walk_tb(error.__traceback__):
        path = Path(frame.f_code.co_filename)
        if path.is_relative_to(_PACKAGE):
            places.append(f"{path.relative_to(_PACKAGE.parent).as_posix()}:{line}")
    return " ".join(places[-10:]) or None


def duration_bucket(seconds: float) -> str:
    """The decade of a duration in seconds, as `FIELDS` allows it."""
    return next((name for limit, name in _DURATIONS if seconds < limit), ">=10s")


def _describe_error(_logger: object, _method: str, fields: Fields) -> Fields:
    """Exception → class name and own frames. Takes `exc_info` too, which structlog would print in full."""
    given = fields.pop("exc_info", None)
    error = fields.pop("error", None) or (sys.exc_info()[1] if given is True else given)
    if isinstance(error, BaseException):
        return {**fields, "error": type(error).__name__, "where": own_frames(error)}
    if error is not None:
        fields["an error that is not an exception"] = error
    return fields


def _allow(*, strict: bool) -> Callable[[object, str, Fields], Fields]:
    events = frozenset(Event)

    def allow(_logger: object, method: str, fields: Fields) -> Fields:
        event = fields.pop("event", None)
        refused = [] if event in events else ["event"]
        kept: dict[str, Any] = {"event": str(event) if event in events else "unlisted", "level": method}
        for name, value in fields.items():
            form = FIELDS.get(name)
            plain = isinstance(value, str | int) and not isinstance(value, bool)
            if form is not None and plain and form.fullmatch(str(value)):
                kept[name] = value
            elif value is not None:
                refused.append(name if form else "a field that is not in the table")
        if refused and strict:
            raise ForbiddenFieldError(f"may not be logged: {', '.join(refused)}")
        return kept

    return allow


class _Funnel(logging.Handler):
    """Standard-library records → the table. Their arguments and filled-in messages are never touched."""

    def __init__(self, log: FilteringBoundLogger) -> None:
        super().__init__(logging.WARNING)
        self._log = log

    def emit(self, record: logging.LogRecord) -> None:
        """Write one library record with class, own frames and, if listed, its template."""
        name = record.name if record.name == "py.warnings" else record.name.partition(".")[0]
        text = record.msg if isinstance(record.msg, str) and record.msg in LIBRARY_MESSAGES else None
        error = record.exc_info[1] if record.exc_info else None
        say = self._log.error if record.levelno >= logging.ERROR else self._log.warning
        known = FIELDS["library"].fullmatch(name)
        say(Event.LIBRARY, library=name if known else "other", text=text, error=error)
