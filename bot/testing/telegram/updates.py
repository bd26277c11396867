"""Updates on their way to the bot: asked for by long polling, or posted to its webhook.

Order is kept as Telegram keeps it: what belongs to one queue (the messages of a chat; the presses of a user) is posted
one after the other and again until it is taken; different queues go side by side (WebhookActor.cpp).
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from bot.testing.telegram.faults import Fault, Faults
from bot.testing.telegram.refusals import OTHER_POLLER, OTHER_WEBHOOK, WEBHOOK_ACTIVE, Refusal

DEFAULT = frozenset(
    (
        "message",
        "edited_message",
        "channel_post",
        "edited_channel_post",
        "callback_query",
        "inline_query",
        "chosen_inline_result",
        "my_chat_member",
        "chat_join_request",
    )
)
"""Kinds of updates that come when the bot has not said which it wants."""
OPTIONAL = frozenset(("chat_member", "message_reaction", "message_reaction_count"))
KINDS = DEFAULT | OPTIONAL
MAX_WAIT = 50
"""Seconds that getUpdates waits at most."""
DAY = 86_400
LIFETIMES = {"callback_query": 150, "inline_query": 30}
"""Seconds after which an update is not delivered any more; a day when nothing else is said (Client.cpp)."""
FIRST_ID = 800_000_001


@dataclass(frozen=True, slots=True)
class Update:
    """Something that happened. queue: what is posted in order; chat: where it happened; expires: Unix seconds."""

    id: int
    kind: str
    payload: dict[str, object]
    chat: int
    queue: int
    expires: float

    def json(self) -> dict[str, object]:
        """As the Bot API shows it."""
        return {"update_id": self.id, self.kind: self.payload}


class Updates:
    """All updates that the bot has not confirmed.

    faults: asked about each update. now: Unix seconds. changed: called when one comes or goes. post: called with each
    that comes, while a webhook is set. newest: what happened last, for `again`.
    """

    def __init__(self, faults: Faults, now: Callable[[], float], changed: Callable[[], None]) -> None:
        self.faults = faults
        self.now = now
        self.changed = changed
        self.pending: dict[int, Update] = {}
        self.allowed = DEFAULT
        self.post: Callable[[int, Update], None] | None = None
        self.newest: Update | None = None
        self._delayed: Update | None = None
        self._id = FIRST_ID
        self._serial = 0
        self._poller: asyncio.Future[None] | None = None

    @property
    def is_polled(self) -> bool:
        """Whether a getUpdates waits now."""
        return self._poller is not None

    @property
    def is_empty(self) -> bool:
        """Whether the bot has taken everything."""
        return not self.pending and self._delayed is None

    def allow(self, kinds: object) -> None:
        """Take what `allowed_updates` says: a list of kinds, an empty one for the usual; None changes nothing."""
        if kinds is not None:
            assert isinstance(kinds, Iterable)
            self.allowed = frozenset(kinds) & KINDS or DEFAULT

    def add(self, kind: str, payload: dict[str, object], *, chat: int, queue: int = 0) -> Update | None:
        """Something happened; None when the bot did not want to hear of it."""
        if kind not in self.allowed:
            return None
        self._id += 1
        update = Update(self._id, kind, payload, chat, queue or chat, self.now() + LIFETIMES.get(kind, DAY))
        self.newest = update
        plan = self.faults.take(kind, chat, of_update=True)
        if plan is not None and plan.fault is Fault.DELAYED and self._delayed is None:
            self._delayed = update
            return update
        self._put(update)
        if plan is not None and plan.fault is Fault.DUPLICATED:
            self.again(update)
        if self._delayed is not None:
            late, self._delayed = self._delayed, None
            self.again(late)
        return update

    def again(self, update: Update) -> None:
        """Deliver an update once more, side by side with what else waits: it gets a queue of its own."""
        self._put(replace(update, queue=-update.id))

    def done(self, serial: int) -> None:
        """The bot has it."""
        self.pending.pop(serial, None)
        self.changed()

    def drop_all(self) -> None:
        """Forget what waits (`drop_pending_updates`)."""
        self.pending.clear()
        self.changed()

    async def poll(self, offset: int, limit: int, seconds: float) -> list[dict[str, object]]:
        """GetUpdates. offset: confirms what lies below it; negative counts from the end. seconds: to wait for one
        (`timeout` of the Bot API).

        Raises:
            Refusal: a webhook is set, or another poller came.
        """
        if self.post is not None:
            raise WEBHOOK_ACTIVE
        self._end_poll(OTHER_POLLER)
        if offset < 0:
            kept = list(self.pending)[offset:]
            self.pending = {serial: self.pending[serial] for serial in kept}
        now = self.now()
        self.pending = {
            serial: update
            for serial, update in self.pending.items()
            if update.id >= max(offset, 0) and now < update.expires
        }
        self.changed()
        if not self.pending and seconds > 0:
            poller = self._poller = asyncio.get_running_loop().create_future()
            self.changed()
            try:
                await asyncio.wait_for(poller, min(seconds, MAX_WAIT))
            except TimeoutError:
                pass
            finally:
                if self._poller is poller:
                    self._poller = None
        return [update.json() for update in list(self.pending.values())[:limit]]

    def start_posting(self, post: Callable[[int, Update], None]) -> None:
        """From now on updates are posted: what waits first."""
        self._end_poll(OTHER_WEBHOOK)
        self.post = post
        for serial, update in list(self.pending.items()):
            post(serial, update)

    def stop_posting(self) -> None:
        """From now on updates wait for getUpdates."""
        self.post = None

    def _put(self, update: Update) -> None:
        self._serial += 1
        self.pending[self._serial] = update
        if self._poller is not None and not self._poller.done():
            self._poller.set_result(None)
        if self.post is not None:
            self.post(self._serial, update)
        self.changed()

    def _end_poll(self, why: Refusal) -> None:
        if self._poller is not None and not self._poller.done():
            self._poller.set_exception(Refusal(why.code, why.description))
        self._poller = None
