"""Plans as YAML files: read with located errors, written to be read, edited without touching the rest."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from rowsmith.tools.errors import LintError, PlanError, UsageError
from rowsmith.tools.plan.friendly.write import write
from rowsmith.tools.plan.loading import plan_from_friendly
from rowsmith.tools.plan.notation.editing import edited
from rowsmith.tools.plan.notation.layout import document
from rowsmith.tools.plan.notation.nodes import Node, parse, place, value_of
from rowsmith.tools.plan.notation.places import offset_of
from rowsmith.tools.plan.plan import Plan

UNNAMED = "plan"
"""What a text without a file is called in errors."""


def load_plan(source: Path | str) -> Plan:
    """A plan from a file (a Path) or from its text (a str).

    Raises UsageError for a file that can't be read, and PlanError or LintError whose `where` is
    file:line:column.
    """
    text, name = _text_of(source)
    node = parse(text, name)
    friendly = value_of(node)
    if not isinstance(friendly, Mapping):
        raise PlanError("This is no plan.", where=name, hint="A plan begins with rowsmith: 1.")
    try:
        return plan_from_friendly(friendly)
    except PlanError as error:
        raise _located(error, node, text, name) from error


def dump_plan(plan: Plan) -> str:
    """The plan as YAML, in its shortest spelling; `load_plan(dump_plan(plan)) == plan`."""
    return document(write(plan))


def edit_text(text: str, before: Plan, after: Plan) -> str:
    """The text of `before` made to say `after`: what did not change keeps its comments, order and spelling.

    A text that can't be changed piece by piece is written anew.
    """
    windows = "\r\n" in text
    text = text.replace("\r\n", "\n")
    made = _edited(text, before, after)
    return made.replace("\n", "\r\n") if windows else made


def locate(error: PlanError, text: str, name: str = UNNAMED) -> PlanError:
    """The error with its place in the text of a plan: "tickets.price" becomes "plan.yaml:12:5"."""
    return _located(error, parse(text, name), text, name)


def _edited(text: str, before: Plan, after: Plan) -> str:
    if before == after:
        return text
    try:
        made = edited(text, parse(text, UNNAMED), write(before), write(after))
        return made if load_plan(made) == after else dump_plan(after)
    except PlanError:
        return dump_plan(after)


def _text_of(source: Path | str) -> tuple[str, str]:
    if isinstance(source, str):
        return source.removeprefix("\ufeff"), UNNAMED
    try:
        return source.read_text(encoding="utf-8-sig"), str(source)
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is no UTF-8 text"
        raise UsageError(f"{source} can't be read: {reason}.") from error


def _located(error: PlanError, node: Node, text: str, name: str) -> PlanError:
    if isinstance(error, LintError):
        return LintError(_located(one, node, text, name) for one in error.findings)
    where = place(text, name, offset_of(node, error.where or ""))
    return type(error)(error.message, where=where, hint=error.hint)
