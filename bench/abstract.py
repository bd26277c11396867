"""The abstract dialog: forty steps of three answers, pure data, the same for this program and all its peers.

Every answer may set a fact and may skip ahead; all lead forward, the last step leads to the end. Text is
filler of everyday length, so that what a turn shows is as long as in a real guide.
Uses nothing but the standard library, because peers read it from environments of their own.
"""

from __future__ import annotations

from dataclasses import dataclass

STEPS, ANSWERS, FACTS = 40, 3, 8
VALUES = ("unknown", "yes", "no")
END = STEPS
"""The number of the end, which has no answers."""

FILLER = "en lugn stund tillsammans ger tid att lyssna svara och tänka efter innan nästa sak blir sagd"
WORDS = tuple(FILLER.split())


@dataclass(frozen=True)
class Answer:
    """One answer: its label, the fact it sets (number, value index; None: none) and the step it leads to."""

    label: str
    sets: tuple[int, int] | None
    target: int


@dataclass(frozen=True)
class Step:
    """One step: a sentence, a question and three answers."""

    text: str
    question: str
    answers: tuple[Answer, ...]


def words(first: int, count: int) -> str:
    """`count` filler words, beginning at word `first`."""
    return " ".join(WORDS[(first + i) % len(WORDS)] for i in range(count)).capitalize()


def answer(step: int, number: int) -> Answer:
    """Two of three answers set a fact; every third step's last answer skips two steps."""
    sets = (step % FACTS, number) if number else None
    skips = 3 if number == ANSWERS - 1 and step % 3 == 0 else 1
    return Answer(f"{words(step + number, 3)} {number}", sets, min(step + skips, END))


DIALOG = tuple(
    Step(f"{words(n, 14)}.", f"{words(n + 5, 8)}?", tuple(answer(n, a) for a in range(ANSWERS))) for n in range(STEPS)
)


def path(seed: int) -> tuple[int, ...]:
    """One way through: the answers of a whole conversation, chosen by a small fixed rule."""
    step, chosen, state = 0, [], seed * 2 + 1
    while step != END:
        state = (state * 1103515245 + 12345) % (1 << 31)
        number = (state >> 16) % ANSWERS
        chosen.append(number)
        step = DIALOG[step].answers[number].target
    return tuple(chosen)


PATHS = tuple(path(seed) for seed in range(20))


def guide() -> str:
    """The dialog in this program's own format."""
    lines = ["dialog: abstract", "title: Abstrakt", "entry: yes", "facts:"]
    lines += [f"  f{fact}: [{', '.join(VALUES)}]" for fact in range(FACTS)]
    lines.append("steps:")
    for number in range(STEPS):
        lines += step_lines(number, STEPS)
    lines += ["  end:", "    finish: done", "    say:", "      - staff: Klart.", ""]
    return "\n".join(lines)


def step_lines(number: int, last: int) -> list[str]:
    """One step in this program's own format; `last` is the number of the end."""
    step = DIALOG[number % STEPS]
    lines = [f"  s{number}:", "    say:", f"      - staff: {step.text}", f"    ask: {step.question}", "    choices:"]
    for choice in step.answers:
        target = min(number - number % STEPS + choice.target, last)
        keys = [f"go: {'end' if target == last else f's{target}'}"] if target != number + 1 else []
        if choice.sets:
            keys.append(f"set: {{f{choice.sets[0]}: {VALUES[choice.sets[1]]}}}")
        lines.append(f"      {choice.label}: {{{', '.join(keys)}}}")
    return lines


def long_guide(steps: int = 1000) -> dict[str, str]:
    """Files of a release with one dialog of many steps, and a short one to start in, which fits in a button."""
    lines = ["dialog: long", "title: Lång", "facts:"]
    lines += [f"  f{fact}: [{', '.join(VALUES)}]" for fact in range(FACTS)]
    lines.append("steps:")
    for number in range(steps):
        lines += step_lines(number, steps)
    lines += ["  end:", "    say:", "      - staff: Klart.", ""]
    return {"guides/long.yaml": "\n".join(lines), "guides/abstract.yaml": guide()}
