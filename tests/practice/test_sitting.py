"""A few flashcards as a short code: it comes back as it went, and nothing else is read."""

from hypothesis import given
from hypothesis import strategies as st

from bot.dialog.model import Release
from bot.practice.certificate import mark
from bot.practice.sitting import LONGEST, MOST, SURE, Sitting, read, write

answered = st.lists(st.tuples(st.booleans(), st.integers(1, SURE)), max_size=MOST)


@given(
    cards=st.lists(st.integers(0, 65535), min_size=1, max_size=MOST),
    answered=answered,
    line=st.integers(0, 4),
    sure=st.integers(0, SURE),
)
def test_a_sitting_comes_back_as_it_went(
    cards: list[int], answered: list[tuple[bool, int]], line: int, sure: int
) -> None:
    """Short enough for a button, of letters that a link may have."""
    whole = Sitting(tuple(cards), tuple(answered[: len(cards)]), line, sure)
    code = write(whole)
    assert read(code) == whole
    assert len(code) <= LONGEST and code.replace("-", "").replace("_", "").isalnum()


@given(st.text(alphabet="AQEgwBé-_9", max_size=LONGEST + 2))
def test_what_no_sitting_writes_is_none(code: str) -> None:
    """Whatever comes in, nothing is raised, and each sitting has one spelling."""
    found = read(code)
    assert found is None or write(found) == code


def test_no_two_cards_have_the_same_mark(release: Release) -> None:
    """Sixteen bits are few: a new card whose name meets another's needs another name."""
    names = [card.id for card in release.flashcards]
    assert len(names) > 50 and len({mark(name) for name in names}) == len(names)
