"""Record phrases: what an author writes, and what of it cannot be left out."""

from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from bot.dialog.folder import read_folder
from bot.dialog.json_schema import as_data
from bot.dialog.load import Loaded, load
from bot.dialog.phrase_schema import BLANK
from bot.dialog.signatures import Scope, needed
from tests.dialog.catalogue import BROKEN, files_of
from tests.dialog.test_json_schema import as_editors_read

SHIPPED = Path(__file__).resolve().parents[2] / "dialogs" / "phrases"
KINDS = {
    "patient-record": {"health"},
    "child-record": {"health", "dental"},
    "dental-record": {"dental"},
    "social-file": {"social"},
    "lex-sarah": {"social"},
}
SOUND = (BROKEN / "phrase-names-what-is-not" / "phrases" / "record.yaml").read_text().replace("other-", "")
SOUND = SOUND.replace(", handbok]", "]")


def loaded(text: str, name: str = "record") -> Loaded:
    """The sound house with one phrase file."""
    return load({**files_of(BROKEN / "phrase-names-what-is-not"), f"phrases/{name}.yaml": text.encode()})


def test_a_phrase_comes_with_its_release() -> None:
    """What an author wrote is what a door can show."""
    release = loaded(SOUND).release

    assert release is not None
    assert [phrase.title for phrase in release.phrases] == ["En journal"]
    assert dict(release.phrases[0].question.sentences())["no"] == "Patienten svarade nej."


@pytest.mark.parametrize("answer", ["told", "no", "declined", "not_asked"])
def test_no_answer_to_the_question_can_be_left_out(answer: str) -> None:
    """Asked, answered no, declined and not asked stand apart in every phrase: a silence is never read as a no."""
    lines = [line for line in SOUND.splitlines() if not line.startswith(f"  {answer}:")]
    found = loaded("\n".join(lines))

    assert found.release is None
    assert [(p.code, f"“{answer}” is missing" in p.message) for p in found.problems] == [("S002", True)]


def test_phrases_are_offered_in_their_order() -> None:
    """Not by the names of files: the adult's record before the child's."""
    files = {**files_of(BROKEN / "phrase-names-what-is-not"), "phrases/record.yaml": SOUND.encode()}
    files["phrases/above.yaml"] = SOUND.replace("record", "above").replace("order: 10", "order: 20").encode()
    release = load(files).release

    assert release is not None
    assert [phrase.phrase for phrase in release.phrases] == ["record", "above"]


def test_each_kind_of_record_has_its_phrase() -> None:
    """Patient record, child's record, dental record, social file and lex Sarah differ, each for its sectors."""
    release = load(read_folder(SHIPPED.parent)).release
    assert release is not None

    assert {phrase.phrase: set(phrase.for_) for phrase in release.phrases} == KINDS
    texts = [[line for part in phrase.parts.values() for line in part.lines] for phrase in release.phrases]
    assert all(first != second for place, first in enumerate(texts) for second in texts[:place])
    assert all(BLANK.search(phrase.question.told) for phrase in release.phrases)


def test_phrases_answer_to_lawyer_and_clinician() -> None:
    """Each is content that somebody has to sign, as a guide is."""
    assert needed("phrases/patient-record.yaml") == (Scope.LAW, Scope.CLINIC)


@pytest.mark.parametrize("file", sorted(SHIPPED.glob("*.yaml")), ids=lambda path: path.stem)
def test_an_editor_takes_the_shipped_phrases(file: Path) -> None:
    """The schema for editors knows the form."""
    data = as_data()
    alone = {"$schema": data["$schema"], "$defs": data["$defs"], "$ref": "#/$defs/Phrase"}

    assert [error.message for error in Draft202012Validator(alone).iter_errors(as_editors_read(file))] == []
