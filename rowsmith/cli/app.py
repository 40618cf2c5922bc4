"""The commands and what their exit codes mean.

0 all holds · 1 a fault of Rowsmith's own · 2 wrong use, or a plan that can't be · 3 dataset made but
requirements broken · 4 model unavailable or budget reached · 5 source or target failed · 130 interrupted.
"""

from __future__ import annotations

import json
import sys
import tempfile
import traceback

import typer
from typer.exceptions import TyperException

from rowsmith import __version__
from rowsmith.cli.ask import ask
from rowsmith.cli.batch import batch
from rowsmith.cli.chat import chat
from rowsmith.cli.check import check
from rowsmith.cli.corrupt import corrupt
from rowsmith.cli.doctor import doctor
from rowsmith.cli.export import export
from rowsmith.cli.generate import generate
from rowsmith.cli.refine import refine
from rowsmith.cli.show import show
from rowsmith.cli.versions import checkout, diff, history, redo, undo
from rowsmith.tools.errors import RowsmithError

INTERRUPTED = "Interrupted; nothing was changed."

app = typer.Typer(
    name="rowsmith",
    help="Describe a dataset in plain English and get tables that hold together, checked phrase by phrase.",
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"rowsmith {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: bool = typer.Option(
        False, "--version", callback=_version, is_eager=True, help="Print the version."
    ),
) -> None:
    """Describe a dataset in plain English and get tables that hold together, checked phrase by phrase."""


app.command()(generate)
app.command()(refine)
app.command()(check)
app.command()(corrupt)
app.command()(show)
app.command()(batch)
app.command()(ask)
app.command()(doctor)
app.command()(export)
app.command()(chat)
for version_command in (history, undo, redo, checkout, diff):
    app.command()(version_command)


def run(arguments: list[str]) -> int:
    """The exit code of a command line; every error is one message on standard error, and JSON where asked."""
    as_json = "--json" in arguments
    try:
        outcome = app(args=arguments or ["--help"], prog_name="rowsmith", standalone_mode=False)
    except TyperException as error:
        return _failed(2, _wrong_use(error), as_json=as_json)
    except RowsmithError as error:
        return _failed(error.exit_code, str(error), as_json=as_json)
    except (KeyboardInterrupt, typer.Abort):
        return _failed(130, INTERRUPTED, as_json=as_json)
    except Exception as error:  # noqa: BLE001 - the outer edge: whatever nobody foresaw ends here
        return _failed(1, _own_fault(error), as_json=as_json)
    if outcome == 130:  # how the command line library tells of an interruption
        return _failed(130, INTERRUPTED, as_json=as_json)
    return outcome if isinstance(outcome, int) else 0


def _wrong_use(error: TyperException) -> str:
    """What is wrong with the command line, and where to read how it goes."""
    context: typer.Context | None = getattr(error, "ctx", None)
    command = context.command_path if context else "rowsmith"
    return f"{error.format_message().rstrip('.')}. See {command} --help."


def _own_fault(error: Exception) -> str:
    """A short message; the traceback goes to a file that can be sent along with a report."""
    with tempfile.NamedTemporaryFile(
        "w", prefix="rowsmith-error-", suffix=".txt", delete=False, encoding="utf-8"
    ) as file:
        file.write(f"rowsmith {__version__}, Python {sys.version}\n")
        file.write("".join(traceback.format_exception(error)))
    said = str(error).partition("\n")[0]
    what = f"{type(error).__name__}: {said}" if said else type(error).__name__
    return f"This is a fault of Rowsmith itself ({what}). Please report it with the command and with {file.name}."


def _failed(code: int, message: str, *, as_json: bool) -> int:
    if as_json:
        sys.stdout.write(json.dumps({"status": "error", "exit_code": code, "message": message}) + "\n")
    sys.stderr.write(f"rowsmith: {message}\n")
    return code
