"""Both checkers about everything, from the hub: `python -m tests.proofs`. It goes on where it was stopped."""

from __future__ import annotations

import argparse
import sys
from collections import Counter

from tests.proofs.whole import STATE, Memory, go_on, questions


def main() -> int:
    """Ask, print what came of it; 0 when all is asked and both agree."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.proofs",
        description="Hold the prover against a second checker (clingo), on the dialogs that ship and on broken ones.",
        epilog="Answers are kept in build/second.jsonl; --minutes 0 only prints what is known.",
    )
    parser.add_argument("--minutes", type=float, default=8, help="begin nothing new after so long (default 8)")
    args = parser.parse_args()
    memory, asked = Memory(STATE), questions()

    def show(answered: int) -> None:
        if sys.stderr.isatty():
            print(f"\r\x1b[K{answered} of {len(asked)} questions answered", end="", file=sys.stderr, flush=True)

    try:
        go_on(memory, asked, args.minutes * 60, show)
    except KeyboardInterrupt:
        print("\nStopped; what was answered is kept.", file=sys.stderr)
        return 130
    answered = [question for question in asked if question in memory]
    verdicts = Counter(memory.known[question.key].verdict.value for question in answered)
    print(f"{len(answered)} of {len(asked)} questions answered: {', '.join(f'{n} {v}' for v, n in verdicts.items())}")
    differing = list(memory.differing(answered))
    for question, prover, second in differing:
        print(f"differs: {question.told}: the prover says {prover}, the second checker {second}")
    print(f"the prover agrees on {len(answered) - len(differing)}")
    sound = [question for question in answered if question.variant and memory.known[question.key].taps is None]
    for question in sound:
        print(f"breaks nothing any more, loosen another bolt: {question.told}")
    if len(answered) < len(asked):
        print(f"{len(asked) - len(answered)} are still to be asked: run this again.", file=sys.stderr)
    return 1 if differing or sound or len(answered) < len(asked) else 0


if __name__ == "__main__":
    sys.exit(main())
