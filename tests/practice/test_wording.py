"""Words that give a right line away are found; the guides' own sentences at the wrong moment give nothing away."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.check.cases import PACKS
from bot.conversation.edition import Edition
from bot.dialog.case_model import Line, context
from bot.dialog.flashcard import Option
from bot.practice.wording import counted

RIGHT = ("Tack för att du berättar.", "Jag frågar alla som kommer hit.", "Det du har varit med om är inte ditt fel.")
CHATTY = ("Men varför går du inte då?", "Det ordnar sig nog ska du se.", "Då ringer jag honom så får vi höra.")


@dataclass(frozen=True)
class Said:
    text: str
    is_right: bool
    spoken: bool = True


@dataclass(frozen=True)
class Asked:
    lines: tuple[Said, ...]


def test_another_tone_gives_every_right_line_away() -> None:
    """Right lines from the guides, wrong ones as people talk: who counts finds them all, and is told by what."""
    case = [Asked((Said(wrong, False), Said(right, True))) for right, wrong in zip(RIGHT, CHATTY, strict=True)]
    found = counted([case, case, case])

    assert (found.found, found.asked, found.share) == (9, 9, 100)
    assert found.telling
    assert all(mark.strip(" …") in " ".join(RIGHT).lower() for mark in found.telling)


def test_the_right_sentence_at_the_wrong_moment_gives_nothing_away() -> None:
    """Each sentence is right once and wrong twice, so the other cases speak against it where it is right."""
    cases = [[Asked(tuple(Said(text, text == right) for text in RIGHT))] for right in RIGHT]

    assert counted(cases).found == 0


def test_a_case_is_not_judged_by_its_own_words() -> None:
    """One case alone has nothing to learn from: the first line is taken, whatever is right."""
    case = [Asked((Said(wrong, False), Said(right, True))) for right, wrong in zip(RIGHT, CHATTY, strict=True)]

    assert counted([case]).found == 0


def test_english_words_tell_no_more_than_swedish_ones_may(edition: Edition) -> None:
    """`fragestod check` counts the Swedish words (X010); a translation in another tone would tell who reads English."""

    def asked(here: str, lines: Sequence[Line | Option]) -> Asked:
        english = (edition.catalogues.get("en", here, line.text)[0] for line in lines)
        return Asked(tuple(Said(text, line.is_right) for text, line in zip(english, lines, strict=True)))

    def groups() -> Iterator[list[Asked]]:
        for case in edition.release.cases:
            if case.data.tutorial == "no":
                yield [asked(context(case.id, scene.id), scene.lines) for scene in case.scenes]
        for pack in range(PACKS):
            yield [asked(card.context, card.lines) for card in edition.release.flashcards[pack::PACKS]]

    found = counted(groups())

    assert found.asked > 300
    assert found.share <= edition.release.house.practice.words, found.telling
