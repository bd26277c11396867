"""Tree + schema → model, with each pydantic fault turned into a Problem that has a place and a hint."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import takewhile
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from bot.dialog import assessment_schema, case_schema, directory_schema, package, schema
from bot.dialog.tree import Path, Plain, Tree, read
from bot.problem import Problem, nearest

Model = TypeVar("Model", bound=BaseModel)
MAPPING = "write a mapping: {{key: value}} or indented “key: value” lines"
WANTED = {
    "string_type": "write a text",
    "literal_error": "write one of the words that docs/format.md lists",
    "list_type": "write a list: [a, b] or lines that begin with “- ”",
    "dict_type": MAPPING,
    "model_type": MAPPING,
    "int_parsing": "write a whole number",
    "date_from_datetime_parsing": "write a day: YYYY-MM-DD",
    "greater_than_equal": "write at least {ge}",
    "less_than_equal": "write at most {le}",
}
"""pydantic's kind of fault → what to do."""
OF_TYPE = ("string_type", "literal_error", "list_type", "dict_type", "model_type")
OF_FORM = ("string_pattern_mismatch", "string_too_short", "string_too_long")
FORMS = {
    schema.STEP_ID: "small letters a–z, digits and hyphens, beginning with a letter",
    schema.FACT_ID: "small letters a–z, digits and underscores, beginning with a letter",
    schema.DAY: "a date: YYYY-MM-DD",
    schema.ADDRESS: "an address that begins with https://",
    schema.ROW: "a row of the decision table, like D40",
    schema.FINGERPRINT: "a fingerprint as fragestod sign writes it, 64 digits 0–9 and a–f",
    schema.LINE_MARK: "a step and 12 digits 0–9 and a–f, as fragestod read writes it, like ask.fear/0123456789ab",
    schema.LANGUAGE: "the code of a language, like en",
    schema.STEP: "a guide and a step of it, like respond.yes-told",
    schema.DIALOG_OR_STEP: "a guide, or a guide and a step of it, like respond.yes-told",
    schema.STEP_TIMES: "a guide and a step of it, like danger.neck; before it, if more than once, 2 to 9",
    schema.ANY_FACT: "a shared fact, or a guide and a fact of its own, like ask.first",
    schema.DIALOG_FACT: "a guide and a fact of its own, like ask.first",
    schema.RULE_ID: "a capital letter, two or three digits, and a small letter if need be, like D40a",
    schema.CLAUSE: "a capital letter and two or three digits, like D40",
    schema.CHECK: "the code of a problem, like T001, or a test, like tests/check/test_gate.py::test_…",
    schema.PAGE: "the name of a page of docs/, like papers.md",
    directory_schema.MUNICIPALITY: 'the four digits of a municipality, in quotes, like "0180"',
    directory_schema.REGION: 'the two digits of a region, in quotes, like "01"',
    directory_schema.UNIT: 'the number of a unit, in quotes, like "1"',
    directory_schema.TONGUE: "the code of a language, like ar, or others",
    assessment_schema.KEY: "a capital letter and one or two digits, like A1",
    package.MARK: "eight digits 0–9 and a–f, as the check tells them",
    case_schema.TRUST: "+1 to +3, or -1 to -3",
}
COMMA = "put the text before it in quotes: '…'; between { and } a comma begins a new key"
NOTHING = ("nothing stands here", "write something or remove the key")
MAX_TURNS = 4
"""How often what does not fit is left out before the file is given up."""


def open_file(
    files: Mapping[str, bytes], name: str, model: type[Model]
) -> tuple[tuple[Tree, Model] | None, list[Problem]]:
    """A file of a release, as written and as validated, and its faults. None: there is no such file, or it has one."""
    content = files.get(name)
    if content is None:
        return None, []
    tree, problems = read(content.decode("utf-8-sig", "replace"), name)
    found, faults = shape(tree, model) if tree else (None, [])
    return (tree, found) if tree and found else None, [*problems, *faults]


def open_record(
    files: Mapping[str, bytes], name: str, model: type[Model], place: str
) -> tuple[tuple[Tree, Model] | None, list[Problem]]:
    """A record that is kept beside content, as written and as validated, and the faults of its form; that it cannot be
    read at all is told by who loads the folder. place: what it is called in problems."""
    content = files.get(name)
    tree, _ = read(content.decode("utf-8-sig", "replace"), place) if content is not None else (None, [])
    found, problems = shape(tree, model) if tree else (None, [])
    return (tree, found) if tree and found else None, problems


def shape(tree: Tree, model: type[Model]) -> tuple[Model | None, list[Problem]]:
    """Validate one file. Returns the model (None when there is a fault) and all faults."""
    found, problems = fitting(tree, model)
    return (None if problems else found), problems


def fitting(tree: Tree, model: type[Model]) -> tuple[Model | None, list[Problem]]:
    """Validate one file. Returns the model of what fits, and all faults.

    The rest can so be judged in the same run, but a model with faults is never fit for use. None: nothing fits.
    """
    data = tree.data
    problems: list[Problem] = []
    for _ in range(MAX_TURNS):
        try:
            return model.model_validate(data), problems
        except ValidationError as error:
            faults = error.errors(include_url=False)
        if not problems:
            problems = [_problem(tree, model, fault) for fault in _without_other_branches(tree, faults)]
        paths = {_misfit(tree, fault) for fault in faults}
        if () in paths:
            break
        data = _without(data, paths)
    return None, problems


def empties(tree: Tree, faults: Iterable[Problem] = ()) -> Iterator[Problem]:
    """Keys with nothing after them, which would pass for keys left out: “when:” for “always”. An answer may do nothing.

    `faults`: of the same file; a key that is told as unknown is not told again.
    """
    told = {fault.where for fault in faults if fault.code == "S001"}
    waiting: list[Path] = [()] if tree.has_empty else []
    while waiting:
        path = waiting.pop()
        value = tree.at(path)
        if value is None and path[-2:-1] not in (("choices",), ("several",)) and tree.span(path, key=True) not in told:
            yield Problem("S007", tree.span(path), *NOTHING)
        if isinstance(value, dict | list):
            waiting += [(*path, part) for part in (value if isinstance(value, dict) else range(len(value)))]


def _misfit(tree: Tree, fault: Any) -> Path:
    """What must go so that the fault goes: the value, or what lacks one. A list goes whole, so that no place shifts."""
    path = tree.known(fault["loc"])
    return tuple(takewhile(lambda part: isinstance(part, str), path))


def _without(data: Plain, paths: Collection[Path], here: Path = ()) -> Plain:
    """A copy without the values at the paths."""
    if isinstance(data, dict):
        return {key: _without(value, paths, (*here, key)) for key, value in data.items() if (*here, key) not in paths}
    return data


def _without_other_branches(tree: Tree, faults: list[Any]) -> list[Any]:
    """Where a value may be one thing or another, pydantic tells why it is neither; one reason is enough.

    What is wrong inside the value tells most; else the first thing that it might have been.
    """
    places = [(tree.known(fault["loc"]), fault) for fault in faults]
    inside = {path[:length] for path, _ in places for length in range(len(path))}
    seen = {path for path, fault in places if fault["type"] in OF_FORM}
    told: list[Any] = []
    for path, fault in places:
        if fault["type"] in OF_TYPE:
            if path in inside or path in seen:
                continue
            seen.add(path)
        told.append(fault)
    return told


def _problem(tree: Tree, model: type[BaseModel], fault: Any) -> Problem:
    path = tree.known(fault["loc"])  # without union tags and “[key]”
    name = str(fault["loc"][-1]) if fault["loc"] else ""
    kind, where = fault["type"], tree.span(path, key="[key]" in fault["loc"])
    if kind == "extra_forbidden":
        hint = nearest(name, _keys(model, fault["loc"][:-1]))
        if fault["input"] is None and not hint.startswith("did"):
            hint = COMMA
        return Problem("S001", tree.span(path, key=True), f"“{name}” is not a key here", hint)
    if kind == "missing":
        return Problem("S002", where, f"“{name}” is missing", f"add a line “{name}: …”")
    if kind == "literal_error" and isinstance(fault["input"], str):
        return Problem("S004", where, f"“{fault['input']}” is not possible here", f"use {fault['ctx']['expected']}")
    if kind == "string_too_long":
        what = f"the text has {len(fault['input'])} characters, {fault['ctx']['max_length']} fit"
        return Problem("S006", where, what, "shorten it or make it two")
    if kind in ("string_too_short", "too_short") or (fault["input"] is None and kind in OF_TYPE):
        return Problem("S007", where, *NOTHING)
    if kind == "string_pattern_mismatch":
        form = FORMS.get(fault["ctx"]["pattern"], f"the form {fault['ctx']['pattern']}")
        return Problem("S008", where, f"“{fault['input']}” has the wrong form", f"use {form}")
    return Problem(
        "S003",
        where,
        f"{_found(fault['input'])} does not fit here",
        WANTED.get(kind, "see docs/format.md").format_map(fault.get("ctx", {})),
    )


def _keys(model: type[BaseModel], location: tuple[str | int, ...]) -> list[str]:
    """The keys that a schema allows at a location."""
    current: Any = model
    for part in location:
        fields = getattr(current, "model_fields", None)
        if fields is None:
            break
        by_key = {field.alias or key: field for key, field in fields.items()}
        if part in by_key:
            current = _inner(by_key[str(part)].annotation)
    fields = getattr(current, "model_fields", {})
    return [field.alias or key for key, field in fields.items()]


def _inner(annotation: Any) -> Any:
    """The model inside list[...], dict[..., ...], Annotated[...] or a union."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for part in reversed(getattr(annotation, "__args__", ())):
        found = _inner(part)
        if found is not None:
            return found
    return None


def _found(value: object) -> str:
    kinds = {dict: "a mapping", list: "a list", type(None): "nothing"}
    return kinds.get(type(value), f"“{value}”")
