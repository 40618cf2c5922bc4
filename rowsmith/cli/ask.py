"""rowsmith ask: a question about a dataset, answered by a query that only reads."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rowsmith.cli import options


def ask(
    folder: Annotated[Path, typer.Argument(help="A dataset folder.")],
    question: Annotated[str, typer.Argument(help="A question, in plain English.")],
    model: options.ModelName = None,
    base_url: options.BaseUrl = None,
    timeout: options.Timeout = None,
    replay: options.Replay = None,
    record: options.Record = None,
    fresh: options.Fresh = False,
    as_json: options.AsJson = False,
) -> int:
    """Ask about a dataset in plain English; a language model writes the query, which only reads."""
    from rowsmith import api
    from rowsmith.cli import render, tables

    settings = options.settings_of(
        model=model,
        base_url=base_url,
        timeout=timeout,
        replay=replay,
        record=record,
        fresh=fresh,
    )
    found = api.ask(folder, question, settings=settings)
    if as_json:
        render.print_json(
            {"says": found.says, "sql": found.sql, "rows": found.rows, "has_more": found.has_more}
        )
        return 0
    out = render.console()
    out.print(tables.one_line(found.says))
    if found.rows:
        tables.table(list(found.rows[0]), [tuple(row.values()) for row in found.rows], out)
    if found.has_more:
        out.print(f"… and more than {len(found.rows):,} rows")
    if found.sql:
        out.print(f"\n{tables.one_line(found.sql)}")
    return 0
