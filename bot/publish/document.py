"""A release as a document: everything that it could say, and on what ground, readable years after it was live. Pure.

Made from the files as their authors wrote them, so that a release which today's program can no longer run can still be
read. Codes of steps need a program that compiles; without one they are left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.conversation.report_code import codes, release_signs
from bot.dialog.load import release_id
from bot.dialog.model import Audience, Program
from bot.dialog.phrase_schema import FOLDER as PHRASES
from bot.dialog.routine import translations
from bot.dialog.routine_schema import ROUTINE, RoutineFile
from bot.dialog.shape import open_file
from bot.dialog.signatures import Signature, fingerprint, needed, standing
from bot.dialog.tree import read
from bot.publish.sheet import (
    Block,
    Chat,
    Heading,
    Items,
    Line,
    Paragraph,
    Piece,
    Sheet,
    Table,
    Voice,
    Words,
    code,
    plain,
)
from bot.text.catalogues import LOCALES, Catalogues, read_catalogues

NEVER = "never live from this data folder"
SWEDISH = Catalogues(("sv",), {})
AUDIENCES = {audience.value: Voice(audience.value) for audience in Audience}


@dataclass(frozen=True, slots=True)
class Times:
    """When a release was live: first and last day of each time (None: still), and the day of its recall."""

    live: tuple[tuple[date, date | None], ...] = ()
    recalled: date | None = None

    def __str__(self) -> str:
        told = ", ".join(f"{first} to {last or 'now'}" for first, last in self.live) or NEVER
        return f"{told}; recalled {self.recalled}" if self.recalled else told


@dataclass(frozen=True, slots=True)
class Document:
    """What a document is made of. signatures: of the release and of the organisation. language: "" for Swedish alone,
    else the language whose translations stand beside the Swedish."""

    files: Mapping[str, bytes]
    program: Program | None
    times: Times
    signatures: tuple[Signature, ...] = ()
    language: str = ""

    @property
    def id(self) -> str:
        """The release's id."""
        return release_id(self.files)


def as_sheet(document: Document) -> Sheet:
    """The whole release as a document."""
    name = document.id
    foot = f"release {name[:12]} · code {release_signs(name)} · {document.times}"
    writer = _Writer(document, _catalogues(document), _own_translations(document))
    return Sheet(f"Frågestöd, release {name[:12]}", tuple(writer.blocks()), foot)


def as_json(document: Document) -> dict[str, object]:
    """The release as plain data: its days, its signatures, and each file's content."""
    return {
        "id": document.id,
        "code": release_signs(document.id),
        "live": [{"first": str(first), "last": str(last) if last else None} for first, last in document.times.live],
        "recalled": str(document.times.recalled) if document.times.recalled else None,
        "signatures": [_signature_json(signature) for signature in document.signatures],
        "content": {name: _data(document.files, name) for name in document.files if name.endswith((".yaml", ".yml"))},
    }


def _signature_json(signature: Signature) -> dict[str, object]:
    return {
        "name": signature.name,
        "role": signature.role,
        "organisation": signature.organisation,
        "date": str(signature.day),
        "scope": signature.scope.value,
        "language": signature.language or None,
        "files": dict(signature.files),
    }


def standings(files: Mapping[str, bytes], signatures: Iterable[Signature]) -> Iterator[tuple[Words, ...]]:
    """Who has answered for what: file, scope, standing, and by whom and when it was last signed."""
    record = tuple(signatures)
    for name, content in files.items():
        for scope in needed(name):
            mine = [s for s in record if s.scope is scope and name in s.files]
            found = standing(record, name, scope, fingerprint(content))
            last = f"{mine[-1].day}, {mine[-1].name}, {mine[-1].role}, {mine[-1].organisation}" if mine else ""
            yield code(name), plain(scope.value), plain(found.value), plain(last)


@dataclass(frozen=True, slots=True)
class _Writer:
    document: Document
    catalogues: Catalogues
    own: Mapping[tuple[str, str], str]
    """What the organisation has translated itself: context and Swedish → the words."""

    def blocks(self) -> Iterator[Block]:
        files = self.document.files
        yield Table(
            ("", ""),
            (
                (plain("release"), code(self.document.id)),
                (plain("codes of its screens begin with"), code(release_signs(self.document.id))),
                (plain("live"), plain(str(self.document.times))),
            ),
        )
        yield Heading(1, "Signatures")
        yield Table(("file", "scope", "standing", "last signed"), tuple(standings(files, self.document.signatures)))
        yield Heading(1, "Guides")
        known = codes(self.document.id, self.document.program) if self.document.program else {}
        own = _mapping(_data(files, ROUTINE))
        for name in files:
            if name.startswith("guides/"):
                yield from self.guide(_mapping(_data(files, name)), known, _mapping(own.get("steps")))
        yield from self.routine(own, known)
        yield from self.house(_mapping(_data(files, "house.yaml")))
        yield from self.things("actions.yaml", "actions", "Actions", self.action)
        yield from self.phrases()
        yield from self.listed("facts.yaml", "facts", "Facts", lambda name, value: _told({name: value}))
        for name in sorted(files):
            if name.startswith("rules/"):
                yield from self.listed(name, "rules", f"Rules ({name})", _rule)
        for name in ("sources.yaml", "directory/sources.yaml"):
            yield from self.listed(name, "sources", f"Sources ({name})", _source)
        yield from self.listed("directory/national.yaml", "contacts", "Contacts", _contact)
        yield from self.listed("directory/national.yaml", "roles", "Roles that an organisation fills", _contact)
        yield from self.listed("directory/audiences.yaml", "audiences", "Whom contacts suit", _contact)

    def guide(self, guide: dict[str, Any], known: Mapping[str, str], own: dict[str, Any]) -> Iterator[Block]:
        """own: the organisation's steps, which are named where they stand and told in full in `routine`."""
        dialog = str(guide.get("dialog", ""))
        yield Heading(2, f"{dialog}: {guide.get('title', '')}")
        head = {key: value for key, value in guide.items() if key not in ("dialog", "title", "steps", "reviewed")}
        if head:
            yield Paragraph(plain(_told(head)))
        for step, data in _mapping(guide.get("steps")).items():
            name = f"{dialog}.{step}"
            yield Heading(3, _coded(name, known))
            lines = (*_own_at("before", name, own), *self.step(name, _mapping(data)), *_own_at("after", name, own))
            if lines:
                yield Chat(lines)

    def step(self, name: str, data: dict[str, Any]) -> Iterator[Line]:
        if "when" in data:
            yield _remark(f"only when {data['when']}")
        if "title" in data:
            yield Line(Voice.TITLE, self.text(name, data["title"]))
        for passage in data.get("say") or ():
            for audience, voice in AUDIENCES.items():
                if audience in passage:
                    when = f"  [when {passage['when']}]" if "when" in passage else ""
                    yield Line(
                        voice,
                        (*self.text(name, passage[audience]), Piece(when))
                        if when
                        else self.text(name, passage[audience]),
                    )
        if "ask" in data:
            yield Line(Voice.QUESTION, self.text(name, data["ask"]))
        for kind in ("choices", "several"):
            for label, body in _mapping(data.get(kind)).items():
                told = _told(_mapping(body))
                yield Line(
                    Voice.ANSWER, (*self.text(name, label), Piece(f"  [{told}]")) if told else self.text(name, label)
                )
        if "none" in data:
            yield Line(Voice.ANSWER, self.text(name, data["none"]))
        rest = {key: value for key, value in data.items() if key not in SHOWN}
        if rest:
            yield _remark(_told(rest))
        if "why" in data:
            yield Line(Voice.REMARK, (Piece("why: "), *self.text(name, data["why"])))

    def routine(self, own: dict[str, Any], known: Mapping[str, str]) -> Iterator[Block]:
        """What is the organisation's own, and no part of the guides: how it asks, its steps, what it wants done."""
        if not own:
            return
        yield Heading(1, "The organisation's own routine")
        yield Paragraph(plain(_told({key: own[key] for key in ("decided", "review") if key in own})))
        yield Items(tuple(plain(_told(_mapping(asking))) for asking in own.get("asking") or ()))
        for key, data in _mapping(own.get("steps")).items():
            step, place = _mapping(data), str(_mapping(data).get("before") or _mapping(data).get("after") or "")
            name = f"{place.partition('.')[0]}.{key}"
            yield Heading(3, _coded(name, known))
            yield Chat(tuple(self.step(name, {k: v for k, v in step.items() if k != "translated"})))
        for key, data in _mapping(own.get("actions")).items():
            action = _mapping(data)
            yield Heading(3, key)
            yield Paragraph(self.text(f"action.{key}", action.get("text", "")))
            yield Paragraph(plain(_told({k: v for k, v in action.items() if k not in ("text", "translated")})))

    def house(self, house: dict[str, Any]) -> Iterator[Block]:
        """What stands on every page: the acute panel, the cover, the jumps, the words for what nobody has signed."""
        if house:
            yield Heading(1, "On every page")
        for key, value in house.items():
            yield Heading(3, key)
            said = _mapping(value).get("say") or ()
            lines = [Line(v, self.text("house", p[a])) for p in said for a, v in AUDIENCES.items() if a in p]
            if lines:
                yield Chat(tuple(lines))
            rest = {name: inner for name, inner in value.items() if name != "say"} if lines else value
            told = rest if isinstance(rest, list) else [rest]
            yield Items(tuple(plain(_told(each) if isinstance(each, dict) else _value(each)) for each in told))

    def phrases(self) -> Iterator[Block]:
        """What is offered for records: advice, the answers to the question, then each part with its sentences."""
        files = {name: _mapping(_data(self.document.files, name)) for name in sorted(self.document.files)}
        found = [data for name, data in files.items() if name.startswith(PHRASES)]
        if found:
            yield Heading(1, "Record phrases")
        for data in found:
            context = f"phrase.{data.get('phrase', '')}"
            yield Heading(2, f"{data.get('phrase', '')}: {data.get('title', '')}")
            yield Paragraph(plain(_told({key: data[key] for key in ("for", "order", "sources") if key in data})))
            yield Items(tuple(self.text(context, line) for line in data.get("read") or ()))
            yield Heading(3, "question")
            yield Items(tuple(self.text(context, text) for text in _mapping(data.get("question")).values()))
            for part in _mapping(data.get("parts")).values():
                yield Heading(3, str(_mapping(part).get("label", "")))
                yield Items(tuple(self.text(context, line) for line in _mapping(part).get("lines") or ()))

    def action(self, name: str, data: dict[str, Any]) -> Iterator[Block]:
        yield Paragraph(self.text(f"action.{name}", data.get("text", "")))
        if details := data.get("details"):
            yield Items(tuple(self.text(f"action.{name}", detail) for detail in details))
        yield Paragraph(plain(_told({k: v for k, v in data.items() if k not in ("text", "details", "variants")})))
        for variant in data.get("variants") or ():
            yield Paragraph(plain(f"instead, {_told(variant)}"))

    def things(
        self, file: str, part: str, title: str, write: Callable[[str, dict[str, Any]], Iterator[Block]]
    ) -> Iterator[Block]:
        found = _mapping(_mapping(_data(self.document.files, file)).get(part))
        if found:
            yield Heading(1, title)
        for name, data in found.items():
            yield Heading(3, name)
            yield from write(name, _mapping(data))

    def listed(self, file: str, part: str, title: str, tell: Callable[[str, Any], str]) -> Iterator[Block]:
        found = _mapping(_mapping(_data(self.document.files, file)).get(part))
        if found:
            yield Heading(1, title)
            yield Table(("", ""), tuple((code(name), plain(tell(name, data))) for name, data in found.items()))

    def text(self, context: str, text: str) -> Words:
        """The Swedish, with its translation where one is asked for."""
        if not self.document.language:
            return plain(text)
        found, missing = self.catalogues.get(self.document.language, context, text)
        told = self.own.get((context, text), "–" if missing else found)
        return plain(f"{text}\n[{self.document.language}] {told}")


def _coded(name: str, known: Mapping[str, str]) -> str:
    """A step with the code that stands on its screen."""
    return f"{name}  ({known[name]})" if name in known else name


def _own_at(way: str, name: str, own: Mapping[str, Any]) -> Iterator[Line]:
    """The organisation's steps that stand before or after a step of a guide."""
    for key, data in own.items():
        if _mapping(data).get(way) == name:
            yield _remark(f"{way} this stands the organisation's own step “{key}”")


SHOWN = ("when", "title", "say", "ask", "choices", "several", "none", "why")
"""Keys of a step that have lines of their own."""


def _remark(text: str) -> Line:
    return Line(Voice.REMARK, plain(text))


def _rule(name: str, data: Any) -> str:
    rest = {key: value for key, value in _mapping(data).items() if key != "says"}
    return f"{_mapping(data).get('says', '')}\n{_told(rest)}"


def _source(name: str, data: Any) -> str:
    return "\n".join(str(value) if key == "title" else f"{key}: {value}" for key, value in _mapping(data).items())


def _contact(name: str, data: Any) -> str:
    return _told(_mapping(data))


def _told(data: Mapping[str, Any]) -> str:
    """Data on one line, in the authors' own words."""
    return "; ".join(f"{key}: {_value(value)}" for key, value in data.items())


def _value(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_value(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return ", ".join(_value(part) for part in value)
    return "" if value is None else str(value)


def _data(files: Mapping[str, bytes], name: str) -> Any:
    content = files.get(name)
    tree = read(content.decode("utf-8-sig", "replace"), name)[0] if content is not None else None
    return tree.data if tree else None


def _mapping(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _own_translations(document: Document) -> dict[tuple[str, str], str]:
    opened, _ = open_file(document.files, ROUTINE, RoutineFile)
    told = translations(*opened) if opened else ()
    return {(each.context, each.source): each.words for each in told if each.language == document.language}


def _catalogues(document: Document) -> Catalogues:
    start = f"{LOCALES}{document.language}/"
    wanted = [content for name, content in document.files.items() if document.language and name.startswith(start)]
    return read_catalogues({document.language: wanted[0]})[0] if wanted else SWEDISH
