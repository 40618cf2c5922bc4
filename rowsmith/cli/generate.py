"""rowsmith generate: words or a plan become a dataset folder."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from rowsmith.cli import options
from rowsmith.tools.errors import Interrupted, UsageError


def generate(
    description: Annotated[
        str | None, typer.Argument(help="What you want, in plain English.", show_default=False)
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="The folder to make.", show_default=False)
    ] = None,
    file: Annotated[
        Path | None, typer.Option(help="Read the description from this file, - for standard input.")
    ] = None,
    plan: Annotated[
        Path | None, typer.Option(help="Make rows from this plan file; no model is asked.")
    ] = None,
    seed: options.Seed = None,
    scale: options.Scale = None,
    as_of: options.AsOf = None,
    locale: options.Locale = None,
    model: options.ModelName = None,
    max_cost: options.MaxCost = None,
    max_tokens: options.MaxTokens = None,
    max_time: options.MaxTime = None,
    base_url: options.BaseUrl = None,
    timeout: options.Timeout = None,
    record: options.Record = None,
    replay: options.Replay = None,
    fresh: options.Fresh = False,
    prices: options.Prices = None,
    review: options.Review = False,
    rounds: options.Rounds = None,
    threads: options.Threads = None,
    force: options.Force = False,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with a run that was cut off.")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Ask nothing; take the assumptions.")] = False,
    strict: options.Strict = False,
    as_json: options.AsJson = False,
) -> int:
    """Make a dataset from a description, or from a plan file."""
    from rowsmith import api
    from rowsmith.cli.progress import watching
    from rowsmith.cli.render import announce_offline, print_outcome

    place = _place(out, plan)
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
        prices=prices,
        review=review,
        stream=sys.stderr.isatty(),
        rounds=rounds,
        threads=threads,
    )
    words = _words(description, file, plan, resume=resume)
    if settings.offline and words is not None and words.strip():
        announce_offline()
    with interruptible(place), watching() as tell:
        made = api.generate(
            words,
            plan=plan,
            out=place,
            seed=seed,
            scale=scale,
            as_of=as_of,
            locale=locale,
            force=force,
            resume=resume,
            settings=settings,
            on_event=tell,
        )
    print_outcome(made, as_json=as_json)
    return options.ending(made.contract, strict=strict)


def _place(out: Path | None, plan: Path | None) -> Path:
    if out is not None:
        return out
    if plan is not None:
        return Path(plan.stem)
    raise UsageError("Where to is not said.", hint="Add --out FOLDER.")


@contextmanager
def interruptible(out: Path) -> Iterator[None]:
    """Says how to go on with a run that the person ended."""
    try:
        yield
    except KeyboardInterrupt as ended:
        from rowsmith.workplace import work_folder

        begun = work_folder(Path(os.path.abspath(out))).is_dir()
        hint = "The same command with --resume goes on where it was." if begun else "Nothing was begun."
        raise Interrupted("Interrupted.", where=str(out), hint=hint) from ended


def _words(description: str | None, file: Path | None, plan: Path | None, *, resume: bool) -> str | None:
    given = sum(one is not None for one in (description, file, plan))
    if resume and not given:
        return None
    if given != 1:
        raise UsageError(
            "Give a description, --file or --plan, one of the three.",
            hint='As in: rowsmith generate "500 customers, each with 1 to 5 orders" --out shop',
        )
    if file is None:
        return description
    try:
        if str(file) == "-":
            return sys.stdin.buffer.read().decode("utf-8-sig")
        return file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"The description can't be read ({_reason(error)}).", where=str(file)) from error


def _reason(error: OSError | UnicodeDecodeError) -> str:
    return "it is no UTF-8 text" if isinstance(error, UnicodeDecodeError) else error.strerror or str(error)
