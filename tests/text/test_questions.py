"""How questions are built, in both languages: which lead, and which are two."""

import pytest

from bot.dialog.model import Audience
from bot.text.lint.faults import faults

LEADING = {
    "sv": ["Du är inte rädd?", "Är du inte rädd?", "Det är lugnt, va?", "Hemma är det lugnt?", "Visst är det lugnt?"],
    "en": ["You are not afraid?", "Aren't you afraid?", "It is calm, right?", "You fell, didn't you?", "Surely not?"],
}
DOUBLE = {
    "sv": ["Vad hände och vem var där?", "Är du rädd? Har du ont?", "Är du rädd, och sedan när?"],
    "en": ["What happened and who was there?", "Are you afraid? Are you in pain?", "Are you afraid, and since when?"],
}
OPEN = {
    "sv": [
        "Är du rädd för någon?",
        "Är det något du inte vill säga?",
        "Det låter tungt, vill du berätta mer?",
        "Nu när barnen sover, kan du prata?",
        "Om du vill, kan vi vänta?",
        "Är det så nu, eller var det förut?",
        "Har någon knuffat, slagit eller hållit fast dig?",
        "Varför frågar vi? Det är vanligt. Är du rädd?",
        "Vad tänker du om det jag säger och hur du har det?",
    ],
    "en": [
        "Are you afraid of anyone?",
        "Is there anything you do not want to say?",
        "It sounds hard, would you like to tell me more?",
        "Now that the children are asleep, can you talk?",
        "If you like, can we wait?",
        "Is it like that now, or was it before?",
        "Has anyone pushed, hit or held you down?",
        "Why do we ask? It is common. Are you afraid?",
        "What do you think of what I say and how you are doing?",
    ],
}


def codes(text: str, language: str) -> list[str]:
    """The codes of a question that is said aloud."""
    return sorted(fault.code for fault in faults(text, Audience.ALOUD, language))


def each(cases: dict[str, list[str]]) -> list[tuple[str, str]]:
    """Language and text of each case."""
    return [(language, text) for language, texts in cases.items() for text in texts]


@pytest.mark.parametrize(("language", "text"), each(LEADING))
def test_a_question_with_its_answer_in_it_leads(language: str, text: str) -> None:
    """A statement, a denial first, a tag: T009."""
    assert codes(text, language) == ["T009"]


@pytest.mark.parametrize(("language", "text"), each(DOUBLE))
def test_two_questions_on_one_line_are_told(language: str, text: str) -> None:
    """In two sentences, or joined in one: T010."""
    assert codes(text, language) == ["T010"]


@pytest.mark.parametrize(("language", "text"), each(OPEN))
def test_an_open_question_is_no_fault(language: str, text: str) -> None:
    """Choices, lists of acts, a statement or a clause before, and a question that we answer ourselves."""
    assert codes(text, language) == []


def test_staff_may_be_asked_as_one_likes() -> None:
    """A leading question harms the person, not a colleague."""
    assert list(faults("Du är ensam nu, eller hur?", Audience.STAFF, "sv")) == []
