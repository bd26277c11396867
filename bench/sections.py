"""What stands beside what, and what was promised. Each function measures side by side and gives one table or two."""

from __future__ import annotations

import statistics
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from bench import memory, proving, starting, telegram, web
from bench.environments import interpreter
from bench.rounds import QUICK, Contender, Effort, Times, interleave, ratio
from bench.table import Row, Section, Target, seconds, spread

MEBIBYTE = 1 << 20


def engine(effort: Effort) -> tuple[Section, ...]:
    """The pure step and the whole turn, beside state machines and a dialog framework, all in the same rounds."""
    times = interleave(
        (
            Contender("pure step", "pure_step"),
            Contender("table walk by hand", "table_walk"),
            Contender("whole sealed turn", "sealed_turn"),
            *_peer(
                effort,
                "transitions",
                {"transitions, state as JSON": "transitions_events", "transitions, nothing kept": "transitions_bare"},
            ),
            *_peer(effort, "python-statemachine", {"python-statemachine, state as JSON": "statemachine_events"}),
            *_peer(effort, "aiogram-dialog", {"aiogram-dialog, a click": "aiogram_dialog_click"}),
            *_peer(effort, "python-telegram-bot", {"ConversationHandler, process_update": "conversation_handler"}),
        ),
        effort,
    )
    step, turn, unit = "pure step", "whole sealed turn", "one answer in a dialog of 40 steps; of turns, the start too"
    promised = (
        _faster(times, step, "transitions, state as JSON", 10),
        _faster(times, step, "ConversationHandler, process_update", 12),
        _faster(times, step, "table walk by hand", 0.4),
    )
    of_turn = (
        _faster(times, turn, "transitions, state as JSON", 1.5),
        _faster(times, turn, "aiogram-dialog, a click", 40),
    )
    return (
        Section("Step", unit, _rows(_without(times, turn), step), _known(promised)),
        Section("Turn", unit, _rows(_without(times, step), turn), _known(of_turn)),
    )


def token(effort: Effort) -> tuple[Section, ...]:
    """Sealing and opening, beside the cipher alone and other tokens."""
    times = interleave(
        (
            Contender("token", "token_of_ours"),
            Contender("AES-SIV alone", "token_raw"),
            Contender("Fernet", "token_fernet"),
            *_peer(effort, "itsdangerous", {"itsdangerous (signed, readable)": "token_itsdangerous"}),
        ),
        effort,
    )
    return (Section("Token", "one seal and one open", _rows(times, "token"), ()),)


def load(effort: Effort) -> tuple[Section, ...]:
    """The loader beside YAML alone."""
    times = interleave(
        (
            Contender("load: positions, validation, program", "load_ours"),
            Contender("of it: positions, validation", "load_tree"),
            Contender("PyYAML CSafeLoader", "load_csafe"),
            Contender("libyaml's events alone", "load_events"),
            *_peer(effort, "ruamel.yaml", {"ruamel.yaml round-trip": "load_ruamel"}),
        ),
        replace(effort, rounds=max(1, effort.rounds // 3)),  # one load is long beside a slice
    )
    ours = "load: positions, validation, program"
    target = _faster(times, ours, "PyYAML CSafeLoader", 1.0)
    return (Section("Load", "1,000 steps of text", _rows(times, ours), _known((target,))),)


def serve(effort: Effort) -> tuple[Section, ...]:
    """A web turn beside a bare handler."""
    times = web.measure(effort)
    names = {
        "page ours cpu": "whole page",
        "page bare cpu": "bare handler, same bytes",
        "part ours cpu": "part of a page",
        "part bare cpu": "bare handler, same bytes ",
        "page ours": "whole page, seen from the client",
        "page bare": "bare handler, seen from the client",
    }
    rows = tuple(
        Row(
            shown,
            seconds(times[name]),
            spread(times[name]),
            ratio(times, name.replace("bare", "ours"), name) if "bare" in name else None,
        )
        for name, shown in names.items()
    )
    targets = (
        Target(
            "whole page as fast as the bare handler (server's time)",
            ratio(times, "page ours cpu", "page bare cpu"),
            0.65,
        ),
        Target(
            "part of a page as fast as the bare handler (server's time)",
            ratio(times, "part ours cpu", "part bare cpu"),
            0.65,
        ),
    )
    return (Section("Web", "one posted press; the server's processor time unless said otherwise", rows, targets),)


def chat(effort: Effort) -> tuple[Section, ...]:
    """A webhook update to an edited message, beside the bots of two libraries and bare aiohttp."""
    found = telegram.measure(effort)
    ours, limit = telegram.OURS, telegram.LIMIT
    cpu = {name: measured.cpu for name, measured in found.items()}
    rows = [
        Row(
            f"{name}: {1 / statistics.median(taken):,.0f} a second on one core",
            seconds(taken),
            spread(taken),
            ratio(cpu, ours, name),
        )
        for name, taken in cpu.items()
    ]
    late = {name: found[name].late for name in (ours, limit)}
    rows += [
        Row(f"{name}: slowest hundredth at half of the limit's load", seconds(taken), spread(taken), None)
        for name, taken in late.items()
    ]
    wanted = {limit: 1.4, "aiogram 3, both calls": 5.0, "python-telegram-bot, aiohttp webhook": 15.0}
    targets = [_faster(cpu, ours, name, least) for name, least in wanted.items()]
    targets.append(Target("slowest hundredth, in the limit's", ratio(late, limit, ours), 1.2, at_most=True))
    unit = "one update; the server's processor time unless said otherwise"
    return (Section("Telegram", unit, tuple(rows), _known(targets)),)


def count(effort: Effort) -> tuple[Section, ...]:
    """The counting path alone."""
    times = interleave((Contender("counting", "counting_alone"),), effort)
    taken = times["counting"]
    speed = 1 / statistics.median(taken)
    row = Row(f"counting: {speed:,.0f} a second on one core", seconds(taken), spread(taken), None)
    target = Target("conversations of eight presses a second", speed, 5000)
    unit = "one conversation: eight presses taken, settled, and its share of a save"
    return (Section("Counting", unit, (row,), (target,)),)


def start(effort: Effort) -> tuple[Section, ...]:
    """Cold starts."""
    times = starting.measure(effort)
    rows = (
        Row("fragestod --help", seconds(times["help"]), spread(times["help"]), None),
        Row("python -c pass", seconds(times["bare"]), spread(times["bare"]), ratio(times, "help", "bare")),
    )
    target = Target("help, in starts of a bare interpreter", ratio(times, "bare", "help"), 8, at_most=True)
    return (Section("Start", "one cold start", rows, (target,)),)


def hold(effort: Effort) -> tuple[Section, ...]:
    """Memory that does not grow with conversations."""
    grown = memory.measure(effort)
    rows = (
        Row(f"after {memory.FIRST:,} conversations", f"{grown.first / MEBIBYTE:.1f} MiB", "", None),
        Row(f"after {grown.talks:,} conversations", f"{grown.last / MEBIBYTE:.1f} MiB", "", None),
    )
    target = Target("memory after all, in memory after the first", grown.last / grown.first, 1.05, at_most=True)
    return (Section("Memory", "resident memory of one process", rows, (target,)),)


def prove(effort: Effort) -> tuple[Section, ...]:
    """Every rule over every state."""
    kinds = proving.KINDS if effort.talks >= proving.MILLION else proving.KINDS[:1]
    if effort == QUICK:
        kinds = (proving.FEW,)
    found = {kind: proving.measure(kind) for kind in kinds}
    rows = tuple(
        Row(
            f"{kind}: {it.dialogs} dialogs, {it.screens} screens, {it.rules or 'no'} rules, {it.states:,} states",
            f"{it.seconds:.1f} s",
            f"{it.memory / MEBIBYTE:.0f} MiB",
            None,
        )
        for kind, it in found.items()
    )
    targets = [Target("seconds to prove all rules", next(iter(found.values())).seconds, 10, at_most=True)]
    if "tenfold" in found:
        targets += [
            Target("seconds to prove all rules of ten times the content", found["tenfold"].seconds, 10, at_most=True),
            Target("seconds for a million states", found["million"].seconds, 60, at_most=True),
            Target("GiB for a million states", found["million"].memory / 1024 / MEBIBYTE, 2, at_most=True),
        ]
    return (Section("Check", "all rules once; processor time of one core, and the most memory", rows, tuple(targets)),)


def report(effort: Effort) -> tuple[Section, ...]:
    """Pages, files and the programming interface of 500 units and five years, from SQLite and from PostgreSQL."""
    from bench import reporting  # brings a whole installation with it, which no other section needs

    quick = effort is QUICK
    units, years, rounds = (12, 1, 2) if quick else (500, 5, max(20, effort.rounds))
    measured = reporting.measure(units, years, rounds)
    sections = []
    for name, it in measured.items():
        served = it.served
        rows = [Row("first page after a start", seconds([served.first]), "–", None)]
        for what, found in (("page", served.pages), ("file of units side by side", served.files), ("API", served.api)):
            rows += [Row(f"{what}: {key}", seconds(times), spread(times), None) for key, times in found.items()]
        rows += [Row("a new drawing process and its first picture", seconds([it.engine]), "–", None)]
        rows += [Row("first drawing of a picture", seconds(it.drawn), spread(it.drawn), None)]
        rows += [Row(f"everything: {key}", seconds([took]), "–", None) for key, took in it.everything.items()]
        slowest, answers = (
            max(reporting.percentile(times) for name, times in found.items() if not name.startswith("data"))
            for found in (served.pages, served.api)
        )
        targets = (
            Target("ms at p95 of the slowest page", 1000 * slowest, 150, at_most=True),
            Target("s of the first drawing, by a new process", max(it.engine, *it.drawn), 1, at_most=True),
            Target("s of the slowest export of a page", max(map(max, served.files.values())), 2, at_most=True),
            Target("s for everything as CSV", it.everything["CSV"], 5, at_most=True),
            Target("s for everything as Excel", it.everything["Excel"], 10, at_most=True),
            Target("ms at p95 of the API's slowest answer", 1000 * answers, 150, at_most=True),
            Target("s for everything by the API, as CSV", max(served.api["data.csv"]), 5, at_most=True),
        )
        unit = f"{units} units, years: {years}; processor time of server and client"
        sections.append(Section(f"Reports, {name}", unit, tuple(rows), targets))
    return tuple(sections)


SECTIONS: Mapping[str, Callable[[Effort], tuple[Section, ...]]] = {
    "engine": engine,
    "token": token,
    "load": load,
    "web": serve,
    "telegram": chat,
    "counting": count,
    "start": start,
    "memory": hold,
    "check": prove,
    "reports": report,
}


def _peer(effort: Effort, peer: str, modules: Mapping[str, str]) -> Iterable[Contender]:
    """The peer's contenders; none when peers are not wanted or its environment cannot be made (which is said)."""
    if not effort.peers:
        return ()
    try:
        python = interpreter(peer)
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"left out: {peer} ({error})", file=sys.stderr)
        return ()
    return tuple(Contender(name, module, python) for name, module in modules.items())


def _rows(times: Times, ours: str) -> tuple[Row, ...]:
    return tuple(Row(name, seconds(taken), spread(taken), ratio(times, ours, name)) for name, taken in times.items())


def _without(times: Times, name: str) -> Times:
    return {other: taken for other, taken in times.items() if other != name}


def _faster(times: Times, name: str, other: str, wanted: float) -> Target | None:
    if other not in times:
        return None
    return Target(f"{name} as fast as {other}, times", ratio(times, name, other), wanted)


def _known(targets: Iterable[Target | None]) -> tuple[Target, ...]:
    return tuple(target for target in targets if target is not None)
