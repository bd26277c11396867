"""Prints the figures of the attack tests for docs/privacy.md: `COUNTING=full python -m tests.statistics.figures`."""

from __future__ import annotations

from bot.engine.token import Mode
from bot.statistics.tables import TABLES
from tests.statistics.test_membership import COSTS, GAMES, RUNS, Game, both_draws, bounds, one_draw, program
from tests.statistics.test_tables import CELLS, covered


def main() -> None:
    """One line for each figure."""
    for name, cost in COSTS:
        before, after = bounds(program, cost, RUNS)
        print(f"T4 {name}: {before:.3f} before, {after:.3f} after, of {cost / 100:.2f}, {RUNS} runs", flush=True)
    releases = Game(program, both_draws, lambda seen: seen.release).right(GAMES, 6)
    snapshot = Game(program, one_draw, lambda seen: seen.snapshot).right(GAMES, 6)
    print(f"T6: {releases:.1%} from releases, {snapshot:.1%} from one snapshot, {GAMES} games", flush=True)
    for table in TABLES:
        if table.mode is Mode.LIVE:
            inside, shift = covered(table, table.hundredths)
            print(f"T15 {table.key}: {inside:.1%} within ±, {shift:+.1f} standard errors, {CELLS} cells", flush=True)


if __name__ == "__main__":
    main()
