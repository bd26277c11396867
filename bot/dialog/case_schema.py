"""What a practice case may say: dialogs/practice/<name>.yaml. Shapes only; `cases` settles what the names mean.

A case is a scripted patient. The one who practises chooses what to say or do, and sees what it does. Rules of the form:
docs/practice.md.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from bot.dialog.schema import ROW, STEP, Condition, FactName, FactValues, Label, Name, Sector, Shape, Text, YesNo

FOLDER = "practice/"
Skill = Literal["prepare", "open", "ask", "respond", "danger", "children", "door", "record"]
"""What is trained, in the order of a talk."""
Gate = Literal["alone", "interpreter", "partner", "limits", "child", "danger", "secrecy", "protected"]
"""What must never be missed: alone before asking; nobody's relative interprets; no contact with the partner; limits
told before the question; a report when a child may be harmed; act on danger; no promise of secrecy; protected data
stay so. Missing one outweighs all points, as in decision tests by key features (Farmer & Page 2005)."""
Behind = Literal["violence", "none", "ended", "uses"]
"""What the patient lives with: violence now, none at all (a false alarm), earlier, or own use of it."""
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
TRUST = r"^[+-][1-3]$"
Trust = Annotated[str, StringConstraints(pattern=TRUST)]


class Beat(Shape):
    """One thing that is seen, or heard from the patient or somebody else: exactly one of tells and says."""

    tells: Text | None = None
    says: Text | None = None
    when: Condition | None = None


class Line(Shape):
    """What can be said or done in a scene, and what comes of it.

    guides: where the live guides say it, as `dialog.step` or `action.id`; a line with it is right.
    earns, repairs: key features. misses: gates. harm: it hurts, which costs half a point. style: how it is said, 0–2.
    then: what it leads to; felt: what the patient felt; why: what makes it good or not; instead: the better line,
    else the scene's first right one.
    """

    say: Words | None = None
    do: Words | None = None
    guides: list[Annotated[str, StringConstraints(pattern=STEP)]] = Field(default_factory=list)
    trust: Trust | None = None
    set: dict[FactName, str] = Field(default_factory=dict)
    earns: list[Name] = Field(default_factory=list)
    repairs: list[Name] = Field(default_factory=list)
    misses: list[Gate] = Field(default_factory=list)
    harm: YesNo = "no"
    style: Annotated[int, Field(ge=0, le=2)] = 0
    then: Annotated[list[Beat], Field(min_length=1)]
    felt: Text
    why: Text
    instead: Name | None = None
    go: Name | None = None


class Scene(Shape):
    """One decision. rows: the clauses that it practises. sources: what its explanations rest on."""

    skill: Skill
    when: Condition | None = None
    scene: Annotated[list[Beat], Field(min_length=1)]
    lines: Annotated[dict[Name, Line], Field(min_length=2, max_length=6)]
    rows: list[Annotated[str, StringConstraints(pattern=ROW)]] = Field(default_factory=list)
    sources: list[Name] = Field(default_factory=list)


class Ending(Shape):
    """How it can end: the first whose condition holds. next: what would come now, in a real talk."""

    title: Label
    when: Condition | None = None
    scene: Annotated[list[Beat], Field(min_length=1)]
    next: Text


class Case(Shape):
    """One file. patient: the name before what is heard. note: what may be hard to read in it.

    features: the critical steps, each in words to who took it. Safety steps are no features; they are gates.
    trust: how much the patient trusts the staff at the start, 0 to 5. live: the guide to open afterwards.
    tutorial: it teaches the page only; it may be short, and is not judged for guessing.
    """

    case: Name
    title: Label
    sector: Sector
    place: Label
    patient: Label
    behind: Behind
    minutes: Annotated[int, Field(ge=1, le=60)]
    order: Annotated[int, Field(ge=0, le=999)]
    tutorial: YesNo = "no"
    note: Text
    vignette: Annotated[list[Text], Field(min_length=1)]
    trust: Annotated[int, Field(ge=0, le=5)] = 2
    facts: dict[FactName, FactValues] = Field(default_factory=dict)
    features: Annotated[dict[Name, Text], Field(min_length=1, max_length=7)]
    scenes: Annotated[dict[Name, Scene], Field(min_length=1, max_length=20)]
    endings: Annotated[dict[Name, Ending], Field(min_length=1)]
    lessons: Annotated[list[Text], Field(min_length=1, max_length=4)]
    live: Name
