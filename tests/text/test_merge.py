import io
from collections.abc import Callable
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from bot.dialog.model import Release
from bot.dialog.schema import Term
from bot.problem import Problem, Severity
from bot.text.catalogues import read_catalogues
from bot.text.extract import entries
from bot.text.merge import PLACEHOLDER, catalogue_files, merge, problems
from bot.text.template import template
from bot.text.terms import TermBase

Build = Callable[..., Release]
ROOT = Path(__file__).resolve().parents[2]
WORDS = {"sv": ["våld", "hot"], "en": ["violence"]}


def begin(release: Release, language: str = "en", content: bytes = b"") -> bytes:
    """The catalogue of a language after a merge."""
    return merge(template(entries(release), "dialogs"), content, language)


def translate(content: bytes, **texts: str) -> bytes:
    """Fill in translations, each by the first word of its Swedish text."""
    lines = content.decode().split("\n")
    for number, line in enumerate(lines):
        for first, translation in texts.items():
            if line.startswith(f'msgid "{first}'):
                lines[number + 1] = f'msgstr "{translation}"'
    return "\n".join(lines).encode()


def check(release: Release, content: bytes, language: str = "en") -> list[Problem]:
    """All faults but those for what has no translation yet."""
    found = problems(entries(release), content, "en.po", language, WORDS)
    return [problem for problem in found if problem.code != "T101"]


def codes(release: Release, translations: dict[str, str]) -> list[str]:
    """Those of all faults but the same, with translations of texts by how they begin."""
    return [problem.code for problem in check(release, translate(begin(release), **translations))]


def line_of(content: bytes, text: str) -> int:
    """The line of a msgid."""
    return content.decode().split("\n").index(f'msgid "{text}"') + 1


def test_a_new_language_has_every_text_and_says_that_nobody_reviewed_it(small: Release) -> None:
    """It begins empty, marked as unreviewed, so that screens say so."""
    content = begin(small)

    assert len(problems(entries(small), content, "en.po", "en", WORDS)) == len(entries(small))
    assert read_catalogues({"en": content})[0].unreviewed == {"en"}


def test_merging_twice_changes_nothing(small: Release) -> None:
    """Who merges again sees no difference."""
    once = translate(begin(small), **{"Hur är läget": "How are you?"})

    assert begin(small, content=once) == once


def test_a_translation_is_kept(small: Release) -> None:
    """A merge never takes a finished translation away."""
    content = begin(small, content=translate(begin(small), **{"Hur är läget": "How are you?"}))

    assert read_catalogues({"en": content})[0].get("en", "talk.first", "Hur är läget?") == ("How are you?", False)


def test_a_near_text_keeps_its_translation_as_fuzzy_and_is_shown_in_swedish(build: Build, small: Release) -> None:
    """An author's small change does not lose the translator's work, and does not show it unseen either."""
    content = translate(begin(small), **{"Hur är läget": "How are you?"})
    changed = build(("Hur är läget?", "Hur är läget nu?"))
    content = begin(changed, content=content)

    (fault,) = check(changed, content)
    assert (fault.code, fault.severity) == ("T102", Severity.WARNING)
    assert fault.where.line == line_of(content, "Hur är läget nu?")
    assert read_catalogues({"en": content})[0].get("en", "talk.first", "Hur är läget nu?") == ("Hur är läget nu?", True)


def test_a_text_that_is_gone_is_stale_until_merged_and_then_kept_below(build: Build, small: Release) -> None:
    """Stale translations are told with their line; merging puts them where no door reads them."""
    content = translate(begin(small), **{"Hur är läget": "How are you?"})
    changed = build(("Hur är läget?", "Tja!"))

    assert [(fault.code, fault.where.line) for fault in check(changed, content)] == [
        ("T103", line_of(content, "Hur är läget?"))
    ]
    merged = begin(changed, content=content)
    assert check(changed, merged) == []
    assert b'#~ msgstr "How are you?"' in merged


def test_a_missing_translation_is_told_with_the_line_where_it_belongs(small: Release) -> None:
    """T101 points into the file, or at the file when the text is not in it."""
    content = begin(small)
    found = problems(entries(small), content, "en.po", "en", WORDS)

    assert ("T101", line_of(content, "Hur är läget?")) in [(fault.code, fault.where.line) for fault in found]
    assert {fault.severity for fault in found} == {Severity.WARNING}
    empty = problems(entries(small), b'msgid ""\nmsgstr ""\n', "en.po", "en", WORDS)
    assert {(fault.code, fault.where.line) for fault in empty} == {("T101", 0)}


def test_what_somebody_wrote_after_x_review_is_kept(small: Release) -> None:
    """The library drops headers that it does not know; ours survive a merge."""
    reviewed = begin(small).replace(b"X-Review: none", b"X-Review: nurse and lawyer, 2027-01")

    merged = begin(small, content=reviewed)

    assert b'"X-Review: nurse and lawyer, 2027-01\\n"' in merged
    assert read_catalogues({"en": merged})[0].unreviewed == frozenset()


@pytest.mark.parametrize("translation", ["Call.", "Call {men}.", "Call {kfl} or {kfl}.", "Call {KFL}."])
def test_placeholders_must_be_the_same(build: Build, small: Release, translation: str) -> None:
    """A number that is missing, doubled or another would be read out in good faith."""
    found = entries(build(("Helst i dag.", "Ring {unit}.")))
    catalogue = template(found, "dialogs")
    content = translate(merge(catalogue, b"", "en"), **{"Ring {unit}": translation})

    faults = [fault for fault in problems(found, content, "en.po", "en", WORDS) if fault.code != "T101"]
    assert [fault.code for fault in faults] == ["T104"]
    assert "{unit}" in faults[0].message


def test_a_placeholder_may_move_within_its_sentence(build: Build) -> None:
    """Another language has another order of words."""
    release = build(("Helst i dag.", "Ring {unit}."))

    assert check(release, translate(begin(release), **{"Ring {unit}": "{unit} is to be called."})) == []


@pytest.mark.parametrize("translation", ["7 of 20,000 days", "days", "ten of 20 000 days", "10 of 20 days"])
def test_numbers_must_be_the_same(build: Build, translation: str) -> None:
    """A time or an age that was swapped, lost or put into words would be a duty at another day."""
    release = build(("Helst i dag.", "Inom 10 av 20 000 dygn."))

    assert codes(release, {"Inom 10": translation}) == ["T109"]


@pytest.mark.parametrize(
    "translation", ["20,000 days, 10 of them.", "\u0661\u0660 \u0662\u0660 \u0660\u0660\u0660", "{unit} 10, 20 000"]
)
def test_numbers_may_move_and_be_of_another_script(build: Build, translation: str) -> None:
    """The order of words and the figures are the language's own; what stands in braces is no number of ours."""
    release = build(("Helst i dag.", "Inom 10 av 20 000 dygn."))

    assert "T109" not in codes(release, {"Inom 10": translation})


def test_a_label_that_no_button_holds_is_an_error(small: Release) -> None:
    """60 characters for a label, 600 for a passage."""
    content = translate(begin(small), **{"Sådär": "s" * 61, "Hur är läget": "p" * 599 + "?"})

    (fault,) = check(small, content)
    assert (fault.code, fault.severity) == ("T105", Severity.ERROR)
    assert fault.where.line == line_of(content, "Sådär")


def test_list_lines_must_be_as_many(build: Build) -> None:
    """A list must stay a list."""
    release = build(("- staff: Vänta in svaret.", "- staff: |-\n          - Vänta.\n          - Lyssna."))
    content = begin(release).replace(b'"- Lyssna."\nmsgstr ""', b'"- Lyssna."\nmsgstr "Wait and listen."')

    assert [fault.code for fault in check(release, content)] == ["T106"]


def test_a_question_stays_a_question(build: Build) -> None:
    """T108 warns of one that is read as a statement; the question marks of other scripts are question marks too."""
    release = build(("Hur är läget?", "Hur är läget?"))
    told = {mark: codes(release, {"Hur är läget?": f"How{mark}"}) for mark in ".?؟"}

    assert told == {".": ["T108"], "?": [], "؟": []}


def test_plural_forms_are_no_part_of_a_catalogue(small: Release) -> None:
    """T107 tells where they stand; they are not taken for a text that is gone."""
    plural = b'\nmsgid "1 dag"\nmsgid_plural "{n} dagar"\nmsgstr[0] "1 day"\nmsgstr[1] "{n} days"\n'
    content = begin(small) + plural
    found = [fault for fault in check(small, content) if fault.code != "T101"]

    assert [(fault.code, fault.where.line) for fault in found] == [("T107", line_of(content, "1 dag"))]


@pytest.mark.parametrize("first", ["Hur", "Prata", "Bra", "Sluta", "Ring", "Häll", "Vidare"])
def test_a_translation_must_not_betray_what_others_can_see(small: Release, first: str) -> None:
    """The English word is searched in non-private texts, jumps, panel, cover and the doors' words: T110."""
    found = check(small, translate(begin(small), **{first: "About Violence?"}))

    assert {(fault.code, fault.severity) for fault in found} == {("T110", Severity.ERROR)}


def test_a_translation_may_name_the_subject_behind_the_gate(small: Release) -> None:
    """In a private dialog the word is needed."""
    assert check(small, translate(begin(small), **{"Om våld": "We have talked of violence."})) == []


def test_a_language_without_betraying_words_is_an_error(small: Release) -> None:
    """What cannot be checked does not pass; a variant of a language uses its parent's words."""
    assert [fault.code for fault in check(small, begin(small, "fi"), "fi")] == ["T111"]
    assert check(small, begin(small, "sv-x-easy"), "sv-x-easy") == []


@pytest.mark.parametrize("content", [b'msgid "a"\nmsgstr "\xff"\n', b'msgid "a"\nmsgstr "b"\nnonsense\n'])
def test_a_broken_file_is_a_problem_and_no_crash(small: Release, content: bytes) -> None:
    """A translator's slip is told with its place."""
    assert [fault.code for fault in check(small, content)] == ["T100"]


def test_english_is_complete_for_the_real_dialogs(real: Release) -> None:
    """Every text that is shown has its English, and nothing in it is wrong."""
    file = ROOT / "locales/en/LC_MESSAGES/fragestod.po"

    found = problems(entries(real), file.read_bytes(), "en.po", "en", real.house.betraying)

    assert [str(problem) for problem in found] == []


def test_what_is_said_or_shown_is_complete_in_the_nine_languages(real: Release) -> None:
    """A line without its translation would be said in Swedish to somebody who may not speak it."""
    found = entries(real)
    files = {file.parts[-3]: file for file in ROOT.glob("locales/*/LC_MESSAGES/fragestod.po") if file.parts[-3] != "en"}

    lacking = [
        f"{language} {problem.message}"
        for language, file in files.items()
        for problem in problems(found, file.read_bytes(), file.name, language, real.house.betraying)
        if problem.code in {"T101", "T102"}
    ]
    assert (len(files), lacking) == (9, [])


def test_no_translation_stands_twice_and_none_is_swedish_by_mistake(real: Release) -> None:
    """A long text that equals its Swedish was copied, not translated."""
    catalogue = read_po(io.BytesIO((ROOT / "locales/en/LC_MESSAGES/fragestod.po").read_bytes()))

    long = [message for message in catalogue if len(PLACEHOLDER.sub("", str(message.id)).split()) > 2]
    assert [message.id for message in long if message.id == message.string] == []


def test_catalogues_are_found_by_the_name_of_their_folder(tmp_path: Path) -> None:
    """locales/<language>/LC_MESSAGES/fragestod.po; the template is none."""
    for name in ("en", "sv-x-easy"):
        (tmp_path / name / "LC_MESSAGES").mkdir(parents=True)
        (tmp_path / name / "LC_MESSAGES" / "fragestod.po").touch()
    (tmp_path / "fragestod.pot").touch()

    assert list(catalogue_files(tmp_path)) == ["en", "sv-x-easy"]


def test_a_term_is_looked_at_also_in_what_staff_read(build: Build) -> None:
    """Two words for one duty make staff wonder whether there are two; a language that is not listed is not judged."""
    release = build(("Vänta in svaret.", "Gör en orosanmälan i dag."))
    terms = {"concern": Term(source=["orosanmäl"], words={"en": ["report of concern"]})}
    content = translate(begin(release), Gör="Make a complaint today.")

    found = problems(entries(release), content, "en.po", "en", WORDS, TermBase(terms))

    assert [p.where.line for p in found if p.code == "T113"] == [line_of(content, "Gör en orosanmälan i dag.")]
    mended = content.replace(b"a complaint", b"a report of concern")
    assert "T113" not in [p.code for p in problems(entries(release), mended, "en.po", "en", WORDS, TermBase(terms))]
    assert "T113" not in [p.code for p in problems(entries(release), content, "de.po", "de", WORDS, TermBase(terms))]
