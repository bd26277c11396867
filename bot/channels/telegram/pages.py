"""Which message is shown: the answer to a press, and to what can be asked for without a token.

`press` and `ask` are all that the rest of the door needs; what they hand out has a hole for the token in each button
(`Message.carrying`), so that a screen is rendered once. Nothing here knows a chat.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from bot.channels.telegram import contacts
from bot.channels.telegram.keyboard import COLUMNS, Row, grid, rows, turn_row
from bot.channels.telegram.markup import Speech
from bot.channels.telegram.message import HOLE, KeyboardButton, Message, Order, OwnMove, Verb
from bot.channels.telegram.parts import Block, join, pack
from bot.channels.telegram.screen import Screens, heading, part_of, passages
from bot.conversation.messages import (
    FIRST_SAID_LANGUAGE,
    FIRST_STAFF_LANGUAGE,
    Control,
    Press,
    Turn,
    read_move,
    write_move,
)
from bot.conversation.talk import Talks
from bot.text.catalogues import LANGUAGES
from bot.text.languages import NAMES

COMMANDS = {
    "start": Verb.WELCOME,
    "akut": Verb.ACUTE,
    "find": Verb.FIND,
    "language": Verb.LANGUAGE,
    "practice": Verb.PRACTICE,
    "hide": Verb.HIDE,
    "end": Verb.HIDE,
    "help": Verb.HELP,
}
"""What can be typed after a slash, in the order of the menu. hide and end also delete what stands before them."""
STAY = write_move(Control.STAY.value)


@dataclass(frozen=True, slots=True)
class Profile:
    """What Telegram shows of the bot before anybody opens it; all neutral. commands: (name, description)."""

    name: str
    short: str
    long: str
    commands: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """A message and the token that its buttons carry, "" for none. `whole` is what is sent."""

    message: Message
    sealed: str = ""

    @property
    def whole(self) -> Message:
        """The message with its token."""
        return self.message.carrying(self.sealed) if self.sealed else self.message


class Pages:
    """All messages. address: of the web door, "" for none."""

    def __init__(self, talks: Talks, address: str = "") -> None:
        self._talks = talks
        self._address = f"{address.rstrip('/')}/" if address else ""
        self.screens = Screens(talks)

    @property
    def live(self) -> bool:
        """Whether the organisation lets real talks be had here."""
        organisation = self._talks.editions.current.directory.organisation
        return organisation is not None and organisation.telegram

    def press(self, sealed: str, move: str, binding: bytes) -> Shown:
        """What a button with a token leads to. Never raises for what came in."""
        number = read_move(move) or 0
        own = OwnMove.HIDE.value <= number < FIRST_STAFF_LANGUAGE
        turn = self._talks.press(Press(sealed, STAY if own else move, binding))
        if turn.safe is None and number == OwnMove.HIDE.value:
            return Shown(self.cover(turn.staff, HOLE + STAY), turn.sealed)
        if turn.safe is None and number == OwnMove.MENU.value:
            return Shown(self._menu(turn), turn.sealed)
        part = number - OwnMove.PART.value if own and number >= OwnMove.PART.value else 0
        # Who turns the pages of an ending has opened it: what it shows closed is never longer than one message.
        return self._turn(turn, part, opened=own and number >= OwnMove.OPEN.value)

    def ask(self, order: Order, binding: bytes) -> Shown:
        """What can be had without a token, by a button or a command."""
        language, unit = order.language, order.unit
        match order.verb:
            case Verb.BEGIN:
                return self._begin(order, binding) if self.live else Shown(self._closed(order))
            case Verb.FIND:
                return Shown(self._find(order))
            case Verb.ACUTE:
                return Shown(self._acute(order))
            case Verb.PRACTICE:
                return Shown(self._plain(order, "practice", "chat-practice"))
            case Verb.LANGUAGE:
                return Shown(self._languages(order))
            case Verb.HELP:
                return Shown(self._plain(order, "help", "chat-help"))
            case Verb.HIDE:
                return Shown(self.cover(language))
            case Verb.WELCOME:
                return Shown(self.welcome(language, unit))

    def welcome(self, language: str, unit: int = 0) -> Message:
        """The first message. It says what Telegram sees before anything can be pressed."""
        speech, order = self.screens.speech(language), Order(Verb.WELCOME, language, unit)
        told = ["chat-watched"] + ([] if self.live else [self._away])
        name = self._unit(unit)
        text = [Block((f"<b>{speech.word('unit')}:</b> {name}",))] if name else []
        text += [Block((speech.word(key),)) for key in told]
        return Message(f"{heading(speech, speech.word('page-title'))}\n\n{join(text)}", self._ways(order))

    def cover(self, language: str, data: str = "") -> Message:
        """What Hide leaves: an ordinary page at work, and one button that carries the token back, if any."""
        speech, panel = self.screens.speech(language), self._talks.panel(language)
        lines = "\n".join(f"• {speech.say(line)}" for line in panel.cover_lines)
        back = ((KeyboardButton(speech.label("show"), data),),) if data else ()
        return Message(f"<b>{speech.say(panel.cover)}</b>\n\n{lines}", back)

    def unread(self, language: str, unit: int = 0) -> Message:
        """Why typed text, pictures and the rest are not taken."""
        return self._plain(Order(Verb.WELCOME, language, unit), "page-title", "chat-unread")

    def left_group(self, language: str) -> Message:
        """The farewell to a group."""
        speech = self.screens.speech(language)
        return Message(f"{heading(speech, speech.word('page-title'))}\n\n{speech.word('chat-group')}")

    def profile(self, language: str) -> Profile:
        """What `telegram setup` registers, in this language."""
        word = self.screens.speech(language).label
        commands = tuple((name, word(f"command-{name}")) for name in COMMANDS)
        return Profile(word("profile-name"), word("profile-short"), word("profile-long"), commands)

    @property
    def _away(self) -> str:
        """The sentence that says where real talks are."""
        return "chat-live-off" if self._address else "chat-live-off-nowhere"

    def _begin(self, order: Order, binding: bytes) -> Shown:
        turn = self._talks.begin(binding, unit=order.unit, staff=order.language)
        return self._turn(turn)

    def _turn(self, turn: Turn, part: int = 0, *, opened: bool = False) -> Shown:
        """A turn, or that it is not for here."""
        if turn.safe:
            return Shown(self.screens.message(turn))
        if not self.live:
            return Shown(self._closed(Order(Verb.BEGIN, turn.staff, turn.unit)))
        dialog = self._talks.editions.current.program.dialogs.get(turn.view.step.partition(".")[0])
        if dialog is None or not dialog.telegram:
            return Shown(self._web_only(turn), turn.sealed)
        return Shown(self.screens.message(turn, part, opened=opened), turn.sealed)

    def _acute(self, order: Order) -> Message:
        """The acute panel, with today's numbers."""
        speech, panel = self.screens.speech(order.language), self._talks.panel(order.language, order.unit)
        numbers = Block(tuple(speech.contact(note) for note in panel.contacts))
        text = join([numbers, *passages(panel.lines, speech)])
        return Message(f"{heading(speech, speech.say(panel.acute))}\n\n{text}", self._ways(order))

    def _find(self, order: Order) -> Message:
        """Whom contacts can be found for; or, once that is chosen, the contacts."""
        speech, found = self.screens.speech(order.language), contacts.search(self._talks, order)
        if found is None:
            text = join([Block((speech.word("find-intro"),)), Block((f"<b>{speech.word('find-who')}</b>",))])
            people = contacts.people(self._talks, order, self._at(order.unit))
            return Message(f"{heading(speech, speech.word('find'))}\n\n{text}", (*people, *self._ways(order)))
        parts = pack(contacts.groups(found, speech))
        shown = min(order.part, len(parts) - 1)
        more = [KeyboardButton(speech.label("find-alone"), replace(order, alone=True).data)] if found.held_back else []
        others = KeyboardButton(speech.label("find-who"), Order(Verb.FIND, order.language, order.unit).data)
        turning = turn_row(speech, shown, len(parts), lambda part: replace(order, part=part).data)
        title = f"{speech.word('find')}{part_of(shown, len(parts))}"
        ways = (*turning, *rows([*more, others]), *self._ways(order))
        return Message(f"{heading(speech, title)}\n\n{parts[shown]}", ways)

    def _languages(self, order: Order) -> Message:
        speech = self.screens.speech(order.language)
        made = [
            KeyboardButton(NAMES.get(code, code), Order(Verb.WELCOME, code, order.unit).data)
            for code in self._talks.languages()
        ]
        text = f"{heading(speech, speech.word('language'))}\n\n{speech.word('chat-languages')}"
        return Message(text, (*grid(made, COLUMNS), *self._ways(order)))

    def _menu(self, turn: Turn) -> Message:
        """Languages, help and a new beginning, with the way back to the same screen."""
        speech = self.screens.speech(turn.staff)
        name = self._unit(turn.unit)
        place = [Block((f"<b>{speech.word('unit')}:</b> {name}\n", speech.word("chat-unit")))] if name else []
        help_text = speech.prose(self._talks.word("chat-help", turn.staff))
        text = join([*place, Block(help_text)])
        tongues = [
            *self._tongues(speech.label("language-staff"), FIRST_STAFF_LANGUAGE, turn.staff),
            *self._tongues(speech.label("language-said"), FIRST_SAID_LANGUAGE, turn.said),
        ]
        foot = [
            ("back", STAY),
            ("restart", write_move(Control.RESTART.value)),
            ("hide", write_move(OwnMove.HIDE.value)),
        ]
        last = tuple(KeyboardButton(speech.label(key), HOLE + move) for key, move in foot)
        return Message(f"{heading(speech, speech.word('menu'))}\n\n{text}", (*tongues, last))

    def _tongues(self, title: str, first: int, chosen: str) -> Iterable[Row]:
        """A row that names what is chosen, and the languages that there are."""
        made = [
            KeyboardButton(NAMES.get(code, code), HOLE + write_move(first + LANGUAGES.index(code)))
            for code in self._talks.languages()
        ]
        yield (KeyboardButton(f"{title}: {NAMES.get(chosen, chosen)}", HOLE + write_move(OwnMove.MENU.value)),)
        yield from grid(made, COLUMNS)

    def _plain(self, order: Order, title: str, key: str) -> Message:
        """A heading, one of the doors' own texts, and where to go from there."""
        speech = self.screens.speech(order.language)
        told = [Block(speech.prose(self._talks.word(key, order.language)))]
        if order.verb is Verb.HELP:
            told.insert(0, Block(tuple(f"/{name}: {speech.word(f'command-{name}')}\n" for name in COMMANDS)))
        text = join(told)
        return Message(f"{heading(speech, speech.word(title))}\n\n{text}", self._ways(order))

    def _closed(self, order: Order) -> Message:
        """Real talks are not had here."""
        return self._plain(order, "page-title", self._away)

    def _web_only(self, turn: Turn) -> Message:
        """A dialog that is not shown here: the way to the web, and back."""
        speech = self.screens.speech(turn.staff)
        back = tuple(
            KeyboardButton(speech.label(key), HOLE + write_move(move))
            for key, move in (("back", Control.BACK.value), ("hide", OwnMove.HIDE.value))
        )
        text = f"{heading(speech, speech.word('page-title'))}\n\n{speech.word('chat-web-only')}"
        return Message(text, (*self._web(speech, turn.unit), back))

    def _ways(self, order: Order) -> tuple[Row, ...]:
        """Where one can go without a token; what is not had here is not offered."""
        speech = self.screens.speech(order.language)
        verbs = {"acute": Verb.ACUTE, "find": Verb.FIND, "practice": Verb.PRACTICE, "language": Verb.LANGUAGE}
        keys = {"begin": Verb.BEGIN, **verbs} if self.live else verbs
        made = [
            KeyboardButton(speech.label(key), Order(verb, order.language, order.unit).data)
            for key, verb in {**keys, "help": Verb.HELP, "hide": Verb.HIDE}.items()
            if verb is not order.verb
        ]
        return (*rows(made), *self._web(speech, order.unit))

    def _web(self, speech: Speech, unit: int) -> tuple[Row, ...]:
        """The way to the web door, where there is one, at the same unit."""
        address = self._at(unit)
        return ((KeyboardButton(speech.label("web"), url=address),),) if address else ()

    def _at(self, unit: int) -> str:
        return f"{self._address}?e={unit}" if self._address and unit else self._address

    def _unit(self, unit: int) -> str:
        return next((known.name for known in self._talks.units() if known.id == unit), "")
