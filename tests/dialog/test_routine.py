"""An organisation's own routine only adds: its screens stand where they should, and nothing of the guides is lost."""

from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.dialog.folder import read_folder
from bot.dialog.load import load
from bot.dialog.model import Change, Kind, Node, Program, Release
from bot.dialog.routine_schema import ROUTINE
from bot.dialog.weave import Own, may_stand_after, weave
from bot.engine.answers import Fold
from bot.engine.effects import Refused
from bot.engine.outcome import outcome
from bot.engine.step import State, room, start, step
from bot.problem import Span
from tests.check.shipped import shipped
from tests.dialog.catalogue import BASE

GUIDE = """\
dialog: plain
title: Ett fall
entry: yes
steps:
  first:
    say: [{staff: Börja lugnt.}]
    when: alone == no
    set: {alone: yes}
  mood:
    ask: Hur är det?
    when: mood == unknown
    choices:
      Bra: {set: {mood: calm}}
      Illa: {set: {mood: upset}, do: [call-help], go: told}
      Vet inte: {go: end}
  aside:
    call: inner
  told:
    ask: Vad vet du?
    several:
      Ett: {do: [write-it-down]}
      Två: {when: mood != calm}
    none: Inget
  split:
    route:
      - {when: mood == upset, go: end}
      - {go: other}
  other:
    finish: early
  end:
    finish: done
    do: [write-it-down]
"""
INNER = """\
dialog: inner
title: Ett fall till
steps:
  one:
    ask: Är det bråttom?
    choices:
      Ja: {do: [call-help], go: return}
      Nej: {}
  two:
    say: [{aloud: Då tar vi det lugnt.}]
"""
HOUSE = """\
given: [alone]
jumps:
  - {dialog: inner, label: Bråttom, kind: call}
"""
DAYS = "decided: 2026-11-02\nreview: 2027-11-02\n"


def files(routine: str = "") -> dict[str, bytes]:
    """A small house with two guides and a jump, and a routine over it."""
    own = {ROUTINE: (DAYS + routine).encode()} if routine else {}
    guides = {"guides/plain.yaml": GUIDE.encode(), "guides/inner.yaml": INNER.encode(), "house.yaml": HOUSE.encode()}
    return {**read_folder(BASE), **guides, **own}


def released(routine: str = "") -> Release:
    """What compiles."""
    loaded = load(files(routine))
    assert loaded.release is not None, "\n".join(map(str, loaded.problems))
    return loaded.release


@cache
def small() -> Program:
    """The program of the small house."""
    return released().program


@cache
def whole() -> Program:
    """The program that ships."""
    release = load(shipped()).release
    assert release is not None
    return release.program


def screen(name: str, dialog: str, do: int) -> Node:
    """A screen of the organisation's own, whole but for its numbers."""
    return Node(
        -1, f"{dialog}.{name}", dialog, Kind.SAY, "prepare", False, "Eget", -1, Change(do=do), Span(ROUTINE), own=True
    )


def layers(program: Program, most: int) -> st.SearchStrategy[list[Own]]:
    """Own screens before and after any steps, each with any actions."""
    anchors = {node.context: node for node in program.nodes if node.kind is not Kind.RETURN and "#" not in node.id}

    def own(anchor: str, is_after: bool, name: int, do: int) -> Own:
        node = anchors[anchor]
        return Own(anchor, is_after and may_stand_after(node), screen(f"own-{name}", node.dialog, do))

    return st.lists(
        st.builds(
            own,
            st.sampled_from(sorted(anchors)),
            st.booleans(),
            st.integers(0, 99),
            st.integers(0, (1 << len(program.actions)) - 1),
        ),
        min_size=1,
        max_size=most,
    )


def past_own(program: Program, state: State) -> State:
    """The state behind the own screens that stand here."""
    while program.nodes[state[0]].own:
        state = step(program, state, 0)[0]
    return state


def added_only(national: Program, layered: Program, one: State, other: State) -> None:
    """One state of the guides, and the same with own screens on the way."""
    here, there = national.nodes[one[0]], layered.nodes[other[0]]
    assert here.id == there.id
    assert one[1] == other[1], "no fact is other than it was"
    assert one[3] & ~other[3] == 0, "no action is lost or comes later"
    assert [step(national, one, n)[1] == (Refused(),) for n in range(room(national, one))] == [
        step(layered, other, n)[1] == (Refused(),) for n in range(room(layered, other))
    ], "the same answers are offered"
    if here.kind is Kind.FINISH:
        listed = [action.id for action, _ in outcome(national, one[1], one[3])]
        with_own = [action.id for action, _ in outcome(layered, other[1], other[3])]
        assert [name for name in with_own if name in listed] == listed, "in the order in which they were"


def conversations(program: Program, state: State, answers: tuple[int, ...] = ()) -> Iterator[tuple[int, ...]]:
    """All conversations from a state to their end."""
    if program.nodes[state[0]].kind is Kind.FINISH:
        yield answers
        return
    for answer in range(room(program, state)):
        after, effects = step(program, state, answer)
        if after != state and effects != (Refused(),):
            yield from conversations(program, after, (*answers, answer))


@settings(max_examples=60)
@given(layers(small(), 6), st.integers(0, 1))
def test_no_layer_takes_anything_from_any_conversation_of_a_small_house(owns: list[Own], alone: int) -> None:
    """In every conversation each screen, answer, fact and action of the guides is there as before, and as soon."""
    national, layered = small(), weave(small(), owns)
    count = 0
    for answers in conversations(national, start(national, "plain", (alone,))[0]):
        one, other = start(national, "plain", (alone,))[0], past_own(layered, start(layered, "plain", (alone,))[0])
        added_only(national, layered, one, other)
        for answer in answers:
            one, other = step(national, one, answer)[0], past_own(layered, step(layered, other, answer)[0])
            added_only(national, layered, one, other)
        count += 1
    assert count > 20


@settings(max_examples=25)
@given(st.data())
def test_no_layer_takes_anything_from_the_guides_that_ship(data: st.DataObject) -> None:
    """The same for conversations drawn at random through the content that ships, with layers drawn at random."""
    national = whole()
    layered = weave(national, data.draw(layers(national, 8)))
    entry = data.draw(st.sampled_from(national.entries))
    one, other = start(national, entry)[0], past_own(layered, start(layered, entry)[0])
    for _ in range(40):
        added_only(national, layered, one, other)
        if national.nodes[one[0]].kind is Kind.FINISH:
            break
        fitting = [n for n in range(room(national, one)) if step(national, one, n)[1] != (Refused(),)]
        answer = data.draw(st.sampled_from(fitting))
        one, other = step(national, one, answer)[0], past_own(layered, step(layered, other, answer)[0])


@settings(max_examples=60)
@given(layers(small(), 6))
def test_nodes_are_numbered_in_the_order_of_the_flow(owns: list[Own]) -> None:
    """What every check relies on holds with own screens: steps lead only forward, a dialog's nodes are neighbours."""
    layered = weave(small(), owns)
    assert [node.index for node in layered.nodes] == list(range(len(layered.nodes)))
    for node in layered.nodes:
        onward = [edge.target for edge in node.edges] + [target for _, target, _ in node.branches]
        assert all(target > node.index for target in onward)
        assert node.after > node.index or node.kind is Kind.RETURN
    names = [node.dialog for node in layered.nodes]
    assert sum(a != b for a, b in pairwise(names)) == len(set(names)) - 1


ONE = """\
steps:
  ours:
    {place}
    title: Eget
    say: [{{staff: Här.}}]
    do: [write-it-down, our-call]
actions:
  our-call: {{text: Ring oss.}}
"""


def passed(release: Release, *answers: int, alone: int = 0) -> list[str]:
    """The screens of a conversation, by step."""
    state = start(release.program, "plain", (alone,))[0]
    found = [release.program.nodes[state[0]].context]
    for answer in answers:
        state = step(release.program, state, answer)[0]
        found.append(release.program.nodes[state[0]].context)
    return found


def test_a_step_before_another_stands_on_each_way_to_it() -> None:
    """Whether one falls through or comes by an answer; and not where the step itself is skipped."""
    release = released(ONE.format(place="before: plain.told"))
    assert passed(release, 0, 1, 0) == ["plain.first", "plain.mood", "plain.ours", "plain.told"]
    assert passed(release, 0, 0, 0, 0)[-2:] == ["plain.ours", "plain.told"]

    release = released(ONE.format(place="before: plain.mood").replace("title", "when: alone == no\n    title"))
    assert passed(release, 0) == ["plain.first", "plain.mood"]

    release = released(ONE.format(place="before: plain.first"))
    assert passed(release) == ["plain.ours"]
    assert passed(release, alone=1) == ["plain.mood"]


def test_steps_in_one_place_stand_in_the_order_of_the_file() -> None:
    """Before as after."""
    for place, answers in (("before: plain.told", (0, 1, 0, 0)), ("after: plain.mood", (0, 2, 0, 0))):
        again = f"  also:\n    {place}\n    title: Ett till\n    say: [{{staff: Där.}}]\nactions:"
        found = passed(released(ONE.format(place=place).replace("actions:", again)), *answers)
        assert found[2:4] == ["plain.ours", "plain.also"]


def test_a_step_after_another_stands_on_each_way_out_of_it() -> None:
    """Each answer leads through it to where it led before; and it is not shown where the step was skipped."""
    release = released(ONE.format(place="after: plain.mood"))
    assert passed(release, 0, 0, 0) == ["plain.first", "plain.mood", "plain.ours", "inner.one"]
    assert passed(release, 0, 1, 0) == ["plain.first", "plain.mood", "plain.ours", "plain.told"]
    assert passed(release, 0, 2, 0) == ["plain.first", "plain.mood", "plain.ours", "plain.end"]

    release = released(ONE.format(place="after: plain.first"))
    assert passed(release, alone=1) == ["plain.mood"]


def test_own_actions_stand_last_and_are_told_apart() -> None:
    """What the law asks for comes first, whatever the organisation adds."""
    program = released(ONE.format(place="before: plain.mood")).program
    state = start(program, "plain")[0]
    for answer in (0, 0, 2):
        state = step(program, state, answer)[0]
    assert [(action.id, action.own) for action, _ in outcome(program, state[1], state[3])] == [
        ("write-it-down", False),
        ("our-call", True),
    ]


def test_a_routine_is_part_of_what_names_a_release() -> None:
    """A conversation that began before the routine was changed goes on as it began: the two are different releases."""
    routines = ("", *(ONE.format(place=f"{way}: plain.mood") for way in ("before", "after")))
    ids = {released(routine).id for routine in routines}
    assert len(ids) == 3


def test_without_a_routine_nothing_is_numbered_anew() -> None:
    """An empty layer leaves the very program."""
    assert weave(small(), ()) is small()
    layered = released("asking: []")
    assert [(n.id, n.index) for n in layered.program.nodes] == [(n.id, n.index) for n in small().nodes]


def test_each_conversation_with_own_steps_fits_in_a_button() -> None:
    """Its answers are written and read back as those of any other."""
    program = released(ONE.format(place="after: plain.mood")).program
    fold = Fold(program)
    place = fold.begin("plain")
    for answer in (0, 0, 0):
        after = fold.after(place, answer)
        assert after is not None
        place = after
    again = Fold(program).at("plain", place.code)
    assert again is not None
    assert again.state == place.state


def test_own_steps_that_outgrow_a_button_are_told_in_their_file() -> None:
    """Each costs a little room; too many are an error of the routine, not of the guide."""
    steps = "".join(f"  own-{n}: {{after: plain.first, title: Eget, say: [{{staff: Här.}}]}}\n" for n in range(120))
    problems = load(files(f"steps:\n{steps}")).problems
    assert [(p.code, str(p.where)) for p in problems] == [("K001", f"{ROUTINE}:3:1")]
