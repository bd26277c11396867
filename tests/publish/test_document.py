"""A release as a document: everything it could say, and by whom it was signed, readable whatever today's program is."""

from __future__ import annotations

import json
from datetime import date

import pytest

from bot.conversation.content import read_content
from bot.conversation.edition import open_edition
from bot.conversation.report_code import codes
from bot.dialog.load import load
from bot.dialog.signatures import Scope, Signature, fingerprint
from bot.directory.build import build
from bot.problem import Span
from bot.publish.as_html import as_html
from bot.publish.as_text import as_text
from bot.publish.document import Document, Times, as_json, as_sheet
from bot.text.catalogues import LOCALES
from tests.conftest import ROOT

DAYS = Times(((date(2026, 11, 22), date(2026, 12, 1)),), date(2026, 12, 1))


@pytest.fixture(scope="module")
def whole() -> Document:
    """The content that ships, as if it had been live."""
    files = read_content(ROOT / "dialogs", ROOT / "locales")
    edition, _ = open_edition(files)
    assert edition is not None
    return Document(files, edition.program, DAYS)


def _squeezed(text: str) -> str:
    return "".join(text.split())


def test_document_holds_every_text_and_every_answer(whole: Document) -> None:
    """Nothing that a screen could say is missing: texts of each audience, questions, answers, reasons, actions."""
    text = _squeezed(as_text(as_sheet(whole)))
    assert whole.program is not None

    for node in whole.program.nodes:
        said = [p.text for p in node.passages] + [node.question, node.none, node.why]
        said += [edge.label for edge in (*node.edges, *node.options) if edge.translate and not node.pick]
        for each in said:
            assert each is None or _squeezed(each) in text, node.id
    for action in whole.program.actions.values():
        for form in action.forms:
            assert _squeezed(form.action.text) in text, action.id


def test_document_holds_every_record_phrase(whole: Document) -> None:
    """Who signs them reads all of them: advice, the four answers, every sentence, each with its translation."""
    release = load(whole.files).release
    assert release is not None and release.phrases
    text = _squeezed(as_text(as_sheet(whole)))
    english = _squeezed(as_text(as_sheet(Document(whole.files, whole.program, DAYS, language="en"))))

    for phrase in release.phrases:
        lines = [line for part in phrase.parts.values() for line in (part.label, *part.lines)]
        for each in (phrase.title, *phrase.read, *(sentence for _, sentence in phrase.question.sentences()), *lines):
            assert _squeezed(each) in text, each
    assert _squeezed("Nobody else could hear the talk.") in english


def test_document_holds_whom_each_contact_suits(whole: Document) -> None:
    """Who signs for the order of contacts reads it: each audience, its note, its contacts, and the roles."""
    release = load(whole.files).release
    assert release is not None
    directory = build(release.directory)
    text = _squeezed(as_text(as_sheet(whole)))

    for audience in directory.audiences.values():
        for said in (audience.name, audience.told, audience.note, ", ".join(audience.contacts)):
            assert _squeezed(said) in text, said
    assert all(_squeezed(role.name) in text for role in directory.roles.values())


def test_document_names_rules_sources_contacts_and_days(whole: Document) -> None:
    """On what ground it said so, and when: rules in words, sources, numbers, first and last day."""
    text = as_text(as_sheet(whole))

    assert "2026-11-22 to 2026-12-01; recalled 2026-12-01" in text
    for word in ("product-rule", "Socialtjänstlagen", "116 016", "unsigned", "On every page"):
        assert word in text, word
    assert as_html(as_sheet(whole)).count("<h3>") > 15


def test_every_step_bears_the_code_of_its_screen(whole: Document) -> None:
    """Who holds a printout finds the step that its code speaks of."""
    assert whole.program is not None
    text = as_text(as_sheet(whole))

    for step, code in codes(whole.id, whole.program).items():
        assert f"{step}  ({code})" in text


def test_translations_stand_beside_the_swedish(whole: Document) -> None:
    """With a language, each text is followed by what who read that language saw."""
    english = Document(whole.files, whole.program, DAYS, language="en")
    text = as_text(as_sheet(english))

    assert "[en]" in text
    assert "[en]" not in as_text(as_sheet(whole))
    po = whole.files[f"{LOCALES}en/LC_MESSAGES/fragestod.po"].decode()
    assert "Is it urgent?" in text or "Is it urgent?" not in po


def test_release_that_no_longer_runs_can_still_be_read(whole: Document) -> None:
    """Today's program may refuse the content; its words are there all the same, without codes."""
    files = dict(whole.files)
    files["guides/ask.yaml"] = files["guides/ask.yaml"].replace(b"stage: ask", b"stage: of-old")
    assert open_edition(files)[0] is None

    text = as_text(as_sheet(Document(files, None, Times())))
    assert "never live from this data folder" in text
    assert _squeezed("Finns det någon nära dig som du är rädd för?") in _squeezed(text)
    assert "(HDGM4" not in text


def test_signatures_stand_with_what_they_are_worth(whole: Document) -> None:
    """A file signed as it is, one that changed since, and one that nobody signed are told apart, with who and when."""
    held = {"actions.yaml": fingerprint(whole.files["actions.yaml"]), "sources.yaml": "0" * 64}
    signature = Signature("A B", "jurist", "Exempel", date(2026, 12, 1), Scope.LAW, "", held, Span("x"))
    document = Document(whole.files, whole.program, DAYS, (signature,))
    rows = {line.split()[0]: line for line in as_text(as_sheet(document)).splitlines() if " law " in line}

    assert "signed    2026-12-01, A B, jurist, Exempel" in rows["actions.yaml"]
    assert "changed   2026-12-01, A B, jurist, Exempel" in rows["sources.yaml"]
    assert rows["guides/ask.yaml"].split()[-1] == "unsigned"


def test_data_of_a_release_is_complete(whole: Document) -> None:
    """--json gives id, days, signatures and each file's content."""
    data = json.loads(json.dumps(as_json(whole)))

    assert data["live"] == [{"first": "2026-11-22", "last": "2026-12-01"}]
    assert data["recalled"] == "2026-12-01"
    assert data["signatures"] == []
    assert data["content"]["guides/ask.yaml"]["dialog"] == "ask"
