"""What a round was worth: gates, key features, style, repair. A profile by skill, never one grade.

  gate      a safety step; one that was missed outweighs all points
  feature   a critical step, one point. Decision tests by key features are more reliable than points for thoroughness
            (Farmer & Page, Med Educ 2005)
  repair    a feature that was missed and mended within `REPAIR` decisions: half a point
  harm      a line that hurts: half a point less. Questions too many cost nothing
  style     0 to 2 a line: plain word, pace, no blame, silence allowed. Shown, never added to the rest

Points are counted in halves, so that all numbers are whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.dialog.case_model import SKILLS, Case, Line, Scene
from bot.dialog.case_schema import Gate, Skill
from bot.practice.path import Choice

WHOLE, HALF = 2, 1
"""A point and half a point, in halves."""
REPAIR = 2
"""Decisions within which a mistake can be mended."""
PASS = 80
"""Percent of the key features that is mastery, when no gate was missed. A proposal; no expert panel has set it."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How it stands after some decisions. points: in halves. open: missed features and how many decisions are left to
    mend each."""

    points: int = 0
    open: tuple[tuple[str, int], ...] = ()

    def after(self, scene: Scene, line: Line) -> Tally:
        """How it stands after one more."""
        data = line.data
        left = {name: turns - 1 for name, turns in self.open}
        mended = [name for name in data.repairs if name in left]
        points = self.points + WHOLE * len(data.earns) + HALF * len(mended) - (HALF if data.harm == "yes" else 0)
        missed = dict.fromkeys(offered(scene) - set(data.earns), REPAIR)
        still = {name: turns for name, turns in left.items() if turns > 0 and name not in mended}
        return Tally(points, tuple(sorted({**still, **missed}.items())))


@dataclass(frozen=True, slots=True)
class SkillScore:
    """Decisions of one skill that were met, and how many of them were taken as the guides would."""

    skill: Skill
    right: int
    met: int


@dataclass(frozen=True, slots=True)
class Score:
    """A finished round.

    points, most: key features with repair and harm, in halves; points is never below 0. missed: gates, each once, in
    the order they were missed. earned, mended: features. style, style_most: sums over all decisions.
    """

    points: int
    most: int
    missed: tuple[Gate, ...]
    earned: tuple[str, ...]
    mended: tuple[str, ...]
    style: int
    style_most: int
    skills: tuple[SkillScore, ...]

    @property
    def percent(self) -> int:
        """Share of the key features, rounded down: 79.9 has not reached 80."""
        return 100 * self.points // self.most

    @property
    def is_passed(self) -> bool:
        """Whether no gate was missed and enough features were shown."""
        return not self.missed and self.percent >= PASS


def offered(scene: Scene) -> frozenset[str]:
    """The features that can be earned in a scene."""
    return frozenset(name for line in scene.lines for name in line.data.earns)


def score(case: Case, path: Sequence[Choice]) -> Score:
    """The score of a round."""
    tally, mended = Tally(), []
    for choice in path:
        waiting = dict(tally.open)
        mended += [name for name in choice.line.data.repairs if name in waiting]
        tally = tally.after(choice.scene, choice.line)
    earned = tuple(name for choice in path for name in choice.line.data.earns)
    return Score(
        points=max(tally.points, 0),
        most=most(case),
        missed=tuple(dict.fromkeys(gate for choice in path for gate in choice.line.data.misses)),
        earned=earned,
        mended=tuple(mended),
        style=sum(choice.line.data.style for choice in path),
        style_most=sum(max(line.data.style for line in choice.scene.lines) for choice in path),
        skills=tuple(_skills(path)),
    )


def most(case: Case) -> int:
    """The most points of a case, in halves."""
    return WHOLE * len(case.data.features)


def _skills(path: Sequence[Choice]) -> Iterable[SkillScore]:
    for skill in SKILLS:
        met = [choice.line.is_right for choice in path if choice.scene.data.skill == skill]
        if met:
            yield SkillScore(skill, sum(met), len(met))
