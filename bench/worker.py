"""One contender in a process of its own: reads {"count": n}, answers {"seconds": s, "units": u}, line by line.

Runs in a peer's environment too, so it uses the standard library alone.
"""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Callable
from time import perf_counter


def serve(run: Callable[[int], int]) -> None:
    """Do what is asked until there is nothing more. `run(count)` says how many units it did."""
    print("{}", flush=True)
    for line in sys.stdin:
        count = json.loads(line)["count"]
        begin = perf_counter()
        units = run(count)
        print(json.dumps({"seconds": perf_counter() - begin, "units": units}), flush=True)


if __name__ == "__main__":
    serve(importlib.import_module(sys.argv[1]).prepare())
