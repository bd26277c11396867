"""A thread: some decisions of a case in a row, as they come when every line before is the guides' own."""

from __future__ import annotations

from bot.dialog.case_model import Case, Scene
from bot.dialog.model import Kind
from bot.engine.answers import Fold, Place


def thread(case: Case, begins: str, decisions: int) -> tuple[Place, ...]:
    """Where each decision is asked. Fewer places than decisions, or none, where the way does not come so far.

    Args:
        begins: the first scene's id.
        decisions: how many, from there on.
    """
    fold = Fold(case.program)
    found: list[Place] = []
    place: Place | None = fold.begin(case.id)
    while place is not None and len(found) < decisions and case.program.nodes[place.state[0]].kind is not Kind.FINISH:
        scene = case.scene_at.get(place.state[0])
        if scene is not None and (found or scene.id == begins):
            found.append(place)
        place = fold.after(place, right(scene) if scene else 0)
    return tuple(found)


def right(scene: Scene) -> int:
    """The place of the guides' own line; of the first one where there are several."""
    return next(place for place, line in enumerate(scene.lines) if line.is_right)
