"""From files to a release: named by content, the same from anywhere, indifferent to how editors save."""

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.dialog.folder import read_folder
from bot.dialog.load import load, release_id
from bot.dialog.model import Kind, Program, Release
from tests.dialog.catalogue import BASE

ROOT = Path(__file__).resolve().parents[2]
GUIDE = """\
dialog: plain
title: Ett fall
entry: yes
steps:
  one:
    ask: Hur är det?
    choices:
      Bra: {set: {mood: calm}}
      Illa: {do: [call-help]}
  end:
    finish: done
"""


def released(files: dict[str, bytes]) -> Release:
    """The release of files that must be sound."""
    loaded = load(files)
    assert loaded.release is not None, "\n".join(map(str, loaded.problems))
    return loaded.release


def sound(guide: str = GUIDE) -> dict[str, bytes]:
    """The small house with one guide."""
    return {**read_folder(BASE), "guides/plain.yaml": guide.encode()}


def outline(program: Program) -> list[tuple[object, ...]]:
    """What can be compared of a program: all but its functions."""
    return [
        (n.id, n.kind, n.after, n.question, [(e.label, e.change.sets, e.target) for e in n.edges])
        for n in program.nodes
    ]


def test_a_release_is_named_by_its_content() -> None:
    """The same files in another order have the same name; every changed byte or file name changes it."""
    files = sound()
    assert release_id(files) == release_id(dict(reversed(files.items())))
    names = {release_id(files)}
    for name, content in files.items():
        names.add(release_id({**files, name: content + b"\n"}))
        names.add(release_id({**{n: c for n, c in files.items() if n != name}, f"x{name}": content}))
    assert len(names) == 2 * len(files) + 1


@settings(max_examples=100)
@given(st.text("ab\n12", min_size=2, max_size=8), st.data())
def test_names_and_contents_cannot_flow_into_each_other(text: str, data: st.DataObject) -> None:
    """The same bytes, divided otherwise into names and contents, are another release."""
    parts = [data.draw(st.integers(1, len(text) - 1)) for _ in range(2)]
    one, other = ({text[:part]: text[part:].encode()} for part in parts)
    assert (release_id(one) == release_id(other)) == (one == other)


def test_loading_twice_gives_the_same_program() -> None:
    """Nodes, facts, actions and entries are numbered by the files alone, in whatever order these come."""
    files = sound()
    one, two = released(files), released(dict(reversed(files.items())))
    assert one.id == two.id
    assert outline(one.program) == outline(two.program)
    assert one.program.facts == two.program.facts
    assert [action.id for action in one.program.by_bit] == [action.id for action in two.program.by_bit]


def test_the_release_keeps_its_sources() -> None:
    """What is archived is what was read, byte for byte, so that it compiles again."""
    files = sound()
    release = released(files)
    assert release.files == files
    assert released(dict(release.files)).id == release.id


def test_how_an_editor_saves_makes_no_difference() -> None:
    """Windows line ends and a byte order mark change the name but not the program."""
    plain = outline(released(sound()).program)
    assert outline(released(sound(GUIDE.replace("\n", "\r\n"))).program) == plain
    assert outline(released(sound("\ufeff" + GUIDE)).program) == plain


def test_words_stay_words() -> None:
    """yes, no, on, 08 and 1_000 are text; a title can be a number."""
    guide = GUIDE.replace("title: Ett fall", "title: 1_000").replace("Bra:", "no:").replace("Illa:", "08:")
    program = released(sound(guide)).program
    assert program.dialogs["plain"].title == "1_000"
    assert [edge.label for edge in program.nodes[0].edges] == ["no", "08"]


def test_a_folder_is_read_with_its_translations(tmp_path: Path) -> None:
    """YAML and PO files by relative path, whatever the depth; nothing else."""
    for name in ("house.yaml", "guides/a.yaml", "guides/b.yml", "locales/en/LC_MESSAGES/x.po", "README.md", "x.json"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    assert list(read_folder(tmp_path)) == ["guides/a.yaml", "guides/b.yml", "house.yaml", "locales/en/LC_MESSAGES/x.po"]


def test_the_shipped_content_is_sound() -> None:
    """No fault in what is shipped, and each node knows where it stands in its file."""
    release = released(read_folder(ROOT / "dialogs"))
    assert {node.where.file for node in release.program.nodes} >= {
        f"guides/{name}.yaml" for name in release.program.dialogs
    }
    assert all(node.where.line for node in release.program.nodes)
    assert all(node.edges or node.kind in (Kind.FINISH, Kind.ROUTE, Kind.RETURN) for node in release.program.nodes)


def test_a_county_without_places_is_not_offered() -> None:
    """Regression: it was a question without answers, where one could only go back."""
    regions = b'regions:\n  "01": {county: Nord, name: Norden}\n  "03": {county: Syd, name: Soder}\n'
    pick = GUIDE.replace("  end:", "  two:\n    ask: Var?\n    pick: town\n  end:")
    program = released({**sound(pick), "directory/regions.yaml": regions}).program
    county = next(node for node in program.nodes if node.pick == "county")
    assert [edge.label for edge in county.edges] == ["Nord"]
