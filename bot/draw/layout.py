"""Where everything stands in a drawing: one card a step, in file order from top to bottom, and lanes at the right.

Steps lead only forward (F001), so a dialog can be drawn as a line of cards. What falls through goes straight down;
every other way leaves its card at its own row, runs down a lane that all ways to the same step share, and enters
that step from the right. A long dialog thus grows longer and never wider, its order is the file's, and it can be cut
into pages anywhere between two cards. A library for general graphs would trade these away for symmetry.

Lengths are in drawing units, 1/96 inch at natural size.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from bot.dialog.model import Audience, Kind
from bot.draw.measure import MONO, SANS, Style, wrapped
from bot.draw.outline import AUDIENCES, RETURN, Jump, Outline, Step, Way, asked, leads

MARGIN, CARD, GAP, PAD = 20.0, 452.0, 26.0, 14.0
LANE, FIRST_LANE = 13.0, 22.0
"""Between two lanes, and from the cards to the first."""
HEADER = 20.0
"""From a card's top to the line where ways enter it."""
HUES = 6

HEAD, QUESTION, LABEL, NOTE, CODE, NAME = (
    Style("head", 22, SANS, bold=True),
    Style("question", 15, SANS, bold=True),
    Style("label", 14, SANS),
    Style("note", 12, SANS),
    Style("code", 11.5, MONO),
    Style("name", 12, MONO, bold=True),
)


@dataclass(frozen=True, slots=True)
class Word:
    """A piece of text. look: the name of its style; x, y: where its base line begins, or ends when `end` is set."""

    text: str
    look: str
    x: float
    y: float
    end: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A way on, inside its card. tick: whether a box to tick stands before it."""

    top: float
    bottom: float
    words: tuple[Word, ...]
    target: str | None
    tick: bool

    @property
    def port(self) -> float:
        """Where its line leaves the card."""
        return self.top + 15


@dataclass(frozen=True, slots=True)
class Card:
    """A step. look: its kind or “own”, for style. told: the step in one sentence, for those who do not see it."""

    id: str
    look: str
    top: float
    bottom: float
    words: tuple[Word, ...]
    rows: tuple[Row, ...]
    told: str


@dataclass(frozen=True, slots=True)
class Lane:
    """The line to a step. number: counted from the cards outwards; hue: which of the colours, another one than beside
    it; sources: heights where ways join it."""

    target: str
    number: int
    hue: int
    sources: tuple[float, ...]
    end: float

    @property
    def x(self) -> float:
        """Where it runs."""
        return MARGIN + CARD + FIRST_LANE + LANE * self.number


@dataclass(frozen=True, slots=True)
class Fall:
    """A short line from one card down to the next. skipped: only those who pass over the card take it."""

    top: float
    bottom: float
    skipped: bool


@dataclass(frozen=True, slots=True)
class Layout:
    """A drawing. words: what stands outside the cards."""

    title: str
    width: float
    height: float
    words: tuple[Word, ...]
    cards: tuple[Card, ...]
    lanes: tuple[Lane, ...]
    falls: tuple[Fall, ...]


def lay_out(outline: Outline) -> Layout:
    """Place a dialog."""
    words, y = _heading(outline)
    cards: list[Card] = []
    for step in outline.steps:
        cards.append(_card(step, y))
        y = cards[-1].bottom + GAP
    if outline.returns:
        word = Word(leads(RETURN), NAME.look, MARGIN + PAD, y + HEADER + 4)
        cards.append(Card(RETURN, "return", y, y + 34, (word,), (), "Back to the dialog that called this one."))
        y = cards[-1].bottom + GAP
    lanes = _lanes(cards)
    more, y = _jumps(outline.jumps, y)
    width = max([MARGIN * 2 + CARD, *(lane.x + MARGIN for lane in lanes)])
    falls = tuple(_falls(outline.steps, cards))
    return Layout(outline.title, width, y - GAP + MARGIN, (*words, *more), tuple(cards), lanes, falls)


def _heading(outline: Outline) -> tuple[list[Word], float]:
    notes = [outline.id]
    notes += ["may be started at the door"] if outline.entry else []
    notes += ["only where two people are alone and understand each other"] if outline.private else []
    words, y = _block([(outline.title, HEAD), (" · ".join(notes), NOTE)], MARGIN + 6, MARGIN)
    return words, y + 16


def _jumps(jumps: Iterable[Jump], y: float) -> tuple[list[Word], float]:
    """What is one tap away everywhere, as lines below the drawing."""
    parts = [(f"{jump.label} → {jump.dialog}{', and back' if jump.back else ''}", jump.condition) for jump in jumps]
    if not parts:
        return [], y
    texts = [("One tap away at every step", QUESTION)]
    for told, condition in parts:
        texts.append((told, LABEL))
        texts += [(f"if {condition}", CODE)] if condition else []
    words, y = _block(texts, MARGIN, y)
    return words, y + GAP


def _card(step: Step, top: float) -> Card:
    name = Word(step.id, NAME.look, MARGIN + PAD, top + HEADER + 4)
    counts = {audience: sum(said.audience is audience for said in step.said) for audience in Audience}
    marks = " · ".join(f"{AUDIENCES[audience]} {count}" for audience, count in counts.items() if count)
    words = [name, *([Word(marks, NOTE.look, MARGIN + CARD - PAD, top + HEADER + 4, end=True)] if marks else [])]
    texts = [
        (f"only if {step.condition}" if step.condition else "", CODE),
        (step.question or step.title, QUESTION),
        (asked(step), NOTE),
        (f"sets {'; '.join(step.does)}" if step.does else "", CODE),
    ]
    block, y = _block([(text, style) for text, style in texts if text], MARGIN, top + HEADER + 8)
    words += block
    y += 8
    rows = []
    for way in step.ways:
        rows.append(_row(step, way, y))
        y = rows[-1].bottom
    told = f"Step {step.id}: {step.question or step.title or asked(step)}"
    return Card(step.id, "own" if step.own else step.kind.value, top, y, tuple(words), tuple(rows), told)


def _row(step: Step, way: Way, top: float) -> Row:
    plain = step.kind is Kind.ROUTE and len(step.ways) > 1
    label = "otherwise" if plain and not way.condition else way.label
    texts = [(label, LABEL)] if label else []
    texts += [(f"if {way.condition}", CODE)] if way.condition else []
    texts += [("; ".join(way.does), CODE)] if way.does else []
    words: list[Word] = []
    goal = f"{'↓' if way.target == step.follows else '→'} {leads(way.target)}" if way.target else ""
    if goal:
        words.append(Word(goal, NAME.look, MARGIN + CARD - PAD, top + 19, end=True))
    indent = 20.0 if way.target is None else 0.0
    room = CARD - 2 * PAD - indent - (NAME.width(goal) + 14 if goal else 0)
    block, y = _block(texts, MARGIN + indent, top + 4, room)
    return Row(top, max(y + 9, top + 30), (*words, *block), way.target, way.target is None)


def _block(
    texts: Iterable[tuple[str, Style]], x: float, y: float, room: float = CARD - 2 * PAD
) -> tuple[list[Word], float]:
    """Texts below each other; where the next thing may begin."""
    words = []
    for text, style in texts:
        for line in wrapped(text, style, room):
            y += style.height
            words.append(Word(line, style.look, x + PAD, y))
    return words, y


def _falls(steps: tuple[Step, ...], cards: list[Card]) -> Iterator[Fall]:
    for step, card, following in zip(steps, cards, cards[1:], strict=False):
        leads_on = any(way.target == following.id for way in step.ways)
        if leads_on or (step.condition and step.follows == following.id):
            yield Fall(card.bottom, following.top, not leads_on)


def _lanes(cards: list[Card]) -> tuple[Lane, ...]:
    """One lane for each place that is jumped to; short ones nearest the cards, none in another's way."""
    next_of = {card.id: following.id for card, following in pairwise(cards)}
    ends = {card.id: card.top + HEADER for card in cards}
    sources: dict[str, list[float]] = {}
    for card in cards:
        for row in card.rows:
            if row.target is not None and row.target != next_of.get(card.id):
                sources.setdefault(row.target, []).append(row.port)
    taken: list[list[tuple[float, float]]] = []
    lanes: list[Lane] = []
    for target in sorted(sources, key=lambda name: ends[name] - sources[name][0]):
        begin, end = sources[target][0] - 4, ends[target] + 4
        free = (at for at, others in enumerate(taken) if all(end < low or high < begin for low, high in others))
        number = next(free, len(taken))
        if number == len(taken):
            taken.append([])
        taken[number].append((begin, end))
        lanes.append(Lane(target, number, number % HUES, tuple(sources[target]), ends[target]))
    return tuple(lanes)
