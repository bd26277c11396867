"""Pages that stand by themselves: what needs no token, the menu of a talk, the cover, and what is said of the bot.

None of them says anything of a talk.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from bot.channels.telegram import contacts
from bot.channels.telegram.keyboard import COLUMNS, Row, grid, rows, turn_row
from bot.channels.telegram.markup import Speech, escape
from bot.channels.telegram.message import COMMANDS, HOLE, STAY, KeyboardButton, Message, Order, OwnMove, Verb
from bot.channels.telegram.parts import Block, join, pack
from bot.channels.telegram.screen import Screens, heading, part_of, passages
from bot.conversation.messages import FIRST_SAID_LANGUAGE, FIRST_STAFF_LANGUAGE, Control, Turn, write_move
from bot.conversation.talk import Talks
from bot.text.catalogues import LANGUAGES
from bot.text.languages import NAMES


@dataclass(frozen=True, slots=True)
class Profile:
    """What Telegram shows of the bot before anybody opens it; all neutral. commands: (name, description)."""

    name: str
    short: str
    long: str
    commands: tuple[tuple[str, str], ...]


class Standing:
    """These pages. address: of the web door, "" for none."""

    def __init__(self, talks: Talks, screens: Screens, address: str) -> None:
        self._talks = talks
        self._screens = screens
        self._address = f"{address.rstrip('/')}/" if address else ""

    @property
    def live(self) -> bool:
        """Whether the organisation lets real talks be had here."""
        organisation = self._talks.editions.current.directory.organisation
        return organisation is not None and organisation.telegram

    def page(self, order: Order) -> Message:
        """What an order asks for, when it is no talk."""
        return self._screens.standing(order, lambda: self._page(order))

    def _page(self, order: Order) -> Message:
        match order.verb:
            case Verb.FIND:
                return self._find(order)
            case Verb.ACUTE:
                return self._acute(order)
            case Verb.LANGUAGE:
                return self._languages(order)
            case Verb.HELP:
                return self._plain(order, "help", "chat-help")
            case Verb.HIDE:
                return self.cover(order.language)
            case Verb.WELCOME:
                return self._welcome(order)
            case _:
                return self.closed(order)

    def _welcome(self, order: Order) -> Message:
        """The first message. It says what Telegram sees before anything can be pressed. A unit that is not there is
        told once, and no button leads to it."""
        speech = self._screens.speech(order.language)
        told = ["chat-watched"] + ([] if self.live else [self._away])
        name = self._unit(order.unit)
        text = [Block((f"<b>{speech.word('unit')}:</b> {name}",))] if name else []
        if order.unit and not name:
            order = replace(order, unit=0)
            told.append("chat-no-unit")
        text += [Block((speech.word(key),)) for key in told]
        return Message(f"{heading(speech, speech.word('page-title'))}\n\n{join(text)}", self.ways(order))

    def cover(self, language: str, data: str = "") -> Message:
        """What Hide leaves: an ordinary page at work, and one button that carries the token back, if any."""
        speech, panel = self._screens.speech(language), self._talks.panel(language)
        lines = "\n".join(f"• {speech.say(line)}" for line in panel.cover_lines)
        back = ((KeyboardButton(speech.label("show"), data),),) if data else ()
        return Message(f"{speech.strong(panel.cover)}\n\n{lines}", back)

    def unread(self, language: str, unit: int = 0) -> Message:
        """Why typed text, pictures and the rest are not taken."""
        order, key = Order(Verb.WELCOME, language, unit), "chat-unread"
        return self._screens.standing((key, order), lambda: self._plain(order, "page-title", key))

    def left_group(self, language: str) -> Message:
        """The farewell to a group."""
        speech = self._screens.speech(language)
        return Message(f"{heading(speech, speech.word('page-title'))}\n\n{speech.word('chat-group')}")

    def profile(self, language: str) -> Profile:
        """What `telegram setup` registers, in this language."""
        word = self._screens.speech(language).label
        commands = tuple((name, word(f"command-{name}")) for name in COMMANDS)
        return Profile(word("profile-name"), word("profile-short"), word("profile-long"), commands)

    def _plain(self, order: Order, title: str, key: str) -> Message:
        """A heading, one of the doors' own texts, and where to go from there."""
        speech = self._screens.speech(order.language)
        told = [Block(speech.prose(self._talks.word(key, order.language)))]
        if order.verb is Verb.HELP:
            told.insert(0, Block(tuple(f"/{name}: {speech.word(f'command-{name}')}\n" for name in COMMANDS)))
        text = join(told)
        return Message(f"{heading(speech, speech.word(title))}\n\n{text}", self.ways(order))

    def closed(self, order: Order) -> Message:
        """Real talks are not had here."""
        return self._plain(order, "page-title", self._away)

    def menu(self, turn: Turn) -> Message:
        """Languages, help and a new beginning, with the way back to the same screen."""
        speech = self._screens.speech(turn.staff)
        name = self._unit(turn.unit)
        place = [Block((f"<b>{speech.word('unit')}:</b> {name}\n", speech.word("chat-unit")))] if name else []
        help_text = speech.prose(self._talks.word("chat-help", turn.staff))
        text = join([*place, Block(help_text)])
        tongues = [
            *_tongues(speech.label("language-staff"), FIRST_STAFF_LANGUAGE, turn.staff, self._talks.languages()),
            *_tongues(
                speech.label("language-said"), FIRST_SAID_LANGUAGE, turn.said, self._talks.said_languages(turn.mode)
            ),
        ]
        foot = [
            ("back", STAY),
            ("restart", write_move(Control.RESTART.value)),
            ("hide", write_move(OwnMove.HIDE.value)),
        ]
        last = tuple(KeyboardButton(speech.label(key), HOLE + move) for key, move in foot)
        return Message(f"{heading(speech, speech.word('menu'))}\n\n{text}", (*tongues, last))

    def web_only(self, turn: Turn) -> Message:
        """A dialog that is not shown here: the way to the web, and back."""
        speech = self._screens.speech(turn.staff)
        back = tuple(
            KeyboardButton(speech.label(key), HOLE + write_move(move))
            for key, move in (("back", Control.BACK.value), ("hide", OwnMove.HIDE.value))
        )
        text = f"{heading(speech, speech.word('page-title'))}\n\n{speech.word('chat-web-only')}"
        return Message(text, (*self._web(speech, turn.unit), back))

    @property
    def _away(self) -> str:
        """The sentence that says where real talks are."""
        return "chat-live-off" if self._address else "chat-live-off-nowhere"

    def _acute(self, order: Order) -> Message:
        """The acute panel, with today's numbers."""
        speech, panel = self._screens.speech(order.language), self._talks.panel(order.language, order.unit)
        numbers = Block(tuple(speech.contact(note) for note in panel.contacts))
        text = join([numbers, *passages(panel.lines, speech)])
        return Message(f"{heading(speech, speech.say(panel.acute))}\n\n{text}", self.ways(order))

    def _find(self, order: Order) -> Message:
        """Whom contacts can be found for; or, once that is chosen, the contacts."""
        speech, found = self._screens.speech(order.language), contacts.search(self._talks, order)
        if found is None:
            text = join([Block((speech.word("find-intro"),)), Block((f"<b>{speech.word('find-who')}</b>",))])
            people = contacts.people(self._talks, order, self._at(order.unit))
            return Message(f"{heading(speech, speech.word('find'))}\n\n{text}", (*people, *self.ways(order)))
        parts = pack(contacts.groups(found, speech))
        shown = min(order.part, len(parts) - 1)
        more = [KeyboardButton(speech.label("find-alone"), replace(order, alone=True).data)] if found.held_back else []
        others = KeyboardButton(speech.label("find-who"), Order(Verb.FIND, order.language, order.unit).data)
        turning = turn_row(speech, shown, len(parts), lambda part: replace(order, part=part).data)
        title = f"{speech.word('find')}{part_of(shown, len(parts))}"
        ways = (*turning, *rows([*more, others]), *self.ways(order))
        return Message(f"{heading(speech, title)}\n\n{parts[shown]}", ways)

    def _languages(self, order: Order) -> Message:
        speech = self._screens.speech(order.language)
        made = [
            KeyboardButton(NAMES.get(code, code), Order(Verb.WELCOME, code, order.unit).data)
            for code in self._talks.languages()
        ]
        text = f"{heading(speech, speech.word('language'))}\n\n{speech.word('chat-languages')}"
        return Message(text, (*grid(made, COLUMNS), *self.ways(order)))

    def ways(self, order: Order) -> tuple[Row, ...]:
        """Where one can go without a token; what is not had here is not offered."""
        speech = self._screens.speech(order.language)
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

    def mine(self, code: str) -> str:
        """The page of one's own practice on the web, with a code behind what is sent to no server; "" without one."""
        return f"{self._address}ovning/min#{code}" if self._address else ""

    def _at(self, unit: int) -> str:
        return f"{self._address}?e={unit}" if self._address and unit else self._address

    def _unit(self, unit: int) -> str:
        return escape(next((known.name for known in self._talks.units() if known.id == unit), ""))


def _tongues(title: str, first: int, chosen: str, here: Iterable[str]) -> Iterable[Row]:
    """A row that names what is chosen, and the languages that there are."""
    made = [KeyboardButton(NAMES.get(code, code), HOLE + write_move(first + LANGUAGES.index(code))) for code in here]
    yield (KeyboardButton(f"{title}: {NAMES.get(chosen, chosen)}", HOLE + write_move(OwnMove.MENU.value)),)
    yield from grid(made, COLUMNS)
