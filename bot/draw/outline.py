"""A dialog as its author wrote it: steps in file order, and where each way on leads.

Made from the files and not from the compiled program, so that conditions keep the author's own words and one step
stays one step. Rules of the format (falling through, skipping, `return`): docs/format.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from bot.dialog import schema
from bot.dialog.model import Audience, Kind
from bot.dialog.shape import shape
from bot.dialog.steps import kind_of
from bot.dialog.tree import Path, Tree, read
from bot.problem import Span

RETURN = "return"
"""The place where a dialog ends and its caller goes on; no step can be called so."""
FOLDERS = ("guides/",)


@dataclass(frozen=True, slots=True)
class Said:
    """A text. condition: in the author's words, "" for always."""

    audience: Audience
    text: str
    condition: str


@dataclass(frozen=True, slots=True)
class Way:
    """One way on. label: the answer, "" where nobody chooses; condition: "" for always.

    does: what it changes, as short texts ("children = yes", "+ report-child").
    target: a step of the dialog or `RETURN`; None for a tick, which leads nowhere by itself.
    """

    label: str
    condition: str
    does: tuple[str, ...]
    target: str | None
    where: Span


@dataclass(frozen=True, slots=True)
class Step:
    """One step. follows: where it leads when it is skipped. called: the dialog that it calls; ends: its outcome.

    title: "" where it bears the dialog's. asks: how many answers can be given ("one", "several", "number", "place"),
    "" for none. own: an organisation's own (see `own`).
    """

    id: str
    kind: Kind
    title: str
    question: str
    condition: str
    follows: str
    does: tuple[str, ...]
    said: tuple[Said, ...]
    ways: tuple[Way, ...]
    called: str
    ends: str
    neutral: bool
    asks: str
    why: str
    where: Span
    own: bool = False

    @property
    def targets(self) -> tuple[str, ...]:
        """All places that may come next, each once, in the order written."""
        skipped = (self.follows,) if self.condition else ()
        return tuple(dict.fromkeys((*(way.target for way in self.ways if way.target), *skipped)))


@dataclass(frozen=True, slots=True)
class Jump:
    """A dialog that is one tap away from every step. back: it comes back to the same step."""

    label: str
    dialog: str
    condition: str
    back: bool


@dataclass(frozen=True, slots=True)
class Outline:
    """A dialog. jumps: those of the house that lead to another dialog than this one."""

    id: str
    title: str
    private: bool
    entry: bool
    steps: tuple[Step, ...]
    jumps: tuple[Jump, ...]
    where: Span

    @property
    def returns(self) -> bool:
        """Whether any way leads back to a caller."""
        return any(RETURN in step.targets for step in self.steps)


def outlines(files: Mapping[str, bytes]) -> dict[str, Outline]:
    """All dialogs of a release that can be read, by id, in file order. A file with faults is left out."""
    found = {}
    jumps = tuple(_jumps(files))
    for name, content in files.items():
        if name.startswith(FOLDERS):
            tree, problems = read(content.decode("utf-8-sig", "replace"), name)
            dialog = shape(tree, schema.Dialog)[0] if tree and not problems else None
            if tree and dialog:
                found[dialog.dialog] = replace(
                    outline(tree, dialog), jumps=tuple(jump for jump in jumps if jump.dialog != dialog.dialog)
                )
    return found


def outline(tree: Tree, dialog: schema.Dialog) -> Outline:
    """One dialog."""
    keys = [*dialog.steps, RETURN]
    steps = tuple(
        _step(tree, dialog, key, step, following)
        for (key, step), following in zip(dialog.steps.items(), keys[1:], strict=True)
    )
    private, entry = dialog.private == "yes", dialog.entry == "yes"
    return Outline(dialog.dialog, dialog.title, private, entry, steps, (), tree.span(("dialog",)))


def _jumps(files: Mapping[str, bytes]) -> Iterator[Jump]:
    tree, _ = read(files.get("house.yaml", b"{}").decode("utf-8-sig", "replace"), "house.yaml")
    house = shape(tree, schema.House)[0] if tree else None
    for jump in house.jumps if house else ():
        yield Jump(jump.label, jump.dialog, jump.when or "", jump.kind == "call")


def _step(tree: Tree, dialog: schema.Dialog, key: str, step: schema.Step, following: str) -> Step:
    path: Path = ("steps", key)
    kind = kind_of(step) or Kind.SAY
    return Step(
        id=key,
        kind=kind,
        title=step.title or "",
        question=step.ask or "",
        condition=step.when or "",
        follows=following,
        does=(*_does(step.set, step.do), *(f"{name} = {value}" for name, value in step.with_.items())),
        said=tuple(_said(step)),
        ways=tuple(_ways(tree, path, step, kind, step.go or following)),
        called=step.call or "",
        ends=step.finish or "",
        neutral=step.neutral == "yes",
        asks=_asks(step),
        why=step.why or "",
        where=tree.span(path, key=True),
    )


def _asks(step: schema.Step) -> str:
    if step.several is not None:
        return "several"
    if step.number:
        return "number"
    if step.pick:
        return "place"
    return "one" if step.choices else ""


def _said(step: schema.Step) -> Iterator[Said]:
    for passage in step.say:
        for audience in Audience:
            if text := getattr(passage, audience.value):
                yield Said(audience, text, passage.when or "")


def _ways(tree: Tree, path: Path, step: schema.Step, kind: Kind, target: str) -> Iterator[Way]:
    """The ways on, as they are written: answers, ticks, branches, or the one way that there is."""
    here = tree.span(path, key=True)
    if kind is Kind.FINISH:
        return
    if kind is Kind.ROUTE:
        for number, branch in enumerate(step.route or ()):
            yield Way("", branch.when or "", (), branch.go, tree.span((*path, "route", number)))
        return
    for label, choice in (step.choices or {}).items():
        where = tree.span((*path, "choices", label), key=True)
        yield Way(label, choice.when or "", _does(choice.set, choice.do), choice.go or target, where)
    for label, option in (step.several or {}).items():
        where = tree.span((*path, "several", label), key=True)
        yield Way(label, option.when or "", _does(option.set, option.do), None, where)
    if step.choices is None:
        asked = f"{step.number or step.pick} = the answer" if step.number or step.pick else ""
        results = tuple(f"{mine} = its {theirs}" for mine, theirs in step.results.items())
        yield Way(step.none or "", "", (asked,) if asked else results, target, here)


def _does(sets: Mapping[str, str], do: list[str]) -> tuple[str, ...]:
    """Changes as short texts. "=other" is written as the expression that it is."""
    return (*(f"{name} = {value.removeprefix('=')}" for name, value in sets.items()), *(f"+ {name}" for name in do))


AUDIENCES = {Audience.STAFF: "to staff", Audience.ALOUD: "say", Audience.SHOWN: "show"}
"""The mark before each text in every picture."""


def leads(target: str) -> str:
    """A target in words."""
    return "back to the caller" if target == RETURN else target


def asked(step: Step) -> str:
    """What the step is, in a few words: the line under its heading."""
    if step.own:
        return "your own routine"
    if step.kind is Kind.FINISH:
        return f"ends: {step.ends}" + (", shows nothing of the subject" if step.neutral else "")
    if step.kind is Kind.CALL:
        return f"runs {step.called}, then goes on"
    if step.kind is Kind.ROUTE:
        return "decides by the facts" if len(step.ways) > 1 else "shows nothing, and goes on"
    return {"several": "tick what fits", "number": "a number", "place": "a municipality"}.get(step.asks, "")
