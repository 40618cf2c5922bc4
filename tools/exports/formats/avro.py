"""Avro: decimals, dates and moments as logical types."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa

from rowsmith.tools.exports.compression import GZIP, ZSTD
from rowsmith.tools.exports.extras import needed
from rowsmith.tools.exports.losses import by_kind
from rowsmith.tools.exports.model import Format, Loss, Options
from rowsmith.tools.exports.source import ExportTable, Forms, Source
from rowsmith.tools.exports.xml_names import simple_names

FORMS: Forms = {"interval": "{}::VARCHAR", "nested": "{}"}
CODECS = {None: "null", GZIP: "deflate", ZSTD: "zstandard"}
SYNC = b"rowsmith-exports"
"""16 bytes between blocks; always the same, so that the same rows are the same bytes."""
_BY_KIND = by_kind({"interval": "spans of time are written as text"})

Schema = str | dict[str, Any] | list[Any]


def losses(source: Source, options: Options) -> Iterator[Loss]:
    """Spans of time, and names that Avro does not take."""
    yield from _BY_KIND(source, options)
    for table in source.tables:
        renamed = simple_names([column.name for column in table.columns])
        for name, plain in renamed.items():
            if name != plain:
                yield Loss(table.name, name, f"the field is called {plain}, since Avro takes no such name")


def write(source: Source, folder: Path, options: Options) -> None:
    """A file per table, compressed inside."""
    fastavro = needed("fastavro", "avro")
    for table in source.tables:
        schema = fastavro.parse_schema(avro_schema(table))
        with (folder / f"{table.file}.avro").open("wb") as file:
            fastavro.writer(file, schema, _records(table), codec=CODECS[options.compress], sync_marker=SYNC)


def avro_schema(table: ExportTable) -> dict[str, Any]:
    """The table as an Avro record; each field may be null."""
    schema = table.schema(FORMS)
    return _record(simple_names([table.name])[table.name], list(schema), "")


def _records(table: ExportTable) -> Iterator[dict[str, object]]:
    names = list(simple_names([column.name for column in table.columns]).values())
    for batch in table.batches(FORMS):
        columns = [column.to_pylist() for column in batch.columns]
        for row in zip(*columns, strict=True):
            yield {name: _value(value) for name, value in zip(names, row, strict=True)}


def _value(value: object) -> object:
    """Maps come from Arrow as lists of pairs, and nested names as they are in the plan."""
    if isinstance(value, dict):
        names = simple_names(value)
        return {names[name]: _value(one) for name, one in value.items()}
    if isinstance(value, list) and value and all(isinstance(one, tuple) for one in value):
        return {str(key): _value(one) for key, one in value}
    if isinstance(value, list):
        return [_value(one) for one in value]
    return value


def _record(name: str, fields: list[pa.Field[Any]], path: str) -> dict[str, Any]:
    names = simple_names([field.name for field in fields])
    return {
        "type": "record",
        "name": f"{path}{name}",
        "fields": [
            {
                "name": names[f.name],
                "type": ["null", _type(f.type, f"{path}{name}_", names[f.name])],
                "default": None,
            }
            for f in fields
        ],
    }


def _type(kind: pa.DataType, path: str, name: str) -> Schema:
    if pa.types.is_struct(kind):
        return _record(name, [kind.field(number) for number in range(kind.num_fields)], path)
    if pa.types.is_map(kind):
        return {"type": "map", "values": ["null", _type(kind.item_type, path, name)]}
    if pa.types.is_list(kind):
        return {"type": "array", "items": ["null", _type(kind.value_type, path, f"{name}_item")]}
    if pa.types.is_decimal(kind):
        return {"type": "bytes", "logicalType": "decimal", "precision": kind.precision, "scale": kind.scale}
    if pa.types.is_timestamp(kind):
        zoned = "timestamp-micros" if kind.tz else "local-timestamp-micros"
        return {"type": "long", "logicalType": zoned}
    return _plain(kind)


def _plain(kind: pa.DataType) -> Schema:
    if pa.types.is_date(kind):
        return {"type": "int", "logicalType": "date"}
    if pa.types.is_time(kind):
        return {"type": "long", "logicalType": "time-micros"}
    if pa.types.is_boolean(kind):
        return "boolean"
    if pa.types.is_integer(kind):
        return "long"
    if pa.types.is_floating(kind):
        return "double"
    return "bytes" if pa.types.is_binary(kind) else "string"


FORMAT = Format("Avro", write, losses, (GZIP, ZSTD), extra="avro")
