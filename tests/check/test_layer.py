"""An organisation's own steps are judged as those of the guides are, and every fault is told in its own file."""

import contextlib
import io
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from bot import cli
from bot.check.all import examine
from bot.conversation.edition import open_edition
from bot.dialog.folder import read_folder
from bot.dialog.load import load
from bot.dialog.routine_schema import ROUTINE
from bot.problem import Problem, Severity
from tests.check.pages import BASE, DAY

DOOR = """\
dialog: door
title: Vid dörren
entry: yes
limits: {taps: 3}
steps:
  lone:
    say: [{staff: Se efter om ni är två.}]
    ask: Är ni ensamma?
    choices:
      Ja: {set: {alone: yes}}
      Nej: {go: end}
  talk:
    call: talk
  end:
    finish: done
    do: [write-it-down]
"""
TALK = """\
dialog: talk
title: Samtalet
private: yes
steps:
  told:
    say: [{aloud: Tack för att du berättar.}]
"""
RULES = """\
rules:
  X01: {says: Den som är ensam ringer ingen., when: alone == yes, none: [call-help]}
  X02: {says: Till samtalet är det nära., at: turn, dialogs: [door], when: alone == yes, within: {taps: 1, to: [talk]}}
"""
FACTS = "facts:\n  alone: boolean\n  mood: [unknown, calm, upset]\n  interpreter: [not_needed, missing]\n"
DAYS = "decided: 2026-11-02\nreview: 2027-11-02\n"
ORGANISATION = """\
organisation: Exempelkommun
checked: 2026-11-01
units:
  - {id: 1, name: Mottagningen, sector: health, provider: public, asks: on_signs, municipality: "0114"}
"""


def files(steps: str) -> dict[str, bytes]:
    """A small house with a gate and a rule, and a routine over it."""
    own = {
        "guides/door.yaml": DOOR,
        "guides/talk.yaml": TALK,
        "rules/own.yaml": RULES,
        "facts.yaml": FACTS,
        ROUTINE: DAYS + steps,
    }
    base = {name: text for name, text in read_folder(BASE).items() if not name.startswith("guides/")}
    return base | {name: text.encode() for name, text in own.items()}


def told(steps: str, on: date | None = None) -> list[Problem]:
    """What is told of the routine, and of nothing else."""
    loaded = load(files(steps))
    assert loaded.release is not None, loaded.problems
    found = examine(loaded.release, on=on).problems
    national = load({name: text for name, text in files(steps).items() if name != ROUTINE}).release
    assert national is not None
    known = [str(problem) for problem in examine(national, on=on).problems]
    assert [str(p) for p in found if p.where.file != ROUTINE] == known, "the guides are judged as without the routine"
    return [problem for problem in found if problem.where.file == ROUTINE]


SAYS = """\
steps:
  ours:
    after: talk.told
    title: Ring
    say:
      - {{{}, translated: {{en: {}}}}}
"""
LONG = "steps:\n" + "".join(
    f"  ours-{n}: {{after: door.lone, title: Vänta, say: [{{staff: Vänta lite.}}]}}\n" for n in range(3)
)
CASES = [
    # code, the step, where it is shown
    ("R001", "steps:\n  ours: {after: talk.told, title: Ring, say: [{staff: Ring nu.}], do: [call-help]}\n", (4, 3)),
    ("T001", "steps:\n  ours: {before: door.lone, title: Vänta, say: [{aloud: Jag frågar om våld.}]}\n", (4, 57)),
    ("T005", "steps:\n  ours: {after: talk.told, title: Ring, say: [{staff: Ring 040-12 34 56.}]}\n", (4, 55)),
    ("M004", "steps:\n  ours: {after: talk.told, title: Ring, say: [{staff: Ring **nu**.}]}\n", (4, 55)),
    ("T108", SAYS.format("aloud: Hur mår du?", "How are you."), (8, 47)),
    ("T104", SAYS.format("staff: 'Ring {sos}.'", "Call."), (8, 49)),
    ("B001", LONG, (4, 3)),
]


@pytest.mark.parametrize(("code", "steps", "place"), CASES)
def test_an_own_step_is_held_to_what_holds_for_all(code: str, steps: str, place: tuple[int, int]) -> None:
    """A rule it breaks, a word that betrays, a number in the text: told at its line and column, with what to do."""
    found = [problem for problem in told(steps) if problem.code == code]

    assert found, [str(problem) for problem in told(steps)]
    assert (found[0].where.line, found[0].where.column) == place
    assert found[0].hint


def test_a_sound_routine_is_told_nothing_of() -> None:
    """Its screens, words and actions keep all rules."""
    assert told("steps:\n  ours: {after: talk.told, title: Skriv, say: [{staff: Skriv ner det.}]}\n") == []


def test_a_rule_that_an_own_step_breaks_is_shown_as_a_conversation() -> None:
    """The reader sees on which way it happens, and that nobody but they can mend it."""
    problem = next(p for p in told(CASES[0][1]) if p.code == "R001")

    assert "Är ni ensamma? [Ja]" in problem.story
    assert "Ring [Vidare]" in problem.story
    assert "X01" in problem.message
    assert "the rule is the same for every organisation" in problem.hint


def test_of_several_own_steps_the_one_that_breaks_the_rule_is_named() -> None:
    """Neither the first of the file nor the last of the conversation, but the one that brings the action."""
    harmless = "  {}: {{{}: talk.told, title: Vänta, say: [{{staff: Vänta lite.}}]}}\n"
    steps = CASES[0][1].replace("steps:\n", "steps:\n" + harmless.format("early", "before"))
    found = told(steps + harmless.format("late", "after"))

    assert [(problem.code, str(problem.where)) for problem in found if problem.code == "R001"] == [
        ("R001", "routine.yaml:5:3")
    ]


def test_an_own_step_never_puts_off_what_must_be_near() -> None:
    """Where a rule says how many taps away help may be, one more screen on the way is a broken rule."""
    assert told("steps:\n  ours: {after: talk.told, title: Vänta, say: [{staff: Vänta lite.}]}\n") == []

    found = told("steps:\n  ours: {after: door.lone, title: Vänta, say: [{staff: Vänta lite.}]}\n")
    assert [(problem.code, str(problem.where)) for problem in found] == [("R001", "routine.yaml:4:3")]
    assert "X02" in found[0].message


def test_a_longer_guide_is_a_warning() -> None:
    """A tap more is for the organisation to weigh."""
    found = [problem for problem in told(CASES[-1][1]) if problem.code == "B001"]
    assert [problem.severity for problem in found] == [Severity.WARNING]


def test_a_language_that_is_none_is_an_error() -> None:
    """A translation that nobody would ever see is told."""
    steps = "steps:\n  ours: {after: talk.told, title: Ring, translated: {xx: Call}, say: [{staff: Ring nu.}]}\n"
    edition, problems = open_edition(files(steps))

    assert edition is None
    assert [(p.code, p.where.file, p.where.line, p.where.column) for p in problems] == [("T112", ROUTINE, 4, 58)]


@pytest.mark.parametrize(("on", "codes"), [("2027-09-01", []), ("2027-10-01", ["V011"]), ("2027-11-03", ["V010"])])
def test_a_routine_grows_old(on: str, codes: list[str]) -> None:
    """The day of review is told before it comes, and after."""
    steps = "steps:\n  ours: {after: talk.told, title: Skriv, say: [{staff: Skriv ner det.}]}\n"
    assert [p.code for p in told(steps, date.fromisoformat(on))] == codes


@pytest.fixture
def check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], tuple[int, str]]:
    """Run the command over a small house and a local folder."""

    def run(steps: str, *words: str) -> tuple[int, str]:
        for name, content in files(steps).items():
            folder = tmp_path / ("local" if name == ROUTINE else "dialogs")
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(content)
        (tmp_path / "local" / "organisation.yaml").write_text(ORGANISATION, "utf-8")
        (tmp_path / "locales").mkdir(exist_ok=True)
        monkeypatch.chdir(tmp_path)
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            code = cli.main(["check", *words, "--dialogs", "dialogs", "--locales", "locales", "--on", DAY])
        return code, out.getvalue()

    return run


def test_the_command_takes_the_folder(check: Callable[..., tuple[int, str]]) -> None:
    """`fragestod check LOCAL` tells what is wrong there, and nothing of the guides."""
    code, out = check(CASES[0][1], "local")
    assert code == 1
    assert out.startswith("local/routine.yaml:4:3: error R001 X01 is broken")
    assert "dialogs/guides" not in out

    code, out = check("steps:\n  ours: {after: talk.tld, title: A, say: [{staff: B.}]}\n", "local/routine.yaml")
    assert code == 1
    assert "local/routine.yaml:4:17: error N002 “talk” has no step “tld”" in out


def test_faults_of_both_files_are_told_at_once(check: Callable[..., tuple[int, str]]) -> None:
    """Who mends the routine hears of organisation.yaml in the same breath."""
    check("")
    Path("local/organisation.yaml").write_text(ORGANISATION.replace("0114", "9999"), "utf-8")
    out = io.StringIO()
    Path("local", ROUTINE).write_text(DAYS + "steps:\n  a: {after: x.y, title: A, say: [{staff: B.}]}\n", "utf-8")
    with contextlib.redirect_stdout(out):
        cli.main(["check", "local", "--quick", "--dialogs", "dialogs", "--locales", "locales", "--on", DAY])

    assert "error L002" in out.getvalue()
    assert "error N005" in out.getvalue()


def test_the_worked_example_is_sound(root: Path) -> None:
    """What people copy has no fault of its own; numbers of fiction are what it says itself."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        code = cli.main(["check", str(root / "docs/example-routine"), "--quick", "--on", DAY, "--json"])
    assert code == 0
    codes = {line.split('"code": "')[1][:4] for line in out.getvalue().splitlines() if '"code"' in line}
    assert codes == {"L009"}


def test_an_own_step_that_counts_or_grades_a_risk_is_refused() -> None:
    """Clause I19 holds for an organisation too: no count decides what is shown, and no risk is called great."""
    clauses = {"rules/clauses.yaml": b"clauses:\n  I19: {says: Ingen siffra., checks: [R026]}\n"}
    steps = (
        "steps:\n  ours:\n    before: door.end\n    when: 'atleast(2, alone == yes, mood == upset)'\n"
        "    title: Vårt steg\n    say: [{staff: Tre tecken betyder stor risk.}]\n"
    )
    release = load(files(steps) | clauses).release
    assert release is not None
    told = [problem for problem in examine(release, quick=True).problems if problem.where.file == ROUTINE]

    assert {"R026", "T025"} <= {problem.code for problem in told}


@pytest.mark.parametrize(
    ("words", "denies"),
    [
        ("Ni behöver inte göra en orosanmälan hos oss.", True),
        ("Vänta med orosanmälan tills chefen har läst.", True),
        ("Vi anmäler aldrig om personen säger nej.", True),
        ("Gör ingen anmälan utan chefens ja.", True),
        ("Ring inte {sos}, ring vakten.", True),
        ("Anmäl inte anonymt.", False),
        ("Du behöver inget samtycke för att anmäla.", False),
        ("Chefen hjälper dig med en orosanmälan.", False),
    ],
)
def test_own_words_that_deny_a_duty_are_told(words: str, denies: bool) -> None:
    """A routine only adds; a sentence that says the contrary of a duty is for its author to see."""
    steps = f"steps:\n  ours:\n    before: door.end\n    title: Vårt steg\n    say: [{{staff: '{words}'}}]\n"
    release = load(files(steps)).release
    assert release is not None
    told = [each for each in examine(release, quick=True).problems if each.code == "L021"]

    assert [(each.where.file, each.severity) for each in told] == [(ROUTINE, Severity.WARNING)] * denies
