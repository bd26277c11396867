"""`fragestod check` as an author, an editor and a build run it."""

import contextlib
import io
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from bot import cli
from bot.check.pages import every
from bot.check.prove import Proof, Prover
from bot.check.rules import Safety
from tests.check.pages import BASE, DAY
from tests.check.test_sarif import LOG
from tests.conftest import ROOT

GOOD = "dialog: good\ntitle: Bra\nentry: yes\nsteps:\n  end:\n    finish: done\n    do: [write-it-down]\n"
MISSPELT = GOOD.replace("good", "misspelt").replace("Bra", "Fel").replace("write-it-down", "write-it-dwn")
RULES = """rules:
  X01: {says: Alltid något., has_action: yes}
  X02: {says: Den som mår dåligt får hjälp., when: mood == upset, all: [call-help]}
  X03: {says: Alltid hjälp., basis: [handbook], all: [call-help]}
"""
Check = Callable[..., tuple[int, str]]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small house with one sound guide, seen from the folder above it."""
    shutil.copytree(BASE, tmp_path / "dialogs")
    (tmp_path / "locales").mkdir()
    (tmp_path / "dialogs" / "guides").mkdir()
    (tmp_path / "dialogs" / "guides" / "good.yaml").write_text(GOOD, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path / "dialogs"


@pytest.fixture
def check(folder: Path) -> Check:
    """Run the command: exit code and what it printed."""

    def run(*words: str) -> tuple[int, str]:
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            code = cli.main(["check", "--dialogs", "dialogs", "--locales", "locales", "--on", DAY, *words])
        return code, out.getvalue()

    return run


def write(folder: Path, **files: str) -> None:
    """Put files into the folder: a guide by its name, or rules."""
    for name, text in files.items():
        path = folder / ("rules/own.yaml" if name == "rules" else f"guides/{name}.yaml")
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")


def test_sound_content_is_said_to_be(check: Check, folder: Path) -> None:
    """What was proved, over how many states, and that there is no problem; nothing to explain."""
    write(folder, rules="rules:\n  X01: {says: Alltid något., has_action: yes}\n")

    code, told = check()
    assert code == 0
    assert told.splitlines() == [
        "dialogs: 1 dialog, 1 screen, 2 actions",
        "1 of 1 rule proved on every path, 1 state explored",
        "conversations: 10^0",
        "no problems",
    ]


def test_what_is_not_proved_is_never_said_to_be(check: Check, folder: Path) -> None:
    """Broken and vacuous rules are named apart, and do not count as proved."""
    write(folder, rules=RULES)
    code, told = check()

    assert code == 1
    assert "1 of 3 rules proved on every path" in told
    assert "\nbroken: X03\nvacuous: X02\n1 error and 1 warning\n" in told


def test_a_rule_that_was_given_up_is_not_proven(check: Check, folder: Path) -> None:
    """A limit that is reached fails the check and says how many states were seen."""
    write(folder, rules=RULES.splitlines()[0] + "\n" + RULES.splitlines()[1] + "\n", more=GOOD.replace("good", "more"))
    write(folder, more=GOOD.replace("good", "more").replace("  end:", "  one:\n    say: [{staff: Ett.}]\n  end:"))
    code, told = check("--states", "1")

    assert code == 1
    assert "0 of 1 rule proved" in told and "not proven: X01" in told


def test_a_check_that_is_stopped_tells_what_it_found(
    check: Check, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-C in the middle: faults and proofs so far, the rules that nobody came to, and the code of a stop."""
    write(folder, rules=RULES)
    whole = Prover.prove

    def prove(prover: Prover, rule: Safety) -> Proof:
        if rule.name == "X02":
            raise KeyboardInterrupt
        return whole(prover, rule)

    monkeypatch.setattr(Prover, "prove", prove)
    code, told = check()
    assert code == 130
    assert "1 of 3 rules proved on every path" in told
    assert "\nstopped, so not tried: X02, X03\nno problems so far; plans and lengths were not looked at\n" in told

    code, told = check("--json")
    assert code == 130
    assert json.loads(told.splitlines()[-1])["summary"]["untried"] == ["X02", "X03"]
    code, told = check("--sarif")
    assert code == 130
    assert json.loads(told)["runs"][0]["invocations"] == [{"executionSuccessful": False}]


def test_a_check_that_is_stopped_early_says_that_it_tells_nothing(
    check: Check, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Before the first rule there is nothing to tell; an empty answer would read as if there were no fault."""

    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("bot.commands.check.open_content", stopped)
    assert check() == (130, "")
    assert capsys.readouterr().err == "Stopped before the first rule: nothing is proved, and no fault is told.\n"


def test_with_an_error_no_rule_counts_as_tried(check: Check, folder: Path) -> None:
    """What does not compile cannot be proved, and this is said."""
    write(folder, misspelt=MISSPELT)
    code, told = check()

    assert code == 1
    assert told.startswith(
        "dialogs/guides/misspelt.yaml:7:10: error N006 no action is called “write-it-dwn”\n    did you"
    )
    assert told.endswith(
        "no rule was tried, so none is proved\n1 error\nWhat a code means: fragestod check --explain N006\n"
    )


def test_quick_says_that_nothing_is_proved(check: Check, folder: Path) -> None:
    """An editor asks at each save; it is not told that rules hold."""
    write(folder, rules=RULES)

    assert check("--quick") == (
        0,
        "dialogs: 1 dialog, 1 screen, 2 actions\ndialogs: no rule was tried, so none is proved\nno problems\n",
    )


def test_a_file_is_judged_with_its_folder_and_told_alone(check: Check, folder: Path) -> None:
    """Faults of other files are left out, broken rules are not: the file may have broken them."""
    write(folder, misspelt=MISSPELT)
    code, told = check("dialogs/guides/good.yaml")
    assert code == 1
    assert told.endswith("\nno problems here, 1 error in other files; mend them, and the rules are tried\n")
    assert check("--quick", "dialogs/guides/good.yaml")[0] == 0
    assert "misspelt.yaml:7:10" in check("dialogs/guides/misspelt.yaml")[1]

    (folder / "guides" / "misspelt.yaml").unlink()
    write(folder, rules=RULES)
    assert "error R001 X03 is broken" in check("dialogs/guides/good.yaml")[1]


def test_a_folder_of_a_house_is_judged_with_it(check: Check, folder: Path) -> None:
    """The folder of guides, or the one above the dialogs, means the house that it belongs to, once."""
    write(folder, misspelt=MISSPELT, rules=RULES)
    assert "misspelt.yaml:7:10" in check("dialogs/guides")[1]
    assert "no problems here, 1 error in other files" in check("dialogs/rules")[1]

    assert check(".")[1] == check("dialogs")[1] == check("dialogs/guides/good.yaml", "dialogs", ".")[1] == check()[1]


def test_numbers_of_the_coordinators_pages_grow_old_too(check: Check, folder: Path) -> None:
    """What contacts.yaml says is judged by its own days, and hides the day of the number that it stands before."""
    national = folder / "directory/national.yaml"
    role = "{name: Roll, for: Den som frågar., belongs: unit, fallback: [sos]}"
    roles = f"roles:\n  unit-manager: {role}\n  unit-lawyer: {role}\n"
    national.write_text(national.read_text("utf-8").replace("roles: {}\n", roles), "utf-8")
    old, newer = (f"{{number: 040-12 34 56, hours: always, checked: {day}}}" for day in ("2026-05-01", "2026-08-01"))
    local = folder.parent / "local"
    local.mkdir()
    (local / "organisation.yaml").write_text(
        f"organisation: Exempel\nchecked: {DAY}\ncontacts:\n  unit-manager: {old}\n  unit-lawyer: {old}\nunits:\n"
        f"  - {{id: 1, name: Enheten, sector: health, provider: public, asks: everybody, municipality: '0114'}}\n"
    )
    (local / "contacts.yaml").write_text(
        f'contacts:\n  unit-manager: {newer}\nunits:\n  "1":\n    unit-lawyer: {newer}\n'
    )
    told = [line for line in check("--quick", "--local", "local")[1].splitlines() if " V003 " in line]

    assert told == [
        "local/contacts.yaml:2:64: warning V003 “unit-manager” was valid until 2026-11-01",
        "local/contacts.yaml:5:65: warning V003 “unit-lawyer” was valid until 2026-11-01",
        "local/organisation.yaml:5:63: warning V003 “unit-lawyer” was valid until 2026-08-01",
    ]
    alone = check("--quick", "local/contacts.yaml")[1]
    assert "contacts.yaml:5:65" in alone and "organisation.yaml:" not in alone


@pytest.mark.parametrize("name", ["notes.txt", "dialogs/notes.md", "stray.yaml", "/dev/null"])
def test_a_file_that_nobody_reads_is_refused(name: str, check: Check, capsys: pytest.CaptureFixture[str]) -> None:
    """It never passes for a file without faults."""
    if not Path(name).exists():
        Path(name).write_text("dialog: stray\n", "utf-8")

    assert check(name) == (2, "")
    assert f"nothing reads {name}; name a folder of dialogs" in capsys.readouterr().err


def test_without_rules_nothing_is_said_to_be_proved(check: Check) -> None:
    """“0 of 0 rules proved on every path” would read as if something had been."""
    code, told = check()

    assert "there is no rule in rules/, so nothing is proved, and this check fails\n" in told
    assert "proved on" not in told
    assert code == 1 and check("--quick")[0] == 0


def test_json_is_an_object_a_problem_and_one_that_sums_up(check: Check, folder: Path) -> None:
    """Tools read the same as people, and the sum tells what was proved."""
    write(folder, rules=RULES)
    code, told = check("--json")
    *problems, last = [json.loads(line) for line in told.splitlines()]

    assert code == 1
    assert [(p["code"], p["file"], p["line"], p["severity"]) for p in problems] == [
        ("R002", "dialogs/rules/own.yaml", 3, "warning"),
        ("R001", "dialogs/rules/own.yaml", 4, "error"),
    ]
    assert problems[1]["story"] == [
        "@ good",
        "Bra (good.end)",
        "here it does not hold; wanted: the action call-help",
        "basis: handbook (En handbok)",
    ]
    summary = last["summary"]
    assert (summary["errors"], summary["warnings"], summary["states"]) == (1, 1, 3)
    assert (summary["proved"], summary["vacuous"], summary["broken"]) == (["X01"], ["X02"], ["X03"])


def test_the_page_names_every_key_of_the_data(check: Check, folder: Path) -> None:
    """Who writes a tool finds each key in docs/editor.md, and no other."""
    write(folder, rules=RULES)
    problem, *_, last = [json.loads(line) for line in check("--json")[1].splitlines()]
    page = (ROOT / "docs/editor.md").read_text("utf-8").partition("`--json` prints")[2].partition("\n## ")[0]
    first, second = page.split("`summary`")

    def named(text: str) -> set[str]:
        return {key for row in re.findall(r"^\| (`.*?`) \|", text, re.MULTILINE) for key in re.findall(r"`(\w+)`", row)}

    assert (named(first), named(second)) == (set(problem), set(last["summary"]))


def test_sarif_is_one_document(check: Check, folder: Path) -> None:
    """Problems of all folders in one log of the standard's form."""
    write(folder, misspelt=MISSPELT)
    code, told = check("--sarif")
    log: Any = json.loads(told)

    assert code == 1
    jsonschema.validate(log, LOG)
    assert [result["ruleId"] for result in log["runs"][0]["results"]] == ["N006"]


def test_many_warnings_alike_are_counted(check: Check, folder: Path) -> None:
    """A language that has just begun does not hide the faults; --json tells all."""
    folder.parent.joinpath("locales/en/LC_MESSAGES").mkdir(parents=True)
    header = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n'
    folder.parent.joinpath("locales/en/LC_MESSAGES/fragestod.po").write_text(header, "utf-8")
    missing = sum('"T101"' in line for line in check("--json")[1].splitlines())
    told = check()[1]

    assert missing > 5
    assert told.count("warning T101") == 5
    assert f"… and {missing - 5} more T101 in locales/en/LC_MESSAGES/fragestod.po; --json tells them all" in told


def test_wrong_use_is_told_calmly(check: Check, capsys: pytest.CaptureFixture[str]) -> None:
    """A path, a day or a code that does not exist: exit code 2 and what would do."""
    assert check("nowhere.yaml") == (2, "")
    assert "there is no file or folder nowhere.yaml" in capsys.readouterr().err
    with pytest.raises(SystemExit) as stopped:
        check("--on", "tomorrow")
    assert stopped.value.code == 2
    assert "“tomorrow” is no day; write YYYY-MM-DD" in capsys.readouterr().err
    for code in ("N999", ""):
        assert check("--explain", code) == (2, "")
        assert "--explain all" in capsys.readouterr().err
    for count in ("0", "-5", "many"):
        with pytest.raises(SystemExit) as stopped:
            check("--states", count)
        assert stopped.value.code == 2
        assert f"“{count}” is no number of states; write 1 or more" in capsys.readouterr().err


def test_each_code_is_explained(check: Check) -> None:
    """By its page, in whatever letters it was written; “all” lists them."""
    assert check("--explain", "n004")[1] == (ROOT / "docs/codes/N004.md").read_text("utf-8")
    assert len(check("--explain", "all")[1].splitlines()) == len(every())


def patterns() -> list[dict[str, Any]]:
    """The problem matchers of docs/editor.md."""
    blocks = re.findall(r"^```json\n(.*?)^```$", (ROOT / "docs/editor.md").read_text("utf-8"), re.MULTILINE | re.DOTALL)
    tasks = next(json.loads(block) for block in blocks if '"problemMatcher"' in block)["tasks"]
    return [matcher["pattern"] for task in tasks for matcher in task["problemMatcher"]]


def test_the_editors_matchers_read_what_is_printed(check: Check, folder: Path) -> None:
    """Each problem of a real check is matched once, with file, place, severity, code and words; nothing else is."""
    write(folder, misspelt=MISSPELT, empty="# Inget än.\n")
    told = check()[1]
    problems = [json.loads(line) for line in check("--json")[1].splitlines()][:-1]
    matched = []
    for line in told.splitlines():
        for pattern in patterns():
            if found := re.match(pattern["regexp"], line):
                part = {key: found[number] for key, number in pattern.items() if key != "regexp" and key != "kind"}
                matched.append({"line": 0, "column": 0, **part})

    assert len(problems) == 2
    wanted = [
        {key: problem[key] for key in ("file", "line", "column", "severity", "code", "message")} for problem in problems
    ]
    assert [{**found, "line": int(found["line"]), "column": int(found["column"])} for found in matched] == wanted
