from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.dialog.model import Release
from bot.problem import Problem, Severity
from bot.text.extract import entries
from bot.text.lint import release as lint
from bot.text.lint.betrayal import betraying

Build = Callable[..., Release]
WORDS = ("våld", "hot", "utsatt")


def problems(release: Release) -> tuple[Problem, ...]:
    """All faults of the words."""
    return lint.problems(release, entries(release))


def codes(release: Release) -> list[str]:
    """The codes of all faults, with where they stand."""
    return [f"{problem.where.file}:{problem.where.line} {problem.code}" for problem in problems(release)]


@pytest.mark.parametrize("text", ["hot", "Hotet", "hotad", "hotar", "hotade", "hotfull", "Ett HOT, sa hen."])
def test_a_short_word_is_found_with_its_endings(text: str) -> None:
    """“hot” also stands in hotet, hotad, hotar and hotade."""
    assert betraying(text, WORDS)


@pytest.mark.parametrize("text", ["hotell", "idiot", "snapshot", "hotmail", "fotot", "psykot"])
def test_a_short_word_is_not_found_inside_others(text: str) -> None:
    """A hotel betrays nothing."""
    assert betraying(text, WORDS) is None


@pytest.mark.parametrize(
    ("text", "word"),
    [("partnervåldet", "partnervåldet"), ("Utsatta barn", "utsatta"), ("om VÅLD.", "våld"), ("va\u030ald", "våld")],
)
def test_a_longer_word_is_found_anywhere_in_a_word(text: str, word: str) -> None:
    """Compounds, capitals and letters written in two parts hide nothing."""
    assert betraying(text, WORDS) == word


def test_a_word_with_an_invisible_hyphen_is_found() -> None:
    """What the eye reads is what counts."""
    assert betraying("vå\u00adld", WORDS) == "våld"


def test_no_words_find_nothing() -> None:
    """Without a list nothing can be found; that the list is missing is told by T111."""
    assert betraying("våld", ()) is None


def test_the_small_dialogs_are_without_fault(small: Release) -> None:
    """A word that betrays may stand in a private dialog."""
    assert problems(small) == ()


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ("Hur är läget?", "Är det våld?", "guides/talk.yaml:8"),
        ("Vad svarar personen?", "Vad om hotet?", "guides/talk.yaml:11"),
        ("Bra:", "Våld:", "guides/talk.yaml:13"),
        ("Inget av detta", "Inget våld", "guides/talk.yaml:21"),
        ("title: Prata", "title: Om våld", "guides/talk.yaml:2"),
        ("Vänta in svaret.", "Vänta om våld.", "guides/talk.yaml:10"),
        ("Sluta nu", "Om våld", "house.yaml:3"),
        ("Ring genast.", "Ring om våld.", "house.yaml:10"),
        ("Häll upp.", "Våld upp.", "house.yaml:13"),
        ("Helst i dag.", "Helst om våld.", "actions.yaml:7"),
    ],
)
def test_a_word_that_betrays_is_a_fault_wherever_others_can_see_it(
    build: Build, old: str, new: str, where: str
) -> None:
    """Titles, questions, answers, texts, jumps, panel, cover and what is gathered: T001 with its line."""
    assert codes(build((old, new))) == [f"{where} T001"]


def test_a_neutral_ending_of_a_private_dialog_must_be_neutral(build: Build) -> None:
    """What a neutral finish says can be seen, whatever dialog it stands in."""
    release = build(("    finish: stopped", "    finish: stopped\n    neutral: yes"))

    assert codes(release) == ["guides/aside.yaml:10 T001"]


@pytest.mark.parametrize(
    "text",
    [
        "Jag säger inget till någon.",
        "Jag berättar det inte för någon annan.",
        "Ingen får veta.",
        "Det stannar mellan oss.",
        "Allt du säger stannar här.",
        "Jag lovar att vara tyst.",
    ],
)
def test_a_promise_of_secrecy_is_a_fault(build: Build, text: str) -> None:
    """Staff must report children at risk, so a promise would be broken."""
    assert codes(build(("Hur är läget?", text))) == ["guides/talk.yaml:8 T002"]


@pytest.mark.parametrize(
    "text",
    ["Jag kan inte lova att allt stannar här.", "Lova aldrig att det stannar mellan er.", "Jag stannar här hos dig."],
)
def test_saying_that_nothing_can_be_promised_is_no_fault(build: Build, text: str) -> None:
    """The limits must be told, and staying with somebody is no secret."""
    assert codes(build(("Hur är läget?", text))) == []


def test_why_is_a_fault_to_the_person_but_not_to_staff(build: Build) -> None:
    """“Varför” asks for an excuse; “varför jag frågar” explains."""
    assert codes(build(("Hur är läget?", "Varför är du rädd?"))) == ["guides/talk.yaml:8 T003"]
    assert codes(build(("Hur är läget?", "Jag vill säga varför jag frågar."))) == []
    assert codes(build(("Vänta in svaret.", "Skriv varför."))) == []


def test_a_joint_talk_may_be_warned_of_but_not_proposed(build: Build) -> None:
    """No outcome proposes couple counselling or mediation."""
    assert codes(build(("Ring upp.", "Erbjud parsamtal."))) == ["actions.yaml:5 T004"]
    assert codes(build(("Ring upp.", "Erbjud aldrig medling."))) == []


@pytest.mark.parametrize("number", ["020-50 50 50", "+46 8 123 45 67", "1234567", "08-123", "116 0161"])
def test_a_telephone_number_in_a_text_is_a_fault(build: Build, number: str) -> None:
    """Numbers have a date only in the directory."""
    assert codes(build(("Vänta in svaret.", f"Ring {number} nu."))) == ["guides/talk.yaml:10 T005"]


@pytest.mark.parametrize(
    "text",
    [
        "Från 1 till 20,000.",
        "I 10 dygn.",
        "Lagen (2025:400).",
        "2026-11-22",
        "Från 18 år.",
        "1 till 3 dagar",
        "År 2026",
        "Kl. 8.30",
    ],
)
def test_ages_dates_and_paragraphs_are_no_telephone_numbers(build: Build, text: str) -> None:
    """Only what can be dialled is asked for."""
    assert codes(build(("Vänta in svaret.", text))) == []


def test_a_number_that_the_directory_has_names_its_key(real: Release) -> None:
    """The hint tells what to write instead."""
    house = real.house.model_copy(update={"jumps": []})
    assert house.acute
    said = house.acute.say[0].model_copy(update={"staff": "Ring 112."})
    wrong = replace(real, house=house.model_copy(update={"acute": house.acute.model_copy(update={"say": [said]})}))

    (fault,) = [problem for problem in problems(wrong) if problem.code == "T005"]
    assert fault.hint.startswith("write {sos}")


def test_a_long_label_does_not_fit_on_a_button(build: Build) -> None:
    """60 characters are what a phone shows."""
    assert codes(build(("Sådär", "s" * 60))) == []
    assert codes(build(("Sådär", "s" * 61))) == ["guides/talk.yaml:14 T007"]


def test_a_hard_guide_is_a_warning(build: Build) -> None:
    """Staff texts of a guide may reach LIX 35, what is said 30."""
    hard = " ".join(["Rutinerna föreskriver ordentlig dokumentation."] * 10)
    changes = [(old, f"{old} {hard}") for old in ("Vänta in svaret.", "Tystnad gör att fler berättar.", "Vad stämmer?")]

    (warning,) = problems(build(*changes))

    assert (warning.code, warning.severity) == ("T006", Severity.WARNING)
    assert "what staff read" in warning.message


def test_a_short_guide_is_measured_too(build: Build) -> None:
    """Two sentences to say are enough: no guide is let off because it is short."""
    hard = "Verksamheten genomför regelbundet ordentlig uppföljning tillsammans med socialtjänsten i kommunen. " * 2

    told = problems(build(("Hur är läget?", hard)))

    assert [(each.code, "what is said or shown" in each.message) for each in told if each.code == "T006"] == [
        ("T006", True)
    ]


def test_what_belongs_to_no_guide_is_measured_too(real: Release) -> None:
    """The coordinators' pages, the reports and the doors' own words are read by staff as the guides are."""
    measured = {each.guide for each in lint.judge(real, entries(real)).readability if each.value is not None}

    assert {"desk", "report", "ui", "practice", "house"} <= measured


def test_the_real_dialogs_have_no_such_fault(real: Release) -> None:
    """What we ship keeps our own rules."""
    assert [str(problem) for problem in problems(real)] == []


def test_what_is_said_aloud_blames_nobody(build: Build) -> None:
    """A fault of words stands at the text, with what was found and what to do."""
    (fault,) = problems(build(("Hur är läget?", "Du tillät ju det.")))

    assert (str(fault.where), fault.code) == ("guides/talk.yaml:8:16", "T008")
    assert fault.message == "“Du tillät” puts blame on the one who was harmed"
    assert "responsibility" in fault.hint


def test_the_question_of_a_screen_asks_one_thing(build: Build) -> None:
    """Staff answer one question a screen; their prompts may be several."""
    assert codes(build(("Vad svarar personen?", "Vad hände? Vem var där?"))) == ["guides/talk.yaml:11 T010"]
    assert codes(build(("Vänta in svaret.", "Vad hände? Vem var där?"))) == []


EXEMPT = "acute:\n  title: Akut"


def exempt(code: str, text: str, language: str = "sv") -> tuple[str, str]:
    """A change that writes an exception into the house."""
    line = f'  - {{code: {code}, text: "{text}", reason: prövat, language: {language}}}'
    return EXEMPT, f"exempt:\n{line}\n{EXEMPT}"


def test_a_reasoned_exception_lets_words_stand(build: Build) -> None:
    """It holds for one code and exactly those words, wherever they stand."""
    changed = ("Hur är läget?", "Varför är du rädd?")

    assert codes(build(changed, exempt("T003", "Varför är du rädd?"))) == []
    assert codes(build(changed, exempt("T008", "Varför är du rädd?")))[0] == "guides/talk.yaml:8 T003"


@pytest.mark.parametrize(
    ("code", "text", "why"),
    [("T003", "Hur är läget?", "this text has no such fault"), ("T003", "Hur var läget?", "no text is like this")],
)
def test_an_exception_that_excuses_nothing_is_a_fault(build: Build, code: str, text: str, why: str) -> None:
    """When words are mended or changed, what excused them goes too."""
    (fault,) = problems(build(exempt(code, text)))

    assert (str(fault.where), fault.code) == ("house.yaml:8:5", "T022")
    assert why in fault.message


def test_an_exception_of_a_language_that_is_not_there_is_not_judged(build: Build) -> None:
    """Dialogs may be checked without their translations."""
    assert codes(build(exempt("T003", "Why are you afraid?", "en"))) == []


CATALOGUE = """\
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"

msgctxt "talk.first"
msgid "Hur är läget?"
msgstr "Why are you afraid?"

#, fuzzy
msgctxt "talk.first"
msgid "Du får ta din tid."
msgstr "You must leave."
"""


def test_a_translation_is_judged_where_it_stands(small: Release) -> None:
    """English words have their own tables; what is not shown (fuzzy) is not judged, nor what cannot be read."""
    name = "locales/en/LC_MESSAGES/fragestod.po"

    assert codes(replace(small, files={**small.files, name: CATALOGUE.encode()})) == [f"{name}:6 T003"]
    assert codes(replace(small, files={**small.files, name: b"msgid oh"})) == []


def test_every_catalogue_is_judged_as_far_as_its_language_is_known(small: Release) -> None:
    """A variant of Swedish by the words of Swedish, Finnish by its signs."""
    easy, finnish = "locales/sv-x-easy/LC_MESSAGES/fragestod.po", "locales/fi/LC_MESSAGES/fragestod.po"
    told = CATALOGUE.replace("Why are you afraid?", "Varför är du rädd!").encode()

    assert codes(replace(small, files={**small.files, easy: told})) == [f"{easy}:6 T003", f"{easy}:6 T016"]
    assert codes(replace(small, files={**small.files, finnish: told})) == [f"{finnish}:6 T016"]
