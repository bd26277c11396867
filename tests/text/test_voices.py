"""Who says what to whom: which words of a text are judged, and as whose."""

import pytest

from bot.dialog.model import Audience
from bot.text.lint.faults import faults
from bot.text.lint.voices import Voice, sentences


def codes(text: str, audience: Audience = Audience.STAFF, language: str = "sv") -> list[str]:
    """The codes of a text."""
    return sorted(fault.code for fault in faults(text, audience, language))


def test_what_is_quoted_for_staff_is_judged_as_said() -> None:
    """“Varför” in an advice to staff is none of the person's; in words to say it is."""
    found = [(part.voice, part.text) for part in sentences("Vänta. Säg: “Varför gick du?” Lyssna.", Audience.STAFF)]

    assert (Voice.SAID, "Varför gick du?") in found
    assert all("Varför" not in text for voice, text in found if voice is Voice.STAFF)
    assert codes("Säg: “Varför är du rädd?”") == ["T003"]
    assert codes("Fundera på varför det blev så.") == []


@pytest.mark.parametrize(
    "text",
    [
        "Säg inte: “Varför är du rädd?”",
        "Undvik “Varför är du rädd?” och liknande.",
        "Fråga öppet i stället för “Varför är du rädd?”",
        "Säg hur det är, inte “Varför är du rädd?”",
        "Personen säger: “Varför är du rädd?”",
    ],
)
def test_bad_examples_and_the_words_of_others_are_not_judged(text: str) -> None:
    """Staff may be told what not to say, and what the person may say."""
    assert codes(text) == []


def test_a_bad_example_excuses_no_other_quotation() -> None:
    """The advice not to say it must stand in the same sentence."""
    assert codes("Säg inte för mycket. Börja: “Varför är du rädd?”") == ["T003"]


def test_words_to_the_person_are_judged_with_their_quotes() -> None:
    """What is said is said, whoever is quoted."""
    assert codes("Säg inte: “Varför är du rädd?”", Audience.ALOUD) == ["T003"]


def test_each_line_of_a_list_is_a_line_of_its_own() -> None:
    """Two questions on two lines are two questions, and not one that asks two things."""
    assert codes("- Är du rädd?\n- Har du ont?", Audience.SHOWN) == []
    assert codes("Är du rädd? Har du ont?", Audience.SHOWN) == ["T010"]


def test_staff_may_be_told_not_to() -> None:
    """A sentence for staff that denies before the words is advice; labels and gender are faults all the same."""
    assert codes("Försök övertala personen att svara.") == ["T019"]
    assert codes("Försök inte övertala personen att svara.") == []
    assert codes("Prata inte med offret.") == ["T011"]


def test_a_law_is_no_jargon_to_staff() -> None:
    """Paragraphs and abbreviations are for those who work with them."""
    text = "Anmäl enligt 19 kap. 1 § SoL."

    assert codes(text) == []
    assert codes(text, Audience.ALOUD) == ["T013"]


@pytest.mark.parametrize(
    ("text", "language"), [("Du blir väl inte slagen?", "en"), ("You're not being hit, are you?", "sv")]
)
def test_each_language_has_its_own_words(text: str, language: str) -> None:
    """English is not judged by Swedish words, nor the other way."""
    assert codes(text, Audience.ALOUD, language) == []


def test_a_language_without_words_is_judged_by_length_and_signs() -> None:
    """Shouting and length need no dictionary."""
    assert codes("Soita heti!", Audience.ALOUD, "fi") == ["T016"]
    assert codes("sana " * 31, Audience.ALOUD, "fi") == ["T014", "T015"]
    assert codes("Varför är du rädd?", Audience.ALOUD, "fi") == []
    assert codes("Varför är du rädd?", Audience.ALOUD, "sv-x-easy") == ["T003"]
