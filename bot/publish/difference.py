"""What changed between two contents, as a value, as data and as a sheet that a clinician can read and sign. Pure.

Told first is what a person meets: conversations, before and after. Then what they are made of: texts word by word,
actions with strength, basis, deadline and contacts, rules, sources, facts. Last what it costs: taps and words.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from bot.dialog.model import Program
from bot.dialog.signatures import fingerprint, needed
from bot.plans.form import Plan
from bot.publish.compare import Area, Change, Field, How, compare
from bot.publish.sheet import (
    Block,
    Chat,
    Heading,
    Items,
    Line,
    Mark,
    Paragraph,
    Piece,
    Sheet,
    Table,
    Voice,
    Words,
    code,
    plain,
    strong,
    word_diff,
)
from bot.publish.talks import Pair, Screen, Talk, Wanted, pairs, reaches, search

NOTHING = "Nothing that a person would notice changed."
LIKE = 0.4
"""Lines at least so alike are one line in other words; others are one taken away and one added."""


@dataclass(frozen=True, slots=True)
class Content:
    """One side. name: as it was asked for. program: None when this program cannot run it; `faults` says why."""

    name: str
    files: Mapping[str, bytes]
    program: Program | None
    plans: tuple[Plan, ...] = ()
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """pairs: every conversation that was played on both sides, same ones too. missed: changed, but no conversation
    was found to it. unplayed: why no conversation was played at all, "" when they were."""

    old: Content
    new: Content
    changes: tuple[Change, ...]
    pairs: tuple[Pair, ...]
    missed: tuple[Wanted, ...]
    unplayed: str

    @property
    def is_empty(self) -> bool:
        """Whether nobody would notice anything."""
        return not self.changes and all(pair.is_same for pair in self.pairs)


def differ(old: Content, new: Content, progress: Callable[[str], object] = lambda name: None) -> Difference:
    """Compare two contents and play their conversations. progress: told what a conversation is searched for."""
    changes = compare(old.files, new.files)
    if not changes:
        return Difference(old, new, (), (), (), "")
    for side in (old, new):
        if side.program is None:
            why = f"{side.name} cannot be run by this program: {'; '.join(side.faults[:3])}"
            return Difference(old, new, changes, (), (), why)
    assert old.program is not None
    assert new.program is not None
    plans = {plan.name: plan for plan in (*old.plans, *new.plans)}
    played = pairs(old.program, new.program, plans.values())
    wanted = [want for want in _wanted(changes) if not any(reaches(pair, want) for pair in played)]
    found, missed = search(old.program, new.program, wanted, progress)
    return Difference(old, new, changes, (*played, *found), missed, "")


def _wanted(changes: Iterable[Change]) -> Iterator[Wanted]:
    """Steps and actions that changed."""
    for change in changes:
        if change.area in (Area.GUIDE, Area.ROUTINE) and "." in change.name and " " not in change.name:
            yield Wanted(step=change.name)
        elif change.area in (Area.ACTION, Area.ROUTINE) and " " not in change.name:
            yield Wanted(action=change.name)


# --- as data --------------------------------------------------------------------------------------------------------


def as_json(found: Difference) -> dict[str, object]:
    """The difference as plain data."""
    return {
        "old": found.old.name,
        "new": found.new.name,
        "empty": found.is_empty,
        "changes": [
            {
                "area": change.area.value,
                "name": change.name,
                "how": change.how.value,
                "fields": [{"path": list(f.path), "before": f.before, "after": f.after} for f in change.fields],
            }
            for change in found.changes
        ],
        "conversations": [_pair_json(pair) for pair in found.pairs if not pair.is_same],
        "unchanged_conversations": [pair.name for pair in found.pairs if pair.is_same],
        "not_found": [str(want) for want in found.missed],
        "not_played": found.unplayed or None,
    }


def _pair_json(pair: Pair) -> dict[str, object]:
    return {
        "name": pair.name,
        "about": pair.about,
        "given": dict(pair.given),
        **{side: _talk_json(talk) for side, talk in (("before", pair.before), ("after", pair.after))},
    }


def _talk_json(talk: Talk) -> dict[str, object]:
    return {
        "screens": [
            {
                "step": screen.step,
                "lines": [{"voice": line.voice.value, "text": line.words[0].text} for line in screen.lines],
                "answer": screen.answer.words[0].text if screen.answer else None,
            }
            for screen in talk.screens
        ],
        "taps": talk.taps,
        "words": talk.words,
        "ended": talk.ended,
        "stopped": talk.why or None,
        "actions": list(talk.actions),
    }


# --- as a sheet -----------------------------------------------------------------------------------------------------


def as_sheet(found: Difference, foot: str) -> Sheet:
    """The difference as a document. foot: what stands at the foot of each printed page."""
    title = f"What changed: {found.old.name} → {found.new.name}"
    if found.is_empty:
        return Sheet(title, (Paragraph(plain(NOTHING)),), foot)
    return Sheet(title, tuple(_blocks(found)), foot)


def _blocks(found: Difference) -> Iterator[Block]:
    changed = [pair for pair in found.pairs if not pair.is_same]
    silent = [want for want in found.missed if not _is_shown(found, want)]
    unfound = [want for want in found.missed if want not in silent]
    yield Heading(1, "In short")
    yield Items(tuple(_short(found, changed)))
    if changed or found.missed or found.unplayed:
        yield Heading(1, "Conversations")
    yield from _conversations(changed)
    if found.unplayed:
        yield Paragraph(plain(f"No conversation was played: {found.unplayed}"))
    for told, missed in (("Nothing is shown at", silent), ("No conversation was found to", unfound)):
        if missed:
            names = ", ".join(str(want) for want in missed)
            yield Paragraph(plain(f"{told}: {names}. What changed there stands below."))
    for area, changes in groupby(found.changes, key=lambda change: change.area):
        yield Heading(1, area.value.capitalize())
        for change in changes:
            yield from _change(change)
    yield from _lengths(changed)
    yield from _to_sign(found)


def _short(found: Difference, changed: list[Pair]) -> Iterator[Words]:
    kinds = [_kind(change) for change in found.changes]
    for kind in dict.fromkeys(kinds):
        ways = [change.how for change, own in zip(found.changes, kinds, strict=True) if own == kind]
        yield plain(f"{kind}: " + ", ".join(f"{ways.count(how)} {how.value}" for how in How if how in ways))
    if found.pairs:
        yield plain(f"conversations: {len(changed)} of {len(found.pairs)} that were played are different")
    ended = [pair for pair in changed if pair.before.actions != pair.after.actions]
    if ended:
        yield strong(f"{len(ended)} end with other actions: {', '.join(pair.name for pair in ended)}")
    stopped = [pair for pair in changed if pair.before.ended and not pair.after.ended]
    if stopped:
        yield strong(f"{len(stopped)} can no longer be held as written: {', '.join(pair.name for pair in stopped)}")


def _is_shown(found: Difference, want: Wanted) -> bool:
    """Whether a conversation could stop there on either side; a step that only routes or calls shows nothing."""
    programs = filter(None, (found.old.program, found.new.program))
    return not want.step or any(n.waits and n.context == want.step for program in programs for n in program.nodes)


def _kind(change: Change) -> str:
    """What is counted as one; a step is no guide."""
    return "steps" if change.area is Area.GUIDE and "." in change.name else change.area.value


def _change(change: Change) -> Iterator[Block]:
    yield Heading(2, f"{change.name}: {change.how.value}")
    rows = tuple(_row(field) for field in change.fields)
    if rows:
        yield Table(("what", "change"), rows)


def _row(field: Field) -> tuple[Words, ...]:
    what = plain(" / ".join(field.path))
    if field.prose and field.before is not None and field.after is not None:
        return what, word_diff(field.before, field.after)
    pieces = [Piece(field.before, Mark.REMOVED)] if field.before is not None else []
    pieces += [Piece(" → ")] if field.before is not None and field.after is not None else []
    pieces += [Piece(field.after, Mark.ADDED)] if field.after is not None else []
    return what, tuple(pieces)


def _conversations(changed: list[Pair]) -> Iterator[Block]:
    """Each conversation with the screens that no earlier one has shown; those that show nothing new are listed."""
    seen: dict[object, str] = {}
    others = []
    for pair in changed:
        lines = tuple(_merged(pair, seen))
        if all(line.voice is Voice.REMARK for line in lines) and not (pair.before.why or pair.after.why):
            others.append(pair)
            continue
        yield Heading(2, pair.name)
        given = ", ".join(f"{name}: {value}" for name, value in pair.given.items())
        yield Paragraph(plain(" · ".join(filter(None, (pair.about, given)))))
        yield Chat(lines)
    if others:
        yield Heading(2, "Other conversations with the same changes")
        yield Items(tuple(plain(f"{pair.name}: {pair.about}") for pair in others))


def _merged(pair: Pair, seen: dict[object, str]) -> Iterator[Line]:
    """One conversation in which the screens that differ are shown before and after, and the others in one line.

    seen: differences of screens that were shown → the conversation that showed them; it is added to.
    """
    old, new = pair.before.screens, pair.after.screens
    matcher = difflib.SequenceMatcher(None, [s.step for s in old], [s.step for s in new], autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        together = [(old[a + n], new[c + n]) for n in range(b - a)] if kind == "equal" else []
        apart = [*((gone, None) for gone in old[a:b]), *((None, come) for come in new[c:d])] if not together else []
        for before, after in (*together, *apart):
            if before == after and before is not None:
                yield _in_short(before)
            else:
                yield from _screen(before, after, pair.name, seen)
    for side, talk in (("before", pair.before), ("after", pair.after)):
        if talk.why:
            yield Line(Voice.REMARK, strong(f"{side}, the conversation stops here: {talk.why}"))


def _in_short(screen: Screen) -> Line:
    """A screen that is as before: what it asks, or its title, and the answer."""
    asked = next((line for line in screen.lines if line.voice is Voice.QUESTION), screen.lines[0])
    answer = f" → {screen.answer.words[0].text}" if screen.answer else ""
    return Line(Voice.REMARK, plain(f"{asked.words[0].text}{answer}"))


def _screen(before: Screen | None, after: Screen | None, name: str, seen: dict[object, str]) -> Iterator[Line]:
    shown = after or before
    assert shown is not None
    old, new = _said(before), _said(after)
    first = seen.setdefault((shown.step, tuple(_differing(old, new))), name)
    if first != name:
        yield Line(Voice.REMARK, (*code(shown.step), Piece(f" differs as in {first}")))
        return
    yield Line(Voice.REMARK, code(shown.step))
    if before is None or after is None:
        yield Line(Voice.REMARK, strong("this screen is new here" if before is None else "this screen no longer comes"))
    for kind, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind != "equal":
            yield from _lines(old[a:b], new[c:d])
            continue
        yield from (line for line in new[c:d] if line.voice is not Voice.ACTION)
        if count := sum(line.voice is Voice.ACTION for line in new[c:d]):
            yield Line(Voice.REMARK, plain(f"{count} action{'s' if count > 1 else ''} as before"))


def _said(screen: Screen | None) -> list[Line]:
    return [*screen.lines, *((screen.answer,) if screen.answer else ())] if screen else []


def _differing(old: list[Line], new: list[Line]) -> Iterator[Line]:
    """What of a screen is only before or only after."""
    yield from (line for line in old if line not in new)
    yield from (line for line in new if line not in old)


def _lines(old: list[Line], new: list[Line]) -> Iterator[Line]:
    """Lines worded anew stand as one, with what changed in them marked; the others are taken away or added."""
    waiting = list(old)
    for line in new:
        like = next((other for other in waiting if other.voice is line.voice and _alike(other, line)), None)
        if like is None:
            yield Line(line.voice, line.words, Mark.ADDED)
            continue
        for gone in waiting[: waiting.index(like)]:
            yield Line(gone.voice, gone.words, Mark.REMOVED)
        del waiting[: waiting.index(like) + 1]
        yield Line(line.voice, word_diff(like.words[0].text, line.words[0].text))
    for gone in waiting:
        yield Line(gone.voice, gone.words, Mark.REMOVED)


def _alike(one: Line, other: Line) -> bool:
    return difflib.SequenceMatcher(None, one.words[0].text, other.words[0].text, autojunk=False).ratio() >= LIKE


def _lengths(changed: list[Pair]) -> Iterator[Block]:
    """How long conversations are that became longer or shorter."""
    rows = [
        (
            plain(p.name),
            *(plain(_from_to(*both)) for both in ((p.before.taps, p.after.taps), (p.before.words, p.after.words))),
        )
        for p in changed
        if (p.before.taps, p.before.words) != (p.after.taps, p.after.words)
    ]
    if rows:
        yield Heading(1, "Lengths")
        yield Table(("conversation", "taps", "words on its screens"), tuple(rows))


def _from_to(before: int, after: int) -> str:
    return str(after) if before == after else f"{before} → {after} ({after - before:+d})"


def _to_sign(found: Difference) -> Iterator[Block]:
    """The files that somebody has to answer for anew, with what a signature is bound to, and room for a hand."""
    files = [
        name
        for name, content in found.new.files.items()
        if needed(name) and fingerprint(content) != fingerprint(found.old.files.get(name, b""))
    ]
    languages = dict.fromkeys(
        change.name.partition(":")[0]
        for change in found.changes
        if change.area is Area.TRANSLATION and change.how is not How.REMOVED
    )
    if not files and not languages:
        return
    yield Heading(1, "To sign")
    if languages:
        told = (
            f"The translations into {', '.join(languages)} say something else: whoever answers for that language signs"
        )
        yield Paragraph(plain(f"{told} anew (fragestod sign status --language {next(iter(languages))})."))
    if not files:
        return
    told = "A signature is bound to the content of these files. fragestod sign writes it into the record."
    yield Paragraph(plain(told))
    rows = [
        (code(name), plain(", ".join(s.value for s in needed(name))), code(fingerprint(found.new.files[name])))
        for name in files
    ]
    yield Table(("file", "somebody answers for", "fingerprint"), tuple(rows))
    yield Table(("name", "role", "organisation", "scope", "date", "signature"), ((plain(""),) * 6,) * 3, blank=True)
