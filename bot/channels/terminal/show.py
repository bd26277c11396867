"""A turn as lines of text for a terminal. Audience first, then the words; nothing relies on colour."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator
from itertools import count

from bot.conversation.ending import parts
from bot.conversation.messages import ActionNote, ContactNote, Turn
from bot.conversation.reading import state_of
from bot.dialog.model import Kind

WIDTH = 78


def lines(turn: Turn, word: Callable[[str], str], *, opened: bool = False) -> Iterator[str]:
    """All lines of a screen. `word`: one of the doors' own words in the language of the staff.

    opened: at a neutral ending, show what waits behind one more key; somebody may be looking.
    """
    view = turn.view
    yield ""
    yield f"── {view.title.text} " + "─" * max(2, WIDTH - len(view.title.text) - 4)
    if turn.refused:
        yield f"! {word('refused')}"
    if view.own:
        yield f"({view.own.text})"
    for line in view.lines:
        yield from _wrapped(f"{word(line.audience.value)} ", line.text.text)
        if line.points:
            yield from _wrapped(f"    {word('point')} ", ", ".join(point.label.text for point in line.points))
        if line.beside:
            yield from _wrapped("    = ", line.beside.text)
        if line.text.fallback:
            yield f"    ({word('no-translation')})"
    if view.asking:
        yield from _wrapped(f"{word('asking')}: ", view.asking.text)
    if view.held:
        yield f"    ({word('said-held')})"
    if view.question:
        yield from _wrapped("? ", view.question.text)
    if view.outcome and view.neutral and not opened:
        yield f"  m  {word('later')}"
    elif view.outcome:
        number = count(1)
        for part in parts(view.outcome):
            if part.word:
                yield f"── {word(part.word)} ({len(part.listed)})"
            for action, brief in part.listed:
                yield from _action(next(number), action, brief, word)
        for note in (*view.outcome.assumed, *view.outcome.unsigned):
            yield from _wrapped("* ", note.text)
        if view.outcome.card and not view.neutral:
            yield from _wrapped("* ", f"{word('practise-later')}: fragestod practice --card {view.outcome.card}")
        yield f"{word('report-code')}: {view.code}"
    yield from _buttons(turn, word)


def _buttons(turn: Turn, word: Callable[[str], str]) -> Iterator[str]:
    view = turn.view
    several = view.kind is Kind.SEVERAL
    for number, button in enumerate(view.choices, 1):
        box = ("[x] " if turn.ticks >> (number - 1) & 1 else "[ ] ") if several else ""
        yield f"  {number:>2}  {box}{button.label.text}"
    if several:
        last = view.none or view.done
        yield f"   0  {last.label.text if last else ''}"
    jumps = "  ".join(f"j{number} {button.label.text}" for number, button in enumerate(view.jumps, 1))
    back = f"  b {word('back')}" if turn.can_back else ""
    yield f"  {jumps}{back}  r {word('restart')}  q {word('end')}"


def _action(
    number: int, action: ActionNote, brief: tuple[ContactNote, ...], word: Callable[[str], str]
) -> Iterator[str]:
    yield from _wrapped(f"{number:>2}. ", f"{action.text.text}")
    decides = f"{word('decides')} {word('decides-' + action.decides)}"
    yield f"    {word('level-' + action.level)} · {word('deadline-' + action.deadline)} · {decides}"
    for detail in action.details:
        yield from _wrapped("    - ", detail.text)
    for contact in brief:
        yield from _wrapped("    > ", _contact(contact, word))
    for contact in action.contacts:
        if contact not in brief:
            yield from _wrapped("      ", _contact(contact, word))
    for source in action.basis:
        old = f", {word('source-expired')}" if source.expired else ""
        yield from _wrapped(
            "      ",
            f"{word('basis')}: {source.title} "
            f"({word('trust-' + source.trust)}, {word('checked')} {source.checked}{old})",
        )


def _contact(contact: ContactNote, word: Callable[[str], str]) -> str:
    if contact.missing:
        return f"{contact.name.text}: {contact.note.text if contact.note else ''}"
    state = state_of(contact)
    parts = [f"{contact.name.text} {contact.number or contact.web}", contact.hours.text, word(state) if state else ""]
    if contact.opens:
        parts.append(f"{word('find-opens')} {contact.opens.text}")
    if contact.stands_in:
        parts.append(word("stands-in"))
    if contact.expired:
        parts.append(word("contact-expired"))
    if contact.trust == "not-verified":
        parts.append(word("contact-not-verified"))
    told = ", ".join(part for part in parts if part)
    return f"{told}. {contact.asks.text}" if contact.asks else told


def _wrapped(first: str, text: str) -> Iterator[str]:
    rest = " " * len(first)
    for paragraph in text.splitlines():
        yield from textwrap.wrap(paragraph, WIDTH, initial_indent=first, subsequent_indent=rest) or [first]
        first = rest


def as_json(turn: Turn) -> dict[str, object]:
    """A turn as plain data: step, texts with audience, choices, outcome with actions, length of the token."""
    view = turn.view
    outcome = view.outcome and {
        "unsigned": [note.text for note in view.outcome.unsigned],
        "actions": [_action_json(action) for action in view.outcome.actions],
    }
    return {
        "step": view.step,
        "code": view.code,
        "kind": view.kind.value if view.kind else "safe",
        "title": view.title.text,
        "own": view.own.text if view.own else None,
        "asking": view.asking.text if view.asking else None,
        "texts": [
            {"audience": line.audience.value, "text": line.text.text, "lang": line.text.lang} for line in view.lines
        ],
        "question": view.question.text if view.question else None,
        "choices": [button.label.text for button in view.choices],
        "none": view.none.label.text if view.none else None,
        "jumps": [button.label.text for button in view.jumps],
        "ticks": turn.ticks,
        "neutral": view.neutral,
        "outcome": outcome,
        "token_length": len(turn.sealed) + 2 if turn.sealed else 0,
    }


def _action_json(action: ActionNote) -> dict[str, object]:
    return {
        "id": action.id,
        "level": action.level,
        "deadline": action.deadline,
        "decides": action.decides,
        "text": action.text.text,
        "details": [detail.text for detail in action.details],
        "basis": [{"title": source.title, "trust": source.trust} for source in action.basis],
        "contacts": [
            {"key": c.key, "name": c.name.text, "number": c.number, "open": c.open, "missing": c.missing}
            for c in action.contacts
        ],
    }
