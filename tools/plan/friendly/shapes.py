"""The spellings that stand beside a sampler's bounds: its shape, its calendar, a series' cycles."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import get_args

from rowsmith.tools.errors import PlanError
from rowsmith.tools.plan.canonical import Canonical, Form
from rowsmith.tools.plan.friendly.parts import (
    Friendly,
    Said,
    Schema,
    Spelt,
    as_form,
    as_key,
    as_list,
    items,
    mapping,
    scalar,
)
from rowsmith.tools.plan.friendly.values import NUMBER_SCHEMA, shortest, written
from rowsmith.tools.plan.shape import ShapeKind, Statistic

STATISTICS: tuple[str, ...] = get_args(Statistic)
SHAPED = ("shape", "bins", *STATISTICS)
CALENDAR_UNITS = {"hours": "hour", "weekdays": "weekday", "months": "month", "days": "day"}
CYCLES = {"daily": "daily", "weekly": "weekly", "yearly": "yearly"}
SPAN = re.compile(r"(\d{4}-\d\d-\d\d|[^-]*?)\s*(?:-\s*(.*))?")


class ShapePart:
    """`shape: lognormal, median: 900`, `bins: [[0, 10, 5]]`."""

    keys = SHAPED

    def read(self, said: Said, where: str) -> Form:
        form: Form = {}
        if "shape" in said:
            form["kind"] = scalar(said["shape"], f"{where}.shape")
        known: list[Canonical] = [
            {"statistic": name, "value": scalar(said[name], f"{where}.{name}")}
            for name in STATISTICS
            if name in said and said[name] is not None
        ]
        if known:
            form["known"] = known
        if "bins" in said:
            form["bins"] = [_bin(one, f"{where}.bins") for one in items(said["bins"], f"{where}.bins")]
        return {"shape": form} if form else {}

    def write(self, form: Form) -> Spelt:
        if "shape" not in form:
            return {}
        shape = as_form(form["shape"])
        bins = [
            [written(shortest(one[k])) for k in ("low", "high", "weight")]
            for one in map(as_form, as_list(shape.get("bins", [])))
        ]
        known = map(as_form, as_list(shape.get("known", [])))
        plain = "kind" not in shape or (shape["kind"] == "histogram" and "bins" in shape)
        spelt: Spelt = {} if plain else {"shape": written(shape["kind"])}
        spelt |= {"bins": bins} if "bins" in shape else {}
        return spelt | {as_key(one["statistic"]): written(one["value"]) for one in known}

    def schema(self, fields: Schema) -> Schema:
        bound: Schema = {"type": ["number", "string"]}
        triple: Schema = {"type": "array", "items": NUMBER_SCHEMA, "minItems": 3, "maxItems": 3}
        return {
            "shape": {"enum": list(get_args(ShapeKind))},
            "bins": {"type": "array", "items": triple},
            **dict.fromkeys(STATISTICS, bound),
        }


def _bin(value: Friendly, where: str) -> Canonical:
    parts = items(value, where, "a bin [from, to, weight]")
    if len(parts) != 3:
        raise PlanError("A bin is [from, to, weight].", where=where)
    low, high, weight = (scalar(part, where) for part in parts)
    return {"low": low, "high": high, "weight": weight}


@dataclass(frozen=True)
class SpanPart:
    """`hours: {22-5: 65, 6: 3}`: one key per unit of the calendar, all of them in one list."""

    field: str
    unit: str
    units: dict[str, str]
    number: str

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(self.units)

    def read(self, said: Said, where: str) -> Form:
        spans: list[Canonical] = [
            {self.unit: unit, "first": first, "last": last, self.number: number}
            for key, unit in self.units.items()
            if key in said
            for first, last, number in _spans(said[key], f"{where}.{key}")
        ]
        return {self.field: spans} if spans else {}

    def write(self, form: Form) -> Spelt:
        spans = [as_form(one) for one in as_list(form.get(self.field, []))]
        return {
            key: {_joined(one): written(shortest(one[self.number])) for one in found}
            for key, unit in self.units.items()
            if (found := [one for one in spans if one[self.unit] == unit])
        }

    def schema(self, fields: Schema) -> Schema:
        return {key: {"type": "object", "additionalProperties": NUMBER_SCHEMA} for key in self.keys}


def _spans(value: Friendly, where: str) -> list[tuple[str, str, Canonical]]:
    found: list[tuple[str, str, Canonical]] = []
    for key, number in mapping(value, where, "a map of spans").items():
        text = str(scalar(key, where)).strip().lower()
        ends = SPAN.fullmatch(text)
        first, last = ends.groups() if ends else (text, None)
        found.append((first, last or first, scalar(number, f"{where}.{key}")))
    return found


def _joined(span: Form) -> str:
    first, last = as_key(span["first"]), as_key(span["last"])
    if first != last:
        return f"{first}-{last}"
    return as_key(int(first)) if first.isdecimal() else first


SHAPE = ShapePart()
CALENDAR = SpanPart("spans", "unit", CALENDAR_UNITS, "weight")
FACTORS = SpanPart("cycles", "cycle", CYCLES, "factor")
