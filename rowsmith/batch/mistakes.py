"""What the JSON Schema finds wrong, in words."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from rowsmith.batch.placing import Mistake, mistake, named
from rowsmith.tools.errors import did_you_mean

TYPES = {
    "object": "a map of names and values", "array": "a list", "string": "a text", "integer": "a whole number",
    "number": "a number", "boolean": "true or false",
}  # fmt: skip


@dataclass(frozen=True)
class Fault:
    """What jsonschema found: the keyword that is broken, its value, the part of the file and of the schema."""

    keyword: str
    wanted: Any
    instance: Any
    schema: Mapping[str, Any]
    steps: tuple[str | int, ...]
    message: str


def schema() -> dict[str, Any]:
    """The JSON Schema of a file of tasks."""
    text = (files("rowsmith.schemas") / "tasks.schema.json").read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


def mistakes_of(found: Any, file: Path) -> list[Mistake]:
    """Everything that the schema finds wrong, from the top of the file to its end."""
    validator = Draft202012Validator(schema())
    faults = [
        Fault(
            str(e.validator),
            e.validator_value,
            e.instance,
            _mapping(e.schema),
            tuple(e.absolute_path),
            e.message,
        )
        for e in validator.iter_errors(found)
    ]
    told = [one for fault in faults for one in _told(fault, found, file)]
    return sorted(told, key=lambda one: (one.line, one.column, one.says))


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def advice(hint: str | None) -> str:
    """A hint as what was expected."""
    return (hint or "").rstrip(".?").replace("There is ", "one of ")


def _told(fault: Fault, found: object, file: Path) -> Iterator[Mistake]:
    steps = list(fault.steps)
    where = named(steps)
    match fault.keyword:
        case "additionalProperties":
            known = list(fault.schema.get("properties", {}))
            for name in [name for name in fault.instance if name not in known]:
                hint = did_you_mean(str(name), known) or ""
                yield mistake(
                    file, found, [*steps, name], f"{where} has no {name!r}", advice(hint) or "nothing"
                )
        case "required":
            name = fault.message.partition("'")[2].partition("'")[0]
            yield mistake(file, found, steps, f"{where} has no {name!r}", f"{name}: {_about(fault, name)}")
        case "oneOf" | "anyOf":
            yield from _choice(fault, found, file, steps, where)
        case _:
            expected = _EXPECTED.get(fault.keyword, _message)(fault)
            yield mistake(file, found, steps, f"{where} is {_shown(fault.instance)}", expected)


def _choice(fault: Fault, found: object, file: Path, steps: list[str | int], where: str) -> Iterator[Mistake]:
    """One of several: words that must be there, or types."""
    if not isinstance(fault.instance, dict) and any("required" in one for one in fault.wanted):
        return  # its type is told
    words = [name for one in fault.wanted for name in one.get("required", ())]
    if not words:
        kinds = " or ".join(TYPES.get(str(one.get("type")), "a value") for one in fault.wanted)
        yield mistake(file, found, steps, f"{where} is {_shown(fault.instance)}", f"{kinds}{_bound(fault)}")
    elif not any(name in fault.instance for name in words):
        yield mistake(file, found, steps, f"{where} has neither {' nor '.join(words)}", " or ".join(words))
    else:
        yield mistake(
            file, found, steps, f"{where} has {' and '.join(words)}", f"only one of {' and '.join(words)}"
        )


def _bound(fault: Fault) -> str:
    return " above 0" if any("exclusiveMinimum" in one for one in fault.wanted) else ""


def _about(fault: Fault, name: str) -> str:
    said: Mapping[str, Any] = fault.schema.get("properties", {}).get(name, {})
    return str(said.get("description", "it must be there")).rstrip(".")


def _shown(value: object) -> str:
    if value is None:
        return "empty"
    if isinstance(value, dict | list) and not value:
        return "an empty list" if isinstance(value, list) else "an empty map"
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 60 else f"{text[:60]}…"


def _message(fault: Fault) -> str:
    return fault.message


def _type(fault: Fault) -> str:
    wanted = fault.wanted
    return " or ".join(TYPES[one] for one in ([wanted] if isinstance(wanted, str) else wanted))


def _listed(fault: Fault) -> list[object]:
    return list(fault.wanted) if isinstance(fault.wanted, list) else []


def _enum(fault: Fault) -> str:
    hint = did_you_mean(str(fault.instance), [str(one) for one in _listed(fault)]) or ""
    return advice(hint) or "another word"


_EXPECTED: dict[str, Callable[[Fault], str]] = {
    "type": _type,
    "enum": _enum,
    "pattern": lambda fault: (
        "task/table" if "/" in str(fault.wanted) else "letters, digits, and . _ - inside of the name"
    ),
    "minimum": lambda fault: f"at least {fault.wanted}",
    "maximum": lambda fault: f"at most {fault.wanted}",
    "exclusiveMinimum": lambda fault: f"a number above {fault.wanted}",
    "minItems": lambda fault: "at least one item",
    "minLength": lambda fault: "some text",
    "minProperties": lambda fault: "at least one name with its value",
}
