"""What a rule can ask of a state: one small function for each form, and the facts and actions it looks at.

Forms over conversations are brought back to states: actions are never taken away, so "ends with" looks at an
ending; marks (`marks`) tell what was passed, so "before" and "after" look at facts; "within n taps" looks at the
answers that are offered (`seen.near`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from operator import or_

from bot.check import seen
from bot.check.apart import deciding
from bot.check.marks import YES, stands_in
from bot.check.rule_schema import Rule
from bot.conditions import core
from bot.conditions.evaluate import Test
from bot.dialog import schema
from bot.dialog.directory_schema import NationalFile
from bot.dialog.model import Action, Audience, Kind, Node, Program, Release

Facts = Sequence[int]
Holds = Callable[[Node, Facts, int], bool]
Kept = Callable[[Facts, int], bool]
EMERGENCY = "sos"
HELPFUL = "an action with an open contact"
"""The name of the group that `open` asks for (see `helpful`)."""


def never(facts: Facts, done: int) -> bool:
    """What later comes may always break it."""
    return False


@dataclass(frozen=True, slots=True)
class Demand:
    """One demand. asks: what for, in words; holds: of a node, facts by slot, actions gathered; facts: slots, actions:
    bits that it looks at.

    sees: what of a node it looks at; it cannot tell apart nodes of which that is the same. None: there it always holds.
    kept: of facts and actions, whether it holds wherever its rule speaks, now and whatever follows. That can be known
    before the end because actions and marks are only ever added.
    """

    asks: str
    holds: Holds
    facts: frozenset[int] = frozenset()
    actions: int = 0
    sees: Callable[[Node], object] = lambda node: True
    kept: Kept = never


def _lasting(asks: str, test: Kept, facts: frozenset[int] = frozenset(), actions: int = 0) -> Demand:
    """A demand for actions or marks, which none that is added can break: where it holds it is kept."""
    return Demand(asks, lambda node, facts, done: test(facts, done), facts, actions, kept=test)


@dataclass(frozen=True, slots=True)
class Bound:
    """A rule with its names looked up: conditions, actions by key, and the slots of marks by place or group.

    trigger: where it speaks.
    """

    rule: Rule
    trigger: core.Condition | None
    wanted: Test | None
    consequence: core.Condition | None
    actions: Mapping[str, tuple[Action, ...]]
    marks: Mapping[str, int]


def demands(release: Release, bound: Bound, speaks_of: Callable[[Node], bool]) -> list[Demand]:
    """All that a rule asks. `speaks_of`: the nodes it can speak of at all."""
    rule, program = bound.rule, release.program
    found = [*_gathered(program, bound), *_passed(bound)]
    if bound.wanted is not None and bound.consequence is not None:
        wanted = bound.wanted
        found.append(Demand(rule.facts or "", lambda node, facts, done: wanted(facts), core.slots(bound.consequence)))
    if rule.open:
        found.append(_open(release, bound.marks[HELPFUL]))
    if rule.ends_neutral:
        neutral = Demand("a neutral ending", lambda node, facts, done: node.neutral)
        found.append(replace(neutral, sees=lambda node: None if node.neutral else True))
    if rule.only:
        only = frozenset(n.index for n in program.nodes if any(stands_in(n, place) for place in rule.only))
        places = Demand(f"only in {_listed(rule.only)}", lambda node, facts, done: node.index in only)
        found.append(replace(places, sees=lambda node: None if node.index in only else True))
    if rule.within:
        to = rule.within.to
        near = seen.near(
            program, [n.index for n in program.nodes if any(stands_in(n, place) for place in to)], rule.within.taps
        )
        asks = f"{_listed(to, 'or')} within {rule.within.taps} taps"
        found.append(Demand(asks, lambda node, facts, done: near.at(node, facts), near.facts, sees=near.seen))
    if rule.offers:
        found.append(_offers(program, tuple(rule.offers), speaks_of))
    return [*found, *_worded(program, bound, speaks_of)]


def _gathered(program: Program, bound: Bound) -> list[Demand]:
    """The demands on actions gathered so far."""
    rule, actions = bound.rule, bound.actions
    found = [_done(action) for action in actions["all"]]
    if actions["any"]:
        found.append(_some(bound, actions["any"], "one of "))
    if actions["none"]:
        found.append(_never(bound, actions["none"], "none of "))
    if actions["first"]:
        found.append(_first(program, bound, actions["first"]))
    if rule.has_action:
        found.append(replace(_some(bound, tuple(program.actions.values()), ""), asks="an action"))
    if rule.as_:
        found += _graded(program, actions, lambda form: form.level, rule.as_, "as")
    if rule.by:
        found += _graded(program, actions, lambda form: form.deadline, rule.by, "by")
    return found


def groups(program: Program, rule: Rule) -> dict[str, int]:
    """The groups of actions that a rule asks for as one, by name, with their bits (see `marks`)."""

    def named(names: Iterable[str]) -> tuple[Action, ...]:
        return tuple(program.actions[name] for name in names if name in program.actions)

    asked = [named(rule.any), named(rule.none), tuple(program.actions.values()) if rule.has_action else ()]
    asked += [actions for pair in _ahead(program, named(rule.first)) for actions in pair]
    return {_group(actions): _bits(actions) for actions in asked if len(actions) > 1}


def _group(actions: Iterable[Action]) -> str:
    return " or ".join(action.id for action in actions)


def _listed(names: Iterable[str], word: str = "") -> str:
    """Names in a row. word: what stands between two, instead of a comma."""
    return (f" {word} " if word else ", ").join(names)


def _done(action: Action) -> Demand:
    """The action was gathered."""
    bit = 1 << action.bit
    return _lasting(f"the action {action.id}", lambda facts, done: bool(done & bit), actions=bit)


def _some(bound: Bound, actions: tuple[Action, ...], asks: str) -> Demand:
    """One of these actions was gathered. asks: the words before their names."""
    slot, bits = bound.marks.get(_group(actions)), _bits(actions)
    words = asks + _listed(action.id for action in actions)
    if slot is None:
        return _lasting(words, lambda facts, done: bool(done & bits), actions=bits)
    return _lasting(words, lambda facts, done: facts[slot] == YES, frozenset((slot,)))


def _never(bound: Bound, actions: tuple[Action, ...], asks: str) -> Demand:
    """None of these actions was gathered."""
    some = _some(bound, actions, asks)
    return Demand(some.asks, lambda node, facts, done: not some.holds(node, facts, done), some.facts, some.actions)


def _graded(
    program: Program,
    actions: Mapping[str, tuple[Action, ...]],
    grade: Callable[[schema.Action], str],
    allowed: Collection[str],
    word: str,
) -> list[Demand]:
    """Each action of `all` has an allowed grade; of `any`, one that is gathered has."""

    def graded(form: schema.Action) -> bool:
        return grade(form) in allowed

    def fits(action: Action, facts: Facts) -> bool:
        return graded(_form(action, facts))

    def always(action: Action) -> bool:
        return all(graded(form.action) for form in action.forms)

    every, some = actions["all"], actions["any"]
    grades = f" {word} {_listed(allowed, 'or')}"
    found = []
    if every:
        asks = _listed(action.id for action in every) + grades
        kept: Kept = (lambda facts, done: True) if all(map(always, every)) else never
        found.append(
            Demand(
                asks,
                lambda node, facts, done: all(fits(a, facts) for a in every),
                _deciding(program, every, graded),
                kept=kept,
            )
        )
    if some:
        lasting = _bits(filter(always, some))
        found.append(
            Demand(
                _listed((action.id for action in some), "or") + grades,
                lambda node, facts, done: any(done >> a.bit & 1 and fits(a, facts) for a in some),
                _deciding(program, some, graded),
                _bits(some),
                kept=lambda facts, done: bool(done & lasting),
            )
        )
    return found


def _passed(bound: Bound) -> list[Demand]:
    """The demands on what was passed on the way."""
    found = []
    if before := frozenset(bound.marks[place] for place in bound.rule.before if place in bound.marks):
        asks = f"{_listed(bound.rule.before)} on the way"
        found.append(_lasting(asks, lambda facts, done: all(facts[slot] == YES for slot in before), before))
    if without := frozenset(bound.marks[place] for place in bound.rule.not_before if place in bound.marks):
        asks = f"not {_listed(bound.rule.not_before, 'or')} on the way"
        found.append(Demand(asks, lambda node, facts, done: all(facts[slot] != YES for slot in without), without))
    return found


def _worded(program: Program, bound: Bound, speaks_of: Callable[[Node], bool]) -> list[Demand]:
    """The demands on the words that are seen."""
    rule, found = bound.rule, list[Demand]()
    if rule.tells:
        told = frozenset(rule.tells)
        ends = all(node.kind is Kind.FINISH for node in filter(speaks_of, program.nodes))
        has = seen.find(program, told, rule.audiences, speaks_of, bound.trigger)
        found.append(
            Demand(
                f"the words {_listed(rule.tells)}",
                lambda node, facts, done: has.at(node, facts, done) == told,
                has.facts,
                has.actions,
                lambda node: None if has.always(node) == told else has.seen(node),
                kept=(lambda facts, done: has.told(done) == told) if ends else never,
            )
        )
    if rule.forbids:
        barred = seen.find(program, rule.forbids, rule.audiences, speaks_of, bound.trigger)
        found.append(
            Demand(
                f"none of the words {_listed(rule.forbids)}",
                lambda node, facts, done: not barred.at(node, facts, done),
                barred.facts,
                barred.actions,
                lambda node: barred.seen(node) or None,
            )
        )
    return found


def _offers(program: Program, starts: tuple[str, ...], speaks_of: Callable[[Node], bool]) -> Demand:
    """An answer that is offered begins with one of these words."""
    ways = {
        n.index: [e for e in (*n.edges, *n.options) if (e.label or "").startswith(starts)]
        for n in filter(speaks_of, program.nodes)
    }
    slots = frozenset().union(*(core.slots(e.condition) for w in ways.values() for e in w if e.condition is not None))

    def holds(node: Node, facts: Facts, done: int) -> bool:
        if (node.none or "").startswith(starts):
            return True
        return any(edge.when is None or edge.when(facts) for edge in ways.get(node.index, ()))

    def sees(node: Node) -> object:
        found = frozenset(edge.condition for edge in ways.get(node.index, ()))
        return None if None in found or (node.none or "").startswith(starts) else found

    return Demand(f"an answer that begins with {_listed(starts, 'or')}", holds, slots, sees=sees)


def helpful(release: Release) -> int:
    """The actions that have, in each of their forms, a contact that answers at any hour."""
    reaches = _reaching(release)
    return _bits(a for a in release.program.actions.values() if all(reaches(f.action) for f in a.forms))


def _open(release: Release, slot: int) -> Demand:
    """One of the helpful actions was gathered, as their mark tells, or one whose form has such a contact now."""
    reaches, helps = _reaching(release), helpful(release)
    actions = (a for a in release.program.actions.values() if not helps >> a.bit & 1)
    some = tuple(action for action in actions if any(reaches(form.action) for form in action.forms))

    def holds(node: Node, facts: Facts, done: int) -> bool:
        return facts[slot] == YES or any(done >> a.bit & 1 and reaches(_form(a, facts)) for a in some)

    facts = frozenset((slot,)) | _deciding(release.program, some, reaches)
    return Demand(HELPFUL, holds, facts, _bits(some), kept=lambda facts, done: facts[slot] == YES)


def _reaching(release: Release) -> Callable[[schema.Action], bool]:
    """Whether a form of an action has a contact that answers at any hour, itself or through who stands in for it.

    112 alone counts only for what has to be done now: it is for danger, and fits nothing else.
    """
    always = _answering(release)
    return lambda form: any(c in always or (c == EMERGENCY and form.deadline == "now") for c in form.contacts)


def _answering(release: Release) -> frozenset[str]:
    """Contacts and roles that lead to a number that is open day and night, 112 not counted."""
    national = release.directory.get("national")
    if not isinstance(national, NationalFile):
        return frozenset()
    always = {key for key, c in national.contacts.items() if c.hours == "always" and c.number and key != EMERGENCY}
    follows = {
        **{k: c.fallback for k, c in national.contacts.items()},
        **{k: r.fallback for k, r in national.roles.items()},
    }
    growing = True
    while growing:
        more = {key for key, stands_in in follows.items() if key not in always and always & set(stands_in)}
        always |= more
        growing = bool(more)
    return frozenset(always - {EMERGENCY})


def _first(program: Program, bound: Bound, first: tuple[Action, ...]) -> Demand:
    """One of these actions was gathered, and none that stands before it in the list of an ending."""
    pairs = [(_some(bound, some, ""), _never(bound, rivals, "")) for some, rivals in _ahead(program, first)]
    return Demand(
        f"{_listed((action.id for action in first), 'or')} first",
        lambda node, facts, done: any(
            some.holds(node, facts, done) and never.holds(node, facts, done) for some, never in pairs
        ),
        frozenset().union(*(each.facts for pair in pairs for each in pair)),
        reduce(or_, (each.actions for pair in pairs for each in pair), 0),
    )


def _ahead(program: Program, first: tuple[Action, ...]) -> list[tuple[tuple[Action, ...], tuple[Action, ...]]]:
    """These actions in groups, each with the others that can stand before them in the list of an ending.

    Where the order of an action depends on facts, it can stand anywhere from its least to its greatest.
    """
    found: dict[int, tuple[tuple[Action, ...], tuple[Action, ...]]] = {}
    for one in first:
        last = (max(form.action.order for form in one.forms), one.bit)
        others = (a for a in program.actions.values() if a not in first)
        rivals = tuple(a for a in others if (min(form.action.order for form in a.forms), a.bit) < last)
        some, _ = found.get(_bits(rivals), ((), ()))
        found[_bits(rivals)] = ((*some, one), rivals)
    return list(found.values())


def _bits(actions: Iterable[Action]) -> int:
    return sum(1 << action.bit for action in actions)


def _deciding(program: Program, actions: Iterable[Action], of: Callable[[schema.Action], object]) -> frozenset[int]:
    """The facts on which hangs what is asked `of` the form of these actions that holds."""
    return frozenset().union(*(deciding(program, action, of) for action in actions))


def _form(action: Action, facts: Facts) -> schema.Action:
    return next(form.action for form in action.forms if form.when is None or form.when(facts))


def _asks_the_person(node: Node) -> bool:
    return node.kind in (Kind.ASK, Kind.SEVERAL) and any(
        p.audience is not Audience.STAFF and p.text.rstrip().endswith("?") for p in node.passages
    )


SPEAKS_AT: Mapping[str, Callable[[Node], bool]] = {
    "finish": lambda node: node.kind is Kind.FINISH,
    "step": lambda node: True,
    "turn": lambda node: node.kind is not Kind.FINISH,
    "aloud": lambda node: any(p.audience is not Audience.STAFF for p in node.passages),
    "question": _asks_the_person,
}
"""`at` of a rule → the nodes it means."""


def speaks(rule: Rule, when: Test | None, after: frozenset[int]) -> Callable[[Node, Facts], bool]:
    """Of which states a rule says anything. `after`: marks, one of which is set."""
    fits = speaks_of(rule)

    def spoken(node: Node, facts: Facts) -> bool:
        if not fits(node) or (after and not any(facts[slot] == YES for slot in after)):
            return False
        return when is None or when(facts)

    return spoken


def speaks_of(rule: Rule) -> Callable[[Node], bool]:
    """Of which nodes a rule can say anything, whatever the facts."""
    dialogs, steps = frozenset(rule.dialogs), frozenset(rule.steps)
    kind = SPEAKS_AT[rule.at]

    def fits(node: Node) -> bool:
        if not kind(node) or (dialogs and node.dialog not in dialogs) or (steps and node.context not in steps):
            return False
        if rule.neutral is not None and node.neutral != (rule.neutral == "yes"):
            return False
        return rule.private is None or node.private == (rule.private == "yes")

    return fits
