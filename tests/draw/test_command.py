"""`fragestod draw`."""

from __future__ import annotations

from pathlib import Path

from tests.conftest import ROOT, Command
from tests.draw.conftest import SHIPPED


def test_it_prints_a_tree_and_writes_what_is_asked_for(fragestod: Command, tmp_path: Path) -> None:
    """Without a form the tree; with one and -o a file, in a folder that need not be there yet."""
    printed = fragestod("draw", "acute")
    written = fragestod("draw", "acute", "--sheets", "--paper", "A3", "-o", "out/acute.html")

    assert printed.stdout.startswith("Akut  (acute)\n")
    assert (written.stdout, written.returncode) == ("", 0)
    assert "size: A3" in (tmp_path / "out" / "acute.html").read_text(encoding="utf-8")


def test_all_guides_are_drawn_at_once(fragestod: Command, tmp_path: Path) -> None:
    """One file for each guide, and its path is told."""
    done = fragestod("draw", "--all", "pictures")

    assert sorted(path.name for path in (tmp_path / "pictures").iterdir()) == sorted(f"{name}.svg" for name in SHIPPED)
    assert done.stdout.splitlines() == [f"pictures/{name}.svg" for name in SHIPPED]


def test_a_name_that_is_unknown_is_told_with_the_nearest(fragestod: Command) -> None:
    """Wrong use is 2 and says what there is."""
    near, none = fragestod("draw", "respnd"), fragestod("draw")

    assert (near.returncode, near.stderr) == (2, "there is no guide “respnd”: did you mean “respond”?\n")
    assert none.returncode == 2
    assert "There are acute, " in none.stderr and ", respond, " in none.stderr


def test_a_guide_with_faults_tells_them_instead_of_a_picture(fragestod: Command, tmp_path: Path) -> None:
    """The faults with line and column, code 1; the other guides are drawn all the same."""
    guides = tmp_path / "dialogs" / "guides"
    guides.mkdir(parents=True)
    (guides / "bad.yaml").write_text("dialog: bad\ntitle: [\n", encoding="utf-8")
    (guides / "good.yaml").write_bytes(
        (ROOT / "dialogs" / "guides" / "gather.yaml").read_bytes().replace(b"gather", b"good")
    )

    one = fragestod("draw", "bad", "--dialogs", "dialogs")
    every = fragestod("draw", "--all", "out", "--dialogs", "dialogs")

    for told in (one, every):
        assert told.returncode == 1
        assert "guides/bad.yaml:" in told.stderr
    assert every.stdout == "out/good.svg\n"
