"""Passwords, codes and brakes: what proves somebody, and how long guessing takes."""

from __future__ import annotations

import pyotp
import pytest
from argon2 import PasswordHasher
from argon2.low_level import Type

from bot.accounts.brakes import BUCKET, FREE, LONGEST, MOST, Brakes
from bot.accounts.credentials import (
    Passwords,
    digest,
    form_mark,
    is_good,
    matching_step,
    new_spares,
    new_token,
    spare_digest,
)
from bot.accounts.model import Account, Role, read_name

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
NOW = 1_800_000_000


def test_passwords_are_kept_as_argon2id_of_the_strength_that_the_standard_asks() -> None:
    """RFC 9106, section 4: argon2id, three passes, 64 MiB; the password is not in what is kept."""
    hasher = PasswordHasher()

    assert (hasher.type, hasher.time_cost, hasher.memory_cost) == (Type.ID, 3, 64 * 1024)
    kept = Passwords().hash("blå orkidéer på fjället")
    assert kept.startswith("$argon2id$v=19$m=65536,t=3,p=4$") and "blå" not in kept


def test_a_password_fits_its_own_hash_and_nothing_fits_nobody() -> None:
    """The right one fits; another, and any where there is no such account, do not."""
    passwords = Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    kept = passwords.hash("en lång mening")

    assert passwords.fits(kept, "en lång mening")
    assert not passwords.fits(kept, "en lång meninG")
    assert not passwords.fits(None, "en lång mening")
    assert not passwords.fits("not a hash", "en lång mening")


@pytest.mark.parametrize("password", ["kort", "elva tecken", "a" * 40, "abababababab", "anna.samordnare", "x" * 201])
def test_a_password_that_is_soon_guessed_is_refused(password: str) -> None:
    """Too short, one sign again and again, the name itself, or endless."""
    assert not is_good(password, "anna.samordnare")


def test_a_code_is_good_for_a_step_to_either_side_and_tells_its_step() -> None:
    """RFC 6238: the code of now, the one before and the one after; no other, and nothing that is no code."""
    made, here = pyotp.TOTP(SECRET), NOW // 30

    for shift in (-1, 0, 1):
        assert matching_step(SECRET, made.generate_otp(here + shift), NOW) == here + shift
    for shift in (-3, -2, 2, 3):
        assert matching_step(SECRET, made.generate_otp(here + shift), NOW) is None
    for wrong in ("", "12345", "1234567", "abcdef", "\uff11\uff12\uff13\uff14\uff15\uff16", "-12345"):
        assert matching_step(SECRET, wrong, NOW) is None
    assert matching_step(None, made.generate_otp(here), NOW) is None


def test_spare_codes_are_many_and_read_as_people_type_them() -> None:
    """Ten, all different, 80 bits each; small letters, blanks and lines between do not matter."""
    spares = new_spares()

    assert len(set(spares)) == 10
    for spare in spares:
        assert spare_digest(spare.lower().replace("-", " ")) == digest(spare)
    assert spare_digest("not-a-code") is None and spare_digest("") is None and spare_digest("0OI1" * 4) is None


def test_tokens_are_long_and_their_form_marks_differ() -> None:
    """256 bits a token; a form's mark follows from its session and tells nothing of it."""
    tokens = {new_token() for _ in range(100)}

    assert len(tokens) == 100 and all(len(token) == 43 for token in tokens)
    assert len({form_mark(token) for token in tokens}) == 100
    assert all(token not in form_mark(token) for token in tokens)


def test_guessing_one_name_waits_ever_longer_but_never_long() -> None:
    """Four mistakes cost nothing; then the wait doubles, up to five minutes; a success forgets them."""
    brakes, now, waits = Brakes(), 1000.0, []
    for _ in range(FREE):
        assert brakes.wait("anna", now) == 0
        brakes.failed("anna", now)
    for _ in range(12):
        waits.append(brakes.wait("anna", now))
        brakes.failed("anna", now := now + waits[-1])

    assert waits[:5] == [1, 2, 4, 8, 16] and waits[-1] == LONGEST
    assert brakes.wait("Anna ", now) > 0 and brakes.wait("bo", now) == 0
    assert brakes.wait("anna", now + 3600) == 0
    brakes.passed("anna")
    assert brakes.wait("anna", now) == 0


def test_guessing_many_names_waits_too() -> None:
    """A flood over many names is slowed as a whole, and memory stays bounded."""
    brakes = Brakes()
    for number in range(int(BUCKET)):
        assert brakes.wait(f"name{number}", 1000.0) == 0
        brakes.failed(f"name{number}", 1000.0)

    assert brakes.wait("somebody", 1000.0) > 0 and brakes.wait("somebody", 1010.0) == 0
    for number in range(2 * MOST):
        brakes.failed(f"more{number}", 1000.0 + number)
    assert len(brakes._failures) == MOST


def test_names_are_read_in_one_way() -> None:
    """Small letters, no blanks around; nothing that could be markup or a path."""
    assert read_name("  Anna.Samordnare@Region.se ") == "anna.samordnare@region.se"
    for wrong in ("ab", "a b c", "<b>anna", "../anna", "a" * 81, "anna\n", "", "-anna"):
        assert read_name(wrong.replace("\n", "\n x")) is None


def test_roles_reach_what_lesser_ones_may_and_no_more() -> None:
    """Some units < all units < administrator; only the first is bound to its units."""
    order = list(Role)

    assert [[role.reaches(least) for least in order] for role in order] == [
        [True, False, False],
        [True, True, False],
        [True, True, True],
    ]
    some = Account(1, "anna", Role.UNITS, frozenset({7}))
    assert some.sees(7) and not some.sees(8) and Account(2, "bo", Role.ALL).sees(8)
