"""The commands and what their exit codes mean.

0 all holds · 1 a fault of Rowsmith's own · 2 wrong use, or a plan that can't be · 3 dataset made but
requirements broken · 4 model unavailable or budget reached · 5 source or target failed · 130 interrupted.
"""

from __future__ import annotations

import json
import sys

import click
import typer

from rowsmith import __version__
from rowsmith.cli.batch import batch
from rowsmith.cli.check import check
from rowsmith.cli.generate import generate
from rowsmith.cli.refine import refine
from rowsmith.cli.show import show
from rowsmith.tools.errors import RowsmithError

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
app.command()(show)
app.command()(batch)


def run(arguments: list[str]) -> int:
    """The exit code of a command line; every error is one message on standard error."""
    as_json = "--json" in arguments
    try:
        outcome = app(args=arguments, prog_name="rowsmith", standalone_mode=False)
    except click.exceptions.Exit as leaving:
        return leaving.exit_code
    except click.ClickException as error:
        error.show()
        return 2
    except RowsmithError as error:
        return _failed(error.exit_code, str(error), as_json)
    except (KeyboardInterrupt, click.Abort):
        return _failed(130, "Interrupted. Go on with the same command and --resume.", as_json)
    except BrokenPipeError:
        return 0
    return outcome if isinstance(outcome, int) else 0


def _failed(code: int, message: str, as_json: bool) -> int:
    if as_json:
        sys.stdout.write(json.dumps({"status": "error", "exit_code": code, "message": message}) + "\n")
    sys.stderr.write(f"rowsmith: {message}\n")
    return code
