"""rowsmith refine: a follow-up message changes a dataset."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from rowsmith.cli import options


def refine(
    folder: Annotated[Path, typer.Argument(help="A dataset folder.")],
    message: Annotated[str, typer.Argument(help="What to change, in plain English.")],
    model: options.ModelName = None,
    max_cost: options.MaxCost = None,
    max_tokens: options.MaxTokens = None,
    max_time: options.MaxTime = None,
    base_url: options.BaseUrl = None,
    timeout: options.Timeout = None,
    record: options.Record = None,
    replay: options.Replay = None,
    fresh: options.Fresh = False,
    rounds: options.Rounds = None,
    strict: options.Strict = False,
    as_json: options.AsJson = False,
) -> int:
    """Change a dataset by a follow-up message; what it does not touch keeps its rows."""
    from rowsmith import api
    from rowsmith.cli.progress import watching
    from rowsmith.cli.render import announce_offline, print_outcome

    settings = options.settings_of(
        model=model,
        max_cost=max_cost,
        max_tokens=max_tokens,
        max_time=max_time,
        base_url=base_url,
        timeout=timeout,
        record=record,
        replay=replay,
        fresh=fresh,
        stream=sys.stderr.isatty(),
        rounds=rounds,
    )
    if settings.offline:
        announce_offline()
    with watching() as tell:
        made = api.refine(folder, message, settings=settings, on_event=tell)
    print_outcome(made, as_json=as_json)
    return options.ending(made.contract, strict=strict)
