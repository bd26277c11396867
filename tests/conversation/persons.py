"""What the tests of the person's languages talk about: the content that ships, with an invented catalogue or two."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from babel.messages.pofile import normalize

from bot.conversation.alone import MemoryKeys, OneEdition
from bot.conversation.content import require_edition
from bot.conversation.edition import Edition, open_edition
from bot.conversation.messages import Press, Turn
from bot.conversation.talk import Talks
from bot.text.extract import entries

ROOT = Path(__file__).parents[2]
WEEKDAY = datetime(2026, 11, 25, 10, 0, tzinfo=UTC)  # a Wednesday, eleven in the morning in Sweden
INVENTED = {"ar": "كلمة", "sv-x-easy": "Lätt"}
"""Language → a word that stands before the Swedish text it is to be the translation of."""
HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n"X-Review: none\\n"\n"X-Holds: said\\n"\n'


def invented(edition: Edition, language: str, *, ready: bool = True) -> bytes:
    """A catalogue of a person's language that has every text to say or show."""
    written = "".join(
        f"msgctxt {normalize(each.context)}\nmsgid {normalize(each.text)}\n"
        f"msgstr {normalize(f'{INVENTED[language]} {each.text}')}\n\n"
        for each in entries(edition.release)
        if each.is_said
    )
    return f'{HEAD}"X-Ready: {"yes" if ready else "no"}\\n"\n\n{written}'.encode()


@cache
def speaking(*, on: frozenset[str] = frozenset(), ready: bool = True) -> Edition:
    """The content that ships, with invented languages. on: those that the organisation has switched on."""
    shipped = require_edition(ROOT / "dialogs", ROOT / "locales", ROOT / "docs" / "example-local")
    own = {name: content for name, content in shipped.release.files.items() if not name.startswith("locales/")}
    own |= {name: content for name, content in shipped.release.files.items() if name.startswith("locales/en/")}
    for language in INVENTED:
        own[f"locales/{language}/LC_MESSAGES/fragestod.po"] = invented(shipped, language, ready=ready)
    edition, problems = open_edition(own)
    assert edition is not None, problems
    organisation = shipped.directory.organisation
    assert organisation is not None
    opened = replace(organisation, signed=True, telegram=True, languages=on)
    edition.directory = replace(edition.directory, organisation=opened)
    return edition


def talks_with(edition: Edition) -> Talks:
    """Conversations with a clock that stands still."""
    return Talks(OneEdition(edition), MemoryKeys(), lambda: WEEKDAY, lambda: 1)


def chooser(talks: Talks, binding: bytes = b"web") -> Callable[[Turn, str], Turn]:
    """A function that presses the answer with this label."""

    def choose(turn: Turn, label: str) -> Turn:
        found = [each.move for each in turn.view.choices if each.label.text == label]
        assert found, (label, [each.label.text for each in turn.view.choices])
        return talks.press(Press(turn.sealed, found[0], binding))

    return choose
