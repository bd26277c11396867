"""Random dialogs in the real format, as files: the ground that the engine's properties are tested on.

A generated release has an entry “main” of a few steps of every kind, a dialog “sub” with parameter, own
facts and result, and two jumps: “aside” (a call) and “out” (ends the talk). All lead forward, so it is valid.
"""

import json
from collections.abc import Callable, Mapping

from hypothesis import strategies as st

from bot.dialog.load import load
from bot.dialog.model import Program
from bot.engine.answers import Fold, Place
from bot.engine.effects import Refused
from bot.engine.step import State, room, step

Json = dict[str, object]

FACTS: Json = {
    "mood": ["unknown", "calm", "upset"],
    "alone": "boolean",
    "nights": ["unknown", "0..4"],
    "items": "0..3",
    "total": "0..7",
    "place": "municipality",
}
CONDITIONS: dict[str, Callable[[Mapping[str, str]], bool]] = {
    "mood == calm": lambda f: f["mood"] == "calm",
    "mood in {calm, upset}": lambda f: f["mood"] in {"calm", "upset"},
    "not alone": lambda f: f["alone"] == "no",
    "known(nights) and nights >= 2": lambda f: f["nights"] in {"2", "3", "4"},
    "default(nights, 0) + items > 3": lambda f: number(f["nights"], 0) + int(f["items"]) > 3,
    "count(alone, mood == upset, items == 0) != 1": lambda f: (
        [f["alone"] == "yes", f["mood"] == "upset", f["items"] == "0"].count(True) != 1
    ),
    "atleast(2, alone, mood != unknown, place != unknown)": lambda f: (
        [f["alone"] == "yes", f["mood"] != "unknown", f["place"] != "unknown"].count(True) >= 2
    ),
}
"""Each condition with its meaning in Python, over values as text."""
SETS = (
    ("mood", "calm"),
    ("mood", "upset"),
    ("alone", "yes"),
    ("items", "2"),
    ("nights", "3"),
    ("total", "=items + default(nights, 1)"),
)

SOURCES: Json = {"sources": {"book": {"title": "Bok", "trust": "older", "checked": "2026", "valid_until": "2027"}}}


def number(value: str, default: int) -> int:
    """A number fact's value, `default` when it is unknown."""
    return default if value == "unknown" else int(value)


def contact(number: str) -> Json:
    """A contact of the directory that is always open."""
    return {
        "name": "Larm", "for": "Alla", "number": number, "hours": "always", "anonymous": "unknown", "free": "yes",
        "on_bill": "unknown", "sources": ["book"], "trust": "older", "checked": "2026-01-01",
        "valid_until": "2027-01-01", "verified": "none",
    }  # fmt: skip


DIRECTORY: dict[str, Json] = {
    "directory/national.yaml": {"contacts": {"sos": contact("112"), "police": contact("114 14")}, "roles": {}},
    "directory/regions.yaml": {
        "regions": {"01": {"county": "Nord", "name": "Norden"}, "03": {"county": "Syd", "name": "Söder"}}
    },
    "directory/municipalities.yaml": {
        "municipalities": {"01": {"0114": "Alby", "0115": "Berg"}, "03": {"0305": "Dal"}}
    },
    "directory/neighbours.yaml": {"neighbours": {}},
}
ACTIONS: Json = {
    name: {"order": order, "level": "should", "text": "Gör.", "deadline": "now", "decides": "staff", "door": "plan"}
    for order, name in enumerate(("call", "write", "rest"))
}


def as_files(
    dialogs: dict[str, Json], jumps: list[Json] | None = None, *, facts: Json | None = None
) -> dict[str, bytes]:
    """A whole release around the given dialogs (JSON is YAML)."""
    trees: dict[str, Json] = {
        "house.yaml": {"given": ["alone"] if facts is None else [], "entries": ["main"], "jumps": jumps or []},
        "facts.yaml": {"facts": FACTS if facts is None else facts},
        "actions.yaml": {"actions": ACTIONS},
        "sources.yaml": SOURCES,
        **DIRECTORY,
        **{f"guides/{name}.yaml": {"dialog": name, "title": name, **dialog} for name, dialog in dialogs.items()},
    }
    return {name: json.dumps(tree, ensure_ascii=False).encode() for name, tree in trees.items()}


def compiled(files: dict[str, bytes]) -> Program:
    """The program of files that must be valid."""
    loaded = load(files)
    assert loaded.release is not None, "\n".join(map(str, loaded.problems))
    return loaded.release.program


@st.composite
def changes(draw: st.DrawFn) -> Json:
    """What an arrival or an answer does: perhaps sets, perhaps actions."""
    found: Json = {}
    if sets := draw(st.lists(st.sampled_from(SETS), max_size=2)):
        found["set"] = dict(sets)
    if do := draw(st.lists(st.sampled_from(("call", "write", "rest")), max_size=1)):
        found["do"] = do
    return found


@st.composite
def step_of(draw: st.DrawFn, later: list[str], *, sub: bool) -> Json:
    """One step. `later`: ids of the steps after it; a way to the next step always stays open."""
    kinds = ["say", "ask", "several", "number", "pick", *(["route"] if later else []), *(["call"] if sub else [])]
    kind = draw(st.sampled_from(kinds))
    found = draw(changes())
    if draw(st.booleans()):
        found["when"] = draw(st.sampled_from(sorted(CONDITIONS)))

    def answer(free: bool) -> Json:
        return _answer(draw, later, free=free)

    if kind == "say":
        found["say"] = [
            {"staff": "Ord.", **({"when": draw(st.sampled_from(sorted(CONDITIONS)))} if draw(st.booleans()) else {})}
        ]
    elif kind == "ask":
        found |= {"ask": "Vad?", "choices": {f"Svar {n}": answer(n == 0) for n in range(draw(st.integers(2, 3)))}}
    elif kind == "several":
        ticks = {
            f"Ruta {n}": {k: v for k, v in answer(False).items() if k != "go"} for n in range(draw(st.integers(2, 3)))
        }
        found |= {"ask": "Vilka?", "several": ticks}
        if draw(st.booleans()):
            found["none"] = "Inget"
    elif kind == "number":
        found |= {"ask": "Hur många?", "number": draw(st.sampled_from(("nights", "items")))}
    elif kind == "pick":
        found |= {"ask": "Var?", "pick": "place"}
    elif kind == "route":
        found["route"] = [
            *(
                {"when": draw(st.sampled_from(sorted(CONDITIONS))), "go": draw(st.sampled_from(later))}
                for _ in range(draw(st.integers(0, 2)))
            ),
            {"go": later[0]},
        ]
    else:
        found |= {
            "call": "sub",
            "with": {"why": draw(st.sampled_from(("first", "second")))},
            "results": {"mood": "felt"},
        }
    return found


def _answer(draw: st.DrawFn, later: list[str], *, free: bool) -> Json:
    found = draw(changes())
    if not free and draw(st.booleans()):
        found["when"] = draw(st.sampled_from(sorted(CONDITIONS)))
    if not free and later and draw(st.booleans()):
        found["go"] = draw(st.sampled_from(later))
    return found


@st.composite
def releases(draw: st.DrawFn) -> dict[str, bytes]:
    """Files of a random valid release."""
    ids = [f"s{n}" for n in range(draw(st.integers(1, 5)))]
    steps = {name: draw(step_of(ids[n + 1 :], sub=True)) for n, name in enumerate(ids)}
    inner = [f"t{n}" for n in range(draw(st.integers(1, 2)))]
    sub_steps = {name: draw(step_of(inner[n + 1 :], sub=False)) for n, name in enumerate(inner)}
    felt: Json = {
        "ask": "Hur?",
        "choices": {"Lugnt": {"set": {"felt": "calm"}}, "Svårt": {"set": {"felt": "upset"}}, "Vet inte": {}},
    }
    dialogs: dict[str, Json] = {
        "main": {"entry": "yes", "steps": {**steps, "end": {"finish": "done", "do": ["rest"]}}},
        "sub": {
            "parameters": {"why": ["none", "first", "second"]},
            "facts": {"felt": ["unknown", "calm", "upset"], "round": "0..3"},
            "results": ["felt"],
            "steps": {**sub_steps, "felt": {**felt, "when": "why != second or alone"}},
        },
        "aside": {
            "facts": {"seen": "boolean"},
            "steps": {"look": {"when": "not seen", "set": {"seen": "yes"}, "say": [{"staff": "Titta."}]}},
        },
        "out": {"steps": {"bye": {"say": [{"staff": "Hej."}]}, "gone": {"finish": "left"}}},
    }
    jumps: list[Json] = [
        {"dialog": "aside", "label": "Titta", "kind": "call", "times": draw(st.integers(1, 2))},
        {"dialog": "out", "label": "Sluta", "kind": "go", **({"when": "mood != calm"} if draw(st.booleans()) else {})},
    ]
    return as_files(dialogs, jumps if draw(st.booleans()) else [])


def answers(program: Program, state: State) -> tuple[int, ...]:
    """All answers that the engine takes here, found by trying each."""
    return tuple(a for a in range(room(program, state)) if not isinstance(step(program, state, a)[1][-1], Refused))


@st.composite
def walks(draw: st.DrawFn, program: Program, longest: int = 12, entry: str = "main") -> list[Place]:
    """The places of a random conversation, first to last, each one answer after the one before."""
    fold = Fold(program)
    given = tuple(draw(st.integers(0, len(program.facts[slot].domain.values) - 1)) for slot in program.given)
    places = [fold.begin(entry, given)]
    for _ in range(draw(st.integers(0, longest))):
        fitting = answers(program, places[-1].state)
        if not fitting:
            break
        after = fold.after(places[-1], draw(st.sampled_from(fitting)))
        assert after is not None
        places.append(after)
    return places
