"""XML: an element per row, one per column; null is xsi:nil."""

from __future__ import annotations

import base64
import datetime as dt
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO
from xml.sax.saxutils import escape, quoteattr

from rowsmith.tools.exports.compression import GZIP, ZSTD, writing_text
from rowsmith.tools.exports.losses import by_kind
from rowsmith.tools.exports.model import Format, Loss, Options
from rowsmith.tools.exports.source import ExportTable, Forms, Source
from rowsmith.tools.exports.xml_names import simple_names

FORMS: Forms = {"interval": "{}::VARCHAR"}
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""Letters that no XML file may hold."""
NIL = ' xsi:nil="true"'
INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"
TYPES = {
    "integer": "xs:long", "huge": "xs:integer", "real": "xs:double", "decimal": "xs:decimal",
    "boolean": "xs:boolean", "text": "xs:string", "date": "xs:date", "time": "xs:time",
    "timestamp": "xs:dateTime", "zoned": "xs:dateTime", "interval": "xs:string", "binary": "xs:base64Binary",
    "nested": "xs:anyType", "json": "xs:string",
}  # fmt: skip
_BY_KIND = by_kind(
    {
        "interval": "spans of time are written as text",
        "text": "control characters, which XML has none of, become �",
    }
)


def losses(source: Source, options: Options) -> Iterator[Loss]:
    """What is written as text; types stand in the file's head, for readers that look there."""
    yield from _BY_KIND(source, options)


def write(source: Source, folder: Path, options: Options) -> None:
    """A file per table."""
    for table in source.tables:
        with writing_text(folder / f"{table.file}.xml", options.compress) as file:
            _write(table, file)


def _write(table: ExportTable, file: IO[str]) -> None:
    names = simple_names([column.name for column in table.columns])
    file.write('<?xml version="1.0" encoding="UTF-8"?>\n')
    file.write(f"<table name={quoteattr(table.name)} xmlns:xsi={quoteattr(INSTANCE)}>\n<columns>\n")
    for column in table.columns:
        kind = f"element={quoteattr(names[column.name])} type={quoteattr(TYPES[column.kind])}"
        file.write(f"<column name={quoteattr(column.name)} {kind}/>\n")
    file.write("</columns>\n")
    for batch in table.batches(FORMS):
        columns = [column.to_pylist() for column in batch.columns]
        for row in zip(*columns, strict=True):
            cells = (_element(name, value) for name, value in zip(names.values(), row, strict=True))
            file.write(f"<row>{''.join(cells)}</row>\n")
    file.write("</table>\n")


def _element(name: str, value: object) -> str:
    if value is None:
        return f"<{name}{NIL}/>"
    return f"<{name}>{_content(value)}</{name}>"


def _content(value: object) -> str:
    if isinstance(value, Mapping):
        names = simple_names(value)
        return "".join(_element(names[name], one) for name, one in value.items())
    if isinstance(value, list):
        return "".join(_element("item", list(one) if isinstance(one, tuple) else one) for one in value)
    return escape(CONTROL.sub("�", _text(value)), {"\r": "&#13;"})


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return repr(value) if isinstance(value, float) else str(value)


FORMAT = Format("XML", write, losses, (GZIP, ZSTD))
