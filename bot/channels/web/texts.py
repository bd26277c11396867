"""Texts on a page: which language they are in, and which way it runs.

Everything a template prints passes through here or through Jinja's own escaping.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from markupsafe import Markup

from bot.conversation.messages import Text
from bot.text.languages import direction

_NUMBER = re.compile(r"(\+?\d+(?:[ \u00a0\u202f-]\d+)+)")
_AS_IT_RUNS = Markup('<bdi dir="ltr">{}</bdi>')


def shaped(text: str, language: str) -> Markup:
    """A text, escaped. In a text that runs from right to left a telephone number is kept in its own order;
    otherwise its groups would change places and the wrong number be called."""
    if direction(language) == "ltr":
        return Markup.escape(text)
    words = _NUMBER.split(text)  # between and in numbers, by turns
    return Markup("").join(_AS_IT_RUNS.format(each) if place % 2 else each for place, each in enumerate(words))


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
