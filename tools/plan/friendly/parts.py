"""What every spelling of the friendly form is made of: a value's form, a part beside others, a record, a map.

Each form reads, writes and describes itself, so that what is read, what is written and what editors are told
can't drift apart.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias, cast

from rowsmith.tools.errors import LintError, PlanError, did_you_mean
from rowsmith.tools.plan.canonical import Canonical, Form
from rowsmith.tools.plan.data import Data

Friendly: TypeAlias = (
    "str | bool | int | float | dt.date | dt.datetime | Mapping[Any, Friendly] | Sequence[Friendly] | None"
)
"""What people write. Keys are values of every scalar type, which a mapping's invariant key type can't say."""

Said: TypeAlias = "Mapping[str, Friendly]"
Spelt: TypeAlias = "dict[str, Friendly]"
Schema: TypeAlias = "dict[str, Canonical]"


__all__ = [
    "ByName", "Canonical", "Field", "Friendly", "Part", "Record", "Said", "Schema", "Spelling", "Spelt",
    "as_form", "as_key", "as_list", "below", "closed", "fields_of", "items", "known_keys", "mapping", "scalar",
]  # fmt: skip


class Spelling(Protocol):
    """How one value is spelt."""

    def read(self, value: Friendly, where: str) -> Canonical:
        """The canonical form. Raises PlanError at `where` for what is no such value."""
        ...

    def write(self, form: Canonical) -> Friendly:
        """The shortest spelling that `read` turns back into this form."""
        ...

    def schema(self, field: Schema) -> Schema:
        """The JSON Schema of the spelling; `field` is that of the canonical form."""
        ...


class Part(Protocol):
    """Some keys of a friendly map and the canonical fields that they stand for."""

    @property
    def keys(self) -> tuple[str, ...]: ...

    def read(self, said: Said, where: str) -> Form: ...

    def write(self, form: Form) -> Spelt: ...

    def schema(self, fields: Schema) -> Schema:
        """The JSON Schema of each key; `fields` are those of the canonical fields."""
        ...


def below(where: str, key: object) -> str:
    """The place of a key of the map that stands at `where`."""
    return f"{where}.{key}" if where else str(key)


def scalar(value: Friendly, where: str) -> Canonical:
    """A single value; dates and times become ISO strings."""
    if isinstance(value, dt.datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, dt.date):
        return value.isoformat()
    if value is None or isinstance(value, str | bool | int | float):
        return value
    found = "a map" if isinstance(value, Mapping) else "a list"
    raise PlanError(f"One value is expected here, not {found}.", where=where)


def mapping(value: Friendly, where: str, what: str = "a map of names") -> Said:
    if not isinstance(value, Mapping):
        raise PlanError(f"{what[:1].upper()}{what[1:]} is expected here.", where=where)
    return value


def items(value: Friendly, where: str, what: str = "a list") -> Sequence[Friendly]:
    if isinstance(value, str) or not isinstance(value, Sequence):
        raise PlanError(f"{what[:1].upper()}{what[1:]} is expected here.", where=where)
    return value


def known_keys(said: Said, allowed: Sequence[str], where: str, what: str) -> None:
    """Raise PlanError at the first key that the form does not have."""
    for key in said:
        if key not in allowed:
            hint = did_you_mean(str(key), allowed)
            raise PlanError(f"{what} has no {str(key)!r}.", where=below(where, key), hint=hint)


def as_form(value: Canonical) -> Form:
    """The value, known to be a map in the canonical form."""
    if not isinstance(value, dict):
        raise TypeError(f"a map stands here in the canonical form, not {value!r}")
    return value


def as_list(value: Canonical) -> list[Canonical]:
    """The value, known to be a list in the canonical form."""
    if not isinstance(value, list):
        raise TypeError(f"a list stands here in the canonical form, not {value!r}")
    return value


def as_key(value: Canonical) -> str:
    """The value as a key: values of every scalar type are keys of a friendly map, though typed as text."""
    return cast("str", value)


@dataclass(frozen=True)
class Field:
    """One key for one canonical field, of the same name unless `field` says another.

    `default` is written where the canonical form leaves the field out; None writes nothing.
    """

    key: str
    form: Spelling
    field: str = ""
    default: Canonical = None

    @property
    def name(self) -> str:
        return self.field or self.key

    @property
    def keys(self) -> tuple[str, ...]:
        return (self.key,)

    def read(self, said: Said, where: str) -> Form:
        return {self.name: self.form.read(said[self.key], below(where, self.key))} if self.key in said else {}

    def write(self, form: Form) -> Spelt:
        absent = self.name not in form
        if absent and self.default is None:
            return {}
        return {self.key: self.form.write(self.default if absent else form[self.name])}

    def schema(self, fields: Schema) -> Schema:
        return {self.key: self.form.schema(as_form(fields[self.name]))}


@dataclass(frozen=True)
class Record:
    """A map with a fixed set of keys; `what` names it in errors."""

    what: str
    model: type[Data]
    parts: tuple[Part, ...]
    needed: tuple[str, ...] = ()

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(key for part in self.parts for key in part.keys)

    def read(self, value: Friendly, where: str) -> Form:
        said = mapping(value, where, self.what)
        known_keys(said, self.keys, where, self.what)
        for key in self.needed:
            if key not in said:
                raise PlanError(f"{self.what} needs {key}.", where=where or "plan", hint=f"Add {key}: to it.")
        return {k: v for part in self.parts for k, v in part.read(said, where).items()}

    def write(self, form: Canonical) -> Spelt:
        return {k: v for part in self.parts for k, v in part.write(as_form(form)).items()}

    def schema(self, field: Schema) -> Schema:
        fields = fields_of(self.model)
        return closed({k: v for part in self.parts for k, v in part.schema(fields).items()}, self.needed)


@dataclass(frozen=True)
class ByName:
    """A map of names that is a list of parts in the canonical form; `value` is the field of a bare value.

    Reading raises LintError with what is wrong in each of the parts.
    """

    form: Spelling
    name: str = "name"
    value: str = ""
    what: str = "a map of names"

    def read(self, value: Friendly, where: str) -> list[Canonical]:
        said = {} if value is None else mapping(value, where, self.what)
        parts: list[Canonical] = []
        findings: list[PlanError] = []
        for name, one in said.items():
            try:
                parts.append(self._part(name, one, where))
            except LintError as error:
                findings.extend(error.findings)
            except PlanError as error:
                findings.append(error)
        if findings:
            raise LintError(findings)
        return parts

    def _part(self, name: str, value: Friendly, where: str) -> Form:
        read = self.form.read(value, below(where, name))
        return {self.name: scalar(name, where), **({self.value: read} if self.value else as_form(read))}

    def write(self, form: Canonical) -> Spelt:
        made: Spelt = {}
        for part in map(as_form, as_list(form)):
            rest: Canonical = {key: value for key, value in part.items() if key != self.name}
            made[as_key(part[self.name])] = self.form.write(part[self.value] if self.value else rest)
        return made

    def schema(self, field: Schema) -> Schema:
        return {"type": ["object", "null"], "additionalProperties": self.form.schema({})}


def fields_of(model: type[Data]) -> Schema:
    """The JSON Schema of each field of a model."""
    schema: Schema = model.model_json_schema(ref_template="{model}")
    own = schema if "properties" in schema else as_form(as_form(schema["$defs"])[str(schema["$ref"])])
    return as_form(own["properties"])


def closed(properties: Schema, needed: Sequence[str] = ()) -> Schema:
    """The schema of a map that has these keys and no other."""
    made: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
    if needed:
        made["required"] = list(needed)
    return made
