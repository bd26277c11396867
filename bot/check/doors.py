"""What the doors can carry, and what everybody can read, see or hear. Words are judged elsewhere (`bot.text`).

A001  a web address in a text                      M001  a screen longer than a message
A002  something told by colour or place alone      M002  more answers than fit on a phone
A003  two answers that sound alike                 M003  a line break in a heading or an answer
A004  a list made by hand                          M004  markup that is shown as it is written
A005  two dialogs with one title                   M005  marks that nobody sees
A006  a number alone

The A-codes follow WCAG 2.2: A001 and A006 link purpose (2.4.4), A002 sensory characteristics (1.3.3), A003 labels
(2.4.6), A004 relationships (1.3.1), A005 page titled (2.4.2). M001 is the limit of Telegram's Bot API for a message,
4,096 characters; what travels in a button is judged by K001.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator

from bot.dialog.directory_schema import NationalFile
from bot.dialog.model import Kind as Step
from bot.dialog.model import Node, Program, Release
from bot.problem import Problem, Severity, Span
from bot.text.catalogues import LOCALES, shown
from bot.text.chat import MESSAGE
from bot.text.entry import Entry, Kind

ANSWERS = 10
"""Answers that a phone shows without scrolling, one a line; a house rule. Numbers and places are other lists."""
SUBJECTS = 20
"""Answers of the question that says what a talk is about: nobody waits for it, and two steps would put each guide a tap
further away."""
FROM_RIGHT = ("ar", "fa", "ckb")
"""Languages whose texts need some of the marks that nobody sees, to join letters and to turn."""

ADDRESS = re.compile(r"https?://\S+|\bwww\.\S+", re.IGNORECASE)
BY_SIGHT = re.compile(
    r"\b(?:till (?:höger|vänster)|(?:röd|grön|gul|blå|svart|vit)a? (?:knapp|ruta|text|rad)\w*"
    r"|(?:on|to) the (?:right|left)|(?:red|green|yellow|blue|black|white) (?:button|box|text|line)s?)\b",
    re.IGNORECASE,
)
BY_HAND = re.compile(r"^\s*(?:[•*·–—‣▪]|\d{1,2}[.)]) ", re.MULTILINE)
ALONE = re.compile(r"^[\s.,:;–-]*(?:\{[^{}]+\}[\s.,:;–-]*)+$")
NAMED = re.compile(r"\{([^{}]+)\}")
MARKUP = re.compile(r"</?[a-zA-Z][^<>]*>|\*\*|__|`|\[[^\[\]]+\]\([^()]+\)|&[a-z]{2,8};|^#{1,6} ", re.MULTILINE)
UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
UNSEEN_FROM_RIGHT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b\u202a-\u202e\u2060-\u2069\ufeff]")
PLAIN = re.compile(r"\W+")


def problems(release: Release, texts: Iterable[Entry]) -> Iterator[Problem]:
    """All faults. texts: of the release (`bot.text.extract.entries`), in Swedish."""
    found = tuple(texts)
    lengths = [{entry.key: len(entry.text) for entry in found}]
    contacts = _contacts(release)
    for entry in found:
        yield from _text(entry, entry.text, entry.where[0], "sv", contacts)
    wanted = {entry.key: entry for entry in found}
    for name, content in release.files.items():
        if name.startswith(LOCALES):
            lines = [(wanted[key], text, line) for key, text, line in shown(content) if key in wanted]
            lengths.append(lengths[0] | {entry.key: len(text) for entry, text, _ in lines})
            for entry, text, line in lines:
                yield from _text(entry, text, Span(name, line, 1), name.split("/")[1], contacts)
    yield from _titles(release.program)
    for node in release.program.nodes:
        if node.waits and "#" not in node.id:
            yield from _answers(node, SUBJECTS if _is_about(release.program, node) else ANSWERS)
            longest = max(
                sum(length.get((node.context, text), len(text)) for text in _shown(node)) for length in lengths
            )
            if longest > MESSAGE:
                hint = "make two steps of it"
                yield Problem("M001", node.where, f"this screen can have {longest} characters; {MESSAGE} fit", hint)


def _contacts(release: Release) -> frozenset[str]:
    """What becomes a telephone number where a text names it."""
    national = release.directory.get("national")
    return frozenset((*national.contacts, *national.roles)) if isinstance(national, NationalFile) else frozenset()


def _text(entry: Entry, text: str, where: Span, language: str, contacts: Container[str]) -> Iterator[Problem]:
    """What an entry's text in a language does that not everybody can follow, or not every door can show."""
    if match := ADDRESS.search(text):
        hint = "give it to a contact (web) or a source (url), and name that here"
        yield Problem("A001", where, f"the address “{match[0]}” stands in the text", hint, Severity.WARNING)
    if match := BY_SIGHT.search(text):
        hint = "name the thing by its words; who cannot see it must find it too"
        yield Problem("A002", where, f"“{match[0]}” tells by colour or place alone", hint, Severity.WARNING)
    if match := BY_HAND.search(text):
        yield Problem(
            "A004", where, f"“{match[0].strip()}” makes a list by hand", "begin each line of a list with “- ”"
        )
    if ALONE.match(text) and all(name in contacts for name in NAMED.findall(text)):
        hint = "say whose number it is"
        yield Problem("A006", where, f"“{text.strip()}” is a number and nothing more", hint, Severity.WARNING)
    if entry.kind in (Kind.TITLE, Kind.LABEL) and "\n" in text.strip():
        yield Problem("M003", where, "a heading or an answer is one line", "write it on one line")
    if match := MARKUP.search(text):
        yield Problem("M004", where, f"“{match[0]}” would be shown as it is written", "texts are plain; remove it")
    unseen = UNSEEN_FROM_RIGHT if language in FROM_RIGHT else UNSEEN
    if match := unseen.search(text):
        yield Problem("M005", where, f"a mark that nobody sees (U+{ord(match[0]):04X}) stands here", "delete it")


def _shown(node: Node) -> tuple[str, ...]:
    """All texts that a screen of the node may have at once, its buttons apart."""
    return (node.title, *(passage.text for passage in node.passages), *filter(None, (node.question, node.why)))


def _is_about(program: Program, node: Node) -> bool:
    """Whether an answer says what the talk is about (`subject` of house.yaml)."""
    return any(slot == program.subject for edge in node.edges for slot, _ in edge.change.sets)


def _answers(node: Node, most: int) -> Iterator[Problem]:
    options = [edge for edge in (*node.edges, *node.options) if edge.label and edge.translate]
    seen: dict[str, str] = {}
    for edge in options:
        label = edge.label or ""
        plain = PLAIN.sub(" ", label).strip().casefold()
        if plain in seen:
            yield Problem("A003", edge.where, f"“{label}” sounds as “{seen[plain]}”", "tell them apart by a word")
        seen.setdefault(plain, label)
    if node.kind is Step.ASK and node.pick is None and len(options) > most:
        message = f"{len(options)} answers; {most} fit on a phone"
        hint = "ask in two steps, the most common answers first"
        yield Problem("M002", node.where, message, hint, Severity.WARNING)


def _titles(program: Program) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for dialog in program.dialogs.values():
        title = dialog.title.casefold()
        if title in seen:
            hint = "give each a title of its own; who hears the page knows by it where they are"
            message = f"“{dialog.title}” is the title of {seen[title]} too"
            yield Problem("A005", dialog.where, message, hint, Severity.WARNING)
        seen.setdefault(title, dialog.id)
