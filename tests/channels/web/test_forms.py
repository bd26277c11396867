"""What a posted body must be to count as a press."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.web.forms import is_form, read_form
from bot.conversation.messages import ALPHABET, Control, Press, write_move

SEALED = "a" * 62
DONE, NONE = write_move(Control.DONE.value), write_move(Control.NONE.value)


def test_a_pages_own_form_is_a_press() -> None:
    """Token and button, in whatever order a browser sends them."""
    press = Press(SEALED, "AB", b"web", None)

    assert read_form(f"t={SEALED}&c=AB".encode()) == press
    assert read_form(f"c=AB&t={SEALED}".encode()) == press


def test_ticks_come_with_every_button() -> None:
    """Boxes become a mask whatever is pressed, for what stands ticked was said; with "done" an empty one too."""
    ticks = "&o=AA&o=AC"

    assert read_form(f"t={SEALED}{ticks}&c={DONE}".encode()) == Press(SEALED, DONE, b"web", 0b101)
    assert read_form(f"t={SEALED}&c={DONE}".encode()) == Press(SEALED, DONE, b"web", 0)
    assert read_form(f"t={SEALED}{ticks}&c={NONE}".encode()) == Press(SEALED, NONE, b"web", 0b101)
    assert read_form(f"t={SEALED}&c={NONE}".encode()) == Press(SEALED, NONE, b"web", None)


def test_a_page_without_a_token_still_sends_a_press() -> None:
    """The safe turn has no token; pressing there is answered kindly, not refused as broken."""
    assert read_form(b"t=&c=AA") == Press("", "AA", b"web", None)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"t",
        b"t=&",
        b"c=AA",
        f"t={SEALED}".encode(),
        f"t={SEALED}x&c=AA".encode(),
        f"t={SEALED[1:]}&c=AA".encode(),
        f"t={SEALED[1:]}%&c=AA".encode(),
        f"t={SEALED}\n&c=AA".encode(),
        f"t={SEALED}&c=A".encode(),
        f"t={SEALED}&c=AAA".encode(),
        f"t={SEALED}&c=%C3".encode(),
        f"t={SEALED}&c=\xe5\xe4".encode("latin-1"),
        f"t={SEALED}&t={SEALED}&c=AA".encode(),
        f"t={SEALED}&c=AA&c=AB".encode(),
        f"t={SEALED}&c=AA&x=1".encode(),
        f"t={SEALED}&c=AA&o=__".encode(),
        f"t={SEALED}&c=AA&o=BA".encode(),
        f"t={SEALED}&c=AA{'&o=AA' * 1000}".encode(),
        b"\x00\xff\xfe",
    ],
)
def test_what_no_page_of_ours_sends_is_no_press(body: bytes) -> None:
    """Missing, doubled, unknown, overlong and foreign fields are not guessed at."""
    assert read_form(body) is None


@given(st.binary(max_size=300))
def test_any_bytes_are_read_without_an_error(body: bytes) -> None:
    """Reading is total."""
    read_form(body)


@given(st.text(ALPHABET, min_size=62, max_size=62), st.integers(0, 4095))
def test_every_token_and_move_comes_through_whole(sealed: str, number: int) -> None:
    """Nothing that a page can send is changed on the way."""
    press = read_form(f"t={sealed}&c={write_move(number)}".encode())

    assert press is not None
    assert (press.sealed, press.move) == (sealed, write_move(number))


@pytest.mark.parametrize(
    ("content_type", "expected"),
    [
        ("application/x-www-form-urlencoded", True),
        ("application/x-www-form-urlencoded;charset=UTF-8", True),
        ("Application/X-WWW-Form-Urlencoded", True),
        ("application/json", False),
        ("multipart/form-data; boundary=x", False),
        ("", False),
    ],
)
def test_one_content_type_is_read(content_type: str, expected: bool) -> None:
    """Only the type that a plain form sends."""
    assert is_form(content_type) is expected
