"""The sealed token: what is sealed comes back, and nothing else ever does."""

import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.engine.answers import LIMIT
from bot.engine.token import (
    LIFE_MINUTES,
    SEALED_BYTES,
    SEALED_CHARACTERS,
    TICKS,
    Header,
    Key,
    Mode,
    age,
    is_expired,
    open_any,
    pack,
    read,
    unpack,
)

ALPHABET = string.ascii_letters + string.digits + "-_"
WIDTHS = {
    "release": 24,
    "number": 40,
    "start": 12,
    "counter": 12,
    "unit": 16,
    "entry": 8,
    "staff": 4,
    "said": 4,
    "furthest": 4,
}
HEADERS = st.builds(
    Header, mode=st.sampled_from(Mode), **{name: st.integers(0, (1 << bits) - 1) for name, bits in WIDTHS.items()}
)
CODES = st.integers(0, LIMIT - 1)
BINDINGS = st.binary(max_size=40)
SECRETS = st.binary(min_size=32, max_size=32)


@given(HEADERS, CODES, BINDINGS, SECRETS)
def test_what_is_sealed_comes_back(header: Header, code: int, binding: bytes, secret: bytes) -> None:
    """Opening undoes sealing for every header and every code; the same talk gives the same token."""
    key = Key(secret)
    sealed = key.seal(header, code, binding)
    assert open_any([key], sealed, binding) == (header, code)
    assert sealed == Key(secret).seal(header, code, binding)


@given(HEADERS, CODES, BINDINGS)
def test_token_and_move_fit_in_a_button(header: Header, code: int, binding: bytes) -> None:
    """62 characters of an alphabet that needs no escaping in a URL or a form; two are left of 64 for the move."""
    sealed = Key(bytes(32)).seal(header, code, binding)
    assert len(sealed) == SEALED_CHARACTERS == 62
    assert set(sealed) <= set(ALPHABET)


@settings(max_examples=200)
@given(HEADERS, CODES, st.integers(0, SEALED_CHARACTERS - 1), st.characters() | st.sampled_from(ALPHABET + "+/= \n"))
def test_one_altered_character_opens_nothing(header: Header, code: int, place: int, other: str) -> None:
    """Not another state, and no exception: nothing."""
    key = Key(bytes(32))
    sealed = key.seal(header, code, b"web")
    altered = sealed[:place] + other + sealed[place + 1 :]
    assert open_any([key], altered, b"web") == ((header, code) if other == sealed[place] else None)


def test_each_altered_character_of_one_token_opens_nothing() -> None:
    """Every position and every letter, tried out, with what other spellings of base64 would write there."""
    key = Key(bytes(range(32)))
    tokens = (key.seal(Header(1, number, 3), 4, b"web") for number in range(1000))
    sealed = next(token for token in tokens if "-" in token and "_" in token)
    for place, letter in enumerate(sealed):
        for other in ALPHABET + "+/=. \n":
            if other != letter:
                assert open_any([key], sealed[:place] + other + sealed[place + 1 :], b"web") is None


@given(HEADERS, CODES, BINDINGS, BINDINGS)
def test_a_token_opens_only_where_it_was_given(header: Header, code: int, here: bytes, there: bytes) -> None:
    """A token pressed in another chat or channel opens nothing."""
    key = Key(bytes(32))
    opened = open_any([key], key.seal(header, code, here), there)
    assert (opened is not None) == (here == there)


@given(HEADERS, CODES, SECRETS, SECRETS)
def test_another_key_opens_nothing(header: Header, code: int, secret: bytes, other: bytes) -> None:
    """When a key is destroyed, its tokens are gone with it."""
    opened = open_any([Key(other)], Key(secret).seal(header, code, b"web"), b"web")
    assert (opened is not None) == (secret == other)


@given(HEADERS, CODES)
def test_older_keys_open_too(header: Header, code: int) -> None:
    """After a change of key, tokens of the one before open until it is destroyed."""
    new, old = Key(bytes(32)), Key(bytes(range(32)))
    sealed = old.seal(header, code, b"web")
    assert open_any([new, old], sealed, b"web") == (header, code)
    assert open_any([new], sealed, b"web") is None
    assert open_any([], sealed, b"web") is None


@settings(max_examples=300)
@given(st.text() | st.text(ALPHABET, min_size=60, max_size=64) | st.text(min_size=62, max_size=62))
def test_random_text_opens_nothing(text: str) -> None:
    """Whatever is sent instead of a token: nothing, and no exception."""
    assert open_any([Key(bytes(32))], text, b"web") is None


@given(st.binary(min_size=SEALED_BYTES, max_size=SEALED_BYTES))
def test_random_bytes_open_nothing(sealed: bytes) -> None:
    """The right length is not enough."""
    assert Key(bytes(32)).open(sealed, b"web") is None


NO_TOKENS = (
    *("", "A" * 61, "A" * 63, "A" * 61 + "=", "A" * 60 + "==", "A" * 61 + "\n"),
    *("+" * 61 + "A", " " * 61 + "A", "=" * 61 + "A", "A=" * 30 + "AA", "å" * 61 + "A", "\ud800" * 61 + "A"),
)


@pytest.mark.parametrize("text", NO_TOKENS)
def test_what_is_no_token_is_not_read(text: str) -> None:
    """Wrong length, padding, line breaks, foreign and broken letters are all the same: no token."""
    assert read(text) is None


def test_each_token_has_one_spelling() -> None:
    """The four bits that are left over in the last character may not vary."""
    sealed = Key(bytes(32)).seal(Header(1, 2, 3), 4, b"web")
    assert [letter for letter in ALPHABET if read(sealed[:-1] + letter) is not None].count(sealed[-1]) == 1
    same = [letter for letter in ALPHABET if read(sealed[:-1] + letter) == read(sealed)]
    assert same == [sealed[-1]]


@given(HEADERS)
def test_header_is_one_number_of_126_bits(header: Header) -> None:
    """Packing is undone by unpacking and stays within its room."""
    packed = pack(header)
    assert 0 <= packed < 1 << 126
    assert unpack(packed) == header


@given(st.integers(0, (1 << 126) - 1))
def test_every_number_is_one_header_or_none(packed: int) -> None:
    """Only the mode that does not exist is no header."""
    header = unpack(packed)
    if header is None:
        assert packed >> 12 & 3 == 3
    else:
        assert pack(header) == packed


def test_a_sealed_mode_that_does_not_exist_opens_nothing() -> None:
    """Even what our own key sealed is looked at before it is believed."""
    key = Key(bytes(32))
    plain = (3 << 12 + 114).to_bytes(30, "big")
    assert key.open(key._cipher.encrypt(plain, [b"web"]), b"web") is None


@given(st.integers(0, 1 << 40), st.integers(0, TICKS - 1))
def test_age_is_told_across_the_end_of_the_clock(start: int, minutes: int) -> None:
    """Minutes are kept modulo 4,096; the age is right for the 24 hours that a key lives, and beyond."""
    header = Header(release=1, number=1, start=start % TICKS)
    assert age(header, start + minutes) == minutes
    assert is_expired(header, start + minutes) == (minutes >= LIFE_MINUTES)


def test_a_token_opens_for_twelve_hours() -> None:
    """One minute before it is fresh, at twelve hours it is not."""
    header = Header(release=1, number=1, start=100)
    assert not is_expired(header, 100 + 12 * 60 - 1)
    assert is_expired(header, 100 + 12 * 60)


def test_header_holds_nothing_but_these_fields() -> None:
    """No name, chat, device or exact time has a place in a token: the fields are counted by bits and named here."""
    assert set(Header._fields) == {*WIDTHS, "mode"}
