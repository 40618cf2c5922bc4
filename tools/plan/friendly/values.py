"""The spellings of single values, lists, pairs, quantities and weighted values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import get_args

from rowsmith.tools.errors import PlanError
from rowsmith.tools.plan.canonical import Canonical
from rowsmith.tools.plan.data import Firmness
from rowsmith.tools.plan.friendly.parts import (
    Friendly,
    Schema,
    as_form,
    as_key,
    as_list,
    closed,
    items,
    known_keys,
    mapping,
    scalar,
)

FIRMNESSES: tuple[str, ...] = get_args(Firmness)
WHOLE_FLOATS = 1e15
"""Below this every whole number is itself as a float."""

NUMBER_SCHEMA: Schema = {"type": "number"}
SCALAR_SCHEMA: Schema = {"type": ["string", "number", "boolean", "null"]}
TEXT_SCHEMA: Schema = {"type": "string"}


def shortest(value: Canonical) -> Canonical:
    """A whole float as an integer."""
    whole = isinstance(value, float) and value.is_integer() and abs(value) < WHOLE_FLOATS
    return int(value) if whole and isinstance(value, float) else value


def written(value: Canonical) -> Friendly:
    """A canonical scalar as it is."""
    if isinstance(value, dict | list):
        raise TypeError(f"one value stands here in the canonical form, not {value!r}")
    return value


@dataclass(frozen=True)
class One:
    """A value written as it is; `number` writes whole floats without their point."""

    number: bool = False

    def read(self, value: Friendly, where: str) -> Canonical:
        return scalar(value, where)

    def write(self, form: Canonical) -> Friendly:
        return written(shortest(form) if self.number else form)

    def schema(self, field: Schema) -> Schema:
        return {key: value for key, value in field.items() if key not in ("title", "default")}


class Many:
    """One value or a list of them; a list in the canonical form."""

    def read(self, value: Friendly, where: str) -> list[Canonical]:
        if isinstance(value, str) or not isinstance(value, list | tuple):
            return [scalar(value, where)]
        return [scalar(one, where) for one in value]

    def write(self, form: Canonical) -> Friendly:
        values = [written(one) for one in as_list(form)]
        return values[0] if len(values) == 1 else values

    def schema(self, field: Schema) -> Schema:
        return {"anyOf": [TEXT_SCHEMA, {"type": "array", "items": TEXT_SCHEMA}]}


class Pair:
    """`[low, high]`; a single value stands for both."""

    def read(self, value: Friendly, where: str) -> list[Canonical]:
        return list(pair(value, where))

    def write(self, form: Canonical) -> Friendly:
        low, high = map(written, as_list(form))
        return same_or_pair(low, high)

    def schema(self, field: Schema) -> Schema:
        return {"anyOf": [{"type": "integer"}, _list_of({"type": "integer"}, 2)]}


def pair(value: Friendly, where: str) -> tuple[Canonical, Canonical]:
    if isinstance(value, str) or not isinstance(value, list | tuple):
        single = scalar(value, where)
        return single, single
    if len(value) != 2:
        raise PlanError("A pair [low, high] is expected.", where=where)
    return scalar(value[0], where), scalar(value[1], where)


def same_or_pair(low: Friendly, high: Friendly) -> Friendly:
    return low if low == high and type(low) is type(high) else [low, high]


class Quantity:
    """`8` is exactly 8; `{about: 8}`, `{at_least: 8}`, `{between: [6, 9]}` say how firmly."""

    def read(self, value: Friendly, where: str) -> Canonical:
        if not isinstance(value, Mapping):
            return {"firmness": "exactly", "value": scalar(value, where)}
        known_keys(value, FIRMNESSES, where, "A quantity")
        if len(value) != 1:
            raise PlanError("A quantity has one key, such as about or at_most.", where=where)
        ((firmness, amount),) = mapping(value, where).items()
        if firmness == "between":
            low, high = pair(amount, where)
            return {"firmness": "between", "value": low, "high": high}
        return {"firmness": firmness, "value": scalar(amount, where)}

    def write(self, form: Canonical) -> Friendly:
        said = as_form(form)
        firmness = said.get("firmness", "exactly")
        value = written(shortest(said["value"]))
        if firmness == "between":
            return {"between": [value, written(shortest(said["high"]))]}
        return value if firmness == "exactly" else {as_key(firmness): value}

    def schema(self, field: Schema) -> Schema:
        return {"$ref": "#/$defs/quantity"}

    def definition(self) -> Schema:
        """The schema that `schema` refers to."""
        maps: list[Canonical] = [
            closed({one: NUMBER_SCHEMA}, [one]) for one in FIRMNESSES if one != "between"
        ]
        between = closed({"between": _list_of(NUMBER_SCHEMA, 2)}, ["between"])
        return {"anyOf": [NUMBER_SCHEMA, *maps, between]}


class Share:
    """A bare number is drawn; a map is a quantity, `{exactly: 0.3}` too."""

    def read(self, value: Friendly, where: str) -> Canonical:
        return QUANTITY.read(value, where) if isinstance(value, Mapping) else scalar(value, where)

    def write(self, form: Canonical) -> Friendly:
        if not isinstance(form, dict):
            return written(shortest(form))
        spelt = QUANTITY.write(form)
        return spelt if isinstance(spelt, Mapping) else {"exactly": spelt}

    def schema(self, field: Schema) -> Schema:
        return QUANTITY.schema(field)


class Ranks:
    """`{column: rank correlation}`."""

    def read(self, value: Friendly, where: str) -> list[Canonical]:
        ranks = mapping(value, where, "a map of columns and correlations")
        return [{"column": str(c), "rank": scalar(rank, f"{where}.{c}")} for c, rank in ranks.items()]

    def write(self, form: Canonical) -> Friendly:
        ranks = map(as_form, as_list(form))
        return {as_key(one["column"]): written(shortest(one["rank"])) for one in ranks}

    def schema(self, field: Schema) -> Schema:
        return {"type": "object", "additionalProperties": {"type": "number", "minimum": -1, "maximum": 1}}


class Weighted:
    """`[a, b]`, or `{a: 60, b: rest}`, where `rest` is what is left of 1 or 100."""

    def read(self, value: Friendly, where: str) -> list[Canonical]:
        if not isinstance(value, Mapping):
            listed = items(value, where, "a list or a map of values")
            return [{"value": scalar(one, where)} for one in listed]
        weights = {key: scalar(weight, f"{where}.{key}") for key, weight in mapping(value, where).items()}
        numbers = [weight for weight in weights.values() if isinstance(weight, int | float)]
        rest = left_of_whole(numbers)
        return [
            {"value": scalar(key, where), "weight": rest if weight == "rest" else weight}
            for key, weight in weights.items()
        ]

    def write(self, form: Canonical) -> Friendly:
        pairs = [(one["value"], one.get("weight", 1.0)) for one in map(as_form, as_list(form))]
        if all(weight == 1 for _, weight in pairs):
            return [written(value) for value, _ in pairs]
        return {as_key(value): written(shortest(weight)) for value, weight in pairs}

    def schema(self, field: Schema) -> Schema:
        weight: Schema = {"anyOf": [NUMBER_SCHEMA, {"const": "rest"}]}
        return {
            "anyOf": [
                {"type": "array", "items": SCALAR_SCHEMA},
                {"type": "object", "additionalProperties": weight},
            ]
        }


def left_of_whole(given: list[int | float]) -> float:
    """What is missing to 1, or to 100 where the numbers are percentages."""
    total = sum(given)
    return max(0.0, round((1.0 if total <= 1 + 1e-9 else 100.0) - total, 10))


def _list_of(item: Schema, length: int) -> Schema:
    return {"type": "array", "items": item, "minItems": length, "maxItems": length}


ONE, NUMBER, MANY, PAIR = One(), One(number=True), Many(), Pair()
QUANTITY, SHARE, RANKS, WEIGHTED = Quantity(), Share(), Ranks(), Weighted()
