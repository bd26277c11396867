"""The OpenAPI document as a page to read, without script, and as Markdown for docs/api-reference.md. Pure."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.api.faults import Fault
from bot.draw.palette import palette

FOLDER = Path(__file__).parent
_STYLE = palette() + (FOLDER / "templates/reference.css").read_text(encoding="utf-8")
POLICY = (
    f"default-src 'none'; style-src 'sha256-{b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()}'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""The style stands in the page and is known by its hash; nothing else may be loaded."""


def as_html(document: Mapping[str, Any]) -> bytes:
    """The page."""
    made = Environment(
        loader=FileSystemLoader(FOLDER / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    page = made.get_template("reference.html")
    return page.render(
        style=_STYLE, about=_paragraphs(document), document=document, limits=limits, faults=tuple(Fault)
    ).encode()


def as_markdown(document: Mapping[str, Any]) -> str:
    """The same for the docs."""
    return "\n".join(_markdown(document)) + "\n"


def _markdown(document: Mapping[str, Any]) -> Iterator[str]:
    yield f"# {document['info']['title']}\n"
    yield "Made by `fragestod api reference`; [api](api.md) tells how to begin.\n"
    yield from (f"{text}\n" for text in _paragraphs(document))
    for address, methods in document["paths"].items():
        told = methods["get"]
        yield f"## {told['summary']}\n\n`GET {address}`\n\n{told['description']}\n"
        if told.get("parameters"):
            yield "| Field | In | Values | Meaning |\n| --- | --- | --- | --- |"
            for field in told["parameters"]:
                values = limits(field["schema"]).replace("|", "\\|")
                yield f"| `{field['name']}` | {field['in']} | {values} | {field['description']} |"
            yield ""
        yield "| Answer | Meaning | Form |\n| --- | --- | --- |"
        for status, answer in told["responses"].items():
            yield f"| {status} | {answer['description']} | {', '.join(answer.get('content', {}))} |"
        yield ""


def _paragraphs(document: Mapping[str, Any]) -> list[str]:
    return [text.replace("\n", " ") for text in document["info"]["description"].split("\n\n")]


def limits(schema: Mapping[str, Any]) -> str:
    """What a field may be, in a few words."""
    if "enum" in schema:
        found = ", ".join(map(str, schema["enum"]))
    elif "minimum" in schema:
        found = f"{schema['minimum']} to {schema['maximum']}"
    elif schema.get("format") == "date":
        found = f"a day, such as {schema['examples'][0]}"
    else:
        found = "text"
    usual = schema.get("default")
    return f"{found} (usually {usual})" if usual not in (None, "") else found
