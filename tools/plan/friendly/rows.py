"""Where a table's rows come from, as it is spelt."""

from __future__ import annotations

from collections.abc import Mapping

from rowsmith.tools.errors import PlanError
from rowsmith.tools.plan import table as model
from rowsmith.tools.plan.canonical import Canonical, Form
from rowsmith.tools.plan.friendly.parts import (
    Field,
    Friendly,
    Record,
    Said,
    Schema,
    Spelt,
    as_form,
    as_list,
    items,
    mapping,
    scalar,
)
from rowsmith.tools.plan.friendly.samplers import COUNT, read_sampler, write_sampler
from rowsmith.tools.plan.friendly.values import MANY, NUMBER, ONE, QUANTITY, RANKS, SHARE, written


class CountPart:
    """`count: [1, 5]`, `count: {integer: [0, 900], follows: {project.goal: 0.4}}`."""

    keys = ("count",)

    def read(self, said: Said, where: str) -> Form:
        if "count" not in said:
            return {}
        value, place = said["count"], f"{where}.count"
        if not (isinstance(value, Mapping) and "follows" in value):
            return {"count": COUNT.read(value, place)}
        ranks = RANKS.read(value["follows"], f"{place}.follows")
        return {
            "count": read_sampler(value, place, ("follows",)),
            "follows": {"kind": "follows", "columns": ranks},
        }

    def write(self, form: Form) -> Spelt:
        if "follows" in form:
            sampler = as_form(form.get("count", {"kind": "constant", "value": 1}))
            ranks = RANKS.write(as_form(form["follows"])["columns"])
            return {"count": write_sampler(sampler) | {"follows": ranks}}
        return {"count": COUNT.write(form["count"])} if "count" in form else {}

    def schema(self, fields: Schema) -> Schema:
        return {"count": COUNT.schema({})}


PER = Record(
    "rows",
    model.PerRows,
    (
        Field("per", MANY, "columns"),
        CountPart(),
        Field("total", QUANTITY),
        Field("childless", SHARE),
        Field("pick", QUANTITY),
        Field("gaps", NUMBER),
    ),
)
QUERY = Record("rows", model.QueryRows, (Field("query", ONE, "sql"),))


class Rows:
    """`8`, `{about: 800}`, `{per: a, count: [1, 5]}`, a list of rows written out, `{query: SQL}`."""

    def read(self, value: Friendly, where: str) -> Form:
        if isinstance(value, Mapping) and "per" in value:
            return {"kind": "per"} | PER.read(value, where)
        if isinstance(value, Mapping) and "query" in value:
            return {"kind": "query"} | QUERY.read(value, where)
        if isinstance(value, list | tuple):
            return _written(value, where)
        return {"kind": "fixed", "amount": QUANTITY.read(value, where)}

    def write(self, form: Canonical) -> Friendly:
        said = as_form(form)
        match said["kind"]:
            case "per":
                return PER.write(said)
            case "query":
                return QUERY.write(said)
            case "written":
                names = [str(name) for name in as_list(said["columns"])]
                rows = [map(written, as_list(row)) for row in as_list(said["cells"])]
                return [dict(zip(names, row, strict=True)) for row in rows]
            case _:
                return QUANTITY.write(said["amount"])

    def schema(self, field: Schema) -> Schema:
        cell: Schema = {"type": ["string", "number", "boolean", "null"]}
        row: Schema = {"type": "object", "additionalProperties": cell}
        rows: Schema = {"type": "array", "items": row, "minItems": 1}
        return {"anyOf": [QUANTITY.schema({}), PER.schema({}), QUERY.schema({}), rows]}


ROWS = Rows()


def _written(value: Friendly, where: str) -> Form:
    rows = items(value, where, "a list of rows")
    maps = [mapping(row, f"{where}[{n}]", "a row {column: value}") for n, row in enumerate(rows, start=1)]
    if not maps:
        raise PlanError("No rows are written out.", where=where, hint="Write rows or give their number.")
    names = [str(name) for name in maps[0]]
    cells: list[Canonical] = []
    for number, row in enumerate(maps, start=1):
        if set(row) != set(names):
            odd = next(name for name in (*row, *names) if (name in row) != (name in names))
            raise PlanError(
                f"Row {number} has other columns than row 1: {odd}.",
                where=f"{where}[{number}]",
                hint=f"Every row has {', '.join(names)}.",
            )
        cells.append([scalar(row[name], f"{where}[{number}].{name}") for name in names])
    return {"kind": "written", "columns": list(names), "cells": cells}
