"""What of the content a rule's proof rests on, so that a proof is kept while only words change.

Most edits change words. A rule that looks at none is proved from the shape of the dialogs alone: steps, conditions,
facts, actions, answers and where they lead. A rule that looks at words, or that we cannot be sure of, rests on all.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping

from bot.check.rules import Safety
from bot.dialog import schema
from bot.dialog.load import release_id
from bot.dialog.model import Release
from bot.dialog.shape import shape
from bot.dialog.tree import read

OF_WORDS = ("tells", "forbids", "offers")
"""Keys of a rule that look at words. `at: question` does so too."""
WORDLESS = ("locales/", "plans/", "rules/", "sources.yaml")
"""Files that no such proof rests on; the rule itself is part of its own key."""


def keys(release: Release, rules: tuple[Safety, ...]) -> Mapping[str, str]:
    """Rule → what its proof rests on, as a hash. Two releases with the same hash have the same proof."""
    bones, whole = _digest(_bones(release)), release.id
    found = {}
    for rule in rules:
        told = rule.rule.model_dump_json(exclude={"says", "basis", "rows"}) if rule.rule else ""
        words = rule.rule is None or rule.rule.at == "question" or any(getattr(rule.rule, key) for key in OF_WORDS)
        found[rule.name] = _digest([rule.name, told, whole if words else bones])
    return found


def _bones(release: Release) -> Iterator[str]:
    for name, content in sorted(release.files.items()):
        if name.startswith(WORDLESS):
            continue
        yield name
        tree = read(content.decode("utf-8-sig", "replace"), name)[0] if name.startswith("guides/") else None
        dialog = shape(tree, schema.Dialog)[0] if tree else None
        yield (
            dialog.model_copy(update={"steps": _steps(dialog)}).model_dump_json()
            if dialog
            else release_id({name: content})
        )


def _steps(dialog: schema.Dialog) -> dict[str, schema.Step]:
    """The steps without their words; the answers keep their order and lose their labels."""
    found = {}
    for key, step in dialog.steps.items():
        changed: dict[str, object] = {word: "-" for word in ("title", "ask", "none", "why") if getattr(step, word)}
        changed["sources"] = []
        changed["say"] = [
            said.model_copy(update={mark: "-" for mark in ("staff", "aloud", "shown") if getattr(said, mark)})
            for said in step.say
        ]
        for answers in ("choices", "several"):
            if labelled := getattr(step, answers):
                changed[answers] = {str(number): answer for number, answer in enumerate(labelled.values())}
        found[key] = step.model_copy(update=changed)
    return found


def _digest(parts: Iterator[str] | list[str]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part.encode() + b"\0")
    return digest.hexdigest()
