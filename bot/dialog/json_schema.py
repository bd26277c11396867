"""The author's shapes as JSON Schema, so that editors complete and explain keys while one writes.

One file for all: a guide is the schema itself, the other files are definitions in it (`#/$defs/House`, …). Begin a
file with `# yaml-language-server: $schema=../dialog.schema.json` to use it. The loader, not the schema, decides.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from bot.dialog import schema
from bot.dialog.assessment_schema import Assessment, Frame
from bot.dialog.case_schema import Case
from bot.dialog.cycle_schema import Cycles
from bot.dialog.directory_schema import AudiencesFile, NationalFile, OrganisationFile
from bot.dialog.flashcard import Deck
from bot.dialog.package import Shelf
from bot.dialog.phrase_schema import Phrase
from bot.dialog.routine_schema import RoutineFile

FILE = "dialog.schema.json"
MODELS: tuple[type[BaseModel], ...] = (
    schema.Dialog,
    schema.House,
    schema.FactsFile,
    schema.ActionsFile,
    schema.SourcesFile,
    schema.TermsFile,
    Phrase,
    Case,
    NationalFile,
    AudiencesFile,
    OrganisationFile,
    RoutineFile,
    Assessment,
    Frame,
    Deck,
    Shelf,
    Cycles,
)
MAY_BE_EMPTY = (("Step", "choices"), ("Step", "several"))
"""Mappings whose values may be left out: an answer that does nothing."""
NEEDS = {
    "choices": ["ask"],
    "several": ["ask"],
    "number": ["ask"],
    "pick": ["ask"],
    "none": ["several"],
    "with": ["call"],
    "results": ["call"],
    "neutral": ["finish"],
}
"""A key of a step → the keys that it means nothing without."""
HELP = {
    "Dialog": {
        "dialog": "The file's name without .yaml.",
        "title": "Heading of steps without one of their own.",
        "for": "Sectors it is written for.",
        "stage": "How deep in a conversation this is.",
        "entry": "yes: may be started at the door.",
        "private": "yes: only where the gate has been passed.",
        "telegram": "no: it is not shown in Telegram.",
        "reviewed": "Says nothing any more; who has signed stands in signatures.yaml.",
        "limits": "How long it may be (taps, words, seconds), and how much of it plans must reach (coverage, percent).",
        "parameters": "Own facts that the caller gives.",
        "facts": "Own facts; they start anew at each call.",
        "results": "Own facts that a caller may take home.",
        "steps": "In order; each falls through to the next.",
    },
    "RoutineFile": {
        "decided": "The day on which the organisation decided.",
        "review": "The day by which it is looked over anew.",
        "asking": "When and how units ask.",
        "steps": "Own screens; they add, and take nothing away.",
        "actions": "Own things to do; they stand last in an ending.",
    },
    "OwnStep": {
        "before": "The step of a guide that it stands before: guide.step.",
        "after": "The step of a guide that it stands after: guide.step.",
        "for": "Only in these sectors.",
        "when": "Only under this condition.",
        "say": "Texts: staff or aloud, and the same in other languages.",
        "do": "Actions of the library, or own ones.",
    },
    "Asking": {
        "units": "Ids of organisation.yaml; without it, all that no other entry names.",
        "cases": "When somebody is asked without signs.",
        "by": "Who asks.",
        "often": "How often.",
        "written": "Where the answer is written.",
    },
    "Step": {
        "title": "Its heading.",
        "say": "Texts, each with its audience: staff, aloud or shown.",
        "ask": "A question; goes with choices, several, number or pick.",
        "choices": "One answer of these: “Label: {set, do, go, when}”.",
        "several": "Tick what fits: “Label: {set, do, when}”.",
        "none": "An answer of its own to “several”: none of these.",
        "number": "A fact: the answer is a whole number in its range.",
        "pick": "A fact: the answer is a municipality.",
        "route": "The first line that holds decides where to go; nothing is shown.",
        "call": "Run another dialog, then go on.",
        "with": "Its parameters.",
        "results": "My fact: its result.",
        "finish": "The end; the id of the outcome.",
        "neutral": "yes: nothing about the subject is shown.",
        "set": "Facts that are set on arrival.",
        "do": "Actions that are added on arrival.",
        "when": "Otherwise the step is skipped.",
        "go": "Where to at the end of the step: a later step, or return.",
        "why": "One or two sentences for staff, opened on demand.",
        "sources": "Ids from sources.yaml.",
    },
}
"""What an editor shows beside a key; docs/format.md tells the whole."""


Also = Iterable[type[BaseModel]]
"""Forms of files that a room above this one reads."""


def is_fresh(file: Path, also: Also = ()) -> bool:
    """Whether a file is what would be written now."""
    return file.is_file() and file.read_text(encoding="utf-8") == as_text(also)


def as_text(also: Also = ()) -> str:
    """The file's content, the same for the same models."""
    return json.dumps(as_data(also), ensure_ascii=False, indent=2) + "\n"


def as_data(also: Also = ()) -> dict[str, Any]:
    """The schema as plain data."""
    _, whole = models_json_schema([(model, "validation") for model in (*MODELS, *also)], by_alias=True)
    definitions = {name: _tidied(part) for name, part in whole["$defs"].items()}
    for name, key in MAY_BE_EMPTY:
        values = definitions[name]["properties"][key]
        values["additionalProperties"] = {"anyOf": [values["additionalProperties"], {"type": "null"}]}
    definitions["Step"]["dependentRequired"] = NEEDS
    for name, told in HELP.items():
        for key, words in told.items():
            definitions[name]["properties"][key]["description"] = words
    guide = definitions.pop("Dialog")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Frågestöd: a dialog",
        **guide,
        "$defs": definitions,
    }


def _tidied(part: Any, *, names: bool = False) -> Any:
    """Without what pydantic makes of Python: titles, docstrings, defaults, null for “left out”.

    names: these are authors' own keys.

    A text that is written as a number (0..7 is not, 3 and 2026 are) is a number to an editor and a text to the loader.
    """
    if isinstance(part, list):
        return [_tidied(item) for item in part]
    if not isinstance(part, dict):
        return part
    if not names and part.get("anyOf") and {"type": "null"} in part["anyOf"]:
        left = [item for item in part["anyOf"] if item != {"type": "null"}]
        return _tidied(left[0] if len(left) == 1 else {"anyOf": left})
    tidy = {
        key: _tidied(value, names=key in ("properties", "$defs", "patternProperties"))
        for key, value in part.items()
        if names or key not in ("title", "default", "description")
    }
    if not names and "patternProperties" in tidy:
        tidy["additionalProperties"] = False
    if not names and tidy.get("type") == "string" and "enum" not in tidy and "const" not in tidy and _fits_number(tidy):
        tidy["type"] = ["string", "number"]
    return tidy


def _fits_number(part: dict[str, Any]) -> bool:
    pattern = part.get("pattern")
    return pattern is None or re.search(pattern, "2026") is not None
