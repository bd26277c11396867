"""A dialog with an organisation's own steps drawn where they stand: as `bot.dialog.weave` puts them, by name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from bot.dialog.model import Audience, Kind
from bot.dialog.routine_schema import ROUTINE, OwnStep, RoutineFile
from bot.dialog.shape import open_file
from bot.dialog.tree import Tree
from bot.draw.outline import Outline, Said, Step, Way, outlines


def layered(files: Mapping[str, bytes]) -> dict[str, Outline]:
    """As `outlines`, with the steps of the routine among the files, when there is one that can be read."""
    found = outlines(files)
    opened, _ = open_file(files, ROUTINE, RoutineFile)
    return {name: with_own(each, *opened) for name, each in found.items()} if opened else found


def with_own(outline: Outline, tree: Tree, routine: RoutineFile) -> Outline:
    """The outline with the steps of a routine that stand in this dialog."""
    mine: dict[tuple[str, str], list[Step]] = {}
    for key, step in routine.steps.items():
        way, place = ("after", step.after) if step.after is not None else ("before", step.before or "")
        dialog, _, anchor = place.partition(".")
        if dialog == outline.id:
            mine.setdefault((way, anchor), []).append(_own(tree, key, step))
    if not mine:
        return outline
    entrance = {anchor: steps[0].id for (way, anchor), steps in mine.items() if way == "before"}
    return replace(outline, steps=tuple(step for each in outline.steps for step in _around(each, mine, entrance)))


def _around(step: Step, mine: Mapping[tuple[str, str], list[Step]], entrance: Mapping[str, str]) -> Iterator[Step]:
    """A step with what stands before and after it."""
    yield from _chain(mine.get(("before", step.id), []), step.id, "", step.condition)
    behind = mine.get(("after", step.id), [])
    first: dict[str, str] = {}
    chains: list[Step] = []
    for number, target in enumerate(dict.fromkeys(way.target for way in step.ways if way.target) if behind else ()):
        part = f"-{number + 1}" if number else ""
        first[target] = behind[0].id + part
        chains += _chain(behind, entrance.get(target, target), part, "")
    ways = tuple(
        replace(way, target=first.get(way.target, entrance.get(way.target, way.target)) if way.target else None)
        for way in step.ways
    )
    yield replace(step, ways=ways, follows=entrance.get(step.follows, step.follows))
    yield from chains


def _chain(steps: list[Step], target: str, part: str, only: str) -> list[Step]:
    found = []
    for place, step in enumerate(steps):
        follows = target if place == len(steps) - 1 else steps[place + 1].id + part
        condition = " and ".join(filter(None, (only, step.condition)))
        ways = tuple(replace(way, target=follows) for way in step.ways)
        found.append(replace(step, id=step.id + part, follows=follows, condition=condition, ways=ways))
    return found


def _own(tree: Tree, key: str, step: OwnStep) -> Step:
    where = tree.span(("steps", key), key=True)
    sectors = f"sector in {{{', '.join(step.for_)}}}" if step.for_ else ""
    said = [
        Said(Audience.STAFF if text.staff else Audience.ALOUD, text.staff or text.aloud or "", "") for text in step.say
    ]
    return Step(
        id=key,
        kind=Kind.SAY,
        title=step.title,
        question="",
        condition=" and ".join(filter(None, (sectors, step.when))),
        follows="",
        does=tuple(f"+ {name}" for name in step.do),
        said=tuple(said),
        ways=(Way("", "", (), "", where),),
        called="",
        ends="",
        neutral=False,
        asks="",
        why="",
        where=where,
        own=True,
    )
