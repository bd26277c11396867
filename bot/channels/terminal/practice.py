"""Rounds with a scripted patient in the terminal. What is typed is never kept."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from typing import TextIO

from bot.channels.terminal.show import WIDTH
from bot.conversation.messages import Press, write_move
from bot.conversation.round_view import BeatText, Card, Debrief, LineText, Screen, Stage, Told
from bot.conversation.rounds import STAY, UNCOUNTED, Rounds
from bot.practice.confidence import MOST, QUESTIONS, SILENT, Answers, later, only

BINDING = b"practice-terminal"
Word = Callable[[str], str]
MOVES = {"begin": write_move(0), "continue": write_move(0), "uncount": write_move(UNCOUNTED)}
"""The word of what is offered → the move that it means."""


def listed(cards: Iterable[Card], word: Word) -> Iterator[str]:
    """The cases, by the name that begins each."""
    for card in cards:
        trains = ", ".join(word(f"skill-{skill}") for skill in card.trains)
        minutes = word("minute" if card.minutes == 1 else "minutes")
        yield f"{card.id:<12} {card.title.text} ({card.place.text}, {card.minutes} {minutes})"
        yield from wrapped(" " * 13, f"{word('trains')} {trains}")


def hold(rounds: Rounds, screen: Screen, source: TextIO, out: TextIO) -> Screen | None:
    """A round until its end, q, end of input or Ctrl-C. Its last screen when a real talk is wanted there."""
    wanted = None
    with suppress(KeyboardInterrupt):
        wanted = _hold(rounds, screen, source, out)
    print(file=out)
    return wanted


def _hold(rounds: Rounds, screen: Screen, source: TextIO, out: TextIO) -> Screen | None:
    def word(key: str) -> str:
        return rounds.word(key, screen.staff).text

    print(word("terminal-help"), file=out)
    while True:
        print("\n".join(lines(screen, word)), file=out)
        key = read(source, out) if screen.stage is not Stage.LOST else None
        if screen.stage is Stage.LOST or (screen.debrief and not key):
            return None
        if key is None:
            print("\n".join(support(rounds, screen.staff, word)), file=out)
            return None
        chosen = read_key(screen, key)
        if chosen is None:
            print(f"! {word('terminal-fault')}", file=out)
        elif chosen == "to-live":
            return screen
        elif chosen.startswith("confidence"):
            said = _confidence(screen, source, out, word)
            screen = rounds.press(Press(screen.sealed, write_move(STAY), BINDING), said)
        else:
            move = MOVES.get(chosen, chosen)
            screen = rounds.press(Press(screen.sealed, move, BINDING))


def read(source: TextIO, out: TextIO) -> str | None:
    """What is typed; None for q and where nothing more comes."""
    print("> ", end="", file=out, flush=True)
    typed = source.readline()
    key = typed.strip().lower()
    return None if not typed or key == "q" else key


def _confidence(screen: Screen, source: TextIO, out: TextIO, word: Word) -> Answers:
    """The questions about confidence, one after the other. An empty line passes one over; q all that are left."""
    said = SILENT
    for place in screen.asks:
        asked = f"{word(f'confidence-{QUESTIONS[place]}')} 0–{MOST} "
        while True:
            print("\n".join(wrapped("? ", asked)), file=out)
            key = read(source, out)
            if key is None:
                return said
            if not key or (key.isascii() and key.isdigit() and len(key) <= 2 and int(key) <= MOST):
                break
            print(f"! {word('terminal-fault')}", file=out)
        said = later(said, only(place, int(key) if key else None))
    return said


def offers(screen: Screen) -> tuple[str, ...]:
    """What can be done on a screen without lines, by its word, in the order of the numbers."""
    uncount = ("uncount",) if screen.counted else ()
    if screen.debrief:
        after = ("confidence-after",) if screen.asks and screen.after == SILENT else ()
        return (*after, "to-live", *uncount)
    if screen.stage is Stage.START:
        return ("begin", *(("confidence",) if screen.asks else ()), *uncount)
    return ("continue",) if screen.told else ()


def read_key(screen: Screen, key: str) -> str | None:
    """What was typed → the move of a line or the word of an offer; None when it means nothing here."""
    known = [line.move for line in screen.lines] or [*offers(screen)]
    if not key and known and not screen.lines:
        return known[0]
    if not (key.isascii() and key.isdigit() and len(key) <= 2 and 1 <= int(key) <= len(known)):
        return None
    return known[int(key) - 1]


def support(rounds: Rounds, staff: str, word: Word) -> Iterator[str]:
    """Where to turn, for who stops."""
    for key in ("support-title", "support-text", "support-talk", "support-own"):
        yield ""
        yield from wrapped("", word(key))
    yield from (f"  {note.name.text}: {note.number}" for note in rounds.support(staff) if note.number)


def lines(screen: Screen, word: Word) -> Iterator[str]:
    """All lines of a screen; each begins with the sign that it is practice."""
    title = screen.card.title.text if screen.card else word("lost")
    head = f"── {word('sign').upper()} · {title} "
    yield ""
    yield head + "─" * max(2, WIDTH - len(head))
    if screen.note:
        yield from wrapped("", f"{word('note')} {screen.note.text}")
    yield from beats(screen.scene)
    if screen.told:
        yield from _told(screen.told, word)
    if screen.debrief:
        yield from _debrief(screen.debrief, word)
    if screen.lines:
        asked = "say-or-do" if screen.spoken is None else "say" if screen.spoken else "do"
        yield f"? {word(asked)}"
    for number, line in enumerate(screen.lines, 1):
        yield from wrapped(f"  {number}  ", line.text.text)
    yield from _own(screen, word)
    yield from (f"  {number}  {word(key)}" for number, key in enumerate(offers(screen), 1))


def _own(screen: Screen, word: Word) -> Iterator[str]:
    """On the first screen and the last: own confidence, and whether the round is counted."""
    if screen.stage not in (Stage.START, Stage.DEBRIEF) or screen.card is None or screen.card.tutorial:
        return
    for name, before, after in zip(QUESTIONS, screen.before, screen.after, strict=True):
        if before is not None:
            told = f"{before} → {after}" if after is not None else f"{before}"
            yield from wrapped("   - ", f"{word(f'confidence-{name}')} {told}")
    if screen.after != SILENT:
        yield from wrapped("   ", word("confidence-means"))
    for key in ("counted", "counted-what", "counted-who") if screen.counted else ("uncounted",):
        yield from wrapped("* ", word(key))


def beats(found: Iterable[BeatText]) -> Iterator[str]:
    """What is seen, and what is heard behind the name of who says it."""
    for beat in found:
        yield from wrapped("  " if beat.who else "", f"{beat.who}: {beat.text.text}" if beat.who else beat.text.text)


def _told(told: Told, word: Word) -> Iterator[str]:
    yield from wrapped("", _line(told.chosen, word))
    yield word("then")
    yield from beats(told.then)
    yield from wrapped("", f"{word('felt')} {told.felt.text}")
    yield from wrapped("", f"{word('why')} {told.why.text}")
    for gate in told.missed:
        yield from wrapped("! ", f"{word('gates')}: {word(f'gate-{gate}')}")
    if told.better:
        yield from wrapped("", f"{word('better')} {told.better.text.text}")
    for source in told.sources:
        yield from wrapped("  ", f"{word('rests-on')} {source.title}")


def _debrief(found: Debrief, word: Word) -> Iterator[str]:
    score = found.score
    yield found.title.text
    yield from beats(found.scene)
    yield f"1. {word('reactions')}"
    yield from wrapped("   ", word("reactions-text"))
    yield f"2. {word('analysis')}"
    yield f"   {word('gates')}: {word('gates-missed' if score.missed else 'gates-kept')}"
    yield from (f"   - {word(f'gate-{gate}')}" for gate in score.missed)
    for text, shown in found.features:
        known = word("mended" if shown is None else "shown" if shown else "not-shown")
        yield from wrapped("   - ", f"{known} {text.text}")
    for skill in score.skills:
        yield f"   {word(f'skill-{skill.skill}')}: {skill.right} {word('of')} {skill.met}"
    for number, told in enumerate(found.path, 1):
        yield from wrapped(f"   {number}. ", _line(told.chosen, word))
        if told.better:
            yield from wrapped("      ", f"{word('better')} {told.better.text.text}")
    yield f"3. {word('summary')}"
    for lesson in found.lessons:
        yield from wrapped("   - ", lesson.text)
    yield from wrapped("   ", f"{word('next')} {found.next.text}")
    yield from wrapped("   ", f"{word('live')} {found.live.text}")


def _line(line: LineText, word: Word) -> str:
    return f"{word('you-said' if line.spoken else 'you-did')} {line.text.text}"


def wrapped(first: str, text: str) -> Iterator[str]:
    """A text in lines as wide as the terminal's. first: what begins it; the others are moved in as far."""
    return iter(textwrap.wrap(text, WIDTH, initial_indent=first, subsequent_indent=" " * len(first)))
