"""Files of tasks, read and checked before anything runs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from rowsmith.batch.expansion import Expansion
from rowsmith.batch.mistakes import advice, mistakes_of
from rowsmith.batch.model import Batch, BatchTask, Budget
from rowsmith.batch.placing import Mistake, Steps, TasksError, mistake
from rowsmith.tools.errors import UsageError, did_you_mean


def load_batch(path: Path) -> Batch:
    """The tasks of a file and of those that it includes, those that others need first.

    Raises:
        TasksError: all mistakes, each with file, line, column and what was expected.
        UsageError: a file that can't be read.
    """
    expansions = list(_expansions(path, ()))
    tasks = [task for one in expansions for task in one.tasks()]
    wrong = [found for one in expansions for found in one.mistakes]
    wrong += _between(tasks, expansions) if not wrong else []
    if wrong:
        raise TasksError(wrong)
    top = expansions[-1].found
    return Batch(_in_order(tasks), Budget(**top.get("budget", {})))


def _expansions(path: Path, through: tuple[Path, ...]) -> Iterator[Expansion]:
    """The files that a file includes, then itself."""
    found = _read(path)
    wrong = mistakes_of(found, path)
    if wrong:
        raise TasksError(wrong)
    for number, name in enumerate(found.get("include", ())):
        inner = path.parent / name
        steps: Steps = ["include", number]
        if inner.resolve() in (*through, path.resolve()):
            raise TasksError(
                [mistake(path, found, steps, f"{name} includes this file", "no circle of includes")]
            )
        if not inner.is_file():
            raise TasksError(
                [
                    mistake(
                        path,
                        found,
                        steps,
                        f"there is no file {name}",
                        "a file of tasks, from this file's folder",
                    )
                ]
            )
        yield from _expansions(inner, (*through, path.resolve()))
    yield Expansion(found, path)


def _read(path: Path) -> Mapping[str, Any]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"The tasks can't be read ({error}).", where=str(path)) from error
    yaml = YAML(typ="rt", pure=True)
    try:
        found = yaml.load(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        said = f"this is no YAML ({(error.problem or 'it ends too early').strip()})"
        raise TasksError(
            [Mistake(path, line, column, said, "YAML, in which each name stands once")]
        ) from error
    except YAMLError as error:
        raise TasksError([Mistake(path, 1, 1, f"this is no YAML ({error})", "YAML")]) from error
    if not isinstance(found, Mapping):
        raise TasksError([Mistake(path, 1, 1, "the file holds no map", "tasks: and a list of tasks")])
    return found


def _between(tasks: list[BatchTask], expansions: list[Expansion]) -> Iterator[Mistake]:
    """What is wrong between tasks: an id twice, a task that is not there, a circle, a plan that is not there."""
    places: dict[str, tuple[Expansion, Steps]] = {
        name: (one, steps) for one in expansions for name, (_, steps) in one.places.items()
    }
    seen: set[str] = set()
    ids = [task.id for task in tasks]
    for task in tasks:
        expansion, steps = places[task.id]

        def wrong(
            inner: Steps, says: str, expected: str, of: Expansion = expansion, at: Steps = steps
        ) -> Mistake:
            return mistake(of.file, of.found, [*at, *inner], says, expected)

        if task.id in seen:
            last = next(n for n in range(len(ids) - 1, -1, -1) if ids[n] == task.id)
            again = _steps_of(expansions, last) or steps
            yield mistake(
                expansion.file,
                expansion.found,
                again,
                f"two tasks have the id {task.id!r}",
                "an id of its own for each task",
            )
        seen.add(task.id)
        for name in task.needs:
            if name == task.id or name not in ids:
                key = "after" if name in task.after else "parents"
                hint = (
                    advice(did_you_mean(name, [one for one in ids if one != task.id])) or "another task's id"
                )
                yield wrong([key], f"there is no other task {name!r}", hint)
        if task.plan is not None and not task.plan.is_file():
            yield wrong(
                ["plan"], f"there is no file {task.plan.name}", "a plan file, from this file's folder"
            )
    yield from _circles(tasks, places)


def _steps_of(expansions: list[Expansion], number: int) -> Steps | None:
    """The way to a task by its place among all, where no matrix makes several of one."""
    steps: list[Steps] = [["tasks", n] for one in expansions for n in range(len(one.found.get("tasks", ())))]
    return steps[number] if number < len(steps) else None


def _circles(tasks: list[BatchTask], places: Mapping[str, tuple[Expansion, Steps]]) -> Iterator[Mistake]:
    needs = {task.id: set(task.needs) for task in tasks}
    left = dict(needs)
    while ready := [name for name, wanted in left.items() if not wanted & set(left)]:
        for name in ready:
            del left[name]
    known = {name for name in left if left[name] <= set(needs)}
    if known and not any(name in needs[name] for name in known):
        expansion, steps = places[next(iter(left))]
        circle = ", ".join(left)
        yield mistake(
            expansion.file,
            expansion.found,
            steps,
            f"tasks wait for each other: {circle}",
            "tasks that can be done one after the other",
        )


def _in_order(tasks: list[BatchTask]) -> tuple[BatchTask, ...]:
    done: list[BatchTask] = []
    waiting = list(tasks)
    while waiting:
        names = {task.id for task in waiting}
        ready = [task for task in waiting if not names & set(task.needs)]
        done += ready
        waiting = [task for task in waiting if task not in ready]
    return tuple(done)
