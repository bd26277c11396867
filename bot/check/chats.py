"""What a chat program can show of the content: beginnings, buttons, descriptions. Words are judged elsewhere.

M006  what a list of chats shows is not neutral     M008  a description longer than is taken
M007  a button's words are cut off

Every message of a chat begins with the same line (`LEAD`); as long as it is at least `PREVIEW` characters in every
language, no list of chats shows anything of any screen. That a sentence is never cut between two messages follows
from the lengths that the schema and T105 allow: each text fits into a part whole. Figures: `bot.text.chat`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bot.dialog.model import Release
from bot.problem import Problem, Severity, Span
from bot.text.catalogues import LOCALES, SOURCE, shown
from bot.text.chat import DESCRIPTIONS, LABELS, LEAD, PREVIEW, fits
from bot.text.entry import Entry
from bot.text.lint.betrayal import betraying
from bot.text.ui import CONTEXT, WORDS

KEYS: dict[str, tuple[str, ...]] = {
    text: tuple(key for key, other in WORDS.items() if other == text) for text in WORDS.values()
}
"""Swedish text of the doors' own words → their keys; one text may serve several."""


def problems(release: Release, texts: Iterable[Entry]) -> Iterator[Problem]:
    """All faults. texts: of the release (`bot.text.extract.entries`), in Swedish."""
    found = {entry.key: entry for entry in texts}
    for entry in found.values():
        yield from _faults(release, entry, entry.text, entry.where[0], SOURCE)
    for name, content in release.files.items():
        if name.startswith(LOCALES):
            for key, text, line in shown(content):
                if key in found:
                    yield from _faults(release, found[key], text, Span(name, line, 1), name.split("/")[1])


def _faults(release: Release, entry: Entry, text: str, where: Span, language: str) -> Iterator[Problem]:
    """The faults of a text as one language has it."""
    keys = KEYS.get(entry.text, ()) if entry.context == CONTEXT else ()
    if LEAD in keys:
        yield from _beginning(release, text, where, language)
    columns = _columns(release, entry, keys)
    if columns and not fits(text, columns):
        hint = "say it in fewer words; a chat program cuts what does not fit, and nobody can read the rest"
        yield Problem("M007", where, f"“{text}” is broader than its button on a phone", hint, Severity.WARNING)
    most = min((DESCRIPTIONS[key] for key in keys if key in DESCRIPTIONS), default=len(text))
    if len(text) > most:
        yield Problem("M008", where, f"{len(text)} characters; Telegram takes {most}", "say it shorter")


def _columns(release: Release, entry: Entry, keys: Iterable[str]) -> int:
    """How many buttons may stand in a row with this text on one of them; 0 when it never stands on one, or stands in
    the text as soon as it is too long for one, as answers do."""
    if entry.context.startswith("audience."):
        return int(entry.open)  # its name; what else is said of somebody is not for others' eyes
    if entry.context == "house":
        return int(any(jump.label == entry.text for jump in release.house.jumps))
    return max((LABELS[key] for key in keys if key in LABELS), default=0)


def _beginning(release: Release, text: str, where: Span, language: str) -> Iterator[Problem]:
    """A line that leaves room behind it lets the list of chats show the screen; one that betrays shows it itself."""
    words = release.house.betraying.get(language) or release.house.betraying.get(language.partition("-")[0], [])
    if len(text) < PREVIEW:
        message = f"every message begins with these {len(text)} characters; a list of chats shows {PREVIEW}"
        hint = "say more here, or what follows can be read by whoever looks at the phone"
        yield Problem("M006", where, message, hint)
    elif word := betraying(text[:PREVIEW], words):
        message = f"every message begins with “{word}”, and a list of chats shows it"
        yield Problem("M006", where, message, "say it neutrally")
