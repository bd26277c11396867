"""T7 and T9: what is released is drawn once, frozen and chained, and no combination of figures says more than each."""

from __future__ import annotations

import json
import math
import random
from dataclasses import replace
from fractions import Fraction

import pytest

from bot.engine.token import Mode
from bot.statistics.book import settle
from bot.statistics.frame import Frame, Size
from bot.statistics.noise import draw
from bot.statistics.release import FIRST, Released, broken_link, freeze, read, spent_on
from bot.statistics.tables import TABLES
from tests.statistics.law import least_epsilon, two_draws, variance
from tests.statistics.small import BEGIN, FULL, TALK, chance, make_frame, no_noise, opened


def chain() -> list[Released]:
    """All tables of a quarter, frozen one after the other."""
    book, found = opened(), list[Released]()
    settle(book, [(BEGIN, TALK)] * 30, BEGIN + 60)
    for sheet in book.sheets:
        found.append(freeze(sheet, found[-1].hash if found else FIRST, no_noise))
    return found


def test_a_release_says_all_that_a_reader_needs() -> None:
    """Table, period, cost, ±, floor, lists, whom it holds, figures and the release before it, in canonical form."""
    release = chain()[0]
    figures, content = read(release.document), json.loads(release.document)

    assert release.name == "use-week 2026-w47"
    assert (content["epsilon_hundredths"], content["plus_minus"], content["floor"]) == (40, 10, 14)
    assert dict(figures.axes)["weekly"] == ("unit-1",)
    assert figures.values == (0, 0, 0, 30)
    assert figures.spent.units == {1} and not figures.spent.all_but
    assert json.dumps(content, sort_keys=True, separators=(",", ":")).encode() == release.document


def test_figures_stay_as_they_were_drawn() -> None:
    """Below zero too: clipping would lift every sum. Only who reads withholds what is under the floor."""
    sheet = opened(noise=lambda _: -9).sheets[0]

    assert set(read(freeze(sheet, FIRST, lambda _: -4).document).values) == {-13}


def test_every_cell_has_draws_of_its_own() -> None:
    """Neither two cells nor two tables share a draw."""
    below, seen = chance(1), list[int]()

    def noise(cost: int) -> int:
        seen.append(draw(cost, below))
        return seen[-1]

    book = opened(noise=noise)
    cells = sum(len(sheet.values) for sheet in book.sheets)
    frozen = [read(freeze(sheet, FIRST, noise).document).values for sheet in book.sheets]

    assert len(seen) == 2 * cells
    assert [value for values in frozen for value in values] == [
        first + second for first, second in zip(seen[:cells], seen[cells:], strict=True)
    ]


def test_a_changed_release_breaks_the_chain() -> None:
    """A figure that is changed afterwards, a release that is left out or put in another order: the chain says where."""
    releases = chain()
    changed = Released(releases[2].name, releases[2].document.replace(b'"format":1', b'"format":1 '))

    assert broken_link(releases) is None
    assert broken_link([*releases[:2], changed, *releases[3:]]) == releases[3].name
    assert broken_link([*releases[:2], *releases[3:]]) == releases[3].name
    assert broken_link([releases[1], releases[0]]) == releases[1].name


def test_ledger_is_read_off_the_releases() -> None:
    """What was spent is what was released; it can say nothing else."""
    assert spent_on(chain()) == tuple(sheet.spent for sheet in opened().sheets)


def test_another_format_is_refused() -> None:
    """A document of a program to come is not misread."""
    with pytest.raises(ValueError, match="another format"):
        read(chain()[0].document.replace(b'"format":1', b'"format":2'))


# --- T7: differencing ---------------------------------------------------------------------------------------


def figures_of(frame: Frame) -> tuple[list[Fraction], list[list[int]]]:
    """The variance of each figure of a quarter, and all linear relations between figures that hold for the truth:
    each table's figures for a group, a guide and the whole add up to the same conversations."""
    variances: list[Fraction] = []
    sums: dict[str, list[dict[int, int]]] = {}
    weeks = {"use-week": 13, "use-month": 3}
    for table in TABLES:
        if table.mode is Mode.PRACTICE:
            continue
        lists = [frame.lists[axis] for axis in table.axes]
        whole: dict[int, int] = {}
        by_first: dict[str, dict[int, int]] = {}
        for _ in range(weeks.get(table.key, 1)):
            places: list[tuple[str, ...]] = [()]
            for names in lists:
                places = [(*place, name) for place in places for name in names]
            for place in places:
                index = len(variances)
                variances.append(2 * variance(table.hundredths))
                whole[index] = 1
                by_first.setdefault(f"{place[0]}", {})[index] = 1
                if table.name == "subject":
                    sums.setdefault(f"guide {place[1]}", [{}])[0][index] = 1
                if table.name == "furthest":
                    sums.setdefault(f"guide {place[0]}", [{}, {}])[-1][index] = 1
        sums.setdefault("whole", [])
        if table.name == "use" and sums["whole"]:
            sums["whole"][0] |= whole
        else:
            sums["whole"].append(whole)
        if table.name in ("use", "subject"):
            for name, group in by_first.items():
                sums.setdefault(f"group {name}", []).append(group)
    relations = []
    for parts in sums.values():
        for one in parts[1:]:
            relations += [[parts[0].get(i, 0) - one.get(i, 0) for i in range(len(variances))]]
    return variances, relations


def orthonormal(spread: list[float], relations: list[list[int]]) -> list[list[float]]:
    """Gram and Schmidt in the metric of Σ; what depends on others falls away."""
    rows: list[list[float]] = []
    for relation in relations:
        row = [float(part) for part in relation]
        for known in rows:
            share = sum(a * v * b for a, v, b in zip(row, spread, known, strict=True))
            row = [a - share * b for a, b in zip(row, known, strict=True)]
        length = sum(a * v * a for a, v in zip(row, spread, strict=True)) ** 0.5
        if length > 1e-6:
            rows.append([a / length for a in row])
    return rows


def combined(variances: list[Fraction], relations: list[list[int]]) -> float:
    """The most that least squares over all relations lowers the spread (standard deviation) of any figure, as a share.

    With Σ diagonal and the truth obeying A·x = 0, the best estimate has variance Σ − Σ Aᵀ (A Σ Aᵀ)⁻¹ A Σ.
    """
    size = len(variances)
    spread = [float(v) for v in variances]
    rows = orthonormal(spread, relations)
    assert rows
    left = [spread[i] - sum((spread[i] * row[i]) ** 2 for row in rows) for i in range(size)]
    least: float = min(after / before for after, before in zip(left, spread, strict=True))
    return 1 - math.sqrt(least)


def organisation(units: int) -> Frame:
    """The lists of an organisation with the content that ships: twenty-two subjects, ten doors."""
    sizes = [Size(unit, "health", 12 if unit % 4 else 60) for unit in range(1, units + 1)]
    small = make_frame(opened().sheets[0].frame.quarter, sizes)
    return replace(small, subjects=tuple(map(str, range(22))), doors=tuple(map(str, range(10))))


@pytest.mark.parametrize("units", [1, 5, 20, 40] if FULL else [1, 20])
def test_combining_figures_sharpens_none(units: int) -> None:
    """T7: who solves for every figure from everything that is released in a quarter lowers no figure's spread by more
    than 5 %, in the smallest organisation too; quarters share no conversation, so a year adds nothing."""
    assert 0 < combined(*figures_of(organisation(units))) <= 0.05


def test_no_figure_below_the_floor_is_recovered() -> None:
    """T7: the best estimate from everything released hits the truth of a figure hardly more often than the figure as it
    was frozen does by chance; the 5 % of spread that solving may gain are worth no more."""
    variances, relations = figures_of(organisation(20))
    source, below = random.Random(7), chance(7)
    noise = {2 * variance(cost): cost for cost in (40, 20, 15, 10)}
    rows = orthonormal([float(v) for v in variances], relations)
    hits, plain, chances, tried = 0, 0, 0.0, 0
    for _ in range(20 if FULL else 3):
        drawn = [draw(noise[v], below) + draw(noise[v], below) for v in variances]
        error = [float(each) for each in drawn]
        for row in rows:
            share = sum(part * found for part, found in zip(row, error, strict=True))
            error = [e - float(v) * part * share for e, v, part in zip(error, variances, row, strict=True)]
        for exact, better, v in zip(drawn, error, variances, strict=True):
            if source.random() < 0.5:
                tried, hits, plain = tried + 1, hits + (round(better) == 0), plain + (exact == 0)
                chances += two_draws(noise[v])[0]
    spread = math.sqrt(chances * (1 - chances / tried))
    assert abs(plain - chances) <= 4 * spread
    assert hits <= chances * 1.055 + 3 * spread


def test_a_floor_is_decided_on_what_was_frozen() -> None:
    """T7: whether a figure is withheld tells no more than the figure: just under or at the floor, the two worlds are
    told apart by at most ε. The mutant that withholds by the true count tells them apart always."""
    table, runs, below = TABLES[0], 40_000 if FULL else 6000, chance(8)
    shown = [
        sum(
            table.shown(truth + draw(table.hundredths, below) + draw(table.hundredths, below)) is not None
            for _ in range(runs)
        )
        for truth in (table.floor - 1, table.floor)
    ]
    by_truth = [runs * (truth >= table.floor) for truth in (table.floor - 1, table.floor)]

    assert least_epsilon(shown[1], shown[0], runs) <= table.hundredths / 100 + 0.02
    assert least_epsilon(by_truth[1], by_truth[0], runs) > 1


def test_overlapping_windows_are_seen() -> None:
    """T7's mutants: a window that rolls from week to week, or an exact total, would sharpen figures at once."""
    use = 2 * variance(40)
    rolling = [use, use, use, use], [[1, -1, 0, 0], [0, 0, 1, -1]]
    exact_total = [use, use, Fraction(1, 10**9)], [[1, 1, -1]]

    assert combined(*rolling) > 0.2
    assert combined(*exact_total) > 0.2


def test_small_units_have_no_cells() -> None:
    """Units under ten are joined before counting: nobody can take one out of a release, since none was put in."""
    for release in chain():
        names = {name for _, labels in read(release.document).axes for name in labels}
        assert not names & {"unit-3", "unit-4", "unit-5"}


def test_a_talk_of_a_small_unit_stands_with_the_others() -> None:
    """Two units of six and seven share one cell; the one of three stands under "other"."""
    book = opened()
    settle(book, [(BEGIN, replace(TALK, unit=unit)) for unit in (3, 4, 5)], BEGIN + 60)
    month = next(sheet for sheet in book.sheets if sheet.table.key == "use-month")
    names = month.frame.lists[month.table.axes[0]]
    found = {names[place // 4]: value for place, value in enumerate(month.values) if value}

    assert found == {"small-social": 2, "other": 1}
