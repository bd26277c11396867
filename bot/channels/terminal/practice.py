"""Rounds with a scripted patient in the terminal. What is typed is never kept."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from typing import TextIO

from bot.channels.terminal.show import WIDTH
from bot.conversation.messages import Press, write_move
from bot.conversation.round_view import BeatText, Card, Debrief, LineText, Screen, Stage, Told
from bot.conversation.rounds import Rounds

BINDING = b"practice-terminal"
Word = Callable[[str], str]


def listed(cards: Iterable[Card], word: Word) -> Iterator[str]:
    """The cases, by the name that begins each."""
    for card in cards:
        trains = ", ".join(word(f"skill-{skill}") for skill in card.trains)
        minutes = word("minute" if card.minutes == 1 else "minutes")
        yield f"{card.id:<12} {card.title.text} ({card.place.text}, {card.minutes} {minutes})"
        yield from _wrapped(" " * 13, f"{word('trains')} {trains}")


def hold(rounds: Rounds, screen: Screen, source: TextIO, out: TextIO) -> int:
    """A round until its end, q, end of input or Ctrl-C."""
    with suppress(KeyboardInterrupt):
        _hold(rounds, screen, source, out)
    print(file=out)
    return 0


def _hold(rounds: Rounds, screen: Screen, source: TextIO, out: TextIO) -> None:
    def word(key: str) -> str:
        return rounds.word(key, screen.staff).text

    print(word("terminal-help"), file=out)
    while True:
        print("\n".join(lines(screen, word)), file=out)
        if screen.stage in (Stage.DEBRIEF, Stage.LOST):
            return
        print("> ", end="", file=out, flush=True)
        typed = source.readline()
        key = typed.strip().lower()
        if not typed or key == "q":
            for line in (word("support-title"), word("support-text"), word("support-talk")):
                print(f"\n{line}", file=out)
            return
        move = read_key(screen, key)
        if move is None:
            print(f"! {word('terminal-fault')}", file=out)
        else:
            screen = rounds.press(Press(screen.sealed, move, BINDING))


def read_key(screen: Screen, key: str) -> str | None:
    """What was typed → the move it means; None when it means nothing here."""
    if not screen.lines:
        return write_move(0) if key in ("", "1") else None
    if not (key.isascii() and key.isdigit() and len(key) <= 2 and 1 <= int(key) <= len(screen.lines)):
        return None
    return screen.lines[int(key) - 1].move


def lines(screen: Screen, word: Word) -> Iterator[str]:
    """All lines of a screen; each begins with the sign that it is practice."""
    title = screen.card.title.text if screen.card else word("lost")
    head = f"── {word('sign').upper()} · {title} "
    yield ""
    yield head + "─" * max(2, WIDTH - len(head))
    if screen.note:
        yield from _wrapped("", f"{word('note')} {screen.note.text}")
    yield from _beats(screen.scene)
    if screen.told:
        yield from _told(screen.told, word)
    if screen.debrief:
        yield from _debrief(screen.debrief, word)
    if screen.lines:
        asked = "say-or-do" if screen.spoken is None else "say" if screen.spoken else "do"
        yield f"? {word(asked)}"
    for number, line in enumerate(screen.lines, 1):
        yield from _wrapped(f"  {number}  ", line.text.text)


def _beats(beats: Iterable[BeatText]) -> Iterator[str]:
    for beat in beats:
        yield from _wrapped("  " if beat.who else "", f"{beat.who}: {beat.text.text}" if beat.who else beat.text.text)


def _told(told: Told, word: Word) -> Iterator[str]:
    yield from _wrapped("", _line(told.chosen, word))
    yield word("then")
    yield from _beats(told.then)
    yield from _wrapped("", f"{word('felt')} {told.felt.text}")
    yield from _wrapped("", f"{word('why')} {told.why.text}")
    for gate in told.missed:
        yield from _wrapped("! ", f"{word('gates')}: {word(f'gate-{gate}')}")
    if told.better:
        yield from _wrapped("", f"{word('better')} {told.better.text.text}")
    for source in told.sources:
        yield from _wrapped("  ", f"{word('rests-on')} {source.title}")


def _debrief(found: Debrief, word: Word) -> Iterator[str]:
    score = found.score
    yield found.title.text
    yield from _beats(found.scene)
    yield f"1. {word('reactions')}"
    yield from _wrapped("   ", word("reactions-text"))
    yield f"2. {word('analysis')}"
    yield f"   {word('gates')}: {word('gates-missed' if score.missed else 'gates-kept')}"
    yield from (f"   - {word(f'gate-{gate}')}" for gate in score.missed)
    for text, shown in found.features:
        known = word("mended" if shown is None else "shown" if shown else "not-shown")
        yield from _wrapped("   - ", f"{known} {text.text}")
    for skill in score.skills:
        yield f"   {word(f'skill-{skill.skill}')}: {skill.right} {word('of')} {skill.met}"
    for number, told in enumerate(found.path, 1):
        yield from _wrapped(f"   {number}. ", _line(told.chosen, word))
        if told.better:
            yield from _wrapped("      ", f"{word('better')} {told.better.text.text}")
    yield f"3. {word('summary')}"
    for lesson in found.lessons:
        yield from _wrapped("   - ", lesson.text)
    yield from _wrapped("   ", f"{word('next')} {found.next.text}")
    yield from _wrapped("   ", f"{word('live')} {found.live.text}")


def _line(line: LineText, word: Word) -> str:
    return f"{word('you-said' if line.spoken else 'you-did')} {line.text.text}"


def _wrapped(first: str, text: str) -> Iterator[str]:
    return iter(textwrap.wrap(text, WIDTH, initial_indent=first, subsequent_indent=" " * len(first)))
