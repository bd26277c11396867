"""Texts as Telegram's HTML: escaped, in pieces between which a long text may be cut, running the right way.

Telegram knows few tags (b, i, u, a, blockquote) and no attribute for language or direction. A line that runs from
right to left begins with a mark that says so; which language it is in, Telegram cannot be told.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from html import unescape

from bot.channels.telegram.phone import Numbers, callable_number
from bot.conversation.messages import ContactNote, SourceNote, Text
from bot.conversation.reading import blocks, state_of
from bot.text.chat import sentences
from bot.text.languages import direction

FROM_RIGHT = "\u200f"
_TAG = re.compile(r"<[^<>]*>")


def escape(text: str) -> str:
    """Plain text → HTML, also for an attribute."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def plain(html: str) -> str:
    """HTML → what is read."""
    return unescape(_TAG.sub("", html))


def bold(html: str) -> str:
    """HTML in bold, whatever is bold in it."""
    return f"<b>{html.replace('<b>', '').replace('</b>', '')}</b>"


@dataclass(frozen=True, slots=True)
class Speech:
    """How one message speaks: its language, where the doors' own words come from, which numbers can be called."""

    language: str
    find: Callable[[str, str], Text]
    numbers: Numbers

    def word(self, key: str) -> str:
        """One of the doors' own words."""
        return self.say(self.find(key, self.language))

    def label(self, key: str) -> str:
        """The same for a button, which is plain text."""
        return self.find(key, self.language).text

    def say(self, text: Text) -> str:
        """A text of one line."""
        return self._run(text.text, text.lang)

    def strong(self, text: Text) -> str:
        """A text of one line in bold; a number in it, which would be bold by itself, is so already."""
        return bold(self.say(text))

    def prose(self, text: Text, before: str = "", after: str = "") -> tuple[str, ...]:
        """A text in pieces, each a sentence or a line, with a mark for each item of a list.

        before, after: quotation marks around each paragraph.
        """
        pieces: list[str] = []
        for block in blocks(text.text):
            for line in block.lines:
                marked = f"• {line}" if block.is_list else f"{before}{line}{after}"
                parts = [self._run(part, text.lang) for part in sentences(marked)]
                pieces += [*parts[:-1], parts[-1] + "\n"]
        return tuple(pieces)

    def contact(self, note: ContactNote, *, full: bool = False) -> str:
        """A way to reach somebody, in one line. full: also the note and the web address."""
        name = self.say(note.name)
        state, doubt = state_of(note), _doubt(note)
        told = [
            callable_number(escape(note.number), self.language) if note.number else "",
            self.say(note.hours) if note.hours.text else "",
            self.word(state) if state else "",
            f"{self.word('find-opens')} {self.say(note.opens)}" if note.opens else "",
            self.word("stands-in") if note.stands_in else "",
            self.word(doubt) if doubt else "",
            escape(note.web) if note.web and (full or not note.number) else "",
        ]
        more = " ".join(self.say(told) for told in (note.asks, note.note if full or not note.number else None) if told)
        return f"• {name}: {'. '.join(filter(None, (', '.join(filter(None, told)), more)))}\n"

    def sources(self, notes: Iterable[SourceNote]) -> tuple[str, ...]:
        """Sources, a line each: where it stands, how sure it is, when that was looked up."""
        return tuple(self._source(note) for note in notes)

    def folded(self, key: str) -> tuple[str, str]:
        """Opening and closing of a frame with this label that opens when it is tapped."""
        return f"<blockquote expandable><b>{self.word(key)}</b>\n", "</blockquote>"

    def _source(self, note: SourceNote) -> str:
        title = self.numbers.mark(escape(note.title), self.language)
        linked = f'<a href="{escape(note.url)}">{title}</a>' if note.url else title
        old = f" – {self.word('source-expired')}" if note.expired else ""
        trust = self.word(f"trust-{note.trust}")
        return f"• {linked} ({trust}, {self.word('checked')} {escape(note.checked)}{old})\n"

    def _run(self, text: str, language: str) -> str:
        html = self.numbers.mark(escape(text), language)
        return html if direction(language) == "ltr" or not html else FROM_RIGHT + html


def _doubt(note: ContactNote) -> str:
    if note.expired:
        return "contact-expired"
    return "contact-not-verified" if note.trust == "not-verified" else ""
