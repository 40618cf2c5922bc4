"""A prompt becomes messages."""

from __future__ import annotations

from dataclasses import fields
from functools import cache
from importlib.resources import files

from jinja2 import Environment, FunctionLoader, StrictUndefined

from rowsmith.prompts.catalog import Prompt
from rowsmith.prompts.quoting import quoted
from rowsmith.tools.llm.messages import Message

SYSTEM, USER = "=== system ===\n", "=== user ===\n"
"""The lines that begin the two parts of a prompt file. They are looked for before any input is put in."""


def render(prompt: Prompt) -> tuple[Message, Message]:
    """The prompt's system message and user message, its inputs put in.

    Raises:
        jinja2.UndefinedError: the file names something that is no input of the prompt.
    """
    inputs = {field.name: getattr(prompt, field.name) for field in fields(prompt)}
    system, user = parts_of(prompt.file)
    return Message("system", _filled(system, inputs)), Message("user", _filled(user, inputs))


def parts_of(file: str) -> tuple[str, str]:
    """The unfilled system part and user part of a prompt file."""
    head, mark, user = _source(file).partition(USER)
    _, begun, system = head.partition(SYSTEM)
    if not (mark and begun):
        raise ValueError(f"{file} must hold the lines {SYSTEM.strip()!r} and {USER.strip()!r}")
    return system, user


def _filled(part: str, inputs: dict[str, object]) -> str:
    return environment().from_string(part).render(inputs).strip()


@cache
def environment() -> Environment:
    made = Environment(
        loader=FunctionLoader(_source),
        undefined=StrictUndefined,
        autoescape=False,  # noqa: S701 - plain text for a model; `quoted` marks what is not ours
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters["quoted"] = quoted
    return made


def _source(file: str) -> str:
    return files("rowsmith.prompts").joinpath(file).read_text(encoding="utf-8")
