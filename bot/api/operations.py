"""What can be asked, as a table: routes and the OpenAPI document are made from it, so that they cannot differ."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from bot.api import answers
from bot.api.desk import Answer, Call
from bot.api.faults import PAGE, Fault
from bot.api.models import (
    DataQuery,
    FiguresQuery,
    LinesQuery,
    NoQuery,
    Paged,
    Query,
    Questions,
    Releases,
    TokenTold,
    Units,
    Value,
    Worded,
)

JSON, CSV, LINES = "application/json", "text/csv; charset=utf-8", "application/x-ndjson"


@dataclass(frozen=True, slots=True)
class Operation:
    """One address. path: below `PAGE`. told, more: a line, and what else there is to know. gives: the model of the
    answer, None where it is the report of a question or no JSON. refuses: faults of its own, beside those of all."""

    name: str
    path: str
    told: str
    more: str
    answer: Callable[[Call], Answer]
    query: type[Query] = NoQuery
    gives: type[Value] | None = None
    kind: str = JSON
    refuses: tuple[Fault, ...] = ()

    @property
    def address(self) -> str:
        """From the root."""
        return PAGE + self.path


OPERATIONS: Final = (
    Operation(
        "token",
        "/token",
        "The token that asks",
        "Its name, what it may show and when it ends.",
        answers.token,
        gives=TokenTold,
    ),
    Operation(
        "questions",
        "/questions",
        "What can be asked",
        "Codes of questions, of choices on the first page and of tables, with their names.",
        answers.questions,
        Worded,
        Questions,
    ),
    Operation(
        "units",
        "/units",
        "Units that the token may see",
        "Small units are counted together: `counted_as` is the code that figures carry.",
        answers.units,
        Paged,
        Units,
    ),
    Operation(
        "figures",
        "/figures/{question}",
        "The answer to one question",
        "Tables of figures, each with its ± (half of a 95 % interval) or the reason why it is withheld. The same "
        "as the page under /samordning/siffror and its files.",
        answers.figures,
        FiguresQuery,
        refuses=(Fault.NOT_YOURS, Fault.MISSING),
    ),
    Operation(
        "releases",
        "/releases",
        "What was released",
        "In the order of release, with the SHA-256 of each frozen table. A table never changes.",
        answers.releases,
        Paged,
        Releases,
    ),
    Operation(
        "data",
        "/data.csv",
        "All figures, as CSV",
        "Streamed. Semicolons, UTF-8 with a mark, a row for each period and label; the file of "
        "`fragestod report --everything`. A cell that is withheld is empty.",
        answers.data,
        DataQuery,
        kind=CSV,
    ),
    Operation(
        "lines",
        "/data.jsonl",
        "All figures, as JSON lines",
        "Streamed. An object for each figure, in codes: table, period, first, weeks, simulated, the labels of "
        "the table, value, plus_minus, why.",
        answers.lines,
        LinesQuery,
        kind=LINES,
    ),
)
"""All operations behind a token."""
