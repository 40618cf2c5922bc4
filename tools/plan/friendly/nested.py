"""The spellings of main values that hold maps, lists or other samplers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rowsmith.tools.errors import PlanError, did_you_mean
from rowsmith.tools.plan import samplers as model
from rowsmith.tools.plan.canonical import Canonical, Form
from rowsmith.tools.plan.friendly.parts import (
    Field,
    Friendly,
    Record,
    Said,
    Schema,
    Spelling,
    Spelt,
    as_form,
    as_key,
    as_list,
    items,
    mapping,
    scalar,
)
from rowsmith.tools.plan.friendly.values import (
    MANY,
    NUMBER,
    NUMBER_SCHEMA,
    ONE,
    SCALAR_SCHEMA,
    TEXT_SCHEMA,
    pair,
    same_or_pair,
    shortest,
    written,
)

BOUNDS_SCHEMA: Schema = {
    "anyOf": [
        {"type": ["number", "string"]},
        {"type": "array", "items": {"type": ["number", "string"]}, "minItems": 2, "maxItems": 2},
    ]
}


class UuidPart:
    """`{uuid: true}`: nothing is said beside the word."""

    keys = ("uuid",)

    def read(self, said: Said, where: str) -> Form:
        if said["uuid"] is not None and said["uuid"] is not True:
            raise PlanError("uuid has no main value.", where=where, hint="Write uuid alone.")
        return {}

    def write(self, form: Form) -> Spelt:
        return {"uuid": True}

    def schema(self, fields: Schema) -> Schema:
        return {"uuid": {"enum": [True, None]}}


@dataclass(frozen=True)
class Ends:
    """`key: [low, high]` for the fields low and high; a single value stands for both."""

    key: str
    missing: str = ""

    @property
    def keys(self) -> tuple[str, ...]:
        return (self.key,)

    def read(self, said: Said, where: str) -> Form:
        if self.key not in said:
            raise PlanError("How far away is not said.", where=where, hint=self.missing)
        low, high = pair(said[self.key], f"{where}.{self.key}")
        return {"low": low, "high": high}

    def write(self, form: Form) -> Spelt:
        return {self.key: same_or_pair(written(form["low"]), written(form["high"]))}

    def schema(self, fields: Schema) -> Schema:
        return {self.key: BOUNDS_SCHEMA}


class StagesPart:
    """`{stages: [soak, dry], stop: {dry: 0.02}}`."""

    keys = ("stages", "stop")

    def read(self, said: Said, where: str) -> Form:
        stops = said.get("stop") or {}
        shares = {k: scalar(v, f"{where}.stop.{k}") for k, v in mapping(stops, f"{where}.stop").items()}
        values = [scalar(one, where) for one in items(said["stages"], where, "a list of stages")]
        for stop in shares:
            if stop not in values:
                hint = did_you_mean(str(stop), map(str, values))
                raise PlanError(f"stop names {stop!r}, which is no stage.", where=where, hint=hint)
        return {"values": [{"value": one, "stop": shares.get(as_key(one))} for one in values]}

    def write(self, form: Form) -> Spelt:
        values = [as_form(one) for one in as_list(form["values"])]
        stops: Spelt = {
            as_key(one["value"]): written(shortest(one["stop"])) for one in values if "stop" in one
        }
        spelt: Spelt = {"stages": [written(one["value"]) for one in values]}
        return spelt | {"stop": stops} if stops else spelt

    def schema(self, fields: Schema) -> Schema:
        stop: Schema = {"type": "object", "additionalProperties": NUMBER_SCHEMA}
        return {"stages": {"type": "array", "items": SCALAR_SCHEMA}, "stop": stop}


STATE = Record("A state", model.State, (Field("weight", NUMBER), Field("fills", MANY)))
TARGET = Record("A target", model.Target, (Field("weight", NUMBER), Field("type_value", ONE)))


class States:
    """`{paid: {weight: 60, fills: paid_on}, open: 40}`."""

    def read(self, value: Friendly, where: str) -> list[Canonical]:
        states = mapping(value, where, "a map of states")
        return [
            {"value": scalar(key, where)} | _weight_or_more(STATE, said, f"{where}.{key}")
            for key, said in states.items()
        ]

    def write(self, form: Canonical) -> Friendly:
        states = map(as_form, as_list(form))
        return {as_key(one["value"]): _bare_weight(STATE, one) for one in states}

    def schema(self, field: Schema) -> Schema:
        return {"type": "object", "additionalProperties": {"anyOf": [NUMBER_SCHEMA, STATE.schema({})]}}


class Targets:
    """`venues`, `venues.code`, `[hotels, camps]`, `{hotels: 3, camps: {weight: 1, type_value: C}}`."""

    def read(self, value: Friendly, where: str) -> list[Canonical]:
        if isinstance(value, Mapping):
            named = mapping(value, where).items()
            return [
                _place(str(k), where) | _weight_or_more(TARGET, said, f"{where}.{k}") for k, said in named
            ]
        listed = (
            [value] if isinstance(value, str) else items(value, where, "a table, a list or a map of them")
        )
        return [_place(str(scalar(one, where)), where) for one in listed]

    def write(self, form: Canonical) -> Friendly:
        targets = [as_form(one) for one in as_list(form)]
        bare = [_bare_weight(TARGET, one) for one in targets]
        if all(type(said) is int and said == 1 for said in bare):
            names: list[Friendly] = [_dotted(one) for one in targets]
            return names[0] if len(names) == 1 else names
        return dict(zip(map(_dotted, targets), bare, strict=True))

    def schema(self, field: Schema) -> Schema:
        entry: Schema = {"anyOf": [NUMBER_SCHEMA, TARGET.schema({})]}
        listed: Schema = {"type": "array", "items": TEXT_SCHEMA}
        return {"anyOf": [TEXT_SCHEMA, listed, {"type": "object", "additionalProperties": entry}]}


def _place(text: str, where: str) -> Form:
    table, dot, column = text.partition(".")
    return {"table": table, "column": column} if dot else {"table": table}


def _dotted(target: Form) -> str:
    column = f".{target['column']}" if "column" in target else ""
    return f"{target['table']}{column}"


def _weight_or_more(more: Record, said: Friendly, where: str) -> Form:
    return more.read(said, where) if isinstance(said, Mapping) else {"weight": scalar(said, where)}


def _bare_weight(more: Record, form: Form) -> Friendly:
    """A number where only the weight is said, else a map."""
    spelt = more.write(form)
    return spelt if set(spelt) - {"weight"} else spelt.get("weight", 1)


@dataclass(frozen=True)
class Arms:
    """`[{when: condition, use: sampler}, {share: 0.1, use: ...}, {use: ...}]`."""

    arm: Record

    def read(self, value: Friendly, where: str) -> list[Canonical]:
        arms = items(value, where, "a list of arms {when, use}")
        return [self.arm.read(said, f"{where}[{number}]") for number, said in enumerate(arms, start=1)]

    def write(self, form: Canonical) -> Friendly:
        return [self.arm.write(one) for one in as_list(form)]

    def schema(self, field: Schema) -> Schema:
        return {"type": "array", "items": self.arm.schema({})}


@dataclass(frozen=True)
class Bands:
    """`[[0, C], [50, B]]`: from, and the sampler there."""

    use: Spelling

    def read(self, value: Friendly, where: str) -> list[Canonical]:
        bands = items(value, where, "a list of bands [from, value]")
        return [self._band(one, f"{where}[{number}]") for number, one in enumerate(bands, start=1)]

    def _band(self, value: Friendly, where: str) -> Canonical:
        parts = items(value, where, "a band [from, value]")
        if len(parts) != 2:
            raise PlanError("A band is [from, value].", where=where)
        return {"low": scalar(parts[0], where), "use": self.use.read(parts[1], where)}

    def write(self, form: Canonical) -> Friendly:
        bands = map(as_form, as_list(form))
        return [[written(shortest(one["low"])), self.use.write(one["use"])] for one in bands]

    def schema(self, field: Schema) -> Schema:
        pairs: Schema = {"type": "array", "items": [NUMBER_SCHEMA, self.use.schema({})], "minItems": 2}
        return {"type": "array", "items": pairs | {"maxItems": 2}}
