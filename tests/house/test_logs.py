"""Logs: only what the table allows, proved with planted marks."""

import io
import json
import logging
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.logs import FIELDS, LIBRARY_MESSAGES, Event, ForbiddenFieldError, duration_bucket, open_log, route_libraries

# What a conversation could leave behind: chat id, name, telephone, personal identity number, address, words.
MARKS = (
    "anna.andersson", "0701740605", "19900101-2389", "199001012389", "4711004711", "192.0.2.7",
    "han slår mig", "@anna", "/start 4711", "bot4711:AAE-planted",
)  # fmt: skip
NOW = datetime(2026, 11, 22, 12, 34, 56, tzinfo=UTC)


def lines(stream: io.StringIO) -> list[dict[str, object]]:
    """What was written, one object a line."""
    return [json.loads(line) for line in stream.getvalue().splitlines()]


@pytest.fixture
def stream() -> io.StringIO:
    """Where the log goes."""
    return io.StringIO()


@pytest.fixture
def _own_logging() -> Iterator[None]:
    """Give the process its own logging and hooks back."""
    root = logging.getLogger()
    handlers, level, hooks = root.handlers[:], root.level, (sys.excepthook, sys.unraisablehook)
    yield
    logging.captureWarnings(False)
    root.handlers[:] = handlers
    root.setLevel(level)
    sys.excepthook, sys.unraisablehook = hooks
    logging.getLogger("aiohttp.access").disabled = False


def test_allowed_line_carries_the_hour_and_no_finer_time(stream: io.StringIO) -> None:
    """A line tells event, process and listed fields; its own time stamp is the hour."""
    open_log(stream, process="web-1", now=lambda: NOW).info(Event.STARTED, channel="web", port=8080)

    assert lines(stream) == [
        {
            "hour": "2026-11-22T12",
            "event": "started",
            "level": "info",
            "process": "web-1",
            "channel": "web",
            "port": 8080,
        }
    ]


@pytest.mark.parametrize("mark", MARKS)
@pytest.mark.parametrize("field", [*FIELDS, "chat_id", "user", "exc_info", "stack_info"])
def test_no_field_has_room_for_a_mark(stream: io.StringIO, field: str, mark: str) -> None:
    """A mark in any field, listed or not, is dropped in production; the line itself stays."""
    open_log(stream).info(Event.STARTED, **{field: mark})

    assert lines(stream)[0]["event"] == "started"
    assert mark not in stream.getvalue()


@pytest.mark.parametrize("mark", MARKS)
def test_no_event_has_room_for_a_mark(stream: io.StringIO, mark: str) -> None:
    """A text where an event belongs becomes "unlisted", also with arguments to fill in."""
    log = open_log(stream)
    log.info(mark)
    log.info("%s", mark)
    log.info("{mark}", mark=mark)

    assert [line["event"] for line in lines(stream)] == ["unlisted"] * 3
    assert mark not in stream.getvalue()


@given(field=some.sampled_from(sorted(FIELDS)), number=some.integers(min_value=100_000))
def test_no_field_takes_a_number_that_could_be_a_person(field: str, number: int) -> None:
    """Chat ids, telephone and identity numbers have six digits or more; no field takes such a number."""
    stream = io.StringIO()
    open_log(stream).info(Event.STARTED, **{field: number})

    assert str(number) not in stream.getvalue()


@pytest.mark.parametrize("fields", [{"chat": 1}, {"channel": "sms"}, {"error": "Anna"}, {"port": True}])
def test_forbidden_field_raises_in_tests_without_its_value(stream: io.StringIO, fields: dict[str, object]) -> None:
    """A developer learns at once that a field is not allowed; even that message carries no value."""
    with pytest.raises(ForbiddenFieldError) as raised:
        open_log(stream, strict=True).info(Event.STARTED, **fields)

    assert "Anna" not in str(raised.value)
    assert "sms" not in str(raised.value)


def test_exception_is_told_as_class_and_own_places(stream: io.StringIO) -> None:
    """An exception's message and variables stay away; its class and our own lines are told."""
    try:
        duration_bucket("planted mark")  # type: ignore[arg-type]
    except TypeError as error:
        open_log(stream, strict=True).error(Event.FAULT, error=error)
        open_log(stream, strict=True).exception(Event.FAULT)

    first, second = lines(stream)
    assert first["error"] == second["error"] == "TypeError"
    assert str(first["where"]).startswith("bot/logs.py:")
    assert "planted" not in stream.getvalue()
    assert "test_logs" not in stream.getvalue()


@pytest.mark.usefixtures("_own_logging")
@pytest.mark.parametrize("mark", MARKS)
def test_library_messages_are_dropped(stream: io.StringIO, mark: str) -> None:
    """Whatever a library logs, of it only library, level, class and listed constant templates are kept."""
    route_libraries(open_log(stream, strict=True))
    for name in ("aiohttp.server", "telegram.ext", "asyncio", mark):
        logging.getLogger(name).error("failed for %s", mark, exc_info=ValueError(mark), extra={"chat": mark})
    logging.getLogger("aiohttp.access").warning("%s GET /", mark)
    logging.getLogger("asyncio").error(LIBRARY_MESSAGES[0])

    found = lines(stream)
    assert [line["library"] for line in found] == ["aiohttp", "telegram", "asyncio", "other", "asyncio"]
    assert found[-1]["text"] == LIBRARY_MESSAGES[0]
    assert mark not in stream.getvalue()


@pytest.mark.usefixtures("_own_logging")
def test_library_chatter_below_warning_is_not_heard(stream: io.StringIO) -> None:
    """HTTP clients log whole addresses, with the bot's token in them, at lower levels."""
    route_libraries(open_log(stream, level="debug", strict=True))
    logging.getLogger("httpx").info("HTTP Request: POST %s", MARKS[-1])

    assert stream.getvalue() == ""


def test_dying_process_prints_no_message(tmp_path: Path) -> None:
    """A server that dies of an exception in the main thread, in a thread or in a finaliser prints none of its text."""
    program = tmp_path / "program.py"
    program.write_text(
        "import sys, threading, warnings\n"
        "from bot.logs import open_log, route_libraries\n"
        "route_libraries(open_log(sys.stderr))\n"
        "class Last:\n"
        "    def __del__(self): raise KeyError('planted')\n"
        "def work(): raise KeyError('planted')\n"
        "Last()\n"
        "thread = threading.Thread(target=work); thread.start(); thread.join()\n"
        "warnings.warn('planted')\n"
        "raise KeyError('planted')\n"
    )
    done = subprocess.run([sys.executable, program], capture_output=True, text=True, timeout=60)

    assert done.returncode == 1
    assert done.stderr.count('"event": "fault"') == 3
    assert "planted" not in done.stdout + done.stderr


@pytest.mark.parametrize(("seconds", "bucket"), [(0, "<1ms"), (0.0099, "<10ms"), (0.5, "<1s"), (10, ">=10s")])
def test_durations_are_told_as_decades(seconds: float, bucket: str) -> None:
    """A duration is told so coarsely that it identifies no press, and each bucket may be logged."""
    assert duration_bucket(seconds) == bucket
    assert FIELDS["duration"].fullmatch(bucket)
