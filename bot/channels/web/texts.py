"""Texts on a page: which language they are in, which way it runs, and where a text breaks into lists.

Everything a template prints passes through here or through Jinja's own escaping.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from markupsafe import Markup

from bot.conversation.messages import Line, Text
from bot.dialog.model import Audience

NAMES = {
    "sv": "Svenska",
    "en": "English",
    "ar": "العربية",
    "fi": "Suomi",
    "so": "Soomaali",
    "ti": "ትግርኛ",
    "uk": "Українська",
    "fa": "فارسی",
    "pl": "Polski",
    "ckb": "کوردیی ناوەندی",
    "sv-x-easy": "Lätt svenska",
}
"""Languages by their own names, so that who needs one finds it."""

_NUMBER = re.compile(r"(\+?\d+(?:[ \u00a0\u202f-]\d+)+)")
_AS_IT_RUNS = Markup('<bdi dir="ltr">{}</bdi>')

RIGHT_TO_LEFT = frozenset(("ar", "fa", "ckb", "he", "ur", "ps", "prs"))


def direction(language: str) -> str:
    """Which way a language is written."""
    return "rtl" if language.partition("-")[0] in RIGHT_TO_LEFT else "ltr"


def shaped(text: str, language: str) -> Markup:
    """A text, escaped. In a text that runs from right to left a telephone number is kept in its own order;
    otherwise its groups would change places and the wrong number be called."""
    if direction(language) == "ltr":
        return Markup.escape(text)
    words = _NUMBER.split(text)  # between and in numbers, by turns
    return Markup("").join(_AS_IT_RUNS.format(each) if place % 2 else each for place, each in enumerate(words))


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph (one line) or a list (its items)."""

    is_list: bool
    lines: tuple[str, ...]


def blocks(text: str) -> tuple[Block, ...]:
    """Lines of a text: those that begin with "- " become a list, each other one a paragraph."""
    found: list[Block] = []
    for line in filter(None, (line.strip() for line in text.split("\n"))):
        item = line.removeprefix("- ")
        if item == line:
            found.append(Block(False, (line,)))
        elif found and found[-1].is_list:
            found[-1] = Block(True, (*found[-1].lines, item))
        else:
            found.append(Block(True, (item,)))
    return tuple(found)


def groups(lines: tuple[Line, ...]) -> Iterator[tuple[Audience, list[Text]]]:
    """Neighbouring lines for the same audience stand in one frame."""
    gathered: list[Text] = []
    for place, line in enumerate(lines):
        gathered.append(line.text)
        if place + 1 == len(lines) or lines[place + 1].audience is not line.audience:
            yield line.audience, gathered
            gathered = []


@dataclass(frozen=True, slots=True)
class Speech:
    """How one page speaks: its language, and where its own words come from."""

    language: str
    find: Callable[[str, str], Text]

    def word(self, key: str) -> Markup:
        """One of the door's own words."""
        return self.say(self.find(key, self.language))

    def plain(self, key: str) -> str:
        """The same for an attribute, which cannot change language in the middle."""
        return self.find(key, self.language).text

    def say(self, text: Text) -> Markup:
        """A text, with its language said when it is not the page's."""
        if text.lang == self.language:
            return shaped(text.text, text.lang)
        return Markup("<span{}>{}</span>").format(self.mark(text), shaped(text.text, text.lang))

    def mark(self, text: Text) -> Markup:
        """The attributes that tell a text's language; none when it is the page's own."""
        if text.lang == self.language:
            return Markup("")
        return Markup(' lang="{}" dir="{}"').format(text.lang, direction(text.lang))
