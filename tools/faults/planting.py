"""Faults, put into tables that may be changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

import duckdb

from rowsmith.tools.checks.sql import quoted, text
from rowsmith.tools.errors import SourceError, TargetError, UsageError
from rowsmith.tools.faults.catalog import kind, kinds, says
from rowsmith.tools.faults.choosing import CHOSEN, apply, choose
from rowsmith.tools.faults.model import Ground, Planted, PlantedRow, Repeat, Spot, Statement
from rowsmith.tools.plan import Plan
from rowsmith.tools.plan.data import Scalar

CATALOG = (
    "select table_name, column_name, data_type from duckdb_columns() where database_name = current_database()"
    " and schema_name = current_schema() order by table_name, column_index"
)


def corrupt(
    plan: Plan, source: Path, target: Path, names: Sequence[str] | None, share: float, seed: int
) -> list[Planted]:
    """Copies the tables to the new DuckDB file `target`, without their constraints, and plants each kind once.

    Each kind goes to one spot, chosen by the seed, and there to `share` of the table's rows, one at least.
    Without `names` that is every kind that single rows of these tables can have. Returns the answer key.

    Raises:
        UsageError: an unknown kind, a share outside of (0, 1], or a kind that no row of these tables can have.
        SourceError: the tables can't be read.
        TargetError: the file can't be written.
    """
    if not 0 < share <= 1:
        raise UsageError(f"A share lies above 0 and up to 1, not {share}.", where="share")
    for name in names or ():
        kind(name)
    _copy(source, target)
    with duckdb.connect(str(target), config={"threads": 1}) as connection:
        work = Work(connection, plan, share, seed)
        if names is None:
            return [one for name in kinds() if (one := work.somewhere(name, whole=False)) is not None]
        return [_found(name, work.somewhere(name)) for name in names]


def _found(name: str, planted: Planted | None) -> Planted:
    if planted is None:
        raise UsageError(
            f"No row of these tables can have the fault {name}.", where="kinds", hint="Leave that kind out."
        )
    return planted


@dataclass(frozen=True)
class Work:
    """Tables that may be changed, and which of their rows hold a fault already."""

    connection: duckdb.DuckDBPyConnection
    plan: Plan
    share: float
    seed: int
    taken: dict[str, set[int]] = field(default_factory=dict)

    def somewhere(self, name: str, *, whole: bool = True) -> Planted | None:
        """The kind at the first spot that has room for it; `whole` tables too."""
        for spot in spots(self.connection, self.plan, name, self.seed):
            if isinstance(spot.change, Statement) and not whole:
                continue
            taken = self.taken.setdefault(spot.table, set())
            planted = plant(self.connection, self.plan, name, spot, self.share, self.seed, taken)
            if planted is not None:
                return planted
        return None


def _copy(source: Path, target: Path) -> None:
    try:
        with duckdb.connect(str(target)) as connection:
            connection.execute(f"attach {text(str(source))} as source (read_only)")
            for (name,) in connection.execute(
                "select table_name from duckdb_tables() where database_name = 'source' order by table_oid"
            ).fetchall():
                connection.execute(
                    f"create table {quoted(name)} as select * from source.{quoted(name)} order by rowid"
                )
    except duckdb.IOException as error:
        said = str(error).splitlines()[0]
        if str(source) in said:
            raise SourceError(f"The tables can't be read: {said}", where=str(source)) from error
        raise TargetError(f"The tables can't be written: {said}", where=str(target)) from error


def spots(connection: duckdb.DuckDBPyConnection, plan: Plan, name: str, seed: int) -> list[Spot]:
    """The spots of a kind in an order that depends on the seed alone. Raises UsageError for an unknown kind."""
    types: dict[str, dict[str, str]] = {}
    for table, column, data_type in connection.execute(CATALOG).fetchall():
        types.setdefault(table, {})[column] = data_type
    return sorted(
        kind(name)(Ground(plan, types)),
        key=lambda spot: (_mixed(connection, f"{seed}:{spot.name}"), spot.name),
    )


def _mixed(connection: duckdb.DuckDBPyConnection, said: str) -> str:
    found = connection.execute("select md5(?)", [said]).fetchone()
    return str(found[0]) if found else said


def plant(
    connection: duckdb.DuckDBPyConnection,
    plan: Plan,
    name: str,
    spot: Spot,
    share: float,
    seed: int = 0,
    taken: set[int] | None = None,
) -> Planted | None:
    """The fault in `share` of the table's rows, one at least; None where no row can have it.

    `taken` are row numbers that hold a fault already; those of this one are added.
    """
    if isinstance(spot.change, Statement):
        return _changed_whole(connection, name, spot, spot.change)
    taken = taken if taken is not None else set()
    table = plan.table(spot.table)
    key = tuple(table.key) if table is not None else ()
    found = choose(connection, spot, share, seed, taken)
    if not found:
        return None
    before = _values(connection, spot, key)
    apply(connection, spot)
    after = {} if not spot.columns or isinstance(spot.change, Repeat) else _values(connection, spot, ())
    taken.update(found)
    shown = tuple(
        PlantedRow(
            key={one: row[one] for one in key},
            before={one: row[one] for one in spot.columns},
            after=after.get(number, {}),
        )
        for number, row in before.items()
    )
    return Planted(
        kind=name, says=says(name), table=spot.table, columns=spot.columns, count=len(found), rows=shown
    )


def _changed_whole(
    connection: duckdb.DuckDBPyConnection, name: str, spot: Spot, change: Statement
) -> Planted | None:
    found = connection.execute(f"select count(*) from {quoted(spot.table)}").fetchone()
    count = int(found[0]) if found else 0
    if not count:
        return None
    connection.execute(change.sql)
    return Planted(kind=name, says=says(name), table=spot.table, columns=spot.columns, count=count)


def _values(
    connection: duckdb.DuckDBPyConnection, spot: Spot, key: Sequence[str]
) -> dict[int, dict[str, Scalar]]:
    """The chosen rows' key and columns at fault, by row number."""
    names = list(dict.fromkeys((*key, *spot.columns)))
    shown = ", ".join(["rowid", *map(quoted, names)])
    rows = connection.execute(
        f"select {shown} from {quoted(spot.table)} where rowid in (select number from {CHOSEN}) order by rowid"
    ).fetchall()
    return {int(row[0]): dict(zip(names, map(_plain, row[1:]), strict=True)) for row in rows}


def _plain(value: object) -> Scalar:
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, Decimal):
        return float(value)
    return value.isoformat() if isinstance(value, dt.date | dt.time) else str(value)
