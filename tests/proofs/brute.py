"""A rule judged by walking: every conversation from every beginning, step by step in the engine, with all its facts.

Nothing is shared with `bot.check`: no slices, no classes, no marks. What a rule means is read from its file as an
author reads docs/rules.md, over facts as text. It is slow, and meant for small contents only.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any, TypeAlias

from bot.dialog.model import Kind, Node, Program
from bot.engine.effects import Effect, Entered, Refused
from bot.engine.step import State, room, start, step
from tests.proofs.dialogs import Content

Passed: TypeAlias = frozenset[str]
"""The dialogs entered and the screens seen so far."""
MANY = 200_000
"""More states than any of the small contents has."""


@dataclass(frozen=True, slots=True)
class Walked:
    """What came of walking from one entry. spoken: the rule speaks somewhere. taps: answers to the nearest offence."""

    spoken: bool
    taps: int | None
    states: int


class Walker:
    """One content and its one rule."""

    def __init__(self, content: Content, program: Program) -> None:
        self.content, self.program, self.rule = content, program, content.rule
        self.actions: Mapping[str, Any] = content.trees["actions.yaml"]["actions"]

    def walk(self, entry: str) -> Walked:
        """Every state that can be come to from an entry, the nearest first."""
        spoken, waiting = False, deque[tuple[State, Passed, int]]()
        seen: set[tuple[State, Passed]] = set()
        rooms = [range(len(self.program.facts[slot].domain.values)) for slot in self.program.given]
        for given in product(*rooms):
            state, effects = start(self.program, entry, given)
            waiting.append((state, self.passed(frozenset(), state, effects), 0))
        while waiting:
            state, passed, taps = waiting.popleft()
            if (state, passed) in seen:
                continue
            seen.add((state, passed))
            assert len(seen) < MANY
            if self.speaks(state, passed):
                spoken = True
                if not self.holds(state, passed):
                    return Walked(True, taps, len(seen))
            for after, effects in self.answers(state):
                waiting.append((after, self.passed(passed, after, effects), taps + 1))
        return Walked(spoken, None, len(seen))

    def offends(self, entry: str, given: tuple[int, ...], answers: tuple[int, ...]) -> bool:
        """Whether a conversation, answer by answer, ends where the rule is broken."""
        state, effects = start(self.program, entry, given)
        passed = self.passed(frozenset(), state, effects)
        for answer in answers:
            state, effects = step(self.program, state, answer)
            if isinstance(effects[-1], Refused):
                return False
            passed = self.passed(passed, state, effects)
        return self.speaks(state, passed) and not self.holds(state, passed)

    def answers(self, state: State) -> Iterator[tuple[State, tuple[Effect, ...]]]:
        for answer in range(room(self.program, state)):
            after, effects = step(self.program, state, answer)
            if not isinstance(effects[-1], Refused):
                yield after, effects

    def passed(self, before: Passed, state: State, effects: tuple[Effect, ...]) -> Passed:
        """Only what the rule asks about is remembered."""
        asked = {*self.rule.get("after", ()), *self.rule.get("before", ()), *self.rule.get("not_before", ())}
        entered = {effect.dialog for effect in effects if isinstance(effect, Entered)}
        return before | (asked & {*entered, self.program.nodes[state[0]].context})

    def speaks(self, state: State, passed: Passed) -> bool:
        """Where the rule says anything."""
        rule, node = self.rule, self.program.nodes[state[0]]
        said = [text for text in self.step(node).get("say", ()) if "staff" not in text]
        asks = node.kind in (Kind.ASK, Kind.SEVERAL) and any(_words(text).endswith("?") for text in said)
        ends = node.kind is Kind.FINISH
        at = {"finish": ends, "step": True, "turn": not ends, "aloud": bool(said), "question": asks}[rule["at"]]
        private = self.content.trees[f"guides/{node.dialog}.yaml"]["private"]
        return (
            at
            and node.dialog in rule.get("dialogs", [node.dialog])
            and node.context in rule.get("steps", [node.context])
            and self.step(node).get("neutral", "no") == rule.get("neutral", self.step(node).get("neutral", "no"))
            and private == rule.get("private", private)
            and ("when" not in rule or self.true(rule["when"], state))
            and ("after" not in rule or bool(passed & set(rule["after"])))
        )

    def holds(self, state: State, passed: Passed) -> bool:
        """Whether all that the rule asks is so; a rule “with” an action asks nothing without it."""
        rule, node, done = self.rule, self.program.nodes[state[0]], self.done(state)
        if not set(rule.get("with", ())) <= set(done):
            return True
        seen = self.seen(node, state)
        return (
            ("facts" not in rule or self.true(rule["facts"], state))
            and set(rule.get("all", ())) <= set(done)
            and ("any" not in rule or bool(set(rule["any"]) & set(done)))
            and not set(rule.get("none", ())) & set(done)
            and ("first" not in rule or bool(done and done[0] in rule["first"]))
            and self.graded("as", "level", state)
            and self.graded("by", "deadline", state)
            and ("has_action" not in rule or bool(done))
            and ("open" not in rule or any(self.answers_now(name, state) for name in done))
            and ("ends_neutral" not in rule or self.step(node).get("neutral") == "yes")
            and set(rule.get("before", ())) <= passed
            and not set(rule.get("not_before", ())) & passed
            and ("only" not in rule or bool({node.dialog, node.context} & set(rule["only"])))
            and ("within" not in rule or self.near(state, rule["within"]["to"], int(rule["within"]["taps"])))
            and all(phrase in seen for phrase in rule.get("tells", ()))
            and not any(phrase in seen for phrase in rule.get("forbids", ()))
            and ("offers" not in rule or self.offered(node, state))
        )  # fmt: skip

    def graded(self, key: str, field: str, state: State) -> bool:
        """Each action of `all` has one of the grades, and of `any` one that is gathered."""
        if key not in self.rule:
            return True
        good = {name for name in self.actions if self.form(name, state)[field] in self.rule[key]}
        some = set(self.rule.get("any", ()))
        return set(self.rule.get("all", ())) <= good and (not some or bool(some & good & set(self.done(state))))

    def near(self, state: State, to: list[str], taps: int) -> bool:
        """Whether one of the places is at most so many answers away."""
        node = self.program.nodes[state[0]]
        if {node.dialog, node.context} & set(to):
            return True
        return taps > 0 and any(self.near(after, to, taps - 1) for after, _ in self.answers(state) if after != state)

    def answers_now(self, name: str, state: State) -> bool:
        """Somebody answers at any hour; 112 counts for what has to be done now alone."""
        form = self.form(name, state)
        return bool(form["contacts"] == ["line"] or (form["contacts"] == ["sos"] and form["deadline"] == "now"))

    def offered(self, node: Node, state: State) -> bool:
        own = self.step(node)
        labels = [
            label
            for label, part in (own.get("choices") or own.get("several") or {}).items()
            if "when" not in part or self.true(part["when"], state)
        ]
        return any(label.startswith(tuple(self.rule["offers"])) for label in [*labels, own.get("none", "")])

    def seen(self, node: Node, state: State) -> str:
        """All words for the audiences that the rule names, in one text."""
        whom = self.rule.get("audiences") or ["staff", "aloud", "shown"]
        own = self.step(node)
        said = [
            _words(text)
            for text in own.get("say", ())
            if set(whom) & text.keys() and ("when" not in text or self.true(text["when"], state))
        ]
        if "staff" in whom and node.kind is Kind.FINISH:
            said += [self.form(name, state)["text"] for name in self.done(state)]
        return "\n".join(said)

    def step(self, node: Node) -> Mapping[str, Any]:
        """The step as its author wrote it."""
        steps: Mapping[str, Mapping[str, Any]] = self.content.trees[f"guides/{node.dialog}.yaml"]["steps"]
        return steps[node.context.partition(".")[2]]

    def done(self, state: State) -> list[str]:
        """The actions gathered, as the ending lists them: by order, then as the file has them."""
        names = [name for bit, name in enumerate(self.actions) if state[3] >> bit & 1]
        return sorted(names, key=lambda name: (int(self.actions[name]["order"]), list(self.actions).index(name)))

    def form(self, name: str, state: State) -> Mapping[str, Any]:
        """An action as it is for these facts."""
        action = self.actions[name]
        fitting = (variant for variant in action.get("variants", ()) if self.true(variant["when"], state))
        return {**action, **next(fitting, {})}

    def true(self, words: str, state: State) -> bool:
        """Whether a condition holds, by what it was meant to mean."""
        facts = {fact.name: fact.domain.values[value] for fact, value in zip(self.program.facts, state[1], strict=True)}
        return self.content.said[words].holds(facts)


def _words(text: Mapping[str, str]) -> str:
    return next(value for key, value in text.items() if key != "when")
