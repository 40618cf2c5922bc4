"""Texts with `{{ column }}` that rows fill."""

from __future__ import annotations

from jinja2 import StrictUndefined, Template, TemplateError, UndefinedError
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from rowsmith.tools.errors import UsageError, did_you_mean
from rowsmith.tools.exports.records import Record


def compiled(text: str, called: str, *, html: bool = False) -> Template:
    """The template. Raises UsageError with the line where it can't be one."""
    environment = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined,
        autoescape=html,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    try:
        return environment.from_string(text)
    except TemplateError as error:
        line = getattr(error, "lineno", None)
        where = f"{called}:{line}" if line else called
        raise UsageError(f"The template can't be read ({error}).", where=where) from error


def filled(template: Template, record: Record, called: str) -> str:
    """The template's text for a row; what is empty becomes nothing.

    Raises:
        UsageError: a name that the row does not have, or something that can't be worked out.
    """
    try:
        return template.render({name: "" if value is None else value for name, value in record.items()})
    except UndefinedError as error:
        raise UsageError(f"{str(error).capitalize()}.", where=called, hint=_known(error, record)) from error
    except (TemplateError, SecurityError, TypeError, ValueError, ArithmeticError) as error:
        raise UsageError(f"The template can't be filled ({error}).", where=called) from error


def _known(error: UndefinedError, record: Record) -> str | None:
    name = str(error).partition("'")[2].partition("'")[0]
    return did_you_mean(name, record)
