"""Practice cases: that their right lines are those of the live guides, that all of a case can be met, and that nobody
comes far by guessing.

X001  a right line that the guide does not say     X005  the points cannot all be had
X002  a case that is too small                     X006  a right line can be guessed
X003  a scene or ending that nobody meets          X007  neither duty nor source
X004  a name that nothing in the case has (told when the files are read: `bot.dialog.cases`)
X010  a right line can be known by its words

Of flashcards X001, X006 and X007 hold as well, and X002: one line at least is right, and one is not.

A changed guide so makes the case that borrowed its words stale, and says which line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from bot.dialog.case_model import Case, Line, Scene
from bot.dialog.case_schema import FOLDER
from bot.dialog.flashcard import FILE, Flashcard, Option
from bot.dialog.model import Release
from bot.dialog.schema import Practice
from bot.practice.hints import LIMIT, Decision, hints
from bot.practice.players import Played, Player
from bot.practice.score import most
from bot.practice.wording import counted
from bot.problem import Problem, Span, nearest

SENTENCE = re.compile(r"(?<=[.?…])\s+|\n(?:- )?")
ENDS = ".… "
JUDGED = 10
"""From so many flashcards on the form of their lines is judged."""
PACKS = 10
"""For the words, flashcards are dealt into so many groups, each judged by the rest."""
WHO: Mapping[Player, str] = {
    Player.RANDOM: "draws lots",
    Player.FIRST: "always takes the first line",
    Player.LAST: "always takes the last line",
    Player.LONGEST: "always takes the longest line",
    Player.SHORTEST: "always takes the shortest line",
    Player.ALOOF: "keeps off lines with he, she or a name",
}


def problems(release: Release) -> Iterator[Problem]:
    """All faults of the cases of a release."""
    said = offered(release)
    for case in release.cases:
        for scene in case.scenes:
            yield from _stale(scene.lines, said)
            yield from _unfounded(scene)
        yield from _size(case, release.house.practice)
        yield from _played(case, release.house.practice)
    yield from _hints([scene for case in release.cases if case.data.tutorial == "no" for scene in case.scenes], FOLDER)
    for card in release.flashcards:
        yield from _stale(card.lines, said)
        yield from _unfounded(card)
        if len({line.is_right for line in card.lines}) < 2:
            message = f"“{card.id}” needs a line that the guides say, and one that they do not"
            yield Problem("X002", card.where, message, "write “guides:” at the right line alone")
    if len(release.flashcards) >= JUDGED:
        yield from _hints(release.flashcards, FILE)
    yield from _worded(release)


def offered(release: Release) -> Mapping[str, frozenset[str]]:
    """Place of the live guides, as `dialog.step` or `action.id` → the sentences that it says or offers."""
    found: dict[str, set[str]] = {}
    for node in release.program.nodes:
        texts = [passage.text for passage in node.passages] + [edge.label for edge in (*node.edges, *node.options)]
        found.setdefault(node.context, set()).update(s for text in texts for s in sentences(text or ""))
    for action in release.program.actions.values():
        forms = [form.action for form in action.forms]
        texts = [text for form in forms for text in (form.text, *form.details)]
        found[f"action.{action.id}"] = {s for text in texts for s in sentences(text or "")}
    return {place: frozenset(said) for place, said in found.items()}


def sentences(text: str) -> tuple[str, ...]:
    """The sentences of a text, without what ends them; a question keeps its mark."""
    parts = (" ".join(part.removeprefix("- ").split()).strip(ENDS) for part in SENTENCE.split(text))
    return tuple(part for part in parts if part)


def _stale(lines: Iterable[Line | Option], said: Mapping[str, frozenset[str]]) -> Iterator[Problem]:
    for line in lines:
        unknown = [place for place in line.data.guides if place not in said]
        for place in unknown:
            yield Problem("X001", line.where, f"the guides have no “{place}”", nearest(place, said))
        there = frozenset().union(*(said.get(place, frozenset()) for place in line.data.guides))
        for sentence in () if unknown else sentences(line.text) if line.data.guides else ():
            if sentence not in there:
                places = " or ".join(f"“{place}”" for place in line.data.guides)
                message = f"“{line.id}” counts as right, but {places} does not say “{sentence}”"
                yield Problem("X001", line.where, message, nearest(sentence, there))


def _unfounded(asked: Scene | Flashcard) -> Iterator[Problem]:
    if not asked.data.rows and not asked.data.sources:
        hint = "add “rows:” of the decision table, or “sources:”"
        yield Problem("X007", asked.where, f"“{asked.id}” names neither a duty nor a source", hint)


def _size(case: Case, wanted: Practice) -> Iterator[Problem]:
    if case.data.tutorial == "yes":
        return
    least = min((len(scene.lines) for scene in case.scenes), default=0)
    always = sum(scene.data.when is None for scene in case.scenes)
    for what, there, needed in (
        ("decisions that always come", always, wanted.decisions),
        ("lines in its smallest scene", least, wanted.lines),
        ("endings", len(case.endings), wanted.endings),
    ):
        if there < needed:
            hint = "house.yaml says how much (“practice”)"
            yield Problem("X002", case.where, f"the case has {there} {what}; {needed} at least", hint)


def _played(case: Case, wanted: Practice) -> Iterator[Problem]:
    found = Played(case)
    yield from _unmet(case, found.nodes)
    for scene in case.scenes:
        yield from (fault for line in scene.lines if line.is_right for fault in _contrary(line))
    best = found.best or 0
    if best < most(case):
        message = f"the best path gives {best / 2:g} of {most(case) / 2:g} points"
        hint = "let right lines earn every feature, on one path that misses no gate"
        yield Problem("X005", case.where, message, hint)
    if case.data.tutorial == "no":
        for player in Player:
            share = 100 * found.expected(player)
            limit = wanted.random if player is Player.RANDOM else wanted.naive
            if share > limit:
                message = f"who {WHO[player]} gets {share:.0f} % of the points; {limit} % at most"
                yield Problem(
                    "X006", case.where, message, "write more lines that are plausible, and right and wrong ones alike"
                )


def _unmet(case: Case, met: frozenset[int]) -> Iterator[Problem]:
    hint = "change its “when”, or a “go” before it"
    for scene in case.scenes:
        if scene.node not in met:
            yield Problem("X003", scene.where, f"nobody ever meets the scene “{scene.id}”", hint)
    for ending in case.endings:
        if ending.node not in met:
            yield Problem("X003", ending.where, f"nobody ever meets the ending “{ending.id}”", hint)


def _contrary(line: Line) -> Iterator[Problem]:
    if line.data.misses or line.data.harm == "yes":
        hint = "remove “guides”, or remove “misses” and “harm”"
        yield Problem("X005", line.where, f"“{line.id}” counts as right and does harm", hint)


def _hints(asked: Iterable[Decision], file: str) -> Iterator[Problem]:
    for hint in hints(asked):
        if hint.tells:
            more = "more" if hint.errors > 0 else "less"
            message = f"right lines have {more} of “{hint.trait}”: {hint.errors:+.1f} standard errors, {LIMIT} at most"
            told = "even it out over all decisions, so that the form of a line says nothing"
            yield Problem("X006", Span(file), message, told)


def _worded(release: Release) -> Iterator[Problem]:
    limit = release.house.practice.words
    cases = [case.scenes for case in release.cases if case.data.tutorial == "no"]
    seen = counted([*cases, *(release.flashcards[pack::PACKS] for pack in range(PACKS))])
    if seen.share > limit:
        message = (
            f"who has counted the words of the other cases finds the right line in {seen.found} of {seen.asked} "
            f"decisions ({seen.share:.0f} %); {limit} % at most"
        )
        told = ", ".join(f"“{mark}”" for mark in seen.telling)
        hint = f"let wrong lines say what the guides say at another moment; these tell most: {told}"
        yield Problem("X010", Span(FOLDER), message, hint)
