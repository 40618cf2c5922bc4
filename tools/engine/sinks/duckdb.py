"""Rows into a fresh DuckDB file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import duckdb
import pyarrow as pa

from rowsmith.tools.engine.names import quoted
from rowsmith.tools.engine.sinks.constraints import Constraints, ForeignKey
from rowsmith.tools.errors import TargetError

GROUP = 122_880
"""Rows of a DuckDB row group: large tables grow by whole ones."""
DECLARED = 200_000
"""Up to so many rows in all, constraints are declared before the rows go in; their checks cost little then."""
KEYED = 1_000_000
"""Larger tables get no primary key: its index would cost more than the rows."""

MEMORY = "400MB"
"""What DuckDB may hold of a file that it writes."""


class DuckDBSink:
    """One file with a table per table.

    A small dataset has its keys, unique columns, required columns and references declared, a large one its
    primary keys. What the rows do not keep is left out: it is a finding of the checks, not a reason to lose rows.
    """

    def __init__(self, target: Path, threads: int = 1) -> None:
        if target.exists():
            raise TargetError(f"{target.name} exists.", where=str(target), hint="Choose a new file.")
        try:
            self._connection = duckdb.connect(
                str(target), config={"threads": threads, "memory_limit": MEMORY}
            )
        except duckdb.Error as error:
            raise TargetError(_first_line(error), where=str(target)) from error
        self.target = target
        self._waiting: dict[str, list[pa.RecordBatch]] = {}
        self._schemas: dict[str, pa.Schema] = {}
        self._rows: dict[str, int] = {}
        self._created = False

    def create(self, table: str, schema: pa.Schema) -> None:
        self._schemas[table], self._waiting[table], self._rows[table] = schema, [], 0

    def write(self, table: str, batch: pa.RecordBatch) -> None:
        self._waiting[table].append(batch)
        self._rows[table] += len(batch)
        if not self._created and sum(self._rows.values()) > DECLARED:
            self._create_plain()
        if self._created and sum(len(one) for one in self._waiting[table]) >= GROUP:
            self._flush(table)

    def close(self, constraints: Mapping[str, Constraints]) -> list[Path]:
        """Writes what waits, declares what is promised and closes the file; the path written."""
        if self._created:
            for table in self._waiting:
                self._flush(table)
            for table, promised in constraints.items():
                if promised.key and self._rows[table] <= KEYED:
                    self._add_key(table, promised.key)
        else:
            self._create_declared(constraints)
        self._checkpoint()
        self._connection.close()
        return [self.target]

    def _checkpoint(self) -> None:
        """Moves all rows into the file itself; closing would do so too, but is silent where the disk is full."""
        try:
            self._connection.execute("CHECKPOINT")
        except duckdb.Error as error:
            raise TargetError(_first_line(error), where=str(self.target)) from error

    def _create_plain(self) -> None:
        for table, schema in self._schemas.items():
            self._put(table, schema.empty_table(), "CREATE TABLE {} AS SELECT * FROM incoming")
        self._created = True

    def _create_declared(self, constraints: Mapping[str, Constraints]) -> None:
        keyed: set[str] = set()
        for table in self._schemas:
            if table not in constraints:
                self._copy(table)
        for table, promised in constraints.items():
            known = tuple(one for one in promised.references if one.target in keyed)
            for declared in (_with(promised, known), _with(promised, ()), Constraints(promised.key)):
                if self._declare(table, declared):
                    keyed.add(table)
                    break
            else:
                self._copy(table)

    def _declare(self, table: str, promised: Constraints) -> bool:
        """Whether the table could be made with these constraints."""
        self._put(table, self._schemas[table].empty_table(), "CREATE TEMP TABLE {} AS SELECT * FROM incoming")
        types = self._connection.execute(f"DESCRIBE {quoted(table)}").fetchall()
        self._connection.execute(f"DROP TABLE {quoted(table)}")
        columns = [f"{quoted(str(row[0]))} {row[1]}" for row in types]
        required = set(promised.required)
        columns = [
            f"{one} NOT NULL" if str(row[0]) in required else one
            for one, row in zip(columns, types, strict=True)
        ]
        clauses = [*columns, *_clauses(promised)]
        try:
            self._connection.execute(f"CREATE TABLE {quoted(table)} ({', '.join(clauses)})")
            self._put(table, self._table(table), "INSERT INTO {} SELECT * FROM incoming")
        except (duckdb.ConstraintException, duckdb.CatalogException, duckdb.BinderException):
            self._connection.execute(f"DROP TABLE IF EXISTS {quoted(table)}")
            return False
        return True

    def _copy(self, table: str) -> None:
        self._put(table, self._table(table), "CREATE TABLE {} AS SELECT * FROM incoming")

    def _table(self, table: str) -> pa.Table:
        waiting = self._waiting[table]
        return pa.Table.from_batches(waiting) if waiting else self._schemas[table].empty_table()

    def _flush(self, table: str) -> None:
        if self._waiting[table]:
            self._put(table, self._table(table), "INSERT INTO {} SELECT * FROM incoming")
            self._waiting[table] = []

    def _put(self, table: str, rows: pa.Table, statement: str) -> None:
        self._connection.register("incoming", rows)
        try:
            self._connection.execute(statement.format(quoted(table)))
        except duckdb.ConstraintException:
            raise
        except duckdb.Error as error:
            raise TargetError(_first_line(error), where=f"{self.target}: {table}") from error
        finally:
            self._connection.unregister("incoming")

    def _add_key(self, table: str, key: tuple[str, ...]) -> None:
        try:
            self._connection.execute(f"ALTER TABLE {quoted(table)} ADD PRIMARY KEY ({_listed(key)})")
        except duckdb.ConstraintException:
            return


def _with(promised: Constraints, references: tuple[ForeignKey, ...]) -> Constraints:
    return Constraints(promised.key, promised.unique, promised.required, references)


def _clauses(promised: Constraints) -> list[str]:
    made = [f"PRIMARY KEY ({_listed(promised.key)})"] if promised.key else []
    made += [f"UNIQUE ({_listed(columns)})" for columns in promised.unique]
    return made + [
        f"FOREIGN KEY ({_listed(one.columns)}) REFERENCES {quoted(one.target)} ({_listed(one.target_columns)})"
        for one in promised.references
    ]


def _listed(columns: tuple[str, ...]) -> str:
    return ", ".join(quoted(column) for column in columns)


def _first_line(error: duckdb.Error) -> str:
    return str(error).strip().splitlines()[0]
