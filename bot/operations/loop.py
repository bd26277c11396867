"""The event loop that servers run on."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Coroutine
from typing import TypeVar

Given = TypeVar("Given")
YOUNG = 10_000
"""New objects after which the collector of garbage looks through them. A turn leaves it nothing to find, and Python's
own 700 would make it look at every other press: a tenth of its time."""


def run_loop(main: Coroutine[object, object, Given]) -> Given:
    """Run a server on uvloop's event loop where there is one (not on Windows), else on Python's own.

    What was loaded stays as long as the process, so the collector of garbage need not look through it again and again,
    and it looks more seldom.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, *gc.get_threshold()[1:])
    try:
        from uvloop import new_event_loop
    except ImportError:
        return asyncio.run(main)
    with asyncio.Runner(loop_factory=new_event_loop) as runner:
        return runner.run(main)
