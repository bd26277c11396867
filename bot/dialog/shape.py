"""Tree + schema → model, with each pydantic fault turned into a Problem that has a place and a hint."""

from __future__ import annotations

from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from bot.dialog.tree import Tree
from bot.problem import Problem, nearest

Model = TypeVar("Model", bound=BaseModel)


def shape(tree: Tree, model: type[Model]) -> tuple[Model | None, list[Problem]]:
    """Validate one file. Returns the model (None when a fault hinders it) and all faults."""
    try:
        return model.model_validate(tree.data), []
    except ValidationError as error:
        return None, [_problem(tree, model, fault) for fault in error.errors(include_url=False)]


def _problem(tree: Tree, model: type[BaseModel], fault: Any) -> Problem:
    path = tree.known(fault["loc"])  # without union tags and “[key]”
    name = str(fault["loc"][-1]) if fault["loc"] else ""
    kind = fault["type"]
    if kind == "extra_forbidden":
        hint = nearest(name, _keys(model, fault["loc"][:-1]))
        return Problem("S001", tree.span(path, key=True), f"“{name}” is not a key here", hint)
    if kind == "missing":
        return Problem("S002", tree.span(path), f"“{name}” is missing", f"add a line “{name}: …”")
    if kind in ("literal_error", "enum"):
        return Problem("S004", tree.span(path), f"“{fault['input']}” is not possible here", f"use {fault['ctx']['expected']}")
    if kind == "string_too_long":
        return Problem("S006", tree.span(path), f"the text has {len(fault['input'])} characters, {fault['ctx']['max_length']} fit", "shorten it or make it two")
    if kind in ("string_too_short", "too_short"):
        return Problem("S007", tree.span(path), "nothing stands here", "write something or remove the key")
    if kind == "string_pattern_mismatch":
        form = "small letters a–z, digits and hyphens (facts: underscores)"
        if "D" in fault["ctx"]["pattern"] or "d{4}" in fault["ctx"]["pattern"] or "http" in fault["ctx"]["pattern"]:
            form = f"the form {fault['ctx']['pattern']}"
        return Problem("S008", tree.span(path, key="[key]" in fault["loc"]), f"“{fault['input']}” has the wrong form", f"use {form}")
    return Problem("S003", tree.span(path), _wrong_type(kind, fault), _wanted(kind))


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


def _wrong_type(kind: str, fault: Any) -> str:
    found = {dict: "a mapping", list: "a list", str: f"“{fault['input']}”", type(None): "nothing"}.get(type(fault["input"]), "this")
    return f"{found} does not fit here"


def _wanted(kind: str) -> str:
    wanted = {
        "string_type": "write a text",
        "list_type": "write a list: [a, b] or lines that begin with “- ”",
        "dict_type": "write a mapping: {key: value} or indented “key: value” lines",
        "model_type": "write a mapping: {key: value} or indented “key: value” lines",
        "int_parsing": "write a whole number",
        "greater_than_equal": "write a larger number",
        "less_than_equal": "write a smaller number",
    }
    return wanted.get(kind, "see docs/format.md")
