"""Catalogues: Swedish is the source, a gap is visible, and a broken file is a problem, never a crash."""

from __future__ import annotations

import pytest

from bot.text.catalogues import read_catalogues, reviewer

HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n"X-Review: none\\n"\n\n'
READY = HEADER[:-1] + '"X-Ready: yes\\n"\n\n'
HELLO = 'msgctxt "hub.need"\nmsgid "Hej"\nmsgstr "Hello"\n\n'
FUZZY = '#, fuzzy\nmsgctxt "hub.need"\nmsgid "Då"\nmsgstr "Bye"\n'


def test_a_missing_or_fuzzy_text_falls_back_to_swedish_and_says_so() -> None:
    """The answer tells that it fell back; Swedish itself never does."""
    catalogues, problems = read_catalogues({"en": (HEADER + HELLO + FUZZY).encode()})

    assert problems == ()
    assert catalogues.get("en", "hub.need", "Hej") == ("Hello", False)
    assert catalogues.get("en", "other.step", "Hej") == ("Hej", True)
    assert catalogues.get("en", "hub.need", "Då") == ("Då", True)
    assert catalogues.get("sv", "hub.need", "Hej") == ("Hej", False)


def test_languages_keep_the_order_that_tokens_count() -> None:
    """Swedish first, then as in the fixed list; easy Swedish is a language too, one that is only said or shown."""
    catalogues, problems = read_catalogues({"sv-x-easy": READY.encode(), "en": HEADER.encode(), "ar": READY.encode()})

    assert problems == ()
    assert (catalogues.languages, catalogues.persons) == (("sv", "en"), ("ar", "sv-x-easy"))
    assert catalogues.unreviewed == {"en", "ar", "sv-x-easy"}


def test_a_persons_language_is_staffs_only_when_its_header_says_so() -> None:
    """Without a line it holds what is said and shown alone, and without “ready” there is no text yet."""
    whole = HEADER[:-1] + '"X-Holds: all\\n"\n\n'

    found, _ = read_catalogues({"ar": whole.encode(), "fi": HEADER.encode(), "pl": READY.encode()})

    assert (found.languages, found.persons) == (("sv", "ar"), ("pl",))
    assert "fi" not in found.texts


def test_a_file_that_cannot_be_read_is_a_problem() -> None:
    """Bad bytes, half a file and an unknown language are told, and the others are read."""
    files = {"en": b"msgid \xff\xfe", "fi": b"msgid nonsense", "xx": HEADER.encode(), "pl": READY.encode()}
    files["uk"] = b"#" * 10_000_001

    catalogues, problems = read_catalogues(files)

    inside = "LC_MESSAGES/fragestod.po"
    assert sorted((p.code, str(p.where)) for p in problems) == [
        ("T100", f"locales/en/{inside}:1:1"),
        ("T100", f"locales/fi/{inside}:1:1"),
        ("T112", f"locales/xx/{inside}"),
        ("Y009", f"locales/uk/{inside}"),
    ]
    assert (catalogues.languages, catalogues.persons) == (("sv",), ("pl",))


@pytest.mark.parametrize(
    ("line", "who"),
    [
        ('"X-Review: none\\n"', ""),
        ('"X-Review: None\\n"', ""),
        ('"X-Review: \\n"', ""),
        ('"X-Review:\\n"', ""),
        ('"Language: en\\n"', ""),
        ("# X-Review: midwife", ""),
        ('"X-Review: midwife and interpreter, 2027-03\\n"', "midwife and interpreter, 2027-03"),
        ('"x-review:midwife"', "midwife"),
    ],
)
def test_a_language_is_reviewed_when_its_header_says_by_whom(line: str, who: str) -> None:
    """No word, no header line, or none at all is no review; a text below that looks like one is none either."""
    content = HEADER.replace('"X-Review: none\\n"', line) + HELLO + 'msgid "a"\nmsgstr ""\n"X-Review: nobody\\n"\n'

    assert reviewer(content.encode()) == who
    assert reviewer(content.replace("\n", "\r\n").encode()) == who
    assert read_catalogues({"en": content.encode()})[0].unreviewed == (frozenset() if who else {"en"})
