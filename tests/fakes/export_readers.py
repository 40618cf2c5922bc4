"""Readers that share no code with the writers: each gives the rows of a table as Python values.

What a format's losses say is taken back here (base64, ISO texts, JSON), and nothing else.
"""

from __future__ import annotations

import base64
import datetime as dt
import gzip
import json
import sqlite3
import xml.etree.ElementTree as ET
from collections.abc import Callable, Mapping
from contextlib import closing
from decimal import Decimal
from itertools import zip_longest
from pathlib import Path
from typing import Any

import duckdb
import fastavro
import openpyxl
import pandas as pd
import polars as pl
import pyarrow as pa

Row = dict[str, Any]
Reader = Callable[[Path, str], list[Row]]
NIL = "{http://www.w3.org/2001/XMLSchema-instance}nil"


def moment(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


def json_value(text: str) -> Any:
    return json.loads(text, parse_float=Decimal)


FROM_TEXT: Mapping[str, Callable[[str], Any]] = {
    "id": int, "whole": int, "huge": int, "real": float, "amount": Decimal,
    "flag": lambda text: text in ("true", "True", "1"), "said": str, "day": dt.date.fromisoformat,
    "clock": dt.time.fromisoformat, "moment": moment, "zoned": moment, "span": str,
    "bytes": base64.b64decode, "nested": json_value, "doc": str,
}  # fmt: skip
"""Texts as values, column by column."""


def taken_back(row: Mapping[str, Any]) -> Row:
    """Cells that came as text, as what they stand for."""
    read = {
        name: FROM_TEXT.get(name, str)(value) if isinstance(value, str) else value
        for name, value in row.items()
    }
    if isinstance(read.get("real"), Decimal):
        read["real"] = float(read["real"])
    return read


def read_csv(folder: Path, table: str) -> list[Row]:
    return _delimited(folder / f"{table}.csv", ",")


def read_tsv(folder: Path, table: str) -> list[Row]:
    return _delimited(folder / f"{table}.tsv", "\t")


def _delimited(path: Path, delimiter: str) -> list[Row]:
    """Polars, which tells an empty text from none."""
    frame = pl.read_csv(path, separator=delimiter, infer_schema=False)
    return [taken_back(row) for row in frame.to_dicts()]


def read_jsonl(folder: Path, table: str) -> list[Row]:
    lines = (folder / f"{table}.jsonl").read_text(encoding="utf-8").split("\n")
    return [taken_back(json_value(line)) for line in lines if line]


def read_json(folder: Path, table: str) -> list[Row]:
    return [taken_back(row) for row in json_value((folder / f"{table}.json").read_text(encoding="utf-8"))]


def read_parquet(folder: Path, table: str) -> list[Row]:
    return pl.read_parquet(folder / f"{table}.parquet").to_dicts()


def read_arrow(folder: Path, table: str) -> list[Row]:
    """PyArrow: Polars knows no spans of time."""
    with pa.ipc.open_file(str(folder / f"{table}.arrow")) as file:
        return file.read_all().to_pylist()


def read_avro(folder: Path, table: str) -> list[Row]:
    with (folder / f"{table}.avro").open("rb") as file:
        return [dict(row) for row in fastavro.reader(file) if isinstance(row, dict)]


def read_xlsx(folder: Path, table: str) -> list[Row]:
    book = openpyxl.load_workbook(folder / "dataset.xlsx", read_only=True)
    names, *rows = book[table].iter_rows(values_only=True)
    book.close()
    found = [taken_back({str(n): v for n, v in zip_longest(names, row)}) for row in rows]
    for row in found:
        if isinstance(row.get("day"), dt.datetime):  # openpyxl has no days, only moments at midnight
            row["day"] = row["day"].date()
    return found


def read_xml(folder: Path, table: str) -> list[Row]:
    tree = ET.parse(folder / f"{table}.xml")  # noqa: S314 - the file was just written here
    return [{cell.tag: _element(cell) for cell in row} for row in tree.iter("row")]


def _element(cell: ET.Element) -> Any:
    if cell.get(NIL) == "true":
        return None
    if cell.tag == "nested":
        tags = [None if item.get(NIL) else item.text for item in cell.iter("item")]
        price, on = cell.find("price"), cell.find("on")
        return {
            "name": cell.findtext("name"),
            "price": Decimal(price.text) if price is not None and price.text else None,
            "tags": tags,
            "on": on.text if on is not None else None,
        }
    return FROM_TEXT.get(cell.tag, str)(cell.text or "")


def read_sqlite(folder: Path, table: str) -> list[Row]:
    with closing(sqlite3.connect(folder / "dataset.sqlite")) as connection:
        return _from_sqlite(connection, table)


def _from_sqlite(connection: sqlite3.Connection, table: str) -> list[Row]:
    cursor = connection.execute(f'select * from "{table}"')
    names = [one[0] for one in cursor.description]
    return [taken_back(dict(zip(names, row, strict=True))) for row in cursor.fetchall()]


def run_sqlite_script(folder: Path, table: str) -> list[Row]:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("pragma foreign_keys = on")
        connection.executescript((folder / "dataset.sql").read_text(encoding="utf-8"))
        return _from_sqlite(connection, table)


def run_duckdb_script(folder: Path, table: str) -> list[Row]:
    with duckdb.connect() as connection:
        connection.execute("SET TimeZone = 'UTC'")
        connection.execute((folder / "dataset.sql").read_text(encoding="utf-8"))
        rows: list[Row] = connection.sql(f'select * from "{table}"').to_arrow_table().to_pylist()
        return rows


def read_dbt(folder: Path, table: str) -> list[Row]:
    return _delimited(folder / "seeds" / f"{table}.csv", ",")


def read_huggingface(folder: Path, table: str) -> list[Row]:
    return [
        row
        for path in sorted((folder / "data" / table).glob("*.parquet"))
        for row in pl.read_parquet(path).to_dicts()
    ]


def read_pandas_gzip(folder: Path, table: str) -> int:
    with gzip.open(folder / f"{table}.csv.gz") as file:
        return len(pd.read_csv(file))


READERS: dict[str, Reader] = {
    "csv": read_csv, "tsv": read_tsv, "jsonl": read_jsonl, "json": read_json, "parquet": read_parquet,
    "arrow": read_arrow, "avro": read_avro, "xlsx": read_xlsx, "xml": read_xml, "sqlite": read_sqlite,
    "dbt": read_dbt, "huggingface": read_huggingface,
}  # fmt: skip
