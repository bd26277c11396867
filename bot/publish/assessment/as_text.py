"""A form and a result in a terminal: bars of characters with their percent, lists with what can be done."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from bot.assess.answers import Beside
from bot.assess.region import ENOUGH, Regional
from bot.publish.assessment.document import Bar, Row, Shown, Words

WIDTH = 96
BAR = 20
"""Characters of a full bar."""


def form_as_text(words: Words) -> str:
    """All statements with how each level looks, to read and to talk about before one answers."""
    lines = [words.of_frame(words.assessment.title), ""]
    frame = words.form.frame
    area = ""
    for key, statement in words.assessment.statements.items():
        if statement.area != area:
            area = statement.area
            lines += [words.of_frame(frame.areas[area].title).upper(), ""]
        lines += _wrapped(f"{key}  {words.says(key)}", "    ")
        lines += _wrapped(f"    {words.word(statement.force)} · {words.of(key, statement.basis)}", "    ")
        lines += (
            line for place, text in enumerate(words.levels(key)) for line in _wrapped(f"    {place}  {text}", " " * 7)
        )
        lines.append("")
    for answer in (frame.unknown, frame.beside):
        lines += _wrapped(f"{words.of_frame(answer.title)}: {words.of_frame(answer.says)}", "    ")
    return "\n".join(lines) + "\n"


def result_as_text(words: Words, shown: Shown) -> str:
    """What a round shows."""
    lines = [shown.title, "", words.word("profile"), *(_bar(words, bar, shown) for bar in shown.bars), ""]
    for heading, none, rows, acts in shown.lists:
        lines += [heading, *(line for row in rows for line in _row(words, row, acts=acts))]
        lines += [] if rows else [f"  {none}"]
        lines.append("")
    lines += [words.word("unanswered")]
    lines += [line for key, says in shown.unanswered for line in _wrapped(f"  {key}  {says}", "      ")]
    lines += [] if shown.unanswered else [f"  {words.word('unanswered-none')}"]
    lines += ["", *(line for text in shown.method for line in _wrapped(f"- {text}", "  "))]
    return "\n".join(lines) + "\n"


def region_as_text(words: Words, found: Regional) -> str:
    """Organisations side by side, by area and in the order of their names; from `ENOUGH` of them on."""
    lines = [words.of_frame(words.assessment.title), words.word("own"), ""]
    if not found.is_enough:
        lines += [words.word("region-few").format(n=ENOUGH, found=len(found.organisations))]
    else:
        names = [each.organisation for each in found.organisations]
        wide = max(len(name) for name in names)
        for area, told in words.form.frame.areas.items():
            percents = [(each.organisation, each.areas.get(area)) for each in found.organisations]
            if any(percent is not None for _, percent in percents):
                lines += [words.of_frame(told.title)]
                for name, percent in percents:
                    value = words.word("profile-none") if percent is None else f"{percent:>3} %"
                    lines.append(f"  {name.ljust(wide)}  {value}")
        lines += ["", words.word("region-no-ranks")]
    if found.left_out:
        lines += [words.word("region-left-out").format(names=", ".join(found.left_out))]
    return "\n".join(lines) + "\n"


def _bar(words: Words, bar: Bar, shown: Shown) -> str:
    wide = max(len(each.title) for each in shown.bars)
    if bar.percent is None:
        return f"  {bar.title.ljust(wide)}  {words.word('profile-none')}"
    full = round(bar.percent * BAR / 100)
    known = f", {words.level(Beside.UNKNOWN).lower()}: {bar.unknown}" if bar.unknown else ""
    drawn = "█" * full + "·" * (BAR - full)
    return f"  {bar.title.ljust(wide)}  {drawn} {bar.percent:>3} %  ({bar.answered}/{bar.asked}{known})"


def _row(words: Words, row: Row, *, acts: bool) -> Iterator[str]:
    weight = f" · {words.word('weight')} {row.weight}" if row.weight else ""
    yield from _wrapped(f"  {row.key}  {row.says}", "      ")
    yield from _wrapped(f"      {row.answer} · {row.force}{weight} · {row.basis}", "      ")
    if acts:
        yield from (line for text in row.measures for line in _wrapped(f"      → {text}", "        "))


def _wrapped(text: str, indent: str) -> list[str]:
    return textwrap.wrap(text, WIDTH, subsequent_indent=indent, drop_whitespace=True, initial_indent="")
