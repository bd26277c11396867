"""`fragestod play`: a conversation from a written list of choices; `fragestod chat`: one with a person."""

from __future__ import annotations

import codecs
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import TextIO

from bot.channels.terminal.keys import read_key
from bot.channels.terminal.show import as_json, lines
from bot.conversation.messages import Press, Turn
from bot.conversation.talk import Talks

BINDING = b"terminal"
DOES_NOT_FIT = 3
NAMED = {"back": "b", "restart": "r", "end": "q"}
"""The key that stands before each word of the last line."""
EMERGENCY = "112"
LONGEST = 40
"""Characters of a choice that does not fit, as it is told."""


def turns(talks: Talks, first: Turn, choices: list[str]) -> Iterator[Turn | str]:
    """The turns of a path; ends with the choice that does not fit, as text, when there is one."""
    turn = first
    yield turn
    for choice in choices:
        key = read_key(turn, choice)
        if key is None:
            yield choice
            return
        move, ticks = key
        turn = talks.press(Press(turn.sealed, move, BINDING, ticks))
        yield turn
        if turn.refused:
            yield choice
            return


def play(talks: Talks, first: Turn, choices: list[str], *, in_json: bool, out: TextIO) -> int:
    """Print the conversation. Exit code 3 when a choice does not fit."""
    word = _words(talks, first)
    escaped = codecs.lookup(out.encoding or "ascii").name != "utf-8"  # JSON can say in ASCII what the stream cannot
    for number, turn in enumerate(turns(talks, first, choices)):
        if isinstance(turn, str):
            print(
                f"choice {number} (“{turn[:LONGEST]}{'…' if len(turn) > LONGEST else ''}”) does not fit here",
                file=sys.stderr,
            )
            return DOES_NOT_FIT
        if in_json:
            print(json.dumps(as_json(turn), ensure_ascii=escaped), file=out)
        else:
            print("\n".join(lines(turn, word)), file=out)
    return 0


def chat(talks: Talks, first: Turn, source: TextIO, out: TextIO) -> int:
    """Talk until q, end of input or Ctrl-C. What is typed is never kept."""
    with suppress(KeyboardInterrupt):  # wherever it strikes: while waiting, thinking or writing
        _talk(talks, first, source, out)
    print(file=out)
    return 0


def _talk(talks: Talks, turn: Turn, source: TextIO, out: TextIO) -> None:
    word = _words(talks, turn)
    while True:
        print("\n".join(lines(turn, word)), file=out)
        print("> ", end="", file=out, flush=True)
        typed = _as_key(source.readline(), word)
        if not typed or typed.strip().lower() == "q":
            return
        if typed.strip().lower() == "m" and turn.view.neutral:
            print("\n".join(lines(turn, word, opened=True)), file=out)
            continue
        key = read_key(turn, typed)
        if key is None and typed.strip() == EMERGENCY:  # no answer of that number here: who types it is in a hurry
            key = read_key(turn, word("acute"))
        if key is None:
            print(f"! {word('refused-key')}", file=out)
            continue
        turn = talks.press(Press(turn.sealed, key[0], BINDING, key[1]))


def _as_key(typed: str, word: Callable[[str], str]) -> str:
    """The key of “Tillbaka”, “Börja om” or “Slut” where the word itself was typed."""
    said = typed.strip().casefold()
    return next((key for name, key in NAMED.items() if word(name).casefold() == said), typed)


def _words(talks: Talks, turn: Turn) -> Callable[[str], str]:
    return lambda key: talks.word(key, turn.staff).text
