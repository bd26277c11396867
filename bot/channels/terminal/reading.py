"""Reading lines aloud in the terminal: one at a time, alone on the screen. Nothing but the verdicts is handed on."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import TextIO

from bot.channels.terminal.practice import Word, read, wrapped
from bot.channels.terminal.show import WIDTH
from bot.dialog.readings import RIGHT, STUMBLED, Line, Verdict

NARROW = 46
"""Columns of a line to say: short rows are read with less effort, and leave the rest of the screen empty."""
ANSWERS, AROUND = 3, 2
"""How many answers before the line are told, and how many of the texts that staff read beside it."""
Keep = Callable[[Line, Verdict], None]


def hold(lines: Sequence[Line], word: Word, keep: Keep, source: TextIO, out: TextIO) -> int:
    """The lines until the last, q, end of input or Ctrl-C. keep: is told each verdict at once. How many were read."""
    read_now: set[str] = set()
    with suppress(KeyboardInterrupt):
        for told in ("begin", "keys"):
            print("\n".join(wrapped("", word(told))), file=out)
        place = 0
        while place < len(lines):
            line = lines[place]
            print("\n".join(_card(line, f"{place + 1}/{len(lines)}", word)), file=out)
            key = read(source, out)
            if key is None:
                break
            if key == "b":
                place = max(0, place - 1)
                continue
            found = _why(word, source, out) if key == "s" else RIGHT if key == "" else None
            if found is None:
                print(f"! {word('fault')}", file=out)
                continue
            keep(line, found)
            read_now.add(line.mark)
            place += 1
        else:
            print(word("all-read"), file=out)
    print(file=out)
    return len(read_now)


def _card(line: Line, place: str, word: Word) -> Iterator[str]:
    head = f"── {place} · {line.title} "
    yield ""
    yield head + "─" * max(2, WIDTH - len(head))
    if line.after:
        yield from wrapped("", f"{word('after')} {' / '.join(line.after[:ANSWERS])}")
    for text in line.around[:AROUND]:
        yield from wrapped("· ", text)
    yield word("inside" if line.inside else line.audience.value)
    yield ""
    yield from textwrap.wrap(line.text, NARROW, initial_indent="        ", subsequent_indent="        ")
    yield ""


def _why(word: Word, source: TextIO, out: TextIO) -> Verdict | None:
    """Why the reader stumbled; None where nothing that stands there was chosen."""
    print(f"? {word('why')}", file=out)
    for number, each in enumerate(STUMBLED, 1):
        print(f"  {number}  {word(each)}", file=out)
    key = read(source, out) or ""
    return STUMBLED[int(key) - 1] if key in map(str, range(1, len(STUMBLED) + 1)) else None
