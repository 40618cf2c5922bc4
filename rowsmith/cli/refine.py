"""rowsmith refine: a follow-up message changes a dataset."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rowsmith.cli import options


def refine(
    folder: Annotated[Path, typer.Argument(help="A dataset folder.")],
    message: Annotated[str, typer.Argument(help="What to change, in plain English.")],
    model: options.ModelName = None,
    rounds: options.Rounds = None,
    as_json: options.AsJson = False,
) -> int:
    """Change a dataset by a follow-up message; what it does not touch keeps its rows."""
    from rowsmith import api
    from rowsmith.cli.generate import exit_code
    from rowsmith.cli.progress import watching
    from rowsmith.cli.render import announce_offline, print_outcome
    from rowsmith.settings import load_settings

    settings = load_settings({"model": model, "rounds": rounds})
    if settings.offline:
        announce_offline()
    with watching() as tell:
        made = api.refine(folder, message, settings=settings, on_event=tell)
    print_outcome(made, as_json=as_json)
    return exit_code(made)
