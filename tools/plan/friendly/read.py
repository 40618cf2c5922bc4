"""A friendly plan, as people write it, as its canonical form."""

from __future__ import annotations

from collections.abc import Mapping

from rowsmith.tools.errors import PlanError
from rowsmith.tools.plan.friendly.parts import (
    Canonical,
    Friendly,
    known_keys,
    listed,
    mapping,
    quantity,
    scalar,
    share,
)
from rowsmith.tools.plan.friendly.samplers import Form, read_count, read_sampler, read_use

PLAN_KEYS = ("rowsmith", "name", "seed", "as_of", "locale", "constants", "tables", "rules", "note")
TABLE_KEYS = ("rows", "key", "columns", "segments", "rules", "locale", "note", "was")
ROWS_KEYS = ("per", "count", "total", "childless", "pick", "gaps")
SEGMENT_KEYS = ("share", "where", "of", "weight", "exact", "set", "label")
MODIFIERS = ("nulls", "unique", "follows", "outliers", "errors", "hidden", "was", "note")


def canonical(friendly: Mapping[str, Friendly]) -> Form:
    """The canonical form of a whole friendly plan, not yet validated.

    Raises PlanError with the place ("tables.orders.columns.price") where the form is not a plan's.
    """
    known_keys(friendly, PLAN_KEYS, "plan", "A plan")
    if "tables" not in friendly:
        raise PlanError("The plan has no tables.", where="plan", hint="Add tables: with at least one table.")
    form: Form = {
        key: scalar(value, key)
        for key, value in friendly.items()
        if key not in ("tables", "rules", "constants")
    }
    tables = mapping(friendly["tables"], "tables")
    form["tables"] = [read_table(str(name), said, f"tables.{name}") for name, said in tables.items()]
    form["rules"] = read_rules(friendly.get("rules"), "rules")
    constants = mapping(friendly.get("constants") or {}, "constants")
    form["constants"] = [
        {"name": name, "value": scalar(v, f"constants.{name}")} for name, v in constants.items()
    ]
    return form


def read_table(name: str, value: Friendly, where: str) -> Form:
    """The canonical form of a table."""
    said = mapping(value, where)
    known_keys(said, TABLE_KEYS, where, "A table")
    for needed in ("rows", "key"):
        if needed not in said:
            raise PlanError(f"The table has no {needed}.", where=where, hint=f"Add {needed}: to it.")
    columns = mapping(said.get("columns") or {}, f"{where}.columns")
    segments = mapping(said.get("segments") or {}, f"{where}.segments")
    form: Form = {
        "name": name,
        "rows": read_rows(said["rows"], f"{where}.rows"),
        "key": listed(said["key"], f"{where}.key"),
    }
    form["columns"] = [read_column(str(c), v, f"{where}.columns.{c}") for c, v in columns.items()]
    form["segments"] = [read_segment(str(s), v, f"{where}.segments.{s}") for s, v in segments.items()]
    form["rules"] = read_rules(said.get("rules"), f"{where}.rules")
    return form | {key: scalar(said[key], where) for key in ("locale", "note", "was") if key in said}


def read_rules(value: Friendly, where: str) -> list[Canonical]:
    said = mapping(value or {}, where)
    return [{"name": str(name), "check": scalar(check, f"{where}.{name}")} for name, check in said.items()]


def read_rows(value: Friendly, where: str) -> Form:
    """The canonical form of where a table's rows come from."""
    if isinstance(value, Mapping) and "per" in value:
        return _per(mapping(value, where), where)
    if isinstance(value, Mapping) and "query" in value:
        known_keys(value, ("query",), where, "rows")
        return {"kind": "query", "sql": scalar(value["query"], where)}
    if isinstance(value, list | tuple):
        return _written(value, where)
    return {"kind": "fixed", "amount": quantity(value, where)}


def _per(said: Mapping[str, Friendly], where: str) -> Form:
    known_keys(said, ROWS_KEYS, where, "rows")
    form: Form = {"kind": "per", "columns": listed(said["per"], where)}
    form |= _count(said.get("count", 1), f"{where}.count")
    form |= {key: quantity(said[key], f"{where}.{key}") for key in ("total", "pick") if key in said}
    if "childless" in said:
        form["childless"] = share(said["childless"], f"{where}.childless")
    return form | ({"gaps": scalar(said["gaps"], where)} if "gaps" in said else {})


def _count(value: Friendly, where: str) -> Form:
    if isinstance(value, Mapping) and "follows" in value:
        return {
            "count": read_sampler(value, where, ("follows",)),
            "follows": _modifier("follows", value["follows"], f"{where}.follows"),
        }
    return {"count": read_count(value, where)}


def _written(rows: list[Friendly] | tuple[Friendly, ...], where: str) -> Form:
    maps = [mapping(row, f"{where}[{n}]", "a row {column: value}") for n, row in enumerate(rows, start=1)]
    if not maps:
        raise PlanError("No rows are written out.", where=where, hint="Write rows or give their number.")
    names = [str(name) for name in maps[0]]
    cells: list[Canonical] = []
    for number, row in enumerate(maps, start=1):
        if list(row) != names:
            raise PlanError(
                f"Row {number} has other columns than row 1.",
                where=where,
                hint=f"Every row has {', '.join(names)}.",
            )
        cells.append([scalar(cell, f"{where}[{number}]") for cell in row.values()])
    return {"kind": "written", "columns": list(names), "cells": cells}


def read_column(name: str, value: Friendly, where: str) -> Form:
    """The canonical form of a column: its sampler, then what is done to the values."""
    said = mapping(value, where) if isinstance(value, Mapping) else {}
    modifiers: list[Canonical] = [
        _modifier(kind, said[kind], f"{where}.{kind}") for kind in MODIFIERS if kind in said
    ]
    return {
        "name": name,
        "sampler": read_sampler(value, where, MODIFIERS),
        "modifiers": [m for m in modifiers if m],
    }


def _modifier(kind: str, value: Friendly, where: str) -> Form | None:
    if kind == "follows":
        ranks = mapping(value, where, "a map of columns and correlations")
        columns: list[Canonical] = [{"column": str(c), "rank": scalar(r, where)} for c, r in ranks.items()]
        return {"kind": kind, "columns": columns}
    if isinstance(value, Mapping) and not (kind == "nulls" and "share" not in value and "where" not in value):
        return {"kind": kind} | _named(kind, mapping(value, where), where)
    return _plain(kind, value, where)


def _named(kind: str, said: Mapping[str, Friendly], where: str) -> Form:
    lists = ("within", "kinds")
    form: Form = {
        key: listed(v, where) if key in lists else scalar(v, where)
        for key, v in said.items()
        if key != "share"
    }
    return form | ({"share": share(said["share"], where)} if "share" in said else {})


def _plain(kind: str, value: Friendly, where: str) -> Form | None:
    if kind == "nulls":
        return (
            {"kind": kind, "where": value}
            if isinstance(value, str)
            else {"kind": kind, "share": share(value, where)}
        )
    if kind == "unique":
        if not isinstance(value, bool):
            raise PlanError("unique is true, or {within: columns}.", where=where)
        return {"kind": kind} if value else None
    if kind == "outliers":
        return {"kind": kind, "share": scalar(value, where)}
    if kind == "errors":
        return {"kind": kind, "share": scalar(value, where), "kinds": ["typo"]}
    return {"kind": kind, "value": scalar(value, where)}


def read_segment(name: str, value: Friendly, where: str) -> Form:
    """The canonical form of a segment."""
    said = mapping(value, where)
    known_keys(said, SEGMENT_KEYS, where, "A segment")
    if "set" not in said:
        raise PlanError("The segment sets no column.", where=where, hint="Add set: {column: sampler}.")
    settings: list[Canonical] = [
        {"column": str(column), "sampler": read_use(use, f"{where}.set.{column}")}
        for column, use in mapping(said["set"], f"{where}.set").items()
    ]
    form: Form = {"name": name, "set": settings}
    if "share" in said:
        form["share"] = share(said["share"], f"{where}.share")
    return form | {
        key: scalar(said[key], where) for key in ("where", "of", "weight", "exact", "label") if key in said
    }
