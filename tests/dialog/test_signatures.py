"""The record of who has answered for what: bound to content, read with its faults, never invented."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.conversation.content import read_content
from bot.conversation.edition import open_edition
from bot.dialog.folder import read_folder
from bot.dialog.signatures import (
    AUDIENCES,
    NATIONAL,
    Scope,
    Signature,
    Standing,
    fingerprint,
    is_signed,
    needed,
    outdated,
    read_signatures,
    standing,
    standing_of,
)
from bot.problem import Span
from tests.conftest import ROOT

GUIDE = b"dialog: ask\ntitle: Ett\nsteps:\n  one: {finish: done}\n  two: {finish: done}\n"
FILES = {"guides/ask.yaml": GUIDE, "actions.yaml": b"actions: {}\n"}
NOW = fingerprint(GUIDE)


def signed(scope: Scope, files: dict[str, str]) -> Signature:
    """A signature of these fingerprints."""
    return Signature("A B", "jurist", "Exempel", date(2026, 12, 1), scope, "", files, Span("signatures.yaml", 2, 5))


def written(**changes: str) -> bytes:
    """A record of one entry, with some lines in other words."""
    lines = {
        "name": "A B",
        "role": "jurist",
        "organisation": "Exempel",
        "date": "2026-12-01",
        "scope": "law",
        "files": f"{{guides/ask.yaml: {NOW}}}",
    } | changes
    return ("signatures:\n  - " + "\n    ".join(f"{key}: {value}" for key, value in lines.items()) + "\n").encode()


def test_shipped_record_is_empty() -> None:
    """Nobody has signed the content that ships, and the record says nothing else."""
    files = read_folder(ROOT / "dialogs")

    assert "signatures.yaml" in files
    assert read_signatures(files) == ((), [])
    assert not is_signed((), files)


@pytest.mark.parametrize(
    "same",
    [
        b"# A note.\n\n" + GUIDE,
        GUIDE.replace(b"title: Ett", b'title: "Ett"'),
        GUIDE.replace(b"{finish: done}", b"\n    finish: done"),
        GUIDE.replace(b"\n", b"\r\n"),
        GUIDE.replace(b"steps:", b"reviewed: none\nsteps:"),
    ],
)
def test_layout_is_no_content(same: bytes) -> None:
    """A comment, an empty line, other quotes or line ends leave a signature as it is."""
    assert fingerprint(same) == NOW


@pytest.mark.parametrize(
    "other",
    [
        GUIDE.replace(b"Ett", b"Ett."),
        GUIDE.replace(b"one", b"uno"),
        GUIDE.replace(
            b"  one: {finish: done}\n  two: {finish: done}\n", b"  two: {finish: done}\n  one: {finish: done}\n"
        ),
        GUIDE.replace(b"  two: {finish: done}\n", b""),
    ],
)
def test_words_and_order_are_content(other: bytes) -> None:
    """A full stop, another name, another order, a step less: what was signed is not this."""
    assert fingerprint(other) != NOW


def test_signature_holds_until_the_content_changes() -> None:
    """Unsigned, then signed, then changed; signing anew makes it signed again, and other scopes stay unsigned."""
    record = (signed(Scope.LAW, {"guides/ask.yaml": NOW}),)
    later = fingerprint(GUIDE.replace(b"Ett", b"Annat"))

    assert standing((), "guides/ask.yaml", Scope.LAW, NOW) is Standing.UNSIGNED
    assert standing(record, "guides/ask.yaml", Scope.LAW, NOW) is Standing.SIGNED
    assert standing(record, "guides/ask.yaml", Scope.CLINIC, NOW) is Standing.UNSIGNED
    assert standing(record, "guides/ask.yaml", Scope.LAW, later) is Standing.CHANGED
    again = (*record, signed(Scope.LAW, {"guides/ask.yaml": later}))
    assert standing(again, "guides/ask.yaml", Scope.LAW, later) is Standing.SIGNED


def test_files_stand_as_the_worst_of_them() -> None:
    """One file that nobody has signed makes the whole unsigned; one that changed makes it changed."""
    both = tuple(FILES)
    one = (signed(Scope.LAW, {"guides/ask.yaml": NOW}),)
    old = (*one, signed(Scope.LAW, {"actions.yaml": "0" * 64}))
    all_of_it = (*one, signed(Scope.LAW, {"actions.yaml": fingerprint(FILES["actions.yaml"])}))

    assert standing_of(one, FILES, both, Scope.LAW) is Standing.UNSIGNED
    assert standing_of(old, FILES, both, Scope.LAW) is Standing.CHANGED
    assert standing_of(all_of_it, FILES, both, Scope.LAW) is Standing.SIGNED
    assert standing_of((), FILES, (NATIONAL,), Scope.NUMBERS) is Standing.SIGNED  # there is none to sign


def test_everything_is_signed_only_when_each_file_is_in_each_scope() -> None:
    """Links that wait for signatures open when nothing is missing, and close when any file changes."""
    whole = {name: fingerprint(content) for name, content in FILES.items()}
    law, clinic = signed(Scope.LAW, whole), signed(Scope.CLINIC, whole)

    assert not is_signed((law,), FILES)
    assert is_signed((law, clinic), FILES)
    assert not is_signed((law, clinic), {**FILES, "actions.yaml": b"actions: {call: {}}\n"})
    assert not is_signed((law, clinic), {**FILES, "organisation.yaml": b"organisation: X\n"})


def test_each_kind_of_content_names_who_must_answer() -> None:
    """Law and clinic for what is said and done, law for sources and rules, numbers for the directory."""
    assert needed("guides/ask.yaml") == needed("actions.yaml") == needed(AUDIENCES) == (Scope.LAW, Scope.CLINIC)
    assert needed("sources.yaml") == needed("rules/safety.yaml") == (Scope.LAW,)
    assert needed(NATIONAL) == needed("organisation.yaml") == (Scope.NUMBERS,)
    assert needed("facts.yaml") == ()


def test_record_comes_back_from_its_file() -> None:
    """Name, role, organisation, day, scope and what was signed."""
    found, problems = read_signatures({"signatures.yaml": written()})

    assert problems == []
    assert (found[0].name, found[0].role, found[0].organisation) == ("A B", "jurist", "Exempel")
    assert (found[0].day, found[0].scope, found[0].files) == (date(2026, 12, 1), Scope.LAW, {"guides/ask.yaml": NOW})


@pytest.mark.parametrize(
    ("record", "code", "place"),
    [
        (written(date="1 december"), "S003", (5, 11)),
        (written(scope="laws"), "S004", (6, 12)),
        (written(files="{}"), "S007", (7, 12)),
        (written(files="{guides/ask.yaml: abc}"), "S008", (7, 30)),
        (written(scope="language"), "U003", (6, 12)),
        (written(language="en"), "U003", (8, 15)),
        (written(scope="numbers"), "U004", (7, 13)),
        (b"signatures:\n  - name: A B\n", "S002", (2, 5)),
    ],
)
def test_fault_of_the_record_is_told_at_its_place(record: bytes, code: str, place: tuple[int, int]) -> None:
    """Each fault has a code, a line and a column."""
    _, problems = read_signatures({"signatures.yaml": record})

    assert (code, place) in [(p.code, (p.where.line, p.where.column)) for p in problems]


def test_faulty_record_stops_the_build_and_an_outdated_one_warns() -> None:
    """A record that cannot be read is an error; one of earlier content is a warning, since it stays true."""
    files = read_content(ROOT / "dialogs", None)
    edition, problems = open_edition({**files, "signatures.yaml": written(scope="laws")})
    assert edition is None
    assert [p.code for p in problems] == ["S004"]

    old = written(files="{guides/ask.yaml: " + "0" * 64 + ", guides/asking.yaml: " + "0" * 64 + "}")
    edition, problems = open_edition({**files, "signatures.yaml": old})
    assert edition is not None
    assert sorted(p.code for p in problems) == ["U001", "U002"]
    assert "did you mean “guides/ask.yaml”" in next(p.hint for p in problems if p.code == "U001")


def test_two_old_signatures_are_one_warning() -> None:
    """A file that two people signed before it changed is told once, at the newest word about it."""
    first = signed(Scope.LAW, {"actions.yaml": "0" * 64})
    second = replace(first, name="C D", where=Span("signatures.yaml", 9, 5))

    assert [p.where.line for p in outdated((first, second), FILES)] == [9]


def test_signing_anew_silences_the_warning() -> None:
    """What changed and was signed again is no longer told."""
    old, new = signed(Scope.LAW, {"actions.yaml": "0" * 64}), fingerprint(FILES["actions.yaml"])

    assert [p.code for p in outdated((old,), FILES)] == ["U002"]
    assert list(outdated((old, signed(Scope.LAW, {"actions.yaml": new})), FILES)) == []
