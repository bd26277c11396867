"""What a person would notice is told, with the conversation in which it happens; nothing else is."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from bot.dialog.folder import read_folder
from bot.publish.as_html import as_html
from bot.publish.as_text import as_text
from bot.publish.compare import Area, How, compare
from bot.publish.difference import NOTHING, Content, Difference, as_json, as_sheet, differ
from bot.publish.source import SourceError, content, read_source
from bot.publish.talks import Wanted, reaches
from tests.conftest import ROOT, Command
from tests.publish.conftest import GUIDE, PLAN, Change


def told(found: Difference) -> str:
    """The difference as a terminal shows it."""
    return as_text(as_sheet(found, "foot"))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("dialog: main", "# Why.\ndialog: main"),
        ("title: Klart", 'title: "Klart"'),
        ("{do: [call-help]}", "\n        do:\n          - call-help"),
        ("entry: yes\n", "entry: yes\nreviewed: none\n"),
    ],
)
def test_layout_is_nothing_that_a_person_would_notice(side: Change, old: str, new: str) -> None:
    """Comments, quotes and lines change nothing; the page says so instead of staying empty."""
    found = differ(side(), side("guides/main.yaml", old, new))

    assert found.is_empty
    assert NOTHING in told(found)


def test_what_the_check_noted_for_itself_is_no_difference() -> None:
    """Which facts proofs look at concerns nobody who signs, and nobody answers for it."""
    file = "rules/learnt.yaml"

    assert list(compare({file: b"learnt: {P01: [who]}"}, {file: b"learnt: {P01: [age]}"})) == []


def test_changed_words_are_shown_where_they_are_said(side: Change) -> None:
    """A sentence worded anew stands word by word in the conversation that comes to it, and in the list of texts."""
    found = differ(side(), side("guides/main.yaml", "Hur har du det hemma?", "Hur är det hemma?"))
    text = told(found)

    assert text.count("Hur [-har du-]{+är+} det hemma?") == 2
    assert "… Är ni själva? → Ja" in text
    assert [(c.area, c.name, c.how) for c in found.changes] == [(Area.GUIDE, "main.say", How.CHANGED)]


def test_ending_with_another_action_stands_out(side: Change) -> None:
    """That a conversation no longer leads to help is told first, by the conversation's name."""
    found = differ(side(), side("guides/main.yaml", "Inte bra: {do: [call-help]}", "Inte bra: {do: [write-it-down]}"))
    pair = found.pairs[0]

    assert (pair.before.actions, pair.after.actions) == (("call-help",), ("write-it-down",))
    assert "1 end with other actions: good" in told(found)


def test_answer_that_is_gone_ends_the_conversation_and_says_so(side: Change) -> None:
    """A plan whose answer no longer exists is shown as far as it goes, with what stopped it."""
    found = differ(side(), side("guides/main.yaml", "      Inte bra: {do: [call-help]}\n", "      Annat: {}\n"))
    pair = found.pairs[0]

    assert (pair.before.ended, pair.after.ended) == (True, False)
    assert "can no longer be held as written: good" in told(found)
    assert "after, the conversation stops here: “Inte bra”" in told(found)


def test_label_worded_anew_is_a_change_of_words(side: Change) -> None:
    """An answer that does the same under another label is no new answer."""
    changes = compare(
        side().files, side("guides/main.yaml", "Inte bra: {do: [call-help]}", "Dåligt: {do: [call-help]}").files
    )

    assert [(f.path[-1], f.before, f.after) for f in changes[0].fields] == [("label", "Inte bra", "Dåligt")]


def test_another_order_of_contacts_is_a_change_of_its_own() -> None:
    """Who signs for whom contacts suit sees which audience changed, and how."""
    old = b"house: {dental: [unit-manager]}\naudiences:\n  adult: {name: Vuxen, contacts: [kfl, boj]}\n"
    file = "directory/audiences.yaml"
    changes = compare({file: old}, {file: old.replace(b"[kfl, boj]", b"[boj, kfl]").replace(b"manager", b"lawyer")})

    assert {(c.area, c.name) for c in changes} == {(Area.CONTACT, "for adult"), (Area.CONTACT, "the house in dental")}
    assert [(f.before, f.after) for c in changes for f in c.fields if c.name == "for adult"] == [
        ("kfl, boj", "boj, kfl")
    ]


def test_step_without_a_plan_gets_a_shortest_conversation(side: Change) -> None:
    """What no plan comes to is reached by the explorer, so that nobody signs a step without seeing it in a talk."""
    found = differ(side(), side("guides/main.yaml", "En annan gång", "En annan dag"))
    pair = next(pair for pair in found.pairs if pair.name == "main.later")

    assert reaches(pair, Wanted(step="main.later"))
    assert pair.after.taps == 1
    assert "Nej" in told(found)
    assert "En annan [-gång-]{+dag+}" in told(found)
    assert found.missed == ()


def test_new_step_and_its_way_are_shown(side: Change) -> None:
    """A step that was not there is told as new, in a conversation that now passes it."""
    more = "  mellan:\n    title: En sak till\n    say:\n      - staff: Ta det lugnt.\n  end:\n"
    found = differ(side(), side("guides/main.yaml", "  end:\n", more))
    text = told(found)

    assert "main.mellan: added" in text
    assert "this screen is new here" in text
    assert "good" in text  # the plan stops there: it knows no answer to it
    assert "order of steps" in text


def test_actions_tell_strength_basis_deadline_and_contacts(side: Change) -> None:
    """What a clinician signs an action for is named field by field."""
    found = differ(
        side(), side("actions.yaml", "level: should\n    text: Ring {sos}.", "level: may\n    text: Ring {sos} nu.")
    )
    fields = {field.path[0]: (field.before, field.after) for field in found.changes[0].fields}

    assert found.changes[0].area is Area.ACTION
    assert fields["level"] == ("should", "may")
    assert set(fields) == {"level", "text"}


def test_lengths_are_told_in_taps(side: Change) -> None:
    """A conversation that became longer says by how much."""
    plan = "# Ett.\n@ main\n? Är ni själva?\n> Nej\n? En annan gång\n"
    later = "  later:\n    title: En annan gång\n    say:\n      - staff: Säg att ni hörs igen.\n"
    found = differ(side(plan=plan), side("guides/main.yaml", "  later:\n    title: En annan gång\n", later, plan=plan))

    assert "good" in told(found).partition("Lengths")[2]
    assert "(+5)" in told(found)


def test_side_that_cannot_be_run_is_still_compared(side: Change) -> None:
    """Content of an older form is compared text by text, and it is said that no conversation was played."""
    broken = side("guides/main.yaml", "finish: done", "finnish: done", name="HEAD~99")
    found = differ(broken, side())

    assert broken.program is None
    assert "No conversation was played: HEAD~99 cannot be run by this program" in told(found)
    assert "main.end: changed" in told(found)


def test_what_is_to_be_signed_stands_last_with_room_for_a_hand(side: Change) -> None:
    """The page ends with the changed files, what a signature is bound to, and empty lines to write on."""
    found = differ(side(), side("guides/main.yaml", "Hur har du det hemma?", "Hur är det hemma?"))
    page = as_html(as_sheet(found, "release abc"))

    assert page.index("To sign") < page.index("guides/main.yaml</code>") < page.index('<table class="blank">')
    assert page.count("release abc") == 1


def test_data_holds_both_sides(side: Change) -> None:
    """--json gives every change and both sides of each conversation that differs."""
    data = as_json(differ(side(), side("guides/main.yaml", "Hur har du det hemma?", "Hur är det hemma?")))
    text = json.loads(json.dumps(data))

    assert text["changes"][0]["fields"][0] == {
        "path": ["say", "1", "aloud"],
        "before": "Hur har du det hemma?",
        "after": "Hur är det hemma?",
    }
    assert [c["name"] for c in text["conversations"]] == ["good"]
    assert text["conversations"][0]["after"]["taps"] == 2
    assert text["empty"] is False


def test_translation_that_says_something_else_is_told(side: Change) -> None:
    """The same Swedish with other English is a change for who reads English."""

    def with_english(text: str) -> Content:
        head = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
        po = f'{head}msgctxt "main.end"\nmsgid "Klart"\nmsgstr "{text}"\n'
        whole = side()
        return Content("x", {**whole.files, "locales/en/LC_MESSAGES/fragestod.po": po.encode()}, whole.program)

    found = differ(with_english("Done"), with_english("Finished"))

    assert [(c.area, c.name) for c in found.changes] == [(Area.TRANSLATION, "en: main.end")]
    text = " ".join(told(found).split())
    assert "[-Done-]{+Finished+}" in text
    assert "The translations into en say something else: whoever answers for that language signs anew" in text


def test_a_step_that_shows_nothing_is_not_looked_for_in_vain(side: Change) -> None:
    """A renamed route is told as such: no guide went, and no conversation is said to be missing."""
    step, route = "  say:\n    say:", "  {name}:\n    route:\n      - {{go: say}}\n  say:\n    say:"
    old = side("guides/main.yaml", step, route.format(name="turn"))
    new = side("guides/main.yaml", step, route.format(name="bend"))
    text = " ".join(told(differ(old, new)).split())

    assert "guides: 1 changed" in text
    assert "steps: 1 added, 1 removed" in text
    assert "Nothing is shown at: main.turn, main.bend. What changed there stands below." in text
    assert "No conversation was found" not in text


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with two revisions of a small content, and a change that is not committed."""

    def git(*words: str) -> None:
        done = subprocess.run(
            ["git", "-c", "user.name=x", "-c", "user.email=x@example.org", *words], cwd=tmp_path, capture_output=True
        )
        assert done.returncode == 0, done.stderr

    base = read_folder(ROOT / "tests" / "cases" / "broken" / "base")
    for name, data in {**base, "guides/main.yaml": GUIDE.encode()}.items():
        file = tmp_path / "dialogs" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    git("init", "-q")
    git("add", "-A")
    git("commit", "-qm", "one")
    guide = tmp_path / "dialogs" / "guides" / "main.yaml"
    guide.write_text(guide.read_text().replace("Klart", "Färdigt"))
    git("commit", "-qam", "two")
    guide.write_text(guide.read_text().replace("Färdigt", "Slut"))
    return tmp_path


def test_revisions_and_folders_are_read_alike(repository: Path) -> None:
    """HEAD~1, HEAD, the checkout and its dialogs are four names of contents; nothing is checked out for it."""
    before = sorted(path for path in repository.rglob("*") if ".git" not in path.parts)
    read = [read_source(name, repository) for name in ("HEAD~1", "HEAD", ".", "dialogs")]
    titles = [side.files["guides/main.yaml"].decode().partition("title: ")[2] for side in read]

    assert [
        word
        for side in read
        for word in ("Klart", "Färdigt", "Slut")
        if word in side.files["guides/main.yaml"].decode()
    ] == [
        "Klart",
        "Färdigt",
        "Slut",
        "Slut",
    ]
    assert len(titles) == 4
    assert all(side.program is not None for side in read)
    assert sorted(path for path in repository.rglob("*") if ".git" not in path.parts) == before
    assert read_source("HEAD", repository / "dialogs").files == read[1].files


@pytest.mark.parametrize("name", ["no-such", "HEAD~99", "-x", "--output=x", ".git"])
def test_what_is_no_content_is_told(repository: Path, name: str) -> None:
    """A misspelt folder or revision, an option in disguise, a folder without dialogs: a sentence, no traceback."""
    with pytest.raises(SourceError):
        read_source(name, repository)


def test_command_tells_the_difference(fragestod: Command, tmp_path: Path) -> None:
    """`fragestod diff OLD NEW` prints it, writes a page, and says what it could not read."""
    dialogs = str(ROOT / "dialogs")
    same = fragestod("diff", dialogs, dialogs)
    assert (same.returncode, NOTHING in same.stdout) == (0, True)

    page = fragestod("diff", dialogs, dialogs, "--html", "-o", "page.html")
    assert page.returncode == 0
    assert NOTHING in (tmp_path / "page.html").read_text("utf-8")

    wrong = fragestod("diff", "nowhere", dialogs)
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert "“nowhere” is no folder" in wrong.stderr


OWN = """\
decided: 2026-11-02
review: 2027-11-02
steps:
  ours:
    before: main.end
    title: Vårt eget
    say: [{staff: Ring oss.}]
    do: [our-call]
actions:
  our-call: {text: Ring oss i dag.}
"""


def with_routine(side: Content, text: str = OWN) -> Content:
    """The house with an organisation's routine over it."""
    plan = {"plans/good.plan": PLAN.encode()}
    return content("own", {**side.files, "routine.yaml": text.encode()}, plan)


def test_what_an_organisation_added_is_shown_in_conversations(side: Change) -> None:
    """Its step stands in each conversation that passes it, called its own; its action is no law."""
    found = differ(side(), with_routine(side()))
    pair = next(pair for pair in found.pairs if pair.name == "good")

    assert [screen.step for screen in pair.before.screens] == ["main.begin", "main.say", "main.end"]
    assert [screen.step for screen in pair.after.screens] == ["main.begin", "main.say", "main.ours", "main.end"]
    assert (pair.before.ended, pair.after.ended) == (True, True)
    assert pair.after.actions == (*pair.before.actions, "our-call")
    assert "Vårt eget (egen rutin)" in told(found)
    assert "Ring oss i dag. (Gör så här – er egen rutin" in told(found)
    assert {change.area for change in found.changes} == {Area.ROUTINE}
    assert found.missed == ()


def test_two_routines_are_compared_step_by_step(side: Change) -> None:
    """A sentence of an own step worded anew stands word by word, as in a guide."""
    found = differ(with_routine(side()), with_routine(side(), OWN.replace("Ring oss.}]", "Skriv till oss.}]")))

    assert [(c.area, c.name, c.how) for c in found.changes] == [(Area.ROUTINE, "main.ours", How.CHANGED)]
    assert "[-Ring-]{+Skriv till+} oss." in told(found)


def test_an_own_folder_is_a_side() -> None:
    """Its routine over the dialogs that ship, with the plans of these; a folder of numbers alone adds nothing."""
    own = read_source(str(ROOT / "docs" / "example-routine"), ROOT)
    plain = read_source(str(ROOT / "docs" / "example-local"), ROOT)

    assert own.files["routine.yaml"] == (ROOT / "docs" / "example-routine" / "routine.yaml").read_bytes()
    assert {name: each for name, each in own.files.items() if name != "routine.yaml"} == dict(plain.files)
    assert own.program is not None
    assert {node.id for node in own.program.nodes if node.own} == {
        "plan-ahead.our-counsellor",
        "afterwards.our-meeting",
    }
    assert len(own.plans) == len(plain.plans) > 300
