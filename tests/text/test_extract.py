import dataclasses
import io
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.conversation.edition import Edition
from bot.conversation.messages import Text, View
from bot.conversation.render import Renderer
from bot.dialog.model import Audience, Release
from bot.directory.build import build as build_directory
from bot.engine.step import room
from bot.problem import Span
from bot.text.catalogues import Catalogues
from bot.text.entry import Entry, Kind
from bot.text.extract import entries
from bot.text.template import template, write
from bot.text.ui import WORDS

ROOT = Path(__file__).resolve().parents[2]
Build = Callable[..., Release]
NOON = datetime.fromisoformat("2026-11-22T12:00")
WALK = st.lists(st.integers(0, 2**16), min_size=1, max_size=30)


def of(release: Release, context: str) -> list[str]:
    """The texts of one context, in order."""
    return [entry.text for entry in entries(release) if entry.context == context]


def the(release: Release, text: str) -> Entry:
    """The one entry with a text, the doors' own words apart."""
    (entry,) = [entry for entry in entries(release) if entry.text == text and entry.context not in ("ui", "practice")]
    return entry


def test_a_step_gives_heading_texts_question_answers_and_why_under_its_own_context(small: Release) -> None:
    """All that one step says has the context “dialog.step”, in the order it is read."""
    assert of(small, "talk.first") == [
        "Börja",
        "Hur är läget?",
        "Du får ta din tid.",
        "Vänta in svaret.",
        "Vad svarar personen?",
        "Bra",
        "Sådär",
        "Tystnad gör att fler berättar.",
    ]


def test_ticks_and_the_answer_for_none_are_texts_of_the_step(small: Release) -> None:
    """A choose-several step gives its ticks and its “none of these”."""
    assert of(small, "talk.tick") == ["Vad stämmer?", "Trött", "Hungrig", "Inget av detta"]


def test_a_dialogs_own_title_has_the_context_dialog_and_is_not_repeated_by_its_steps(small: Release) -> None:
    """A heading that many steps inherit is translated once."""
    assert of(small, "dialog") == ["En annan gång", "Prata"]


def test_an_action_gives_its_text_details_and_all_variants(small: Release) -> None:
    """Whatever condition holds, the words of the outcome are there to translate."""
    assert of(small, "action.call-back") == ["Ring upp.", "Helst i dag.", "Ring inte hem."]


def test_what_stands_on_every_page_is_under_house(small: Release) -> None:
    """Jumps, the acute panel, the cover and the words for what nobody has signed."""
    assert of(small, "house") == [
        "Sluta nu",
        "Akut",
        "Ring genast.",
        "Kaffe",
        "Häll upp.",
        "Lagen är inte granskad.",
        "Vården har inte granskat.",
        "Numren är inte provringda.",
    ]


def test_the_doors_own_words_are_all_there(small: Release) -> None:
    """No word of a door is left in Swedish by oversight."""
    assert set(of(small, "ui")) == set(WORDS.values())


def test_contacts_and_roles_give_names_and_notes_but_no_numbers(real: Release) -> None:
    """A number is the same in every language and comes from the directory."""
    line = of(real, "contact.kfl")

    assert "Kvinnofridslinjen" in line
    assert "116 016" not in line
    assert "Socialjouren" in of(real, "contact.social-night")


def test_names_of_places_are_not_translated(real: Release) -> None:
    """Municipalities and counties keep their names."""
    texts = {entry.text for entry in entries(real)}

    assert not texts & {"Stockholms län", "Uppsala", "Norrtälje"}


def test_a_text_tells_the_line_it_stands_on(small: Release) -> None:
    """The translator's editor can open the place."""
    assert the(small, "Hur är läget?").where == (Span("guides/talk.yaml", 8, 16),)
    assert the(small, "Inget av detta").where[0].line == 21
    assert the(small, "Ring inte hem.").where[0].line == 13
    assert the(small, "Häll upp.").where == (Span("house.yaml", 13, 11),)


def test_a_text_tells_its_audience_its_length_and_whether_others_may_see_it(small: Release) -> None:
    """The comment says what the translation must fit."""
    assert the(small, "Hur är läget?").comments[0] == (
        "Säg. Text. Högst 600 tecken. Kan ses av andra: får inte röja ämnet."
    )
    assert the(small, "Du får ta din tid.").comments[0].startswith("Visa. Text.")
    assert the(small, "Sådär").comments[0].startswith("Till personal. Knapp eller svar. Högst 60 tecken.")
    assert the(small, "Om våld har vi talat.").comments == ("Till personal. Text. Högst 600 tecken.",)


def test_what_is_said_to_a_colleague_needs_no_language_of_a_person(build: Build) -> None:
    """It is said aloud, but to staff or an authority: the translator is told, and no person's language has it."""
    line = "      - aloud: Hur är läget?\n"
    inside = the(build((line, f"{line}        to: colleague\n")), "Hur är läget?")

    assert (inside.audience, inside.is_said) == (Audience.ALOUD, False)
    assert inside.comments[0].startswith("Säg till kollega eller myndighet.")
    assert the(build(), "Hur är läget?").is_said


def test_a_text_tells_what_is_said_around_it(small: Release) -> None:
    """One line shows the talk before and after; what is further away is cut."""
    assert the(small, "Vänta in svaret.").comments[1] == (
        "i talet: … → Hur är läget? → Du får ta din tid. → [här] → Vad svarar personen? → Bra → …"
    )


def test_one_text_twice_in_a_step_is_one_entry_with_both_places(build: Build) -> None:
    """Context and text are the key, so they may stand only once."""
    release = build(("Sådär", "Börja"))

    assert of(release, "talk.first").count("Börja") == 1
    assert [span.line for span in the(release, "Börja").where] == [6, 14]


def test_a_neutral_ending_of_a_private_dialog_may_be_seen(build: Build) -> None:
    """A neutral finish is what stands on the screen when somebody comes in."""
    release = build(("    finish: stopped", "    finish: stopped\n    neutral: yes"))

    assert the(release, "Om våld har vi talat.").open


def test_every_context_and_text_is_unique(real: Release) -> None:
    """A catalogue finds a translation by them."""
    keys = [entry.key for entry in entries(real)]

    assert len(keys) == len(set(keys))


def test_the_template_is_the_same_bytes_in_every_process(tmp_path: Path) -> None:
    """Neither clock, hash seed nor folder order changes the template, so a diff shows what authors changed."""
    script = (
        "import sys; from pathlib import Path; from bot.text.commands import extract; "
        "sys.exit(extract(Path('dialogs'), Path(sys.argv[1])))"
    )
    made = []
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": f"UTC-{seed}"}
        command = [sys.executable, "-c", script, str(tmp_path / seed)]
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
        made.append((tmp_path / seed / "fragestod.pot").read_bytes())

    assert made[0] == made[1]
    assert b"Creation-Date" not in made[0]


LETTERS = st.characters(codec="utf-8", exclude_categories=["C"]) | st.just("\n")
ANY_TEXT = st.text(LETTERS, min_size=1).filter(str.strip)
WHERE = (Span("a.yaml", 1, 1),)


@given(st.lists(st.tuples(st.from_regex(r"[a-z]{1,8}\.[a-z-]{1,8}", fullmatch=True), ANY_TEXT), unique=True))
def test_any_text_comes_back_from_the_template_as_it_was(keys: list[tuple[str, str]]) -> None:
    """Quotes, braces, percent signs and line breaks survive the way through the file."""
    found = [Entry(context, text, Kind.PASSAGE, Audience.STAFF, WHERE, open=False) for context, text in keys]
    written = write(template(found, "dialogs"))

    read = read_po(io.BytesIO(written))

    assert [(message.context, message.id) for message in read if message.id] == keys


@pytest.fixture(scope="module")
def marked(real: Release) -> Edition:
    """The real dialogs with a language in which each entry, and nothing else, has a translation."""
    catalogues = Catalogues(("sv", "en"), {"en": {entry.key: entry.text for entry in entries(real)}})
    return Edition(real, catalogues, build_directory(real.directory))


def shown(value: object) -> Iterator[Text]:
    """Every text inside a view."""
    if isinstance(value, Text):
        yield value
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from shown(getattr(value, field.name))
    elif isinstance(value, tuple):
        for part in value:
            yield from shown(part)


def walk(edition: Edition, answers: list[int]) -> Iterator[View]:
    """The screens of one conversation; each number is folded into the room of its step."""
    renderer = Renderer(edition, edition.directory, "en", "en", None, NOON)
    place = edition.fold.begin(edition.program.entries[0])
    yield renderer.view(place)
    for answer in answers:
        after = edition.fold.after(place, answer % room(edition.program, place.state))
        if after is not None:
            place = after
            yield renderer.view(place)


@settings(max_examples=200)
@given(answers=WALK)
def test_each_text_that_a_turn_can_show_has_an_entry(marked: Edition, answers: list[int]) -> None:
    """On any way through the real dialogs nothing falls back to Swedish for want of an entry."""
    for view in walk(marked, answers):
        left = [text.text for text in shown(view) if text.fallback]
        assert not left, f"{view.step}: {left}"


def test_each_node_of_the_program_is_covered_without_walking_there(real: Release) -> None:
    """Also steps that chance does not reach have all their texts among the entries."""
    keys = {entry.key for entry in entries(real)}
    titles = {dialog.id: dialog.title for dialog in real.program.dialogs.values()}
    for node in real.program.nodes:
        if node.waits:
            own = {passage.text for passage in node.passages} | {node.question, node.none, node.why}
            own |= {edge.label for edge in (*node.edges, *node.options) if edge.translate}
            own |= {node.title} - {titles[node.dialog]}
            assert {(node.context, text) for text in own if text} <= keys


def test_a_template_can_be_read_by_the_library_that_wrote_it(small: Release) -> None:
    """Our header and unwrapped lines are still gettext."""
    read: Catalog = read_po(io.BytesIO(write(template(entries(small), "dialogs"))), abort_invalid=True)

    message = read.get("Hur är läget?", context="talk.first")
    assert message
    assert message.locations == [("dialogs/guides/talk.yaml", 8)]
