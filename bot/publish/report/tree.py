"""How far talks about one choice came, drawn on the guides that the choice opens: the same figures as the table's."""

from __future__ import annotations

from collections.abc import Sequence

from bot.draw.reach import STAGES, Band, Guide, svg
from bot.publish.report.chart import Theme
from bot.publish.report.document import Document
from bot.statistics.figures import Why

KEY = "tree"
"""What the picture is called beside those of the tables."""


def tree_svg(document: Document, guides: Sequence[Guide], theme: Theme = Theme.LIGHT) -> str:
    """The picture of an answer to how far talks came, in the same words and with the same figures withheld."""
    table, say = document.tables[0], document.words
    bands = []
    for line in table.lines[: len(STAGES)]:
        reached, stopped = line.cells[0], line.cells[-1]
        told = [say["tree-reached"].format(figure=reached.text)]
        if stopped.figure.why is not Why.END:
            told.append(say["tree-stopped"].format(figure=stopped.text))
        value, wide = reached.figure.value, reached.figure.plus_minus or 0
        bands.append(Band(line.name, tuple(told), value, wide, line.marked))
    title = " · ".join(filter(None, (say["panel-tree"], document.about, document.days, document.simulated)))
    return svg(title, say["alt-tree"], bands, guides, theme.value)
