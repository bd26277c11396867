"""Which message is shown: the answer to a press, and to what can be asked for without a token.

`press` and `ask` are all that the rest of the door needs; what they hand out has a hole for the token in each button
(`Message.carrying`), so that a screen is rendered once. Nothing here knows a chat.
"""

from __future__ import annotations

from bot.channels.telegram.message import HOLE, STAY, Order, OwnMove, Shown, Verb, read_card_move
from bot.channels.telegram.practice import Practice
from bot.channels.telegram.screen import Screens
from bot.channels.telegram.standing import Standing
from bot.conversation.messages import FIRST_STAFF_LANGUAGE, Press, Safe, Turn, read_move
from bot.conversation.talk import Talks

PRACTISED = frozenset((Verb.PRACTICE, Verb.CASE, Verb.CARDS, Verb.SUPPORT))
"""What is asked of practice."""


class Pages:
    """All messages. address: of the web door, "" for none. screens: turns; standing: what stands by itself; practice:
    rounds with scripted patients."""

    def __init__(self, talks: Talks, address: str = "") -> None:
        self._talks = talks
        self.screens = Screens(talks)
        self.standing = Standing(talks, self.screens, address)
        self.practice = Practice(talks, self.standing)

    def press(self, sealed: str, move: str, binding: bytes) -> Shown:
        """What a button with a token leads to. Never raises for what came in."""
        number = read_move(move) or 0
        own = OwnMove.HIDE.value <= number < FIRST_STAFF_LANGUAGE
        # Where talks are not had, nothing is answered in one that was open, and nothing of it counted.
        turn = self._talks.press(Press(sealed, move if self.standing.live and not own else STAY, binding))
        if turn.safe is Safe.UNREADABLE and (round_ := self.practice.press(sealed, move, binding)) is not None:
            return self._turn(round_) if isinstance(round_, Turn) else round_
        if turn.safe is None and number == OwnMove.HIDE.value:
            return Shown(self.standing.cover(turn.staff, HOLE + STAY), turn.sealed)
        if turn.safe is None and number == OwnMove.MENU.value:
            return Shown(self.standing.menu(turn), turn.sealed)
        come = read_card_move(number)
        if turn.safe is None and come and self.standing.live and (card := self.practice.offered(turn, *come)):
            return Shown(card, turn.sealed)
        part = number - OwnMove.PART.value if own and number >= OwnMove.PART.value else 0
        # Who turns the pages of an ending has opened it: what it shows closed is never longer than one message.
        return self._turn(turn, part, opened=number == OwnMove.OPEN.value or (own and number >= OwnMove.PART.value))

    def ask(self, order: Order, binding: bytes) -> Shown:
        """What can be had without a token, by a button or a command."""
        if order.verb is Verb.BEGIN and self.standing.live:
            return self._turn(self._talks.begin(binding, unit=order.unit, staff=order.language))
        if order.verb in PRACTISED:
            return self.practice.ask(order, binding)
        return Shown(self.standing.page(order))

    def _turn(self, turn: Turn, part: int = 0, *, opened: bool = False) -> Shown:
        """A turn, or that it is not for here."""
        if turn.safe:
            return Shown(self.screens.message(turn))
        if not self.standing.live:
            return Shown(self.standing.closed(Order(Verb.BEGIN, turn.staff, turn.unit)))
        # A talk of an older release goes on in its own words, but nowhere that today's release keeps out of Telegram.
        today = self._talks.editions.current.program.dialogs.get(turn.view.step.partition(".")[0])
        if turn.view.web_only or (today is not None and not today.telegram):
            return Shown(self.standing.web_only(turn), turn.sealed)
        return Shown(self.screens.message(turn, part, opened=opened), turn.sealed)
