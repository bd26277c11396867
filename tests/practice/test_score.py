"""Gates outweigh points, a mended mistake counts half, and who plays blindly is measured exactly."""

import itertools
import math
import random
from collections.abc import Callable, Mapping
from dataclasses import replace
from statistics import mean, stdev

import pytest

from bot.dialog.case_model import Case
from bot.dialog.model import Kind
from bot.engine.answers import Fold, Place
from bot.practice.hints import hints
from bot.practice.order import order
from bot.practice.path import choices
from bot.practice.players import Played, Player
from bot.practice.score import HALF, WHOLE, score
from tests.practice.conftest import walk


def test_a_missed_gate_outweighs_all_points(cases: Mapping[str, Case]) -> None:
    """Every key feature was shown, but the question came with somebody listening: not passed."""
    result = score(cases["elin"], walk(cases["elin"], phone="mute"))

    assert result.percent == 100
    assert result.missed == ("alone",)
    assert not result.is_passed


def test_a_mistake_mended_in_time_gives_half_a_point(cases: Mapping[str, Case]) -> None:
    """She was told that she ought to leave (a point lost, and half for the harm); the next words mend it by half."""
    case = cases["elin"]
    result = score(case, walk(case, acts="jealous-talk", answer="leave"))

    assert result.mended == ("acts", "believe")
    assert result.points == result.most - 2 * WHOLE + 2 * HALF - HALF


def test_what_is_mended_too_late_is_not_credited(cases: Mapping[str, Case]) -> None:
    """Between the poor opening and the mending lie more than two decisions."""
    case = cases["elin"]
    result = score(case, walk(case, open="third", acts="never", answer="leave"))

    assert "opener" not in result.mended
    assert "believe" in result.mended


def test_the_profile_counts_every_decision_once(cases: Mapping[str, Case]) -> None:
    """By skill, never one grade: the parts add up to the decisions that were met."""
    path = walk(cases["tina"], money="mean", today="forms-first")
    result = score(cases["tina"], path)

    assert sum(skill.met for skill in result.skills) == len(path)
    assert {skill.skill: skill.met - skill.right for skill in result.skills if skill.met > skill.right} == {
        "ask": 1,
        "danger": 1,
    }


@pytest.mark.parametrize("player", [Player.RANDOM, Player.LONGEST, Player.SHORTEST])
def test_the_expected_share_is_that_of_all_paths(cases: Mapping[str, Case], player: Player) -> None:
    """Worked out by merging states it is the same as by walking each path on its own."""
    case = cases["tutorial"]
    fold, total = Fold(case.program), 0.0

    def follow(place: Place, chance: float) -> float:
        if case.program.nodes[place.state[0]].kind is Kind.FINISH:
            result = score(case, choices(case, place))
            return chance * result.points / result.most
        scene = case.scene_at.get(place.state[0])
        lengths = [len(line.text) for line in scene.lines] if scene else [0]
        wanted = {Player.LONGEST: max(lengths), Player.SHORTEST: min(lengths)}.get(player)
        taken = [n for n, length in enumerate(lengths) if wanted is None or length == wanted]
        steps = [fold.after(place, n) for n in taken]
        return sum(follow(step, chance / len(taken)) for step in steps if step is not None)

    total = follow(fold.begin(case.id), 1.0)
    assert Played(case).expected(player) == pytest.approx(total)


def test_the_expected_share_is_what_rounds_by_lot_come_to(cases: Mapping[str, Case]) -> None:
    """In a whole case, where many paths lead to one state: the mean of 2,000 rounds, within four standard errors."""
    case, lots = cases["tina"], random.Random(1)
    fold, shares = Fold(case.program), []
    for _ in range(2000):
        place: Place | None = fold.begin(case.id)
        while place is not None and place.state[0] not in case.ending_at:
            scene = case.scene_at.get(place.state[0])
            place = fold.after(place, lots.randrange(len(scene.lines)) if scene else 0)
        assert place is not None
        result = score(case, choices(case, place))
        shares.append(result.points / result.most)

    assert abs(mean(shares) - Played(case).expected(Player.RANDOM)) < 4 * stdev(shares) / math.sqrt(len(shares))


def test_every_order_of_the_lines_comes_as_often() -> None:
    """Position gives no hint: 24 orders of four lines over 4,800 rounds, chi-square below its 99.9 % point (49.7)."""
    counts = dict.fromkeys(itertools.permutations(range(4)), 0)
    for number in range(4800):
        counts[order(number, "practice-elin.phone", 4)] += 1

    assert sum((seen - 200) ** 2 / 200 for seen in counts.values()) < 49.7


def test_scenes_are_shuffled_apart() -> None:
    """Who knows where the right line stood in one scene knows nothing of the next."""
    firsts = [[order(n, f"practice-elin.{scene}", 4)[0] for n in range(1600)] for scene in ("phone", "limits")]
    pairs = list(zip(*firsts, strict=True))

    assert all(60 <= pairs.count(pair) <= 140 for pair in itertools.product(range(4), range(4)))


def reworded(case: Case, word: Callable[[str], str]) -> Case:
    """The case with the texts of all wrong lines otherwise."""
    scenes = tuple(
        replace(scene, lines=tuple(ln if ln.is_right else replace(ln, text=word(ln.text)) for ln in scene.lines))
        for scene in case.scenes
    )
    return replace(case, scenes=scenes)


def test_a_form_that_gives_the_right_line_away_is_seen(cases: Mapping[str, Case]) -> None:
    """Wrong lines cut short make the right ones the longest, and the trait says so; so does a tone that only they
    have. As shipped no trait does."""
    judged = [case for case in cases.values() if case.data.tutorial == "no"]

    def tell(word: Callable[[str], str]) -> set[str]:
        scenes = (scene for case in judged for scene in reworded(case, word).scenes)
        return {hint.trait for hint in hints(scenes) if hint.tells}

    assert not tell(str)
    assert {"length", "words"} <= tell(lambda _: "Nej.")
    assert {"exclamations", "ju and väl"} <= tell(lambda text: f"{text} Det är ju så!")


def test_who_keeps_off_he_and_she_is_a_player_too(cases: Mapping[str, Case]) -> None:
    """Where every wrong line speaks of somebody, and no right one does, that player does all right."""
    case = cases["tina"]

    assert Played(case).expected(Player.ALOOF) < 0.45
    assert Played(reworded(case, lambda text: f"{text} Säg det till honom.")).expected(Player.ALOOF) == 1
