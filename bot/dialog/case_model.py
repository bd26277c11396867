"""A compiled practice case: the program that the engine runs, and what its nodes say.

The engine knows no points and no feelings; it walks `program`. What a node shows, and what an answer is worth, stand
here, under the same numbers: `Scene.node` asks, its edge `n` is `Scene.lines[n]`, which leads to `Line.node`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from bot.conditions.core import Condition
from bot.conditions.evaluate import Test
from bot.dialog import case_schema
from bot.dialog.model import Program
from bot.problem import Span


@dataclass(frozen=True, slots=True)
class Beat:
    """What is seen (spoken: no) or heard. when: None for always."""

    text: str
    spoken: bool
    when: Test | None
    condition: Condition | None
    where: Span


@dataclass(frozen=True, slots=True)
class Line:
    """A line, compiled. text: what is said or done. spoken: it is said. node: of its consequence. better: itself, or
    the line that would have been better."""

    id: str
    text: str
    spoken: bool
    node: int
    then: tuple[Beat, ...]
    better: str
    data: case_schema.Line
    where: Span

    @property
    def is_right(self) -> bool:
        """Whether the live guides say it."""
        return bool(self.data.guides)


@dataclass(frozen=True, slots=True)
class Scene:
    """A decision, compiled. node: where it is asked."""

    id: str
    node: int
    beats: tuple[Beat, ...]
    lines: tuple[Line, ...]
    data: case_schema.Scene
    where: Span

    def line(self, name: str) -> Line:
        """The line with this id."""
        return next(line for line in self.lines if line.id == name)


@dataclass(frozen=True, slots=True)
class Ending:
    """An ending, compiled."""

    id: str
    node: int
    beats: tuple[Beat, ...]
    data: case_schema.Ending
    where: Span


@dataclass(frozen=True)
class Case:
    """One case. program: its own, with one entry. context: the gettext context of its texts, without the scene."""

    id: str
    data: case_schema.Case
    program: Program
    scenes: tuple[Scene, ...]
    endings: tuple[Ending, ...]
    where: Span

    @cached_property
    def scene_at(self) -> Mapping[int, Scene]:
        """Node → the scene that asks there."""
        return {scene.node: scene for scene in self.scenes}

    @cached_property
    def ending_at(self) -> Mapping[int, Ending]:
        """Node → the ending there."""
        return {ending.node: ending for ending in self.endings}

    @property
    def skills(self) -> tuple[case_schema.Skill, ...]:
        """What it trains, in the order of a talk."""
        trained = {scene.data.skill for scene in self.scenes}
        return tuple(skill for skill in SKILLS if skill in trained)

    @property
    def context(self) -> str:
        """The gettext context of what stands outside the scenes."""
        return context(self.id)


SKILLS: tuple[case_schema.Skill, ...] = ("prepare", "open", "ask", "respond", "danger", "children", "door", "record")
PREFIX = "practice-"
"""How the gettext context of a case's texts begins."""


def context(case: str, part: str = "case") -> str:
    """The gettext context of a part of a case: a scene, an ending, or the case itself."""
    return f"{PREFIX}{case}.{part}"
