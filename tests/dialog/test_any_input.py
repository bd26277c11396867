"""Whatever is read as dialogs gives a release or problems: never an exception, and never for long.

The content that ships is long to read, so CI spoils it a few times and `make audit` (PROOFS=1000) many times.
"""

import json

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.dialog.folder import read_folder
from bot.dialog.load import Loaded, load
from bot.dialog.tree import MAX_DEPTH, read
from bot.problem import has_errors
from tests.conftest import ROOT, WHOLE
from tests.dialog.catalogue import BASE, cases, files_of

SOUND = read_folder(BASE)
REAL = read_folder(ROOT / "dialogs")
SPOILT = 200 if WHOLE else 12
"""How often each way to spoil the content that ships is tried."""
GUIDE = "dialog: guide\ntitle: Ett fall\nentry: yes\nsteps:\n"

KEYS = [
    "dialog",
    "title",
    "for",
    "stage",
    "entry",
    "private",
    "reviewed",
    "parameters",
    "facts",
    "results",
    "steps",
    "say",
    "ask",
    "choices",
    "several",
    "none",
    "number",
    "pick",
    "route",
    "call",
    "with",
    "finish",
    "neutral",
    "set",
    "do",
    "when",
    "go",
    "why",
    "sources",
    "staff",
    "aloud",
    "shown",
    "actions",
    "order",
    "level",
    "text",
    "jumps",
    "kind",
    "times",
    "entries",
    "given",
    "one",
    "two",
    "mood",
    "nights",
    "town",
    "guide",
    "Ja",
    "Nej",
]
VALUES = [
    "guide",
    "yes",
    "no",
    "none",
    "one",
    "two",
    "end",
    "return",
    "mood",
    "nights",
    "town",
    "calm",
    "3",
    "=nights",
    "=1+1",
    "mood==calm",
    "nights>",
    "call-help",
    "handbook",
    "sos",
    "{sos}",
    "{",
    "0..7",
    "boolean",
    "municipality",
    "say",
    "-",
]
TREES = st.recursive(
    st.none() | st.sampled_from(VALUES) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=5),
    max_leaves=25,
)
WAYS = st.sampled_from(("one", "two", "three", "end", "return", "nowhere"))
WHENS = st.sampled_from(("alone", "mood == calm", "nights > 3", "known(nights) and nights > 3", "modd", "(", "not in"))
SETS = st.dictionaries(
    st.sampled_from(("mood", "nights", "town", "alone", "own", "modd")),
    st.sampled_from(("calm", "3", "=nights", "=mood", "=default(nights, 0) + 1", "= ", "0114", "yes")),
    max_size=2,
)
DOES = {"set": SETS, "do": st.lists(st.sampled_from(("call-help", "call-hlep")), max_size=2), "when": WHENS}
ANSWERS = st.dictionaries(
    st.sampled_from(("Ja", "Nej", "{sos}", "{")), st.none() | st.fixed_dictionaries({}, optional={**DOES, "go": WAYS})
)
STEP = st.fixed_dictionaries(
    {},
    optional={
        **DOES,
        "go": WAYS,
        "say": st.lists(
            st.dictionaries(st.sampled_from(("staff", "aloud", "when")), st.just("alone"), max_size=2), max_size=2
        ),
        "ask": st.sampled_from(("Hur?", "{place}?", "")),
        "choices": ANSWERS,
        "several": ANSWERS,
        "none": st.just("Inget"),
        "number": st.sampled_from(("nights", "mood", "nigths")),
        "pick": st.sampled_from(("town", "mood", "twon")),
        "route": st.lists(st.fixed_dictionaries({"go": WAYS}, optional={"when": WHENS}), max_size=3),
        "call": st.sampled_from(("guide", "sub", "nobody")),
        "with": SETS,
        "results": st.dictionaries(st.sampled_from(("mood", "alone")), st.sampled_from(("felt", "own")), max_size=2),
        "finish": st.just("done"),
        "neutral": st.sampled_from(("yes", "maybe")),
        "title": st.just("Ett"),
        "why": st.just("Därför {sos"),
        "sources": st.just(["handbook", "handbok"]),
    },
)
"""One step of any keys, most with values that could be right."""
STEPS = st.dictionaries(st.sampled_from(("one", "two", "three", "end")), STEP, min_size=1)
SUB = b"""\
dialog: sub
title: Ett fall
parameters: {own: boolean}
facts: {felt: [unknown, calm]}
results: [felt]
steps:
  one: {say: [{staff: Ett.}]}
"""


def is_calm(loaded: Loaded) -> None:
    """A release, or errors that tell why there is none; every one has words and a place that can be printed."""
    assert (loaded.release is None) == has_errors(loaded.problems)
    for problem in loaded.problems:
        assert str(problem)
        assert problem.message
        assert problem.where.line >= 0


@settings(max_examples=150)
@given(st.sampled_from(sorted(SOUND)), st.binary(max_size=300))
def test_random_bytes_in_any_file_are_calm(name: str, content: bytes) -> None:
    """No file of a release can be so wrong that the loader raises."""
    is_calm(load({**SOUND, "guides/guide.yaml": GUIDE.encode() + b"  end: {finish: done}\n", name: content}))


@settings(max_examples=150)
@given(st.text(st.characters(codec="utf-8") | st.sampled_from("\t\r\n :-[]{}'\"&*!|>%@`#?,"), max_size=120))
@example("a: [\n- b")
@example("? ? ?\n: : :")
@example("%YAML 9.9\n---\n")
def test_random_text_is_a_tree_or_faults(text: str) -> None:
    """Text that looks a little like YAML gives a tree, or faults, or both; never neither."""
    tree, problems = read(text, "guides/guide.yaml")
    assert tree is not None or problems
    is_calm(load({**SOUND, "guides/guide.yaml": text.encode()}))


@settings(max_examples=200)
@given(st.sampled_from(("guides/guide.yaml", "facts.yaml", "actions.yaml", "house.yaml", "sources.yaml")), TREES)
def test_random_trees_in_any_file_are_calm(name: str, tree: object) -> None:
    """Known keys and values in any order and depth."""
    guide = GUIDE.encode() + b"  end: {finish: done}\n"
    is_calm(load({**SOUND, "guides/guide.yaml": guide, name: json.dumps(tree, ensure_ascii=False).encode()}))


@settings(max_examples=300)
@given(STEPS)
def test_random_steps_are_calm(steps: dict[str, object]) -> None:
    """Steps with keys that do not go together, values of the wrong kind, names that do not exist."""
    content = GUIDE.encode() + b"  " + json.dumps(steps, ensure_ascii=False).encode()
    is_calm(load({**SOUND, "guides/guide.yaml": content, "guides/sub.yaml": SUB}))


@settings(max_examples=SPOILT)
@given(st.sampled_from(sorted(REAL)), st.data())
def test_real_files_with_a_line_changed_are_calm(name: str, data: st.DataObject) -> None:
    """A line removed, doubled, moved in or out, or another's in its place, as happens when one edits."""
    lines = REAL[name].decode().split("\n")
    at, other = data.draw(st.integers(0, len(lines) - 1)), data.draw(st.sampled_from(lines))
    change = data.draw(
        st.sampled_from((lambda line: [], lambda line: [line] * 2, lambda line: [f"  {line}"], lambda line: [line[2:]]))
    )
    changed = data.draw(st.sampled_from(([other], change(lines[at]))))
    is_calm(load({**REAL, name: "\n".join([*lines[:at], *changed, *lines[at + 1 :]]).encode()}))


@settings(max_examples=SPOILT)
@given(st.sampled_from(sorted(REAL)), st.data())
def test_real_files_with_a_character_changed_are_calm(name: str, data: st.DataObject) -> None:
    """One byte, anywhere."""
    content = REAL[name]
    at = data.draw(st.integers(0, len(content) - 1))
    is_calm(load({**REAL, name: content[:at] + data.draw(st.binary(max_size=2)) + content[at + 1 :]}))


@settings(max_examples=SPOILT)
@given(st.sets(st.sampled_from(sorted(REAL))))
def test_real_files_with_some_missing_are_calm(missing: set[str]) -> None:
    """Any of the files may be gone."""
    is_calm(load({name: content for name, content in REAL.items() if name not in missing}))


def test_broken_cases_over_each_other_are_calm() -> None:
    """All broken files in one release: hundreds of problems, in order, and no exception."""
    files = {name: content for case in cases().values() for name, content in files_of(case).items()}
    loaded = load(files)
    is_calm(loaded)
    assert len(loaded.problems) > 150


# --- size and depth -----------------------------------------------------------------------------------


def told(content: str) -> list[str]:
    """Codes of what is told of a guide."""
    loaded = load({**SOUND, "guides/guide.yaml": content.encode()})
    is_calm(loaded)
    return [problem.code for problem in loaded.problems]


@pytest.mark.parametrize(
    "content",
    ["[" * 100_000, "{a: " * 50_000, "- " * 50_000, "? " * 50_000, "".join(" " * n + "a:\n" for n in range(1_200))],
    ids=["brackets", "braces", "dashes", "question-marks", "indentation"],
)
def test_deep_nesting_is_told_and_overflows_nothing(content: str) -> None:
    """However deep lists and mappings stand in each other, in whatever way: one fault, no RecursionError."""
    assert told(content)[-1] == "Y007"


def test_nesting_up_to_the_limit_is_read() -> None:
    """The limit is far beyond what the format needs."""
    tree, problems = read("[" * MAX_DEPTH + "]" * MAX_DEPTH, "deep.yaml")
    assert (tree is not None, problems) == (True, [])


def test_a_line_of_a_hundred_thousand_characters_is_told() -> None:
    """A text too long for a screen is a fault with its length, not a hang."""
    assert told(f"{GUIDE}  one:\n    say:\n      - staff: {'x' * 100_000}\n  end:\n    finish: done\n") == ["S006"]


def test_a_condition_of_a_hundred_thousand_characters_is_told() -> None:
    """Nor can a condition or an expression be so long that walking it overflows."""
    long = " or ".join(["alone"] * 12_000)
    assert told(f"{GUIDE}  one:\n    when: {long}\n    say:\n      - staff: Ett.\n  end:\n    finish: done\n") == [
        "S006"
    ]
    expression = "=" + "+".join(["1"] * 50_000)
    assert told(f"{GUIDE}  end:\n    set: {{nights: {expression}}}\n    finish: done\n") == ["C001"]


def test_a_key_of_a_hundred_thousand_characters_is_told() -> None:
    """Keys have a length too."""
    assert told(f"{GUIDE}  ? {'x' * 100_000}\n  : {{finish: done}}\n  end:\n    finish: done\n") == ["S006"]


def test_a_number_of_many_digits_is_told() -> None:
    """Python refuses to read very long numbers; the loader does not stumble over that."""
    digits = "9" * 5_000
    assert told(f"{GUIDE.replace('steps', f'facts: {{n: 0..{digits}}}{chr(10)}steps')}  end:\n    finish: done\n") == [
        "S009"
    ]
    assert told(f"{GUIDE}  end:\n    set: {{nights: ={digits}}}\n    finish: done\n") == ["C001"]


def test_a_thousand_steps_and_a_long_row_of_calls_are_walked() -> None:
    """A long dialog and dialogs that call each other in a long row are judged without running out of stack."""
    steps = "".join(f"  s{n}:\n    say:\n      - staff: Ett.\n" for n in range(1_000))
    assert told(f"{GUIDE}{steps}  end:\n    finish: done\n") == ["K001"]
    row = {
        f"guides/d{n}.yaml": f"dialog: d{n}\ntitle: Ett\nsteps:\n  one: {{call: d{n + 1}}}\n".encode()
        for n in range(1_500)
    }
    row["guides/d1500.yaml"] = b"dialog: d1500\ntitle: Ett\nsteps:\n  one: {say: [{staff: Ett.}]}\n"
    main = b"dialog: main\ntitle: Ett\nentry: yes\nsteps:\n  one: {call: d0}\n  end: {finish: done}\n"
    loaded = load({**SOUND, **row, "guides/main.yaml": main})
    assert loaded.problems == ()
