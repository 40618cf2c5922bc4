"""Which rows get a fault, and how they get it."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb

from rowsmith.tools.checks.sql import both, either, literal, quoted, text
from rowsmith.tools.faults.model import Alter, Repeat, Spot

CHOSEN = "planted_rows"
"""The temporary table of the rows last chosen, with their new values."""


def choose(
    connection: duckdb.DuckDBPyConnection, spot: Spot, share: float, seed: int, taken: set[int]
) -> list[int]:
    """Row numbers, drawn by the seed among the rows that can be changed and are not taken."""
    free = f"r.rowid not in ({', '.join(map(str, sorted(taken)))})" if taken else None
    values = ", ".join(["r.rowid as number", *_values(connection, spot)])
    connection.execute(
        f"create or replace temp table {CHOSEN} as"
        f" with n as (select {values} from {spot.source} where {both([spot.condition, free])})"
        f" select * from n where {both(_changed(spot))}"
        f" order by md5({literal(f'{seed}:')} || number::varchar), number"
        f" limit (select greatest(1, round(count(*) * {share!r})::bigint) from {quoted(spot.table)})"
    )
    found = connection.execute(f"select number from {CHOSEN} order by 1").fetchall()
    return [int(number) for (number,) in found]


def _values(connection: duckdb.DuckDBPyConnection, spot: Spot) -> Iterator[str]:
    """Old and new values; a new one that the column's type can't hold is null."""
    if not isinstance(spot.change, Alter):
        return
    sql = f"select column_name, data_type from duckdb_columns() where table_name = {text(spot.table)}"
    types = dict(connection.execute(sql).fetchall())
    for column, new in spot.change.values:
        yield f"r.{quoted(column)} as {_old(column)}"
        yield f"try_cast({new or 'null'} as {types[column]}) as {_new(column)}"


def _changed(spot: Spot) -> Iterator[str]:
    """The rows whose values become others."""
    if not isinstance(spot.change, Alter):
        return
    yield from (f"n.{_new(column)} is not null" for column, new in spot.change.values if new is not None)
    yield either(f"n.{_new(column)} is distinct from n.{_old(column)}" for column, _ in spot.change.values)


def apply(connection: duckdb.DuckDBPyConnection, spot: Spot) -> None:
    """Changes, repeats or removes the chosen rows."""
    name, change = quoted(spot.table), spot.change
    chosen = f"{name}.rowid = p.number"
    if isinstance(change, Alter):
        sets = ", ".join(f"{quoted(column)} = p.{_new(column)}" for column, _ in change.values)
        connection.execute(f"update {name} set {sets} from {CHOSEN} as p where {chosen}")
    elif isinstance(change, Repeat):
        connection.execute(
            f"insert into {name} select {name}.* from {name} join {CHOSEN} as p on {chosen} order by p.number"
        )
    else:
        connection.execute(f"delete from {name} where rowid in (select number from {CHOSEN})")


def _old(column: str) -> str:
    return quoted(f"old.{column}")


def _new(column: str) -> str:
    return quoted(f"new.{column}")
