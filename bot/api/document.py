"""The OpenAPI 3.1 document, made from the table of operations and the models that read and write. Pure.

OpenAPI 3.1 takes JSON Schema 2020-12 as it is, so that the schema of reports stands in it as files have it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, TypeAdapter
from pydantic.json_schema import JsonSchemaMode, models_json_schema

from bot import __version__
from bot.api.faults import PAGE, TYPE, Fault
from bot.api.models import Problem, Query, QuestionCode, Worded
from bot.api.operations import JSON, OPERATIONS, Operation
from bot.publish.report.as_json import SCHEMA

HOME = "#/components/schemas/"
ALWAYS = (Fault.FIELDS, Fault.NOT_VALID, Fault.TYPE, Fault.WAIT, Fault.AWAY)
"""What every operation may refuse with."""
ABOUT = """\
Released figures of how often the tool was used, for programs. Read-only. Every figure carries its ± (half of a 95 %
interval), or the reason why it is withheld; figures count uses of the tool, never people.

Every operation but this description needs a token: `Authorization: Bearer fragestod_…`. A coordinator makes it on the
page /samordning/konto/nycklar. HEAD and OPTIONS work everywhere. Send the `ETag` of an answer back in `If-None-Match`:
as long as nothing was released the answer is 304 and has no body."""
WORDS: Mapping[str, str] = {
    "ETag": "Another one as soon as the answer may be another.",
    "Cache-Control": "private, no-cache: keep it, and ask whether it is still fresh.",
    "Retry-After": "Seconds to wait.",
    "WWW-Authenticate": "That a token is needed, and whether the one sent did not work.",
    "Content-Language": "Language of the words.",
}


def document() -> dict[str, Any]:
    """The document as plain data."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Frågestöd: released figures",
            "version": __version__,
            "description": ABOUT,
            "license": {"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
        },
        "servers": [{"url": "/"}],
        "security": [{"token": []}],
        "paths": {each.address: {"get": _operation(each)} for each in OPERATIONS} | _files(),
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer", "bearerFormat": "fragestod_…"}},
            "schemas": _schemas(),
        },
    }


def _operation(operation: Operation) -> dict[str, Any]:
    found: dict[str, Any] = {
        "operationId": operation.name,
        "summary": operation.told,
        "description": operation.more,
        "parameters": [*_places(operation), *_fields(operation.query), *_headers(operation)],
        "responses": {"200": _answer(operation), "304": {"description": "What the program has is still fresh."}},
    }
    for fault in (*ALWAYS, *operation.refuses):
        found["responses"][str(fault.status)] = _refusal(fault)
    return found


def _answer(operation: Operation) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "string"}
    if operation.kind == JSON:
        schema = {"$ref": HOME + (operation.gives.__name__ if operation.gives else "Report")}
    headers = ("ETag", "Cache-Control", *(("Content-Language",) if issubclass(operation.query, Worded) else ()))
    return {
        "description": operation.told,
        "headers": {name: _header(name) for name in headers},
        "content": {operation.kind.partition(";")[0]: {"schema": schema}},
    }


def _refusal(fault: Fault) -> dict[str, Any]:
    found: dict[str, Any] = {"description": fault.value[1]}
    extra = {401: ("WWW-Authenticate",), 429: ("Retry-After",), 503: ("Retry-After",)}.get(fault.status, ())
    if extra:
        found["headers"] = {name: _header(name) for name in extra}
    return found | {"content": {TYPE: {"schema": {"$ref": HOME + Problem.__name__}}}}


def _header(name: str) -> dict[str, Any]:
    schema = {"type": "integer", "minimum": 1} if name == "Retry-After" else {"type": "string"}
    return {"description": WORDS[name], "required": True, "schema": schema}


def _places(operation: Operation) -> list[dict[str, Any]]:
    """What stands in the path: a question's code is all there is."""
    schema = TypeAdapter(QuestionCode).json_schema()
    told = {"in": "path", "required": True, "description": "A question by its code.", "schema": schema}
    return [{"name": name, **told} for name in re.findall(r"{([a-z]+)}", operation.path)]


def _fields(model: type[Query]) -> list[dict[str, Any]]:
    """The fields of an address, each with its own schema."""
    whole = model.model_json_schema(by_alias=True)
    return [
        {
            "name": name,
            "in": "query",
            "required": False,
            "description": field.get("description", ""),
            "schema": _plain(field, whole.get("$defs", {})),
        }
        for name, field in whole.get("properties", {}).items()
    ]


def _plain(field: Mapping[str, Any], shared: Mapping[str, Any]) -> dict[str, Any]:
    """A field's schema without what belongs to a body: null for “not there”, a title, references."""
    kept = {key: value for key, value in field.items() if key not in ("title", "description", "anyOf", "$ref")}
    if kept.get("default", "") is None:
        del kept["default"]
    for each in field.get("anyOf", [field] if "$ref" in field else []):
        if each.get("type") != "null":
            known = shared[each["$ref"].rpartition("/")[2]] if "$ref" in each else each
            kept |= {key: value for key, value in known.items() if key not in ("title", "description")}
    return kept


def _headers(operation: Operation) -> list[dict[str, Any]]:
    if not issubclass(operation.query, Worded):
        return []
    told = "Languages by preference, where `language` is not given."
    return [{"name": "Accept-Language", "in": "header", "required": False, "description": told,
             "schema": {"type": "string", "examples": ["en, sv;q=0.5"]}}]  # fmt: skip


def _schemas() -> dict[str, Any]:
    given: list[type[BaseModel]] = [*(each.gives for each in OPERATIONS if each.gives), Problem]
    models: list[tuple[type[BaseModel], JsonSchemaMode]] = [(model, "serialization") for model in given]
    _, whole = models_json_schema(models, ref_template=HOME + "{model}")
    report = json.loads(SCHEMA.read_text(encoding="utf-8").replace('"#/$defs/', f'"{HOME}Report-'))
    parts = report.pop("$defs")
    del report["$schema"]
    return {**whole["$defs"], "Report": report, **{f"Report-{name}": part for name, part in parts.items()}}


def _files() -> dict[str, Any]:
    """What needs no token."""
    found = {}
    for name, address, told, kind in (
        ("openapi", f"{PAGE}/openapi.json", "This description", "application/json"),
        ("schema", f"{PAGE}/schema", "The schema of the answer to one question", "application/schema+json"),
        ("page", PAGE, "This description, to read", "text/html"),
    ):
        schema = {"type": "string"} if kind == "text/html" else {"type": "object"}
        told_headers = {each: _header(each) for each in ("ETag", "Cache-Control")}
        found[address] = {
            "get": {
                "operationId": name,
                "summary": told,
                "description": "Needs no token.",
                "security": [],
                "responses": {
                    "200": {"description": told, "headers": told_headers, "content": {kind: {"schema": schema}}},
                    "304": {"description": "What the program has is still fresh."},
                    str(Fault.TYPE.status): _refusal(Fault.TYPE),
                },
            }
        }
    return found
