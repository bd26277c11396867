"""The words of record phrases: nothing in them names, places, grades, doubts, blames or quotes."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.dialog.folder import read_folder
from bot.dialog.load import load
from bot.dialog.model import Release
from bot.problem import Problem
from bot.text.extract import entries
from bot.text.lint import record
from bot.text.lint import release as lint
from tests.dialog.catalogue import BASE

PHRASE = """\
phrase: record
title: En journal
for: [health]
order: 10
read: [Skriv inte ett namn, inte “så här” och inte hög risk.]
question:
  told: 'Patienten fick frågan och berättade: [egna ord].'
  unasked: 'Patienten berättade, utan att någon hade frågat: [egna ord].'
  no: Patienten fick frågan och svarade nej.
  declined: Patienten fick frågan och ville inte svara.
  not_asked: Patienten fick inte frågan.
parts:
  seen:
    label: Det du såg
    lines:
      - LINE
sources: [handbook]
"""
GUIDE = "dialog: plain\ntitle: Ett fall\nentry: yes\nsteps:\n  end:\n    finish: done\n"
CATALOGUE = "locales/en/LC_MESSAGES/fragestod.po"
ROOT = Path(__file__).resolve().parents[2]


def build(phrase: str, catalogue: str = "") -> Release:
    """A small sound house with this phrase, and with an English catalogue."""
    files = {**read_folder(BASE), "guides/plain.yaml": GUIDE.encode(), "phrases/record.yaml": phrase.encode()}
    loaded = load({**files, CATALOGUE: catalogue.encode()} if catalogue else files)
    assert loaded.release, [str(problem) for problem in loaded.problems]
    return loaded.release


def with_line(line: str, catalogue: str = "") -> Release:
    """The same with one phrase that holds this sentence."""
    return build(PHRASE.replace("LINE", f"'{line}'"), catalogue)


def told(release: Release) -> list[tuple[str, int]]:
    """The codes of all faults of the phrases, with their lines."""
    return [(problem.code, problem.where.line) for problem in record.problems(release)]


FORBIDDEN = {
    "a name": "Den andra är [namn].",
    "a personal number": "Personnummer: [siffror].",
    "an address": "Vistas på [hemlig adress].",
    "a shelter": "Har fått plats på skyddat boende.",
    "a shelter by its other name": "Bor på en kvinnojour.",
    "a degree": "Allvarlig skada på armen.",
    "a degree that makes small": "Lindriga märken.",
    "a risk level": "Det är hög risk.",
    "a score": "Fick 12 poäng.",
    "a doubt": "Patienten påstår sig vara rädd.",
    "a guess": "Troligen en knuff.",
    "a suspicion": "Misstänkt skada.",
    "a label": "Ett offer för en närstående.",
    "a crime": "Misshandel.",
    "a quotation mark": "Patienten säger ”[egna ord]”.",
    "a straight quotation mark": 'Patienten säger "[egna ord]".',
    "a capital": "GROVT.",
}


@pytest.mark.parametrize("line", FORBIDDEN.values(), ids=FORBIDDEN)
def test_what_does_not_belong_in_a_record_is_found(line: str) -> None:
    """Names, places, degrees, doubts, blame and quotation marks stop the build, at their line."""
    assert told(with_line(line)) == [("T023", 16)]


@pytest.mark.parametrize("line", ["Journalen är läst.", "Patienten är glad.", "Skadan är 3 cm.", "Numret är 1."])
def test_plain_facts_pass(line: str) -> None:
    """Words that only look alike are not found, and what staff are told of the record may name what to leave out."""
    assert told(with_line(line)) == []


@pytest.mark.parametrize("key", ["told", "unasked", "no", "declined", "not_asked"])
def test_the_answers_are_judged_too(key: str) -> None:
    """What became of the question is as neutral as the rest."""
    lines = PHRASE.replace("LINE", "Inget.").replace(f"  {key}: ", f"  {key}: Troligen. # ")
    found = told(build(lines))

    assert [code for code, _ in found if code == "T023"] == ["T023"]


def test_a_translation_is_judged_by_its_own_words() -> None:
    """An English reader sees no degree either; what the Swedish forbids another language may say, but for quotes."""
    po = 'msgid ""\nmsgstr ""\n\nmsgctxt "phrase.record"\nmsgid "Inget synligt."\nmsgstr "{}"\n'
    for text, found in (("A severe injury.", ["T023"]), ("Nothing said “so”.", ["T023"]), ("A namn.", [])):
        assert [code for code, _ in told(with_line("Inget synligt.", po.format(text)))] == found


def test_two_answers_that_read_alike_are_told() -> None:
    """A later reader must see that declined is not no."""
    alike = PHRASE.replace("LINE", "Inget.").replace("ville inte svara", "svarade nej")

    assert told(build(alike)) == [("T024", 10)]


def test_a_telling_without_own_words_is_told() -> None:
    """Nobody is left with only our words for what a person said, asked or not."""
    bare = PHRASE.replace("LINE", "Inget.").replace(": [egna ord]", " allt")

    assert told(build(bare)) == [("T024", 7), ("T024", 8)]


def test_who_told_without_being_asked_is_not_written_down_as_asked() -> None:
    """The hub has a row for somebody who has told; its record says so too, in every kind of record."""
    release = load(read_folder(ROOT / "dialogs")).release
    assert release is not None

    assert all("fick frågan" in phrase.question.told for phrase in release.phrases)
    assert all("utan att någon hade frågat" in phrase.question.unasked for phrase in release.phrases)


def test_the_check_tells_them_with_all_other_faults() -> None:
    """They are part of the lint of every release."""
    release = with_line("Det är hög risk.")
    found: tuple[Problem, ...] = lint.problems(release, entries(release))

    assert "T023" in {problem.code for problem in found}


def test_the_shipped_phrases_are_neutral() -> None:
    """In every language that ships; and no sentence is offered twice in one record."""
    locales = {f"locales/{name}": content for name, content in read_folder(ROOT / "locales").items()}
    release = load({**read_folder(ROOT / "dialogs"), **locales}).release
    assert release is not None and len(locales) >= 1

    assert list(record.problems(release)) == []
    texts = [(phrase.phrase, text) for phrase in release.phrases for _, text in record.sentences(phrase)]
    assert len(texts) > 80
    assert len(set(texts)) == len(texts)


def test_each_phrase_is_translated_as_all_else(real: Release) -> None:
    """Title, advice, labels and sentences are texts of the release, none of them seen before the two are alone."""
    found = {entry.key: entry for entry in entries(real)}

    for phrase in real.phrases:
        texts = [phrase.title, *phrase.read, *(part.label for part in phrase.parts.values())]
        texts += [text for _, text in record.sentences(phrase)]
        own = [found[phrase.context, text] for text in texts]
        assert all(not entry.open and entry.where[0].line > 1 for entry in own)
    assert "phrase.record" not in {entry.context for entry in entries(replace(real, phrases=()))}
