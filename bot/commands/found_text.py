"""Contacts that were found → lines for a terminal, or plain data for tools. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from textwrap import wrap
from typing import Any

from bot.conversation.finding import Findings, FoundContact
from bot.conversation.messages import SourceNote

WIDTH = 96
"""Characters of a line."""
Word = Callable[[str], str]
"""One of the doors' own words, by key."""


def lines(found: Findings, word: Word) -> Iterator[str]:
    """What a person reads: who answers first, then who is closed, then what is not filled in."""
    yield from _wrapped(found.whom.text)
    if found.note:
        yield from _wrapped(found.note.text)
    when = f"{word(f'hours-{_day(found)}')} {found.at:%Y-%m-%d %H:%M}"
    yield f"{word('find-at')}: {', '.join(filter(None, (found.place, when)))}"
    yield ""
    yield word("find-open-now" if found.is_now else "find-open-then")
    for number, contact in enumerate(found.answering, 1):
        yield from _contact(contact, word, f"{number}.")
    if found.closed:
        yield ""
        yield word("find-not-open")
        for contact in found.closed:
            yield from _contact(contact, word, "-")
    if found.lacking:
        yield ""
        for lacking in found.lacking:
            names = ", ".join(name.text for name in lacking.names)
            yield from _wrapped(f"{lacking.gap.text} {word('find-missing')} {names}.")
    if found.unsigned:
        yield ""
        yield from _wrapped(" ".join(text.text for text in found.unsigned))


def _contact(contact: FoundContact, word: Word, mark: str) -> Iterator[str]:
    note = contact.note
    opens = f"{word('find-opens')} {note.opens.text}" if note.opens else ""
    yield " ".join(filter(None, (f"{mark:3}{note.name.text}", "", note.number or note.web)))
    told = [" · ".join(filter(None, (word(f"why-{contact.why.value}"), note.hours.text, opens)))]
    told.append(contact.whom.text)
    if contact.traces:
        told.append(", ".join(trace.text for trace in contact.traces))
    told.append(f"{word('language')}: {contact.languages.text}")
    told += [note.asks.text] if note.asks else []
    told += [note.note.text] if note.note else []
    told += [note.web] if note.web and note.number else []
    told += [word("contact-expired")] if note.expired else []
    told.append(_trust(contact, word))
    for line in told:
        yield from _wrapped(line, "   ")


def _trust(contact: FoundContact, word: Word) -> str:
    """How far it is to be trusted: its day, whether anybody has called, where it comes from."""
    parts = [word(f"trust-{contact.note.trust}")]
    if contact.checked:
        parts.append(f"{word('checked')} {contact.checked}")
    if contact.note.trust != "local":
        parts.append(f"{word('called')} {contact.called}" if contact.called else word("called-by-nobody"))
    titles = "; ".join(source.title for source in contact.sources)
    return " · ".join(filter(None, (", ".join(parts), titles)))


def _wrapped(text: str, indent: str = "") -> list[str]:
    return wrap(text, WIDTH, initial_indent=indent, subsequent_indent=indent, break_long_words=False) or [""]


def _day(found: Findings) -> str:
    return ("mon", "tue", "wed", "thu", "fri", "sat", "sun")[found.at.weekday()]


def as_json(found: Findings) -> dict[str, Any]:
    """The same as plain data. Times are Swedish wall-clock times; `closed` holds those with unknown hours too."""
    return {
        "whom": found.whom.text,
        "note": found.note.text if found.note else "",
        "place": found.place,
        "at": found.at.isoformat(timespec="minutes"),
        "answering": [_as_json(contact) for contact in found.answering],
        "closed": [_as_json(contact) for contact in found.closed],
        "missing": [
            {"why": lacking.gap.text, "roles": [name.text for name in lacking.names]} for lacking in found.lacking
        ],
        "sources": [_source(source) for source in found.sources],
        "unsigned": [text.text for text in found.unsigned],
    }


def _as_json(contact: FoundContact) -> dict[str, Any]:
    note = contact.note
    return {
        "key": note.key,
        "name": note.name.text,
        "number": note.number,
        "tel": note.tel,
        "web": note.web,
        "why": contact.why.value,
        "for": contact.whom.text,
        "open": note.open,
        "hours": note.hours.text,
        "hours_known": note.hours_known,
        "opens": note.opens.text if note.opens else "",
        "traces": [trace.text for trace in contact.traces],
        "languages": contact.languages.text,
        "asks": note.asks.text if note.asks else "",
        "note": note.note.text if note.note else "",
        "trust": note.trust,
        "checked": contact.checked.isoformat() if contact.checked else "",
        "called": contact.called.isoformat() if contact.called else "",
        "expired": note.expired,
        "sources": [_source(source) for source in contact.sources],
    }


def _source(source: SourceNote) -> dict[str, Any]:
    return {"title": source.title, "url": source.url or "", "trust": source.trust, "expired": source.expired}
