"""Answering a round: one statement at a time, all on one page, by the manager's link, and apart by a group's link.

All of it works without script and by keyboard. What is wrong is told and nothing is lost; of two who save at once the
second sees what the first saved beside what they chose themselves.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from aiohttp import web

from bot.accounts.round_links import round_of
from bot.assess.group import View, view
from bot.assess.kept import Kept, as_given, from_given
from bot.assess.store import Link
from bot.dashboard.assess_desk import assessing, round_before, round_in, whose
from bot.dashboard.assess_form import MORE, PROOFS, Faults, as_fields, read_answers, read_choices
from bot.dashboard.desk import Visit
from bot.dialog.assessment_schema import Key
from bot.publish.assessment.document import Words

HERE = "/skattning"


@dataclass(frozen=True, slots=True)
class Clash:
    """What somebody else saved, and what the writer chose, in words."""

    theirs: str
    yours: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a form shows. fields: as kept, or as they were posted. revision: of the round that the writer has seen."""

    kept: Kept
    words: Words
    keys: tuple[Key, ...]
    fields: Mapping[str, str]
    revision: int
    faults: Faults = field(default_factory=dict)
    clashes: Mapping[Key, Clash] = field(default_factory=dict)

    @property
    def status(self) -> int:
        """Of the answer that shows it."""
        return 422 if self.faults else 409 if self.clashes else 200


def show_one(visit: Visit) -> web.Response:
    """One statement."""
    kept = round_in(visit)
    return _one(visit, _sheet(visit, kept, (_key(visit, kept),)))


def take_one(visit: Visit) -> web.Response:
    """Save it, and go on to the next or back to the round."""
    kept = round_in(visit)
    key = _key(visit, kept)
    sheet = _saved(visit, kept, (key,))
    if sheet is None:
        return _ended(visit, kept)
    if sheet.faults or sheet.clashes:
        return _one(visit, sheet)
    following = _beside(kept, key)[1]
    if visit.form.get("do") == "next" and following:
        return visit.go(f"{HERE}/{kept.head.id}/fraga/{following}")
    return visit.go(f"{HERE}/{kept.head.id}?sagt=saved")


def show_all(visit: Visit) -> web.Response:
    """All statements."""
    kept = round_in(visit)
    return _all(visit, _sheet(visit, kept, kept.assessment.statements))


def take_all(visit: Visit) -> web.Response:
    """Save them."""
    kept = round_in(visit)
    sheet = _saved(visit, kept, kept.assessment.statements)
    if sheet is None:
        return _ended(visit, kept)
    if sheet.faults or sheet.clashes:
        return _all(visit, sheet)
    return visit.go(f"{HERE}/{kept.head.id}?sagt=saved")


def show_linked(visit: Visit) -> web.Response:
    """The manager's form."""
    kept = _linked(visit, "manager")
    if not _is_live(visit, kept, "manager"):
        return _ended(visit, kept)
    return _all(visit, _sheet(visit, kept, kept.assessment.statements), linked=True)


def take_linked(visit: Visit) -> web.Response:
    """Save it; the page stays."""
    kept = _linked(visit, "manager")
    sheet = _saved(visit, kept, kept.assessment.statements) if _is_live(visit, kept, "manager") else None
    if sheet is None:
        return _ended(visit, kept)
    if sheet.faults or sheet.clashes:
        return _all(visit, sheet, linked=True)
    return _all(visit, _sheet(visit, _linked(visit, "manager"), sheet.keys), linked=True, told=True)


def show_group(visit: Visit) -> web.Response:
    """The form of one member of a group; it shows nobody's answers."""
    kept = _linked(visit, "group")
    return _group(visit, kept) if _is_live(visit, kept, "group") else _ended(visit, kept)


def take_group(visit: Visit) -> web.Response:
    """Count what a member chose, once."""
    kept, shared = _linked(visit, "group"), assessing(visit)
    chosen = read_choices(visit.form, kept.assessment)
    if not _is_live(visit, kept, "group"):
        return _ended(visit, kept)
    if not chosen:
        return _group(visit, kept, fault=True)
    known = f"{kept.head.id} {visit.form.get('once', '')}"
    if shared.once.first(known) and not shared.rounds.count(kept.head.id, chosen):
        return _ended(visit, kept)
    return visit.page("assess_thanks.html")


def show_paper(visit: Visit) -> web.Response:
    """The form to print and fill in by pen: the same statements in the same order."""
    kept = round_in(visit)
    words = assessing(visit).words(kept, visit.language)
    return visit.page("assess_paper.html", kept=kept, words=words, whose=whose(visit, kept.head))


def _sheet(visit: Visit, kept: Kept, keys: Iterable[Key]) -> Sheet:
    words = assessing(visit).words(kept, visit.language)
    return Sheet(kept, words, tuple(keys), as_fields(kept.form.frame, kept.sheet), kept.head.revision)


def _saved(visit: Visit, kept: Kept, keys: Iterable[Key]) -> Sheet | None:
    """What became of a posted form; None when the round was closed meanwhile."""
    keys, form, frame = tuple(keys), visit.form, kept.form.frame
    words = assessing(visit).words(kept, visit.language)
    names = {f"{key}{more}" for key in keys for more in ("", *(f"-{part}" for part in MORE))}
    fields = {name: text for name, text in form.items() if name in names}
    seen = _whole(form.get("seen", ""))
    answers, faults = read_answers(fields, frame, kept.assessment, keys, f"{visit.today:%Y-%m}")
    if faults:
        return Sheet(kept, words, keys, fields, seen, faults)
    wanted = {key: from_given(given) for key, given in answers.items()}
    saved = assessing(visit).rounds.save(kept.head.id, "answer", wanted, seen)
    if saved is None:
        return None
    clashes = {}
    for key, value in saved.clashes.items():
        theirs, yours = as_given(value), answers[key]
        clashes[key] = Clash(*(words.given(each) if each else words.word("clash-none") for each in (theirs, yours)))
    return Sheet(kept, words, keys, fields, saved.revision, clashes=clashes)


def _one(visit: Visit, sheet: Sheet) -> web.Response:
    key, kept = sheet.keys[0], sheet.kept
    before, after = _beside(kept, key)
    return visit.page(
        "assess_one.html",
        status=sheet.status,
        sheet=sheet,
        key=key,
        place=list(kept.assessment.statements).index(key) + 1,
        before=before,
        after=after,
        whose=whose(visit, kept.head),
        group=_seen(kept, key),
        last=_last(visit, sheet),
        proofs=PROOFS,
    )


def _all(visit: Visit, sheet: Sheet, *, linked: bool = False, told: bool = False) -> web.Response:
    return visit.page(
        "assess_all.html",
        status=sheet.status,
        sheet=sheet,
        whose=whose(visit, sheet.kept.head),
        linked=linked,
        told=told,
        last=_last(visit, sheet),
        proofs=PROOFS,
    )


def _group(visit: Visit, kept: Kept, *, fault: bool = False) -> web.Response:
    return visit.page(
        "assess_group_form.html",
        status=422 if fault else 200,
        kept=kept,
        words=assessing(visit).words(kept, visit.language),
        whose=whose(visit, kept.head),
        fault=fault,
        once=secrets.token_hex(8),
    )


def _seen(kept: Kept, key: Key) -> View | None:
    """What is shown of the group's answers to a statement; None when too few have answered it, or no group has."""
    ballot = kept.ballots.get(key)
    shown = view(ballot, kept.sheet.get(key)) if ballot else None
    return shown if shown and shown.ballot else None


def _last(visit: Visit, sheet: Sheet) -> dict[Key, str]:
    """What was answered in the round before, in words, where the statement still asks for the same."""
    before, statements = round_before(visit, sheet.kept.head), sheet.kept.assessment.statements
    if before is None:
        return {}
    version, month = before.head.version, before.head.ended
    same = [key for key in sheet.keys if key in before.sheet and statements[key].since <= version]
    return {key: sheet.words.word("last", month=month, answer=sheet.words.given(before.sheet[key])) for key in same}


def _ended(visit: Visit, kept: Kept) -> web.Response:
    """For who comes too late: the round or the link has ended, and what they chose stands there to be written down."""
    words = assessing(visit).words(kept, visit.language)
    answers, _ = read_answers(visit.form, kept.form.frame, kept.assessment, kept.assessment.statements)
    chosen = [(key, words.says(key), words.given(given)) for key, given in answers.items() if given]
    return visit.page("assess_ended.html", status=410, kept=kept, chosen=chosen)


def _linked(visit: Visit, kind: Link) -> Kept:
    """The round that a link once led into.

    Raises:
        web.HTTPNotFound: the link is none of ours.
    """
    found = _opened(visit, kind)
    kept = assessing(visit).rounds.round(found[0]) if found else None
    if kept is None:
        raise web.HTTPNotFound
    return kept


def _is_live(visit: Visit, kept: Kept, kind: Link) -> bool:
    """Whether the link was neither withdrawn nor has ended with its round."""
    found, head = _opened(visit, kind), kept.head
    known = head.link if kind == "manager" else head.group_link
    return found is not None and not head.ended and known == found[1]


def _opened(visit: Visit, kind: Link) -> tuple[int, str] | None:
    seal = visit.desk.seal
    return round_of(seal, kind, visit.place["token"]) if seal else None


def _key(visit: Visit, kept: Kept) -> Key:
    key = visit.place["key"]
    if key not in kept.assessment.statements:
        raise web.HTTPNotFound
    return key


def _beside(kept: Kept, key: Key) -> tuple[Key, Key]:
    """The statements before and after one; "" at the ends."""
    keys = ["", *kept.assessment.statements, ""]
    at = keys.index(key)
    return keys[at - 1], keys[at + 1]


def _whole(text: str) -> int:
    """The revision that a form carries; that of an untouched round when it is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else 0
