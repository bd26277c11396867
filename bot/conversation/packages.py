"""A package of practice as it is shown: a few decisions of a case, each with what every line leads to. Plain and pure.

Nothing travels and nothing is kept: what is seen depends on the package and the number of the page alone. After each
decision the thread goes on from the guides' own line, whatever the room chose, and says so.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.conversation import routine
from bot.conversation.case_words import CaseWords
from bot.conversation.messages import Text
from bot.conversation.round_view import BeatText, Card, LineText, Told
from bot.dialog.assessment import context_of, read_form
from bot.dialog.case_model import context
from bot.dialog.package import Package
from bot.directory.asking import asking_of
from bot.directory.model import Unit
from bot.engine.answers import Fold, Place
from bot.practice.order import order
from bot.practice.path import choices
from bot.practice.thread import thread
from bot.text.ui import CONTEXT as UI
from bot.text.ui import WORDS as DOORS


@dataclass(frozen=True, slots=True)
class OptionView:
    """A line, and what comes of it. right: the guides say it."""

    line: LineText
    right: bool
    told: Told


@dataclass(frozen=True, slots=True)
class DecisionView:
    """One decision. spoken: as that of `Screen`."""

    scene: tuple[BeatText, ...]
    spoken: bool | None
    options: tuple[OptionView, ...]


@dataclass(frozen=True, slots=True)
class PackageView:
    """All of a package. card: its case. own: what the unit's own routine says or lacks, as far as it is known here.

    routine: the question about it, asked last. live, guide: title and id of the guide with the same steps.
    """

    id: str
    title: Text
    card: Card
    note: Text
    vignette: tuple[Text, ...]
    so_far: Text
    decisions: tuple[DecisionView, ...]
    questions: tuple[Text, ...]
    own: tuple[Text, ...]
    routine: Text
    live: Text
    guide: str


def view(words: CaseWords, package: Package, unit: Unit | None, statement: str = "") -> PackageView:
    """A package in a language, at a unit where one is known.

    statement: of the self-assessment, that is to be taken up; one that the package does not name is passed over.
    """
    case, data, here = package.case, package.data, package.context
    fold = Fold(case.program)
    return PackageView(
        id=package.id,
        title=words.text(here, data.title),
        card=words.card(case),
        note=words.text(case.context, case.data.note),
        vignette=tuple(words.text(case.context, text) for text in case.data.vignette),
        so_far=words.text(here, data.so_far),
        decisions=tuple(_decision(words, package, fold, place) for place in thread(case, data.begins, data.decisions)),
        questions=tuple(words.text(here, text) for text in data.questions),
        own=(*_assessed(words, package, statement), *own(words, package, unit)),
        routine=words.text(here, data.routine),
        live=words.text("dialog", words.edition.program.dialogs[case.data.live].title),
        guide=case.data.live,
    )


def own(words: CaseWords, package: Package, unit: Unit | None) -> tuple[Text, ...]:
    """What the own routine says of how the unit asks, and what it lacks that this thread needs. () without a unit."""
    if unit is None:
        return ()
    written = words.edition.release.routine
    if written is None:
        return (words.word("apt-no-routine"),)

    def said(key: str) -> str:
        return words.text(UI, DOORS[key]).text

    found = asking_of(written, unit)
    told = f"{routine.mark(written, said, words.day)} {routine.told(found, unit, said)}" if found else ""
    guide = package.case.data.live
    steps = any(node.own and node.dialog == guide for node in words.edition.program.nodes)
    return (
        Text(told, words.language) if told else words.word("apt-no-asking"),
        *(() if steps else (words.word("apt-no-step"),)),
    )


def _assessed(words: CaseWords, package: Package, key: str) -> tuple[Text, ...]:
    """What a statement of the self-assessment says. It stands in the content; what was answered does not come here."""
    form = read_form(words.edition.release.files)[0] if key in package.data.statements else None
    asked = form.assessments.get(package.case.data.sector) if form else None
    if asked is None or key not in asked.statements:
        return ()
    says = words.text(context_of(key), asked.statements[key].says)
    return (replace(says, text=f"{words.word('apt-assessed').text} {says.text}"),)


def _decision(words: CaseWords, package: Package, fold: Fold, place: Place) -> DecisionView:
    case = package.case
    scene = case.scene_at[place.state[0]]
    here = context(case.id, scene.id)
    options = []
    for number in order(0, f"{package.id} {scene.id}", len(scene.lines)):
        after = fold.after(place, number)
        assert after is not None  # every line of a scene leads somewhere
        line = scene.lines[number]
        options.append(OptionView(words.line(here, line), line.is_right, words.told(case, choices(case, after)[-1])))
    spoken = {line.spoken for line in scene.lines}
    return DecisionView(
        words.scene(case, here, scene.beats, place.state[1]),
        spoken.pop() if len(spoken) == 1 else None,
        tuple(options),
    )
