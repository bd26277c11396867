"""The compiled release: what the engine runs and the doors show. Immutable, knows no language but Swedish.

A `Program` is a flat list of nodes. A conversation's state (see `bot.engine.step`) is
`(node, facts, stack, actions)`; nodes and facts are numbered here, actions are bits of a mask.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from typing import TYPE_CHECKING

from bot.conditions.core import Condition
from bot.conditions.domain import Domain
from bot.conditions.evaluate import Sum, Test
from bot.dialog import schema
from bot.dialog.phrase_schema import Phrase
from bot.dialog.routine_schema import RoutineFile
from bot.problem import Span

if TYPE_CHECKING:
    from bot.dialog.case_model import Case  # which is made of what stands here
    from bot.dialog.flashcard import Flashcard
    from bot.dialog.package import Package


class Audience(Enum):
    """For whom a text is: only staff, to say aloud, or to show the person."""

    STAFF = "staff"
    ALOUD = "aloud"
    SHOWN = "shown"


class Kind(Enum):
    """What a node does. The first four wait for a press, the last ends; the others pass at once."""

    SAY = "say"
    ASK = "ask"
    SEVERAL = "several"
    FINISH = "finish"
    ROUTE = "route"
    CALL = "call"
    RETURN = "return"


WAITING = (Kind.SAY, Kind.ASK, Kind.SEVERAL, Kind.FINISH)


@dataclass(frozen=True, slots=True)
class Passage:
    """One text: Swedish source (= msgid), gettext context, and when it is shown (None: always).

    points: what the person can point at, of `schema.Sign`. to: who hears it when it is said aloud.
    """

    audience: Audience
    text: str
    context: str
    when: Test | None
    condition: Condition | None
    where: Span
    points: tuple[schema.Sign, ...] = ()
    to: schema.Listener = "person"

    @property
    def is_for_person(self) -> bool:
        """Whether the person hears or reads it, and so in the person's language."""
        return self.audience is not Audience.STAFF and self.to == "person"


@dataclass(frozen=True, slots=True)
class Change:
    """What an arrival or an answer does to the state.

    sets: (slot, value index); computed: (slot, function of the facts before the change → value index, the slots that
    the function reads); do: action bits.
    """

    sets: tuple[tuple[int, int], ...] = ()
    computed: tuple[tuple[int, Sum, frozenset[int]], ...] = ()
    do: int = 0


NOTHING = Change()


@dataclass(frozen=True, slots=True)
class Edge:
    """One answer: its label (None: the door's word for "continue"), what it does, where it leads.

    translate: False for labels that are names or numbers.
    """

    label: str | None
    change: Change
    target: int
    when: Test | None = None
    condition: Condition | None = None
    translate: bool = True
    where: Span = Span("")


@dataclass(frozen=True, slots=True)
class Node:
    """One place in the program.

    index: its number. id: "dialog.step" (nodes that one step makes share it, with "#part" after it).
    after: where the flow goes when the node is skipped. arrive: done on arrival.
    edges: the answers; SAY, SEVERAL and CALL have one, which leads on. options: SEVERAL's ticks.
    branches: ROUTE's (test or None for always, target, condition).
    entry, enter, results: CALL's first node, what the call sets, and (my slot, its slot, its index → mine).
    pick: for a municipality question which part this node is: near, county or place.
    own: the organisation's own step (see `routine_schema`).
    """

    index: int
    id: str
    dialog: str
    kind: Kind
    stage: str
    private: bool
    title: str
    after: int
    arrive: Change
    where: Span
    when: Test | None = None
    condition: Condition | None = None
    passages: tuple[Passage, ...] = ()
    question: str | None = None
    edges: tuple[Edge, ...] = ()
    options: tuple[Edge, ...] = ()
    none: str | None = None
    branches: tuple[tuple[Test | None, int, Condition | None], ...] = ()
    entry: int = 0
    enter: Change = NOTHING
    results: tuple[tuple[int, int, tuple[int, ...]], ...] = ()
    pick: str | None = None
    outcome: str | None = None
    neutral: bool = False
    why: str | None = None
    sources: tuple[str, ...] = ()
    own: bool = False

    @property
    def waits(self) -> bool:
        """Whether it waits for a press, or ends."""
        return self.kind in WAITING

    @property
    def context(self) -> str:
        """The gettext context of the node's texts."""
        return self.id.partition("#")[0]


@dataclass(frozen=True, slots=True)
class Jump:
    """A dialog one tap away at every waiting node. `counter` is the slot that counts its uses.

    enter: lets the dialog's own facts start anew.
    """

    dialog: str
    label: str
    call: bool
    times: int
    entry: int
    counter: int
    dialogs: frozenset[str]
    enter: Change
    when: Test | None
    condition: Condition | None


@dataclass(frozen=True, slots=True)
class FactSlot:
    """One fact of the state: its full name ("children", or "danger.mood" for a dialog's own)."""

    name: str
    domain: Domain


@dataclass(frozen=True, slots=True)
class Dialog:
    """A dialog's own data and where it begins. telegram: whether Telegram shows it."""

    id: str
    title: str
    sectors: tuple[str, ...]
    stage: str
    private: bool
    entry: bool
    first: int
    where: Span
    limits: schema.Limits
    telegram: bool = True


@dataclass(frozen=True, slots=True)
class ActionForm:
    """An action as it is where its condition holds (None: otherwise)."""

    when: Test | None
    condition: Condition | None
    action: schema.Action


@dataclass(frozen=True, slots=True)
class Action:
    """An action of the library: its bit and its forms, the first that holds counts. own: the organisation's."""

    id: str
    bit: int
    forms: tuple[ActionForm, ...]
    where: Span
    own: bool = False


@dataclass(frozen=True)
class Program:
    """Everything the engine needs."""

    nodes: tuple[Node, ...]
    facts: tuple[FactSlot, ...]
    start: tuple[int, ...]
    dialogs: Mapping[str, Dialog]
    entries: tuple[str, ...]
    given: tuple[int, ...]
    subject: int | None
    jumps: tuple[Jump, ...]
    actions: Mapping[str, Action]
    uncounted: frozenset[int] = frozenset()
    """Values of the subject, by their place in its domain, that somebody chooses for their own sake."""

    def is_personal(self, facts: tuple[int, ...]) -> bool:
        """Whether a conversation is for one's own sake: counted in no table, and nothing of it belongs in a record."""
        return self.subject is not None and facts[self.subject] in self.uncounted

    @cached_property
    def slots(self) -> Mapping[str, int]:
        """Full fact name → slot."""
        return {fact.name: index for index, fact in enumerate(self.facts)}

    @cached_property
    def by_bit(self) -> tuple[Action, ...]:
        """The actions in the order of their bits."""
        return tuple(sorted(self.actions.values(), key=lambda action: action.bit))

    def value(self, facts: tuple[int, ...], name: str) -> str:
        """The value of a fact as text."""
        slot = self.slots[name]
        return self.facts[slot].domain.values[facts[slot]]


@dataclass(frozen=True, slots=True)
class Translation:
    """A text of an organisation's own in another language, where it stands with the text: no catalogue has it."""

    language: str
    context: str
    source: str
    words: str
    where: Span


@dataclass(frozen=True)
class Release:
    """All content compiled together, named by the hash of its sources.

    files: the sources, path → bytes (what is archived). directory: the validated shapes of the contact
    files (see `directory_schema.FILES`), by file name without ending. phrases: record phrases, as they are offered.
    terms: the term base, name → term. routine: the organisation's own, None without one; its steps stand in the
    program. translations: of what the routine says. cases: scripted patients, in the order in which they are offered.
    flashcards: single decisions, to be repeated. packages: ten minutes of a staff meeting each.
    """

    id: str
    program: Program
    house: schema.House
    sources: Mapping[str, schema.Source]
    directory: Mapping[str, schema.Shape]
    files: Mapping[str, bytes] = field(repr=False)
    phrases: tuple[Phrase, ...] = ()
    terms: Mapping[str, schema.Term] = field(default_factory=dict)
    routine: RoutineFile | None = None
    translations: tuple[Translation, ...] = ()
    cases: tuple[Case, ...] = ()
    flashcards: tuple[Flashcard, ...] = ()
    packages: tuple[Package, ...] = ()
