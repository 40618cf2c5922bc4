"""Parquet: every type kept but spans of time."""

from __future__ import annotations

from pathlib import Path

from rowsmith.tools.exports.compression import GZIP, ZSTD
from rowsmith.tools.exports.losses import by_kind
from rowsmith.tools.exports.model import Compression, Format, Options
from rowsmith.tools.exports.source import ExportTable, Forms, Source

FORMS: Forms = {"interval": "{}::VARCHAR"}
GROUP = 100_000
"""Rows of a row group."""
losses = by_kind({"interval": "spans of time are written as text"})


def write(source: Source, folder: Path, options: Options) -> None:
    """A file per table, compressed inside: snappy unless said otherwise."""
    for table in source.tables:
        write_table(table, folder / f"{table.file}.parquet", options.compress)


def write_table(table: ExportTable, path: Path, compress: Compression | None) -> None:
    import pyarrow.parquet as pq

    path.parent.mkdir(parents=True, exist_ok=True)
    with pq.ParquetWriter(path, table.schema(FORMS), compression=compress or "snappy") as writer:
        for batch in table.batches(FORMS, GROUP):
            writer.write_batch(batch)


FORMAT = Format("Parquet", write, losses, (GZIP, ZSTD))
