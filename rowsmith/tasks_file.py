"""A file of tasks: which datasets to make, read and checked before anything runs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError

from rowsmith.tools.errors import UsageError


@dataclass(frozen=True)
class BatchTask:
    """One dataset of a batch: `describe` or `plan`, and what stands beside them."""

    id: str
    describe: str | None = None
    plan: Path | None = None
    refine: tuple[str, ...] = ()
    seed: int | None = None
    scale: float = 1.0
    as_of: str | None = None
    locale: str | None = None
    model: str | None = None


def load_tasks(path: Path) -> tuple[BatchTask, ...]:
    """The tasks of a file, in order. Raises UsageError with file, line and column of the first mistake."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"The tasks can't be read ({error}).", where=str(path)) from error
    yaml = YAML(typ="rt", pure=True)
    try:
        found = yaml.load(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark
        place = f"{path}:{mark.line + 1}:{mark.column + 1}" if mark else str(path)
        raise UsageError(f"This is no YAML ({error.problem}).", where=place) from error
    _ensure_valid(found, path)
    tasks = tuple(_task(one, path.parent) for one in found["tasks"])
    ids = [task.id for task in tasks]
    for number, name in enumerate(ids):
        if name in ids[:number]:
            raise UsageError(f"Two tasks have the id {name!r}.", where=_place(path, found, ["tasks", number]))
    return tasks


def schema() -> dict[str, Any]:
    """The JSON Schema of a file of tasks."""
    text = (files("rowsmith.schemas") / "tasks.schema.json").read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


def _ensure_valid(found: Any, path: Path) -> None:
    validator = Draft202012Validator(schema())
    errors = sorted(validator.iter_errors(found), key=lambda error: list(map(str, error.absolute_path)))
    if errors:
        first = errors[0]
        steps = list(first.absolute_path)
        named = ".".join(str(step + 1 if isinstance(step, int) else step) for step in steps) or "the file"
        raise UsageError(f"{named}: {first.message}.", where=_place(path, found, steps))


def _place(path: Path, found: object, steps: list[Any]) -> str:
    line = column = 0
    here: Any = found
    for step in steps:
        marks = getattr(here, "lc", None)
        if marks is None:
            break
        try:
            line, column = marks.item(step) if isinstance(step, int) else marks.key(step)
            here = here[step]
        except (KeyError, IndexError, TypeError):
            break
    return f"{path}:{line + 1}:{column + 1}"


def _task(said: Mapping[str, Any], folder: Path) -> BatchTask:
    known = {key: value for key, value in said.items() if key not in ("plan", "refine")}
    if "as_of" in known:
        known["as_of"] = str(known["as_of"])
    plan = folder / str(said["plan"]) if "plan" in said else None
    return BatchTask(**known, plan=plan, refine=tuple(said.get("refine", ())))
