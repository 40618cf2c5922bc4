"""JSON lines: an object per row."""

from __future__ import annotations

from pathlib import Path

from rowsmith.tools.exports.compression import GZIP, ZSTD, writing_text
from rowsmith.tools.exports.json_text import json_rows
from rowsmith.tools.exports.losses import by_kind
from rowsmith.tools.exports.model import Format, Options
from rowsmith.tools.exports.source import Forms, Source

FORMS: Forms = {"interval": "{}::VARCHAR"}
losses = by_kind(
    {
        "decimal": "decimals are numbers with all their digits, which many readers take for floats",
        "huge": "whole numbers beyond 53 bits, which many readers round",
        "binary": "bytes are written in base64",
        "interval": "spans of time are written as text",
        "date": "dates are written as text",
        "time": "times are written as text",
        "timestamp": "moments are written as text",
        "zoned": "moments are written as text, in UTC",
    }
)


def write(source: Source, folder: Path, options: Options) -> None:
    """A file per table."""
    for table in source.tables:
        with writing_text(folder / f"{table.file}.jsonl", options.compress) as file:
            for batch in table.batches(FORMS):
                file.writelines(f"{row}\n" for row in json_rows(batch))


FORMAT = Format("JSON lines", write, losses, (GZIP, ZSTD))
