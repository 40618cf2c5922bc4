"""Tasks as they will run: defaults, variables and matrices filled in."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from rowsmith.batch.mistakes import advice
from rowsmith.batch.model import BatchTask, Budget, Expectation, Output
from rowsmith.batch.placing import Mistake, Steps, mistake
from rowsmith.tools.errors import did_you_mean

VARIABLE = re.compile(r"\{\{\s*([A-Za-z_][A-Za-z0-9_]*)\s*\}\}")
UNFIT = re.compile(r"[^A-Za-z0-9._-]+")
NUMBERS = {"seed": int, "scale": float}


class Expansion:
    """The tasks of one file; what is wrong with them is collected in `mistakes`."""

    def __init__(self, found: Mapping[str, Any], file: Path) -> None:
        self.found, self.file = found, file
        self.mistakes: list[Mistake] = []
        self.places: dict[str, tuple[Path, Steps]] = {}
        self.variables: dict[str, Any] = dict(found.get("variables", {}))

    def tasks(self) -> Iterator[BatchTask]:
        """Each task, one for each combination where it has a matrix."""
        for number, said in enumerate(self.found.get("tasks", ())):
            steps: Steps = ["tasks", number]
            matrix = dict(said.get("matrix", {}))
            for values in itertools.product(*matrix.values()):
                chosen = dict(zip(matrix, values, strict=True))
                made = self._task(said, chosen, steps)
                if made is not None:
                    yield made

    def _task(self, said: Mapping[str, Any], chosen: Mapping[str, Any], steps: Steps) -> BatchTask | None:
        known = {**self.variables, **chosen}
        before = len(self.mistakes)
        own = {key: value for key, value in said.items() if key != "matrix"}
        merged = {
            **self.found.get("defaults", {}),
            **{k: v for k, v in chosen.items() if k in _WISHES},
            **own,
        }
        filled = {name: self._filled(value, known, [*steps, name]) for name, value in merged.items()}
        filled["id"] = _named(str(said["id"]), str(filled["id"]), chosen)
        numbers = {name: self._number(name, filled[name], steps) for name in NUMBERS if name in filled}
        self._check_date(filled, steps)
        if len(self.mistakes) > before:
            return None
        self.places.setdefault(filled["id"], (self.file, steps))
        return _built({**filled, **numbers}, self.file.parent)

    def _filled(self, value: Any, known: Mapping[str, Any], steps: Steps) -> Any:
        """The value with every {{ name }} in its texts filled in."""
        if isinstance(value, str):
            for name in VARIABLE.findall(value):
                if name not in known:
                    hint = advice(did_you_mean(name, known)) or "a name under variables or matrix"
                    self._wrong(steps, f"there is no variable {name!r}", hint)
            return VARIABLE.sub(lambda match: str(known.get(match[1], "")), value)
        if isinstance(value, Mapping):
            return {name: self._filled(one, known, [*steps, name]) for name, one in value.items()}
        if isinstance(value, list):
            return [self._filled(one, known, [*steps, number]) for number, one in enumerate(value)]
        return value

    def _number(self, name: str, value: Any, steps: Steps) -> int | float:
        try:
            number: int | float = NUMBERS[name](value)
        except ValueError:
            kind = "a whole number" if NUMBERS[name] is int else "a number above 0"
            self._wrong([*steps, name], f"{name} is {value!r}", kind)
            return 1
        if name == "scale" and number <= 0:
            self._wrong([*steps, name], f"{name} is {value!r}", "a number above 0")
        return number

    def _check_date(self, filled: Mapping[str, Any], steps: Steps) -> None:
        if "as_of" in filled:
            try:
                dt.date.fromisoformat(str(filled["as_of"]))
            except ValueError:
                self._wrong([*steps, "as_of"], f"as_of is {filled['as_of']!r}", "a date, as 2025-01-31")

    def _wrong(self, steps: Steps, says: str, expected: str) -> None:
        self.mistakes.append(mistake(self.file, self.found, steps, says, expected))


_WISHES = ("seed", "scale", "as_of", "locale", "model", "rounds")


def _named(said: str, filled: str, chosen: Mapping[str, Any]) -> str:
    """The id; where it does not say the matrix's values itself, they stand at its end."""
    told = set(VARIABLE.findall(said))
    tails = [UNFIT.sub("-", str(value)).strip("-") for name, value in chosen.items() if name not in told]
    return UNFIT.sub("-", "-".join([filled, *tails]))


def _built(said: Mapping[str, Any], folder: Path) -> BatchTask:
    lists: dict[str, Any] = {
        "refine": said.get("refine", ()),
        "after": said.get("after", ()),
        "outputs": [_output(one) for one in said.get("outputs", ())],
        "expect": [Expectation(str(one["sql"]), str(one.get("says", ""))) for one in said.get("expect", ())],
        "parents": [(name, *_split(str(of))) for name, of in said.get("parents", {}).items()],
    }
    rest = {name: value for name, value in said.items() if name not in (*lists, "plan", "budget", "as_of")}
    return BatchTask(
        **rest,
        **{name: _tuple(value) for name, value in lists.items()},
        plan=folder / str(said["plan"]) if "plan" in said else None,
        as_of=str(said["as_of"]) if "as_of" in said else None,
        budget=Budget(**said.get("budget", {})),
    )


def _tuple(values: Any) -> Any:
    return tuple(values)


def _output(said: Mapping[str, Any]) -> Output:
    return Output(**{**said, "tables": tuple(said.get("tables", ()))})


def _split(said: str) -> tuple[str, str]:
    task, _, table = said.partition("/")
    return task, table
