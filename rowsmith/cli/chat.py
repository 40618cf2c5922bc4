"""rowsmith chat: a conversation about one dataset."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rowsmith.cli import options

if TYPE_CHECKING:
    from rowsmith.chat.session import Face, Session

PROMPT = "> "
GREETING = "Type what you want, /help for more, /quit to leave."


def chat(
    folder: Annotated[
        Path, typer.Argument(help="A dataset folder; it is made from your first words where it is not there.")
    ] = Path("dataset"),
    model: options.ModelName = None,
    max_cost: options.MaxCost = None,
    max_tokens: options.MaxTokens = None,
    base_url: options.BaseUrl = None,
    yes: Annotated[
        bool, typer.Option("--yes", "-y", help="Change without asking first; assumptions are listed.")
    ] = False,
) -> int:
    """Talk about a dataset: ask for it, change it, ask about it, go back."""
    from rowsmith.chat.session import Session
    from rowsmith.cli.render import announce_offline
    from rowsmith.folder import open_folder
    from rowsmith.settings import load_settings

    settings = load_settings(
        {"model": model, "max_cost": max_cost, "max_tokens": max_tokens, "base_url": base_url}
    )
    if settings.offline:
        announce_offline()
    if folder.exists():
        open_folder(folder)
    session = Session(folder, settings, _face(asks=not yes))
    _complete(session)
    sys.stdout.write(f"{GREETING}\n")
    while not session.ended:
        try:
            line = input(PROMPT)
        except EOFError:
            break
        except KeyboardInterrupt:  # a line begun in error
            sys.stdout.write("\n")
            continue
        try:
            session.answer(line)
        except KeyboardInterrupt:
            sys.stdout.write("\nStopped; nothing was changed.\n")
    sys.stdout.write(f"The dataset is in {folder}.\n" if session.there else "Nothing was made.\n")
    return 0


def _face(*, asks: bool) -> Face:
    from rowsmith.chat.session import Face
    from rowsmith.cli import render, tables, versions
    from rowsmith.cli.progress import watching

    out = render.console()
    return Face(
        out=out,
        watching=watching,
        confirm=_agreed if asks else None,
        show_history=lambda folder: versions.print_history(folder.versions(), out),
        show_comparison=lambda found: versions.print_comparison(found, out),
        show_contract=lambda made: render.print_contract(made.contract, out),
        show_summary=lambda made: versions.print_moved(made, out),
        show_rows=lambda names, rows: tables.table(names, rows, out),
    )


def _agreed(question: str) -> bool:
    try:
        return input(question).strip().lower() in ("", "y", "yes")
    except EOFError:
        return False


def _complete(session: Session) -> None:
    """Tab completes commands, tables and columns, where the terminal can."""
    try:
        import readline
    except ImportError:
        return
    from rowsmith.chat.session import completions

    def complete(begun: str, number: int) -> str | None:
        return next((one for n, one in enumerate(completions(begun, session.names())) if n == number), None)

    readline.set_completer(complete)
    readline.set_completer_delims(" \t\n,.;()")
    readline.parse_and_bind("tab: complete")
