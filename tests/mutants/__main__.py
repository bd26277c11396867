"""The whole campaign: `python -m tests.mutants`. It goes on where it was stopped."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable

from tests.mutants.campaign import EACH, Verdict, arguments, campaign, table
from tests.mutants.judge import UNPROVED, Catcher

EXAMPLES = """\
examples:
  python -m tests.mutants                          judge for nine minutes; run it again to go on
  python -m tests.mutants --quick --jobs 2         on two cores, and leave the proofs for later
  python -m tests.mutants --minutes 0              only print what is known
"""


def main() -> int:
    """Judge, print the table and the survivors; 0 when all are judged and each survivor is argued."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.mutants",
        description="Make one fault in the content at a time, and tell who names it.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--each", type=int, default=EACH, help=f"mutants of each operator (default {EACH})")
    parser.add_argument("--minutes", type=float, default=9, help="begin no new mutant after so long (default 9)")
    parser.add_argument("--jobs", type=int, default=1, help="processes that judge at once (default 1)")
    parser.add_argument("--quick", action="store_true", help="leave the proofs, which only survivors need, for later")
    parser.add_argument(
        "--no-tables", action="store_true", help="leave out the double entries, to see what else catches"
    )
    args = parser.parse_args()
    verdicts, left = campaign(args.each, args.minutes * 60, args.jobs, proofs=not args.quick, tables=not args.no_tables)
    print(table(verdicts))
    lives = _listed(verdicts)
    if left:
        print(f"{left} mutants are still to be judged: run this again.", file=sys.stderr)
    return 1 if left or lives else 0


def _listed(verdicts: Iterable[Verdict]) -> int:
    """Print what nothing caught or only a warning told. Returns how many live without an argument."""
    argued, lives = arguments(), 0
    for verdict in verdicts:
        name, caught = verdict.mutant.name, verdict.caught
        if caught.warning:
            print(f"warned    {name}  ({caught.name})")
        elif caught.by is not Catcher.NOBODY:
            continue
        elif caught.name == UNPROVED:
            print(f"unproved  {name}")
        elif verdict.equivalent:
            print(f"same      {name}")
        elif name in argued:
            print(f"argued    {name}: {argued[name]}")
        else:
            print(f"survived  {name}")
            lives += 1
    return lives


if __name__ == "__main__":
    sys.exit(main())
