"""Short decisions in the terminal: one after the other, nothing kept. When each is due is known to a browser alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import TextIO

from bot.channels.terminal.practice import Word, beats, read, wrapped
from bot.channels.terminal.show import WIDTH
from bot.conversation.round_view import FlashcardView

SURE = 3
"""How sure one can be: guessing, fairly, sure."""
Shuffle = Callable[[int], Sequence[int]]
"""How many lines there are → their order."""


def hold(cards: Sequence[FlashcardView], word: Word, shuffle: Shuffle, source: TextIO, out: TextIO) -> int:
    """The cards until the last, q, end of input or Ctrl-C."""
    with suppress(KeyboardInterrupt):
        print(word("terminal-help"), file=out)
        for card in cards:
            if not _one(card, word, shuffle(len(card.lines)), source, out):
                break
    print(file=out)
    return 0


def _one(card: FlashcardView, word: Word, order: Sequence[int], source: TextIO, out: TextIO) -> bool:
    """A card: a line, how sure, and only then why. False when nothing more is wanted."""
    print("\n".join(_asked(card, word, order)), file=out)
    place = _number(len(order), word, source, out)
    if place is None:
        return False
    levels = (f"  {each}  {word(f'sure-{each}')}" for each in range(1, SURE + 1))
    print("\n".join((f"? {word('sure')}", *levels)), file=out)
    if _number(SURE, word, source, out) is None:
        return False
    print("\n".join(_told(card, order[place - 1], word)), file=out)
    return read(source, out) is not None


def _number(most: int, word: Word, source: TextIO, out: TextIO) -> int | None:
    """A number from 1 to `most`; None for q."""
    while (key := read(source, out)) is not None:
        if key.isascii() and key.isdigit() and len(key) == 1 and 1 <= int(key) <= most:
            return int(key)
        print(f"! {word('terminal-fault')}", file=out)
    return None


def _asked(card: FlashcardView, word: Word, order: Sequence[int]) -> Iterator[str]:
    head = f"── {word('sign').upper()} · {card.title.text} "
    yield ""
    yield head + "─" * max(2, WIDTH - len(head))
    yield from beats(card.scene)
    yield f"? {word('card-asks')}"
    for number, place in enumerate(order, 1):
        yield from wrapped(f"  {number}  ", card.lines[place].text.text)


def _told(card: FlashcardView, chosen: int, word: Word) -> Iterator[str]:
    yield word("card-right" if card.lines[chosen].right else "card-otherwise-here")
    for place, line in enumerate(card.lines):
        label = word("as-guide" if line.right else "card-other")
        mine = f" ({word('you-chose')})" if place == chosen else ""
        yield from wrapped("  - ", f"{label}{mine}: {line.text.text}")
        yield from wrapped("    ", line.why.text)
    yield from wrapped("", f"{word('live')} {card.live.text}")
    yield f"  1  {word('card-next')}"
