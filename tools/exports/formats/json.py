"""JSON: a file per table with an array of objects, or one with children inside of their parents."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain
from pathlib import Path
from typing import IO

import pyarrow as pa

from rowsmith.tools.exports.compression import GZIP, ZSTD, writing_text
from rowsmith.tools.exports.formats.jsonl import FORMS, losses
from rowsmith.tools.exports.json_text import json_rows, json_text
from rowsmith.tools.exports.model import Format, Options
from rowsmith.tools.exports.nesting import nested_select, roots
from rowsmith.tools.exports.source import Source, batches


def write(source: Source, folder: Path, options: Options) -> None:
    """A file per table, or one `dataset.json` where children stand inside of their parents."""
    if options.nested:
        with writing_text(folder / "dataset.json", options.compress) as file:
            _write_nested(source, file)
        return
    for table in source.tables:
        with writing_text(folder / f"{table.file}.json", options.compress) as file:
            _write_rows(table.batches(FORMS), file)
            file.write("\n")


def _write_nested(source: Source, file: IO[str]) -> None:
    file.write("{")
    for number, table in enumerate(roots(source)):
        file.write(f"{',' if number else ''}\n{json_text(table.name)}: ")
        _write_rows(batches(source.connection, nested_select(source, table, FORMS)), file)
    file.write("}\n")


def _write_rows(found: Iterable[pa.RecordBatch], file: IO[str]) -> None:
    rows = chain.from_iterable(json_rows(batch) for batch in found)
    file.write("[")
    for number, row in enumerate(rows):
        file.write(f"{',' if number else ''}\n{row}")
    file.write("\n]")


FORMAT = Format("JSON arrays; nested by relationships on request", write, losses, (GZIP, ZSTD))
