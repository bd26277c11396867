"""Updates: whatever Telegram tells becomes one of a few things, and nothing of it shows itself."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.channels.telegram.updates import (
    NOTHING,
    Commanded,
    InChannel,
    InGroup,
    Inline,
    Pressed,
    Replied,
    Sent,
    Typed,
    Update,
    read_update,
)

PRIVATE = {"id": 4711, "type": "private", "first_name": "Anna"}
GROUP = {"id": -4711, "type": "supergroup", "title": "G"}
CHANNEL = {"id": -1004711, "type": "channel", "title": "C"}
ANNA = {"id": 4711, "is_bot": False, "first_name": "Anna", "language_code": "sv"}
MARKUP = {"inline_keyboard": [[{"text": "1. Ja", "callback_data": "x" * 64}]]}


def message(**more: object) -> dict[str, Any]:
    """A message in the private chat."""
    return {"message_id": 7, "date": 1, "chat": PRIVATE, "from": ANNA, **more}


def query(**more: object) -> dict[str, Any]:
    """A pressed button under a message."""
    return {"callback_query": {"id": "9", "from": ANNA, "message": message(text="?"), "data": "abc", **more}}


MEANT: list[tuple[str, dict[str, Any], Update]] = [
    ("a press", query(), Pressed(4711, 7, "9", "abc", "sv")),
    (
        "a press under a message too old to be shown",
        query(message={"message_id": 7, "chat": PRIVATE, "date": 0}),
        Pressed(4711, 7, "9", "abc", "sv"),
    ),
    (
        "a game's button",
        {"callback_query": {**query()["callback_query"], "data": None}},
        Pressed(4711, 7, "9", "", "sv"),
    ),
    ("a press in a group", query(message={**message(), "chat": GROUP}), InGroup(-4711, "sv")),
    ("a press in a channel", query(message={**message(), "chat": CHANNEL}), InChannel(-1004711)),
    ("a button left by inline mode", query(message=None), Inline("9", button=True)),
    ("/start", {"message": message(text="/start")}, Commanded(4711, 7, "start", "", "sv")),
    ("/start with a unit", {"message": message(text="/start 3")}, Commanded(4711, 7, "start", "3", "sv")),
    (
        "/start, its unit on a line of its own",
        {"message": message(text="/start\n3")},
        Commanded(4711, 7, "start", "3", "sv"),
    ),
    ("nothing but a slash", {"message": message(text="/")}, Commanded(4711, 7, "", "", "sv")),
    ("a command by its full name", {"message": message(text="/Akut@some_bot")}, Commanded(4711, 7, "akut", "", "sv")),
    ("a text", {"message": message(text="1")}, Typed(4711, 7, "1", None, "sv")),
    (
        "a reply to a message with buttons",
        {"message": message(text="1", reply_to_message=message(message_id=5, text="?", reply_markup=MARKUP))},
        Typed(4711, 7, "1", Replied(5, "?", MARKUP), "sv"),
    ),
    (
        "a reply to a message without buttons",
        {"message": message(text="1", reply_to_message=message(message_id=5, text="?"))},
        Typed(4711, 7, "1", None, "sv"),
    ),
    ("a picture", {"message": message(photo=[{}], caption="hej")}, Sent(4711, 7, "sv")),
    ("one of many pictures", {"message": message(photo=[{}], media_group_id="5")}, Sent(4711, 7, "sv", "5")),
    ("a voice", {"message": message(voice={})}, Sent(4711, 7, "sv")),
    ("a contact", {"message": message(contact={})}, Sent(4711, 7, "sv")),
    ("a place", {"message": message(location={})}, Sent(4711, 7, "sv")),
    ("a file", {"message": message(document={})}, Sent(4711, 7, "sv")),
    ("a file as the library shows it", {"message": message(document={}, new_chat_members=[])}, Sent(4711, 7, "sv")),
    ("what Telegram may invent next", {"message": message(hologram={})}, Sent(4711, 7, "sv")),
    ("an edited text", {"edited_message": message(text="hej")}, Sent(4711, 7, "sv")),
    ("an edited command", {"edited_message": message(text="/start")}, Sent(4711, 7, "sv")),
    ("a message that was pinned", {"message": message(pinned_message={})}, NOTHING),
    ("a text in a group", {"message": {**message(text="hej"), "chat": GROUP}}, InGroup(-4711, "sv")),
    ("its joining as a group shows it", {"message": {**message(new_chat_members=[{}]), "chat": GROUP}}, NOTHING),
    (
        "its group becoming a supergroup, told there",
        {"message": {**message(migrate_to_chat_id=-5), "chat": GROUP}},
        NOTHING,
    ),
    (
        "the supergroup that a group became",
        {"message": {**message(migrate_from_chat_id=-5), "chat": GROUP}},
        InGroup(-4711, "sv"),
    ),
    ("a post in a channel", {"channel_post": {"message_id": 1, "chat": CHANNEL}}, InChannel(-1004711)),
    ("an inline query", {"inline_query": {"id": "9", "from": ANNA, "query": "hej"}}, Inline("9", button=False)),
    ("a poll", {"poll": {}}, NOTHING),
]


def member(chat: dict[str, Any], was: str, now: str) -> dict[str, Any]:
    """The bot's own place in a chat changes."""
    places = {"old_chat_member": {"status": was}, "new_chat_member": {"status": now}}
    return {"my_chat_member": {"chat": chat, "from": ANNA, "date": 1, **places}}


MEANT += [
    ("added to a group", member(GROUP, "left", "member"), InGroup(-4711, "sv")),
    ("made an administrator of a channel", member(CHANNEL, "left", "administrator"), InChannel(-1004711)),
    ("left a group", member(GROUP, "member", "left"), NOTHING),
    ("blocked", member(PRIVATE, "member", "kicked"), NOTHING),
    ("unblocked", member(PRIVATE, "kicked", "member"), NOTHING),
]


@pytest.mark.parametrize(("raw", "meant"), [case[1:] for case in MEANT], ids=[case[0] for case in MEANT])
def test_each_kind_of_update_is_what_it_says(raw: dict[str, Any], meant: Update) -> None:
    """Every kind of update that Telegram documents for a bot like this has one meaning, the same for every door."""
    assert read_update({"update_id": 1, **raw}) == meant


KEYS = some.sampled_from(
    (
        *("callback_query", "message", "edited_message", "my_chat_member", "channel_post", "inline_query", "chat"),
        *("from", "id", "type", "message_id", "text", "data", "new_chat_member", "status", "reply_to_message"),
    )
)
JSON = some.recursive(
    some.none() | some.booleans() | some.integers() | some.text(max_size=5),
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(KEYS | some.text(max_size=3), inner, max_size=4),
    max_leaves=12,
)


@given(JSON)
def test_nothing_that_comes_in_raises(raw: object) -> None:
    """Whatever JSON comes, the decoder gives one of the known things."""
    assert isinstance(read_update(raw), Update)


@given(some.sampled_from([case[1] for case in MEANT]), some.data())
def test_an_update_with_a_part_of_another_shape_does_not_raise(raw: dict[str, Any], data: some.DataObject) -> None:
    """A known update of which one part, anywhere, is something else gives a known thing, whose numbers are numbers."""
    found = read_update(_spoil(raw, data))

    assert isinstance(found, Update)
    assert all(type(getattr(found, name, 0)) is int for name in ("chat", "message"))


def _spoil(raw: Any, data: some.DataObject) -> Any:
    if not isinstance(raw, dict) or not raw or data.draw(some.booleans()):
        return data.draw(JSON)
    key = data.draw(some.sampled_from(sorted(raw)))
    return {**raw, key: _spoil(raw[key], data)}


@pytest.mark.parametrize("raw", [case[1] for case in MEANT], ids=[case[0] for case in MEANT])
def test_what_was_read_does_not_show_itself(raw: dict[str, Any]) -> None:
    """In a traceback or a log, an update shows neither chat nor words."""
    shown = repr(read_update(raw))

    assert "4711" not in shown and "hej" not in shown
