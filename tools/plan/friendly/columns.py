"""A column as it is spelt: a sampler with the modifiers beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rowsmith.tools.errors import PlanError
from rowsmith.tools.plan import column as model
from rowsmith.tools.plan.canonical import Canonical, Form
from rowsmith.tools.plan.friendly.parts import (
    Field,
    Friendly,
    Record,
    Schema,
    Spelling,
    Spelt,
    as_form,
    as_key,
    as_list,
    mapping,
    scalar,
)
from rowsmith.tools.plan.friendly.samplers import read_sampler, shortened, write_sampler
from rowsmith.tools.plan.friendly.values import FIRMNESSES, MANY, NUMBER, ONE, RANKS, SHARE, written

WHO = (Field("where", ONE), Field("of", ONE), Field("weight", ONE), Field("exact", ONE))
NULLS = Record("nulls", model.Nulls, (Field("share", SHARE), *WHO))
UNIQUE = Record("unique", model.Unique, (Field("within", MANY), Field("to", ONE)))
OUTLIERS = Record(
    "outliers",
    model.Outliers,
    (Field("share", NUMBER), Field("times", NUMBER), Field("label", ONE)),
    needed=("share",),
)
ERRORS = Record(
    "errors",
    model.Errors,
    (Field("share", NUMBER), Field("kinds", MANY), Field("label", ONE)),
    needed=("share", "kinds"),
)


class Nulls:
    """`nulls: 0.1`, `nulls: status <> 'closed'`, `nulls: {about: 0.1}`, `nulls: {share, where, of, weight, exact}`."""

    def read(self, value: Friendly, where: str) -> Form:
        if isinstance(value, str):
            return {"where": value}
        if isinstance(value, Mapping) and not set(value) <= set(FIRMNESSES):
            return NULLS.read(value, where)
        return {"share": SHARE.read(value, where)}

    def write(self, form: Canonical) -> Friendly:
        spelt = NULLS.write(form)
        return next(iter(spelt.values())) if list(spelt) in (["share"], ["where"]) else spelt

    def schema(self, field: Schema) -> Schema:
        return {"anyOf": [{"type": "string"}, SHARE.schema({}), NULLS.schema({})]}


class Unique:
    """`unique: true`, `unique: {within: columns, to: day}`."""

    def read(self, value: Friendly, where: str) -> Form:
        if value is True:
            return {}
        if not isinstance(value, Mapping):
            raise PlanError("unique is true, or {within: columns}.", where=where)
        return UNIQUE.read(value, where)

    def write(self, form: Canonical) -> Friendly:
        return UNIQUE.write(form) or True

    def schema(self, field: Schema) -> Schema:
        return {"anyOf": [{"type": "boolean"}, UNIQUE.schema({})]}


class Follows:
    """`follows: {experience: 0.7, venue.capacity: 0.2}`."""

    def read(self, value: Friendly, where: str) -> Form:
        return {"columns": RANKS.read(value, where)}

    def write(self, form: Canonical) -> Friendly:
        return RANKS.write(as_form(form)["columns"])

    def schema(self, field: Schema) -> Schema:
        return RANKS.schema(field)


@dataclass(frozen=True)
class Spoilt:
    """`outliers: 0.01`, `errors: {share: 0.02, kinds: [typo, case], label: is_wrong}`."""

    record: Record
    bare: Form

    def read(self, value: Friendly, where: str) -> Form:
        if isinstance(value, Mapping):
            return self.record.read(value, where)
        return {"share": scalar(value, where)} | self.bare

    def write(self, form: Canonical) -> Friendly:
        spelt, said = self.record.write(form), as_form(form)
        more = {key: value for key, value in said.items() if key not in ("kind", "share")}
        return spelt["share"] if more == self.bare else spelt

    def schema(self, field: Schema) -> Schema:
        return {"anyOf": [{"type": "number"}, self.record.schema({})]}


@dataclass(frozen=True)
class Plain:
    """`hidden: true`, `was: old_name`, `note: text`."""

    type: str

    def read(self, value: Friendly, where: str) -> Form:
        return {"value": scalar(value, where)}

    def write(self, form: Canonical) -> Friendly:
        return written(as_form(form).get("value", True))

    def schema(self, field: Schema) -> Schema:
        return {"type": self.type}


MODIFIERS: dict[str, Spelling] = {
    "nulls": Nulls(),
    "unique": Unique(),
    "follows": Follows(),
    "outliers": Spoilt(OUTLIERS, {}),
    "errors": Spoilt(ERRORS, {"kinds": ["typo"]}),
    "hidden": Plain("boolean"),
    "was": Plain("string"),
    "note": Plain("string"),
}


class Column:
    """A sampler, then what is done to its values."""

    def read(self, value: Friendly, where: str) -> Form:
        form: Form = {"sampler": read_sampler(value, where, tuple(MODIFIERS))}
        said = mapping(value, where) if isinstance(value, Mapping) else {}
        modifiers: list[Canonical] = [
            {"kind": kind, **as_form(spelling.read(said[kind], f"{where}.{kind}"))}
            for kind, spelling in MODIFIERS.items()
            if said.get(kind) is not None and not (kind == "unique" and said[kind] is False)
        ]
        if modifiers:
            form["modifiers"] = modifiers
        return form

    def write(self, form: Canonical) -> Friendly:
        said = as_form(form)
        spelt = write_sampler(as_form(said["sampler"]))
        modifiers: Spelt = {
            as_key(one["kind"]): MODIFIERS[as_key(one["kind"])].write(one)
            for one in map(as_form, as_list(said.get("modifiers", [])))
        }
        return spelt | modifiers if modifiers else shortened(spelt)

    def schema(self, field: Schema) -> Schema:
        return {"$ref": "#/$defs/column"}


COLUMN = Column()


def modifier_schemas() -> Schema:
    """The keys that may stand beside any sampler of a column."""
    return {
        kind: spelling.schema({}) | {"description": " ".join((spelling.__doc__ or "").split())}
        for kind, spelling in MODIFIERS.items()
    }
