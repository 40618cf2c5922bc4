"""Comma- and tab-separated values: null is nothing, an empty text is ""."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from rowsmith.tools.engine.names import quoted
from rowsmith.tools.exports.compression import GZIP, SUFFIXES, ZSTD
from rowsmith.tools.exports.losses import by_kind
from rowsmith.tools.exports.model import Format, Loss, Options
from rowsmith.tools.exports.source import ExportTable, Forms, Source

UNTYPED = "a file of text has no types: readers guess them"
FORMS: Forms = {
    "binary": "base64({})",
    "nested": "to_json({})::VARCHAR",
    "interval": "{}::VARCHAR",
    "zoned": "strftime({}, '%Y-%m-%d %H:%M:%S.%f+00:00')",
}
SAYS = by_kind(
    {
        "binary": "bytes are written in base64",
        "nested": "nested values are written as JSON",
        "interval": "spans of time are written as text",
        "zoned": "moments are written in UTC",
    }
)


def losses(source: Source, options: Options) -> Iterator[Loss]:
    """What is written in another form, and that types are left to the reader."""
    yield from (Loss(table.name, "*", UNTYPED) for table in source.tables)
    yield from SAYS(source, options)


def write_table(table: ExportTable, path: Path, delimiter: str, compress: str | None) -> None:
    """One file with a header, written by DuckDB itself, which streams."""
    full = path.with_name(path.name + SUFFIXES[compress])
    full.parent.mkdir(parents=True, exist_ok=True)
    target = str(full).replace("'", "''")
    form = f"format csv, header, delimiter '{delimiter}', compression '{compress or 'none'}'"
    nulls = ", ".join(quoted(one.name) for one in table.columns if one.kind in ("text", "json"))
    with closing(table.connection.cursor()) as cursor:
        cursor.execute(f"copy ({table.select(FORMS)}) to '{target}' ({form}{_quoting(nulls)})")


def _quoting(texts: str) -> str:
    """Texts always stand in quotes: an empty one differs from none, and "007" from 7."""
    return f", force_quote ({texts})" if texts else ""


def _writer(delimiter: str, suffix: str) -> Format:
    def write(source: Source, folder: Path, options: Options) -> None:
        for table in source.tables:
            write_table(table, folder / f"{table.file}.{suffix}", delimiter, options.compress)

    return Format(f"{suffix} files with a header", write, losses, (GZIP, ZSTD))


CSV, TSV = _writer(",", "csv"), _writer("\\t", "tsv")
