"""Files of practice → cases, each compiled to a program of its own that the engine runs like any other.

A case is a vignette, then scenes in order, then a route to an ending. A scene becomes a question; each of its lines an
answer that leads to what comes of it, a screen of its own. Steps lead only forward, as in a guide, so what was said
cannot be unsaid; it can be repaired.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import Any

from bot.conditions.check import Fact
from bot.conditions.domain import numbers
from bot.conditions.evaluate import Sum
from bot.dialog import case_model as model
from bot.dialog import case_schema, schema
from bot.dialog.facts import domain_of
from bot.dialog.model import NOTHING, Change, Dialog, Edge, FactSlot, Kind, Node, Program
from bot.dialog.scope import Names, Scope
from bot.dialog.tree import Path as Place
from bot.dialog.tree import Tree
from bot.problem import Problem, nearest

TRUST, MOST = "trust", 5
NO_NAMES = Names({}, frozenset(), frozenset(), frozenset())


def compile_cases(
    parsed: Iterable[tuple[Tree, case_schema.Case]], sources: Collection[str], dialogs: Collection[str]
) -> tuple[tuple[model.Case, ...], list[Problem]]:
    """All cases in the order in which they are offered, and every fault of a name in them.

    Args:
        parsed: the files, as written and as validated.
        sources, dialogs: what they may name.
    """
    cases, problems = [], []
    for tree, data in parsed:
        builder = _Builder(tree, data)
        if Path(tree.file).stem != data.case:
            message = f"the file is called “{Path(tree.file).name}”, the case “{data.case}”"
            problems.append(Problem("N009", tree.span(("case",)), message, "give both the same name"))
        if data.live not in dialogs:
            message = f"no dialog is called “{data.live}”"
            problems.append(Problem("N005", tree.span(("live",)), message, nearest(data.live, dialogs)))
        cases.append(builder.case())
        problems += [*builder.scope.problems, *_names(builder.scope, data, sources)]
    return tuple(sorted(cases, key=lambda case: (case.data.order, case.id))), problems


class _Builder:
    """Numbers the nodes of one case: 0 the vignette; each scene and after it its lines; the route; the endings."""

    def __init__(self, tree: Tree, data: case_schema.Case) -> None:
        self.tree, self.data = tree, data
        trust = numbers(0, MOST)
        self.facts = {TRUST: Fact(0, trust)}
        slots, start = [FactSlot(TRUST, trust)], [trust.index(str(data.trust)) or 0]
        self.scope = Scope(tree, self.facts, NO_NAMES)
        for name, values in data.facts.items():
            domain, faults = domain_of(values, (), tree, ("facts", name))
            self.scope.problems += faults
            if name == TRUST:
                self.scope.fault("N001", ("facts", name), "every case has “trust” already", "leave it out", key=True)
            elif domain is not None:
                self.facts[name] = Fact(len(slots), domain)
                slots.append(FactSlot(name, domain))
                start.append(0)
        self.slots, self.start = tuple(slots), tuple(start)
        self.first: dict[str, int] = {}
        number = 1
        for name, scene in data.scenes.items():
            self.first[name] = number
            number += 1 + len(scene.lines)
        self.route = number

    def case(self) -> model.Case:
        """The case, compiled; fit to run when nothing in it is at fault."""
        data, first = self.data, self.first
        names = [*data.scenes]
        nodes = [self._node(0, "start", Kind.SAY, edges=(Edge(None, NOTHING, first[names[0]]),))]
        scenes = []
        for place, name in enumerate(names):
            after = first[names[place + 1]] if place + 1 < len(names) else self.route
            scene, made = self._scene(name, data.scenes[name], names[place + 1 :], after)
            scenes.append(scene)
            nodes += made
        endings, tests = [], []
        for place, (name, ending) in enumerate(data.endings.items()):
            path, number = ("endings", name), self.route + 1 + place
            test, condition = self.scope.condition(ending.when, (*path, "when"))
            tests.append((test, number, condition))
            beats = self._beats(ending.scene, (*path, "scene"))
            endings.append(model.Ending(name, number, beats, ending, self.tree.span(path, key=True)))
        if tests[-1][0] is not None:
            hint = "leave out “when” of the last one, so that there is always one"
            self.scope.fault("F004", ("endings", [*data.endings][-1]), "no ending may hold", hint, key=True)
        nodes.append(self._node(self.route, "end", Kind.ROUTE, branches=tuple(tests)))
        nodes += [self._node(ending.node, ending.id, Kind.FINISH, outcome=ending.id) for ending in endings]
        where = self.tree.span(("case",))
        head = Dialog(data.case, data.title, (data.sector,), "ask", False, True, 0, where, schema.Limits())
        program = Program(tuple(nodes), self.slots, self.start, {data.case: head}, (data.case,), (), None, (), {})
        return model.Case(data.case, data, program, tuple(scenes), tuple(endings), where)

    def _scene(
        self, name: str, scene: case_schema.Scene, later: Sequence[str], after: int
    ) -> tuple[model.Scene, list[Node]]:
        """One scene and its nodes. later: the scenes that may be gone to. after: the node that follows otherwise."""
        path, node = ("scenes", name), self.first[name]
        test, condition = self.scope.condition(scene.when, (*path, "when"))
        best = next((each for each, line in scene.lines.items() if line.guides), next(iter(scene.lines)))
        edges, lines, outcomes = [], [], []
        for place, (key, line) in enumerate(scene.lines.items(), 1):
            here = (*path, "lines", key)
            where = self.tree.span(here, key=True)
            if (line.say is None) == (line.do is None):
                hint = "write “say:” for what is said, or “do:” for what is done"
                self.scope.fault("S005", here, "a line is either said or done", hint, key=True)
            text = line.say or line.do or ""
            edges.append(Edge(text, self._change(line, here), node + place, where=where))
            then = self._beats(line.then, (*here, "then"))
            better = key if line.guides else line.instead or best
            lines.append(model.Line(key, text, line.say is not None, node + place, then, better, line, where))
            target = self._target(line, here, later, after)
            outcomes.append(self._node(node + place, f"{name}#{key}", Kind.SAY, edges=(Edge(None, NOTHING, target),)))
        asked = self._node(node, name, Kind.ASK, edges=tuple(edges), after=after, when=test, condition=condition)
        beats = self._beats(scene.scene, (*path, "scene"))
        made = model.Scene(name, node, beats, tuple(lines), scene, self.tree.span(path, key=True))
        return made, [asked, *outcomes]

    def _target(self, line: case_schema.Line, here: Place, later: Sequence[str], after: int) -> int:
        if line.go is None:
            return after
        if line.go in later:
            return self.first[line.go]
        known = line.go in self.first
        message = f"“{line.go}” lies behind" if known else f"no scene is called “{line.go}” in this case"
        self.scope.fault("F001" if known else "N002", (*here, "go"), message, nearest(line.go, later))
        return after

    def _change(self, line: case_schema.Line, here: Place) -> Change:
        change = self.scope.change(line.set, (), here)
        if line.trust is None:
            return change
        return Change(change.sets, (*change.computed, (0, _shifted(int(line.trust)), frozenset((0,)))))

    def _beats(self, beats: Iterable[case_schema.Beat], path: Place) -> tuple[model.Beat, ...]:
        found = []
        for number, beat in enumerate(beats):
            here = (*path, number)
            if (beat.tells is None) == (beat.says is None):
                hint = "begin the line with “- tells:” for what is seen, or “- says:” for what is heard"
                self.scope.fault("S005", here, "exactly one of these is wanted here: tells, says", hint)
            test, condition = self.scope.condition(beat.when, (*here, "when"))
            key = "says" if beat.says is not None else "tells"
            text = beat.says or beat.tells or ""
            found.append(model.Beat(text, key == "says", test, condition, self.tree.span((*here, key))))
        return tuple(found)

    def _node(self, index: int, part: str, kind: Kind, **more: Any) -> Node:
        """A node of the case. more: the few fields that differ from node to node."""
        case = self.data.case
        values: dict[str, Any] = {"after": index, **more}
        return Node(
            index=index,
            id=model.context(case, part),
            dialog=case,
            kind=kind,
            stage="ask",
            private=False,
            title=self.data.title,
            arrive=NOTHING,
            where=self.tree.span(("case",)),
            **values,
        )


def _shifted(step: int) -> Sum:
    """Trust after a line: it rises or falls, and stays between 0 and `MOST`."""
    return lambda facts: min(max(facts[0] + step, 0), MOST)


def _names(scope: Scope, data: case_schema.Case, sources: Collection[str]) -> list[Problem]:
    """Names of features, lines and sources that nothing has, and features that no line or two scenes earn."""
    found = Scope(scope.tree, {}, NO_NAMES)
    earned: dict[str, str] = {}
    for name, scene in data.scenes.items():
        path: Place = ("scenes", name)
        found.known("N007", "source", scene.sources, sources, (*path, "sources"))
        for key, line in scene.lines.items():
            here = (*path, "lines", key)
            for word in ("earns", "repairs"):
                found.known("X004", "feature of this case", getattr(line, word), data.features, (*here, word))
            if line.instead is not None:
                found.known("X004", "line of this scene", [line.instead], scene.lines, (*here, "instead"))
            for feature in line.earns:
                if earned.setdefault(feature, name) != name:
                    hint = "a feature is one step: give the other scene one of its own"
                    found.fault("X004", (*here, "earns"), f"“{feature}” is earned in “{earned[feature]}” too", hint)
    _unearned(found, data.features, earned)
    return found.problems


def _unearned(found: Scope, features: Iterable[str], earned: Collection[str]) -> None:
    for feature in features:
        if feature not in earned:
            hint = "write “earns: [" + feature + "]” at the line that shows it, or remove it"
            found.fault("X004", ("features", feature), f"no line earns “{feature}”", hint, key=True)
