"""T12: the noise follows its law, from the system's randomness and without floating point."""

from __future__ import annotations

import ast
import inspect
import secrets
from collections import Counter
from collections.abc import Callable

import pytest

from bot.statistics import noise
from bot.statistics.noise import Below, draw
from bot.statistics.tables import TABLES
from tests.statistics.law import chi_square, chi_square_limit, laplace, variance
from tests.statistics.small import FULL, chance

RUNS = 1_000_000 if FULL else 40_000
COSTS = sorted({table.hundredths for table in TABLES})


def fits(seen: list[int], hundredths: int) -> bool:
    """Whether draws follow the exact law: chi-square at p > 0.001, and a mean within three standard errors of zero."""
    found, freedom = chi_square(Counter(seen), laplace(hundredths, 400))
    error = float(variance(hundredths) / len(seen)) ** 0.5
    return found < chi_square_limit(freedom) and abs(sum(seen) / len(seen)) <= 3 * error


@pytest.mark.parametrize("hundredths", COSTS)
def test_draws_follow_the_exact_law(hundredths: int) -> None:
    """Every value comes up as often as the discrete Laplace law of the table's ε says."""
    below = chance(hundredths)

    assert fits([draw(hundredths, below) for _ in range(RUNS)], hundredths)


def two_zeros(hundredths: int, below: Below) -> int:
    """A sampler that lets zero come up with both signs."""
    size = abs(draw(hundredths, below))
    return 0 if size and size == 1 and below(4) == 0 else size * (1 - 2 * below(2))


def wrong_scale(hundredths: int, below: Below) -> int:
    """A sampler of another ε."""
    return draw(hundredths + 3, below)


def lopsided(hundredths: int, below: Below) -> int:
    """A sampler that rounds up."""
    return draw(hundredths, below) + (below(10) == 0)


@pytest.mark.parametrize("mutant", [two_zeros, wrong_scale, lopsided])
def test_a_sampler_that_is_a_little_wrong_is_seen(mutant: Callable[[int, Below], int]) -> None:
    """The test sees a zero that is too common, a scale that is off by a tenth, and a shift of a tenth."""
    below = chance(1)

    assert not fits([mutant(40, below) for _ in range(40_000)], 40)


def test_randomness_is_the_systems() -> None:
    """Nobody who knows a seed can take the noise away: unless a test says otherwise, each draw asks the system."""
    default = inspect.signature(draw).parameters["below"].default

    assert default is secrets.randbelow
    assert len({draw(10) for _ in range(60)}) > 10


def floats(source: str) -> list[str]:
    """What in a piece of code makes or may make a floating-point number."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Div) or (isinstance(node, ast.Constant) and isinstance(node.value, float)):
            found.append(ast.dump(node))
        if isinstance(node, ast.Name) and node.id in {"float", "math", "exp", "log", "random"}:
            found.append(node.id)
    return found


def test_no_floating_point_is_in_the_path() -> None:
    """The sampler reckons in whole numbers: which floating-point numbers can be reached depends on what is hidden."""
    assert floats(inspect.getsource(noise)) == []
    assert floats("x = 1 / 2") and floats("x = 0.5") and floats("x = math.exp(1)")
