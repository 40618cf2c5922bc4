"""A finished dataset in Python's hands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from rowsmith.agents.requirements import Contract
from rowsmith.folder import DatasetFolder
from rowsmith.tools.errors import SourceError, UnknownTable, did_you_mean
from rowsmith.tools.plan import Plan

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa

    from rowsmith.tools.exports import Exported, Options


SHOWN = 10
"""Rows that a notebook shows of a table."""
LONGEST = 200


def _cell(value: object) -> str:
    return "" if value is None else escape(str(value)[:LONGEST])


@dataclass(frozen=True)
class TableView:
    """One table of a dataset, read when asked."""

    name: str
    connection: duckdb.DuckDBPyConnection

    def to_duckdb(self) -> duckdb.DuckDBPyRelation:
        """The table as a relation, for further SQL."""
        return self.connection.table(f'"{self.name}"')

    def to_arrow(self) -> pa.Table:
        table: pa.Table = self.to_duckdb().to_arrow_table()
        return table

    def to_pandas(self) -> pd.DataFrame:
        """Decimals become floats, since pandas has no decimal type of its own."""
        frame: pd.DataFrame = self.to_duckdb().df()
        return frame

    def to_polars(self) -> pl.DataFrame:
        """Raises UsageError where Polars is not installed."""
        from rowsmith.tools.exports.extras import needed

        frame: pl.DataFrame = needed("polars", "polars").from_arrow(self.to_arrow())
        return frame

    def batches(self, rows: int = 10_000) -> Iterator[pa.RecordBatch]:
        """The rows in their order, so many at a time, as Arrow; only these are held in memory."""
        cursor = self.connection.cursor()
        try:
            yield from cursor.table(f'"{self.name}"').to_arrow_reader(rows)
        finally:
            cursor.close()

    def records(self) -> Iterator[dict[str, object]]:
        """Row by row, as a dictionary."""
        for batch in self.batches():
            yield from batch.to_pylist()

    def _repr_html_(self) -> str:
        """The first rows, for notebooks."""
        head = self.to_duckdb().limit(SHOWN)
        names = "".join(f"<th>{escape(name)}</th>" for name in head.columns)
        rows = "".join(
            f"<tr>{''.join(f'<td>{_cell(cell)}</td>' for cell in row)}</tr>" for row in head.fetchall()
        )
        caption = f"<caption>{escape(self.name)}: {len(self):,} rows</caption>"
        return f"<table>{caption}<thead><tr>{names}</tr></thead><tbody>{rows}</tbody></table>"

    def __len__(self) -> int:
        rows = self.connection.sql(f'select count(*) from "{self.name}"').fetchall()
        return int(rows[0][0])


class Tables(Mapping[str, TableView]):
    """The tables by name, in the plan's order."""

    def __init__(self, names: tuple[str, ...], connection: duckdb.DuckDBPyConnection) -> None:
        self._names, self._connection = names, connection

    def __getitem__(self, name: str) -> TableView:
        if name not in self._names:
            raise UnknownTable(f"There is no table {name}.", hint=did_you_mean(name, self._names))
        return TableView(name, self._connection)

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


class Dataset:
    """The tables, the plan they follow and the contract they were checked against."""

    def __init__(self, folder: DatasetFolder) -> None:
        self.folder = folder

    @property
    def path(self) -> Path:
        return self.folder.path

    @cached_property
    def plan(self) -> Plan:
        return self.folder.plan()

    @cached_property
    def contract(self) -> Contract:
        return self.folder.contract()

    @cached_property
    def connection(self) -> duckdb.DuckDBPyConnection:
        """A read-only connection to the rows. Raises SourceError where they can't be read."""
        data = self.folder.existing_data()
        try:
            return duckdb.connect(str(data), read_only=True)
        except duckdb.Error as error:
            raise SourceError(str(error).splitlines()[0], where=str(data)) from error

    @cached_property
    def tables(self) -> Tables:
        return Tables(tuple(table.name for table in self.plan.tables), self.connection)

    def export(
        self,
        out: Path | str,
        format: str = "parquet",  # noqa: A002 - the word that people expect
        *,
        tables: Sequence[str] = (),
        options: Options | None = None,
        force: bool = False,
    ) -> Exported:
        """The tables as files of a format in the folder `out`, whole or not at all.

        Args:
            out: a new folder.
            format: one of `rowsmith.tools.exports.FORMATS`: csv, parquet, sql and so on.
            tables: only these.
            options: compression, dialect, templates.
            force: replaces the folder of an earlier export.

        Raises:
            UsageError: an unknown format, table or option, or a folder that exists.
            TargetError: the folder can't be written.
        """
        from rowsmith.tools.exports import About, Options, export

        contract = self.contract
        about = About(self.plan.name, self.folder.messages(), contract.status, contract.coverage)
        return export(
            self.folder.existing_data(),
            Path(out),
            format,
            plan=self.plan,
            tables=tables,
            options=options or Options(),
            about=about,
            force=force,
        )

    def _repr_html_(self) -> str:
        """Status, coverage and the first rows of each table, for notebooks."""
        contract = self.contract
        status = f"{contract.status.replace('_', ' ')}, {contract.coverage:.0%} of the words covered"
        tables = "".join(view._repr_html_() for view in self.tables.values())
        return f"<div><p><b>{escape(self.plan.name)}</b>: {status}</p>{tables}</div>"

    def __repr__(self) -> str:
        return f"Dataset({self.path.name!r}, {', '.join(self.tables)}, {self.contract.status})"
