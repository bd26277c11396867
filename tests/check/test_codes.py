"""Every code has a page, every page a code, and what a page shows is what the program says."""

import re

import pytest

from bot.check.pages import every, find
from tests.check.pages import CODES, LIST, ROOT, listed, parts, run

PAGES = {page.code: page for page in every(CODES)}
CODE = re.compile(r"""["']([A-Z]\d{3})["']""")


def emitted() -> set[str]:
    """All codes that stand in the program. "S256" is a word of OAuth 2.0 (RFC 7636)."""
    return {code for file in (ROOT / "bot").rglob("*.py") for code in CODE.findall(file.read_text("utf-8"))} - {"S256"}


def test_every_code_has_a_page_and_every_page_a_code() -> None:
    """A fault that cannot be looked up, or a page of a fault that nobody can make, fails the build."""
    files = {file.stem for file in CODES.glob("*.md")} - {"README"}

    assert emitted() - set(PAGES) == set(), "these codes have no page (or one without “# CODE name” and “## Wrong”)"
    assert files - emitted() == set(), "these pages have no code"
    assert len(PAGES) >= 60


def test_no_two_pages_have_one_name() -> None:
    """A code's name tells it from all others."""
    names = [page.name for page in PAGES.values()]

    assert len(set(names)) == len(names)


@pytest.mark.parametrize("code", PAGES)
def test_a_wrong_example_is_told_as_its_page_says(code: str) -> None:
    """Place, words and remedy are those of the page, and all faults of the example are of its code."""
    wrong = [part for part in parts(PAGES[code].text) if part.is_wrong]

    assert wrong
    for part in wrong:
        told = run(part)
        assert told
        assert "".join(f"{problem}\n" for problem in told) == part.said
        assert {re.split(r": (?:error|warning) ", problem)[1][:4] for problem in told} == {code}


@pytest.mark.parametrize("code", PAGES)
def test_a_mended_example_has_the_fault_no_more(code: str) -> None:
    """What a page advises helps, and makes no other error; each wrong example has its mended one."""
    examples = parts(PAGES[code].text)
    mended = [part for part in examples if not part.is_wrong]

    assert len(mended) * 2 == len(examples)
    for part in mended:
        assert part.files, "a mended example shows its files"
        told = run(part)
        assert [problem for problem in told if f" {code} " in problem or ": error " in problem] == []


def test_the_list_of_codes_is_that_of_the_pages() -> None:
    """The README names every page; it is written by python -m tests.check.pages."""
    found = LIST.search((CODES / "README.md").read_text("utf-8"))

    assert found is not None
    assert found[0] == listed()


def test_a_page_is_found_by_its_code_alone() -> None:
    """No name leads out of the folder."""
    assert find("N004", CODES) == PAGES["N004"]
    assert find("../codes/N004", CODES) is None
    assert find("N9999", CODES) is None
