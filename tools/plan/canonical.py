"""The canonical form of a plan: JSON with what is absent left out, for storing, diffing and hashing."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from typing import TypeAlias

from rowsmith.tools.plan.data import Data

Canonical: TypeAlias = "str | bool | int | float | dict[str, Canonical] | list[Canonical] | None"
Form: TypeAlias = dict[str, Canonical]


def canonical_form(part: Data) -> Form:
    """A plan, or a part of one, as JSON data: defaults left out, `kind` always there."""
    fields = type(part).model_fields
    said = {name: getattr(part, name) for name in fields}
    told_apart_by = said.get("kind")
    return ({} if told_apart_by is None else {"kind": told_apart_by}) | {
        name: _json(value) for name, value in said.items() if value != fields[name].default
    }


def _json(value: object) -> Canonical:
    if isinstance(value, Data):
        return canonical_form(value)
    if isinstance(value, tuple):
        return [_json(one) for one in value]
    if isinstance(value, dt.date):
        return value.isoformat()
    if value is None or isinstance(value, str | bool | int | float):
        return value
    raise TypeError(f"{type(value).__name__} is no part of a plan")


def canonical_json(part: Data) -> str:
    """The canonical form as one line of JSON, the same for equal plans."""
    return json.dumps(canonical_form(part), ensure_ascii=False, separators=(",", ":"))


def fingerprint(part: Data) -> str:
    """SHA-256 of the canonical JSON, in hexadecimal."""
    return hashlib.sha256(canonical_json(part).encode()).hexdigest()
