"""The door: what is done about each kind of thing that happens in Telegram, by polling and by webhook alike."""

from collections.abc import AsyncIterator
from dataclasses import replace
from functools import partial

import pytest

from bot.channels.telegram.message import COMMANDS
from bot.conversation.talk import Talks
from bot.testing.telegram import BotApi, Fault, User, bad_request
from bot.testing.telegram.events import write
from tests.channels.telegram.doors import Running, running, shipped_talks

UNREAD = "läses inte"
COVER = "Handhygien"


@pytest.fixture(scope="module")
def talks() -> Talks:
    """Talks over the shipped content."""
    return shipped_talks()


@pytest.fixture(params=["polling", "webhook"])
async def door(request: pytest.FixtureRequest, api: BotApi, talks: Talks) -> AsyncIterator[Running]:
    """A door at work on the test's own stub."""
    async with running(api, talks, webhook=request.param == "webhook") as door:
        yield door


@pytest.fixture
async def user(api: BotApi, door: Running) -> User:
    """Somebody who has the first message before them."""
    user = api.user(language_code="sv")
    await user.send("/start 3")
    await user.sees("Vårdcentralen Eken")
    await api.quiet()
    return user


def answered(user: User) -> bool:
    """Whether the bot has said anything."""
    return bool(user.messages)


def words(user: User) -> list[str]:
    """What the user wrote that is still there."""
    return [message.text for message in user.chat.messages.values() if not message.is_from_bot]


async def test_a_conversation_is_one_message_edited_in_place(api: BotApi, user: User) -> None:
    """From the first message on, each press changes the same message; each button's clock ends."""
    first = user.newest.id
    for label in ("Börja", "1. Ställa frågor"):
        await user.turn(label)

    assert [message.id for message in user.messages] == [first]
    assert api.log.counts["editMessageText"] == api.log.counts["answerCallbackQuery"] == 2


async def test_messages_are_silent_and_cannot_be_forwarded(api: BotApi, user: User) -> None:
    """No sound tells of a message, and none can be forwarded or saved."""
    assert user.newest.silent and user.newest.protected


@pytest.mark.parametrize("command", sorted(COMMANDS))
async def test_each_command_answers_and_leaves_no_trace(api: BotApi, user: User, command: str) -> None:
    """Each command that the menu offers gets a message, and the command itself is deleted."""
    before = user.newest.id
    await user.send(f"/{command}")
    await user.until(lambda: bool(user.messages) and user.newest.id > before, "no answer")
    await api.quiet()

    assert words(user) == []


@pytest.mark.parametrize("command", ["/hide", "/end"])
async def test_hide_and_end_delete_what_stands_before_them(api: BotApi, user: User, command: str) -> None:
    """After a typed /hide or /end only a neutral message is left, and no button leads back."""
    await user.turn("Börja")
    await user.send(command)
    await user.sees(COVER)
    await api.quiet()

    assert len(user.messages) == 1 and words(user) == []
    assert user.newest.labels == ()


async def test_hide_reaches_what_is_new_though_older_messages_cannot_go(api: BotApi, user: User) -> None:
    """Telegram deletes none of many messages when one of them is older than 48 hours: the others go all the same."""
    await user.turn("Börja")
    old = [replace(message, date=0) for message in (await user.send("before"), user.newest)]
    await api.quiet()
    for message in old:
        api.world.keep(message)
    await user.send("/start 3")
    await user.until(lambda: len(user.messages) > 2, "no first message")
    await user.turn("Börja")
    await user.send("/hide")
    await user.sees(COVER)
    await api.quiet()

    assert [message.date for message in user.chat.messages.values()][:-1] == [0, 0]


async def test_hide_does_not_try_each_of_many_old_messages(api: BotApi, user: User) -> None:
    """Who comes back after days has a chat full of what cannot go: what is new goes, dice or not, in a few calls."""
    api.world.keep(replace(user.newest, date=0))
    for _ in range(60):
        old = await user.send("before")
        api.world.keep(replace(old, date=0))
        api.updates.drop_all()
    await user.send("/start 3")
    await user.until(lambda: len(user.messages) > 1, "no first message")
    thrown = await user.dice()
    await user.sees(UNREAD)
    await user.send("/hide")
    await user.sees(COVER)
    await api.quiet()

    left = list(user.chat.messages.values())[:-1]
    assert [message for message in left if message.date] == [thrown]
    assert api.log.refused["deleteMessages"] < 25


async def test_what_was_deleted_does_not_come_back(api: BotApi, door: Running, user: User) -> None:
    """A press that is done after /hide, or after its reader deleted the message, shows nothing: its clock ends."""
    await user.turn("Börja")
    screen = user.newest
    await user.send("/hide")
    await user.sees(COVER)
    await api.quiet()
    query = await user.press(screen.labels[0], screen)
    await query.answered()
    await api.quiet()

    assert [message.labels for message in user.messages] == [()] and door.faults == []


async def test_the_hide_button_covers_and_its_one_button_leads_back(user: User) -> None:
    """Hide leaves something neutral in the same message; its one button brings the same screen back."""
    shown = (await user.turn("Börja")).text
    covered = await user.turn("Dölj")

    assert COVER in covered.text and len(covered.labels) == 1
    assert (await user.turn(covered.labels[0])).text == shown


async def test_a_digit_typed_as_a_reply_chooses(api: BotApi, user: User) -> None:
    """A reply with an answer's number is the same as its button; the reply is deleted."""
    screen = await user.turn("Börja")
    pressed = (await user.turn(screen.labels[1])).text
    await user.turn("Tillbaka")
    await user.reply(user.newest, "2")
    await user.sees(pressed)
    await api.quiet()

    assert words(user) == [] and len(user.messages) == 1


async def test_words_that_choose_nothing_are_deleted_and_told_why(api: BotApi, user: User) -> None:
    """A text that is no reply, and a reply that fits no button, go away; a calm sentence stays, the talk too."""
    screen = (await user.turn("Börja")).text
    await user.send("han slår mig")
    await user.sees(UNREAD)
    await user.reply(user.messages[0], "något helt annat")
    await user.until(lambda: len(user.messages) == 3, "no second sentence")
    await api.quiet()

    assert words(user) == []
    assert user.messages[0].text == screen and UNREAD in user.newest.text


@pytest.mark.parametrize("kind", ["photo", "voice", "document", "contact", "location", "sticker"])
async def test_what_is_not_text_is_deleted_and_told_why(api: BotApi, user: User, kind: str) -> None:
    """A picture, a voice, a file, a contact, a place and a sticker go away, with a calm sentence."""
    await getattr(user, kind)()
    await user.sees(UNREAD)
    await api.quiet()

    assert [message for message in user.chat.messages.values() if not message.is_from_bot] == []


async def test_pictures_sent_at_once_get_one_sentence(api: BotApi, user: User) -> None:
    """Telegram makes an update of each picture of an album: all go away, and the sentence comes once."""
    for _ in range(4):
        write(api, user.chat, user.person, content=(("photo", [{}]), ("media_group_id", "5")))
    await user.sees(UNREAD)
    await user.until(lambda: words(user) == [], "pictures are left")
    await api.quiet()

    assert [UNREAD in message.text for message in user.messages] == [False, True]


async def test_an_edited_message_is_treated_as_one_that_is_not_read(api: BotApi, user: User) -> None:
    """Whoever changes what they wrote gets the same sentence, and what they wrote goes, whatever it says now."""
    api.faults.refuse("deleteMessage", bad_request("message can't be deleted for everyone"))
    wrote = await user.send("hej")
    await user.sees(UNREAD)
    await user.edit(wrote, "/start")
    await user.until(lambda: len(user.messages) == 3, "no sentence")
    await api.quiet()

    assert words(user) == []


async def test_a_group_is_left_kindly(api: BotApi, door: Running) -> None:
    """Added to a group, the bot says where it can be met, and leaves."""
    group = api.group()
    await group.add_bot(api.user(language_code="sv"))
    await api.quiet()

    assert len(group.messages) == 1 and not group.chat.member


async def test_a_group_is_left_also_when_the_leaving_is_late(api: BotApi, talks: Talks) -> None:
    """Where Telegram does not let it leave at once, the update comes again: it leaves then, and says nothing twice."""
    async with running(api, talks, webhook=True):
        group = api.group()
        api.faults.add(Fault.FLOOD, "leaveChat", seconds=3600)
        await group.add_bot(api.user(language_code="sv"))
        await api.quiet()

    assert len(group.messages) == 1 and not group.chat.member


async def test_a_text_in_a_group_makes_the_bot_leave(api: BotApi, door: Running) -> None:
    """Where its joining went unheard, the bot leaves with the first thing that it hears there."""
    group, user = api.group(), api.user(language_code="sv")
    group.chat.member = True
    await group.send(user, "hej")
    await api.quiet()

    assert len(group.messages) == 1 and not group.chat.member


async def test_a_channel_is_left_without_a_word(api: BotApi, door: Running) -> None:
    """Added to a channel, the bot writes nothing and leaves."""
    channel = api.group(kind="channel")
    await channel.add_bot(api.user())
    await api.quiet()

    assert api.log.counts["leaveChat"] == 1 and api.log.counts["sendMessage"] == 0


async def test_who_blocks_the_bot_is_left_alone(api: BotApi, door: Running, user: User) -> None:
    """A press whose answer cannot be delivered any more ends quietly: no fault, nothing tried again and again."""
    await user.press("Börja")
    await user.block()
    await api.quiet()

    assert door.faults == [] and len(door.door.service.lanes) == 0


async def test_a_button_that_was_never_ours_leads_to_the_first_message(user: User) -> None:
    """Whatever a changed program sends as a button's data, a calm message comes."""
    for data in ("x", "x" * 64, "w9", "b0", "å" * 32):
        query = await user.press_data(data, user.newest)
        await query.answered()

        assert user.newest.text.startswith("Arbetsstöd")


async def test_a_button_of_another_chat_opens_nothing(api: BotApi, user: User) -> None:
    """A token is sealed for one chat: pressed in another it leads to the calm page, not to the other's talk."""
    screen = await user.turn("Börja")
    other = api.user(language_code="sv")
    await other.send("/start")
    await other.sees("Arbetsstöd")
    await api.quiet()
    data = screen.rows[0][0].data
    await (await other.press_data(data, other.newest)).answered()
    await api.quiet()

    own = await user.turn(screen.labels[0])
    assert own.text not in {screen.text, other.newest.text}


async def test_without_the_organisations_yes_real_talks_are_not_had(api: BotApi) -> None:
    """Off by default: no button begins a talk, one from before leads to the sentence; acute and find work."""
    async with running(api, shipped_talks(live=False), webhook=True):
        user = api.user(language_code="sv")
        await user.send("/start 3")
        await user.sees("Vårdcentralen Eken")
        await api.quiet()
        offered = user.newest.labels
        await (await user.press_data("b03", user.newest)).answered()
        await api.quiet()
        refused = user.newest.labels
        acute = (await user.turn("Akut")).text
        await user.turn("Hitta kontakt")

        assert "Börja" not in offered and "Börja" not in refused
        assert "112" in acute and user.newest.labels != offered


async def test_a_user_is_met_in_their_own_language(api: BotApi, door: Running) -> None:
    """The language of the user's program is the first message's where it exists here; else Swedish."""
    spoken = {}
    for code in ("en-GB", "sv", "xx", ""):
        user = api.user(language_code=code)
        await user.send("/help")
        await user.until(partial(answered, user), "no answer")
        spoken[code] = user.newest.text
    await api.quiet()

    assert spoken["en-GB"] != spoken["sv"] == spoken["xx"] == spoken[""]


async def test_a_chat_is_known_only_while_something_is_under_way(api: BotApi, door: Running, user: User) -> None:
    """When everything is answered, no chat's number is left in the queue."""
    await user.turn("Börja")

    assert len(door.door.service.lanes) == 0
