"""Prints the figures of the attack tests for docs/privacy.md: `COUNTING=full python -m tests.statistics.figures`."""

from __future__ import annotations

from bot.statistics.tables import TABLES
from tests.statistics.test_membership import (
    COSTS,
    GAMES,
    PRACTICE,
    RUNS,
    SEARCHES,
    Game,
    both_draws,
    bounds,
    next_period,
    one_draw,
    plain,
    program,
    searched,
)
from tests.statistics.test_tables import CELLS, covered


def main() -> None:
    """One line for each figure."""
    for name, cost in (*COSTS, PRACTICE[1]):
        before, after = bounds(program, cost, RUNS)
        print(f"T4 {name}: {before:.3f} before, {after:.3f} after, of {cost / 100:.2f}, {RUNS} runs", flush=True)
    for name, costs in (
        ("use", [40]),
        ("subject", [20]),
        ("two small ones", [15, 10]),
        ("all", [cost for _, cost in COSTS]),
        ("practice", [cost for _, cost in PRACTICE]),
    ):
        found = searched(plain(program, costs), SEARCHES, 5)
        print(f"T5 {name}: {found:.2f} of {sum(costs) / 100:.2f}, {SEARCHES} runs", flush=True)
    print(f"T5 next period: {searched(next_period(carried=False), SEARCHES, 6):.2f} of 0.40", flush=True)
    releases = Game(program, both_draws, lambda seen: seen.release).right(GAMES, 6)
    snapshot = Game(program, one_draw, lambda seen: seen.snapshot).right(GAMES, 6)
    print(f"T6: {releases:.1%} from releases, {snapshot:.1%} from one snapshot, {GAMES} games", flush=True)
    for table in TABLES:
        inside, shift = covered(table, table.hundredths)
        print(f"T15 {table.key}: {inside:.1%} within ±, {shift:+.1f} standard errors, {CELLS} cells", flush=True)


if __name__ == "__main__":
    main()
