"""A question about finished tables, answered by one query that only reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb

from rowsmith.agents.tasks import AnswerQuestion, Model
from rowsmith.tools.checks import guard_select, table_layout
from rowsmith.tools.checks.database import opened
from rowsmith.tools.checks.session import Session
from rowsmith.tools.errors import CheckError
from rowsmith.tools.plan import Plan

MOST_ROWS = 1_000
SECONDS = 30.0
MEMORY = "512MB"


@dataclass(frozen=True)
class Answer:
    """How a question was read, and what the tables say.

    Args:
        says: one sentence.
        sql: what was run, None where the tables can't answer.
        rows: at most `MOST_ROWS`, each by column.
        has_more: whether rows were left out.
    """

    says: str
    sql: str | None = None
    rows: tuple[Mapping[str, object], ...] = ()
    has_more: bool = False


def answer(data: Path, plan: Plan | None, question: str, model: Model) -> Answer:
    """The answer to a question, from the tables in `data`.

    The model sees the question and the layout, never rows; its query passes the allow-list and runs on a
    locked read-only connection within limits of time, memory and rows.

    Raises:
        ModelError: no query from the model.
        CheckError: the query can't be run, or takes too long.
        SourceError: the tables can't be read.
    """
    layout = table_layout(data, plan)
    written = model.answer(AnswerQuestion(question, layout))
    if written.sql is None:
        return Answer(written.says)
    sql = guard_select(written.sql, layout.names(), limit=MOST_ROWS + 1)
    try:
        with opened(data, memory_limit=MEMORY) as connection:
            rows = Session(connection, SECONDS).many(sql)
    except duckdb.Error as error:
        said = str(error).splitlines()[0]
        raise CheckError(
            f"The query for the question can't be run ({said}).", where=question, hint="Ask for less at once."
        ) from error
    return Answer(written.says, sql, tuple(rows[:MOST_ROWS]), len(rows) > MOST_ROWS)
