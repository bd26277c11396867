"""Calls: what Telegram answers, and what is done about it."""

import json
from collections.abc import Sequence

import pytest

from bot.channels.telegram.calls import Call, Calls, Outcome, Pace, Wait, understand
from bot.channels.telegram.transport import NotReachedError
from bot.testing.telegram import refusals

EDIT = Call("editMessageText", b'{"chat_id":1}')
OK = (200, b'{"ok":true,"result":true}')


def refused(code: int, description: str, **parameters: float) -> tuple[int, bytes]:
    """A refusal as the Bot API gives it."""
    body: dict[str, object] = {"ok": False, "error_code": code, "description": description}
    return code, json.dumps(body | ({"parameters": parameters} if parameters else {})).encode()


FLOOD = refused(429, "Too Many Requests: retry after 3", retry_after=3)
BAD_GATEWAY = (502, b"<html>502 Bad Gateway</html>")


class Telegram:
    """Gives prepared answers, one a call; None breaks the connection. The last one stays."""

    def __init__(self, answers: Sequence[tuple[int, bytes] | None]) -> None:
        self.answers = list(answers)
        self.calls = 0

    async def post(self, method: str, body: bytes) -> tuple[int, bytes]:
        self.calls += 1
        answer = self.answers[0] if len(self.answers) == 1 else self.answers.pop(0)
        if answer is None:
            raise NotReachedError
        return answer


class Time:
    """A clock that only sleep moves."""

    def __init__(self) -> None:
        self.now = 0.0

    def clock(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.now += seconds


def calls(way: Telegram, time: Time, rate: int = 0) -> Calls:
    """Calls over prepared answers, on the test's own clock."""
    return Calls(way, rate=rate, sleep=time.sleep, clock=time.clock)


MEANINGS = [
    (OK, Outcome.DONE),
    (refused(400, "Bad Request: message is not modified: specified new message content and reply …"), Outcome.DONE),
    (refused(400, "Bad Request: query is too old and response timeout expired or query ID is invalid"), Outcome.DONE),
    (refused(400, "Bad Request: message to delete not found"), Outcome.DONE),
    (refused(400, "Bad Request: message can't be deleted for everyone"), Outcome.FIXED),
    (refused(400, "Bad Request: message can't be edited"), Outcome.FIXED),
    (refused(400, "Bad Request: message to edit not found"), Outcome.DONE),
    (refused(403, "Forbidden: bot was blocked by the user"), Outcome.GONE),
    (refused(403, "Forbidden: user is deactivated"), Outcome.GONE),
    (refused(400, "Bad Request: chat not found"), Outcome.GONE),
    (refused(400, "Bad Request: can't parse entities: Unsupported start tag"), Outcome.REFUSED),
    (refused(401, "Unauthorized"), Outcome.REFUSED),
    (FLOOD, Wait(3.0)),
    (refused(429, "Too Many Requests"), Wait(1.0)),
    (refused(500, "Internal Server Error"), Wait(None)),
    (BAD_GATEWAY, Wait(None)),
    ((404, b"<html>a proxy</html>"), Wait(None)),
    ((400, b"[1]"), Wait(None)),
]


@pytest.mark.parametrize(("answer", "meant"), MEANINGS)
def test_each_answer_has_its_meaning(answer: tuple[int, bytes], meant: Outcome | Wait) -> None:
    """Every answer that Telegram or a proxy on the way gives is understood."""
    assert understand(*answer) == meant


def test_the_stubs_refusals_are_understood() -> None:
    """What the stub refuses an edit of ours with, which is what Telegram says, is no fault of ours."""
    known = {
        refusals.NOT_MODIFIED: Outcome.DONE,
        refusals.QUERY_TOO_OLD: Outcome.DONE,
        refusals.CANNOT_EDIT: Outcome.FIXED,
        refusals.EDIT_NOT_FOUND: Outcome.DONE,
        refusals.CANNOT_DELETE: Outcome.FIXED,
    }

    assert {text: understand(*refused(400, f"Bad Request: {text}")) for text in known} == known


FAULTS: list[list[tuple[int, bytes] | None]] = [[FLOOD, OK], [BAD_GATEWAY, BAD_GATEWAY, OK], [None, OK]]


@pytest.mark.parametrize("answers", FAULTS)
async def test_what_may_pass_is_tried_again(answers: list[tuple[int, bytes] | None]) -> None:
    """Too many calls, a failure of Telegram and a broken connection are waited out."""
    way, time = Telegram(answers), Time()

    assert await calls(way, time).do(EDIT, until=20) is Outcome.DONE
    assert way.answers == [OK] and time.now > 0


async def test_the_wait_that_telegram_asks_for_is_kept() -> None:
    """After a 429 nothing is tried before `retry_after` is over."""
    way, time = Telegram([FLOOD, OK]), Time()
    await calls(way, time).do(EDIT, until=20)

    assert (way.calls, time.now) == (2, 3.0)


@pytest.mark.parametrize("answer", [FLOOD, BAD_GATEWAY, None])
async def test_time_is_up_before_an_older_press_could_come_late(answer: tuple[int, bytes] | None) -> None:
    """No call is begun after `until`; that it was not done is told."""
    way, time = Telegram([answer]), Time()

    assert await calls(way, time).do(EDIT, until=20) is Outcome.AWAY
    assert way.calls > 1 and time.now <= 20


async def test_a_wait_beyond_the_end_is_not_begun() -> None:
    """When Telegram wants longer than there is, that is told at once."""
    way, time = Telegram([refused(429, "Too Many Requests", retry_after=600)]), Time()

    assert await calls(way, time).do(EDIT, until=20) is Outcome.AWAY
    assert (way.calls, time.now) == (1, 0.0)


async def test_calls_leave_at_the_pace_that_telegram_allows() -> None:
    """Of 300 calls at 30 a second, 30 go at once and the last is 9 seconds later; no second has more than 30."""
    way, time = Telegram([OK]), Time()
    steady = calls(way, time, rate=30)
    begun = []
    for _ in range(300):
        await steady.do(EDIT, until=100)
        begun.append(time.now)

    assert begun[29] == 0 and begun[-1] == pytest.approx(9)
    assert all(later - earlier > 0.999 for earlier, later in zip(begun, begun[30:], strict=False))


def test_a_place_that_is_too_far_off_is_not_taken() -> None:
    """Who will not wait so long takes no place from those who will."""
    pace = Pace(1)
    pace.reserve(0, 10)

    assert pace.reserve(0, most=0.5) is None
    assert pace.reserve(0, most=10) == pytest.approx(1)


def test_a_call_rides_in_an_answer_with_its_method_and_nothing_else_changed() -> None:
    """What a webhook's answer carries is the call's own body and its method."""
    ridden = json.loads(Call("answerCallbackQuery", b'{"callback_query_id":"9"}').riding())

    assert ridden == {"method": "answerCallbackQuery", "callback_query_id": "9"}
    assert json.loads(Call("close", b"{}").riding()) == {"method": "close"}


def test_a_call_does_not_show_what_is_in_it() -> None:
    """In a traceback a call shows neither chat nor words."""
    assert "chat_id" not in repr(EDIT)
