"""A folder for Hugging Face `datasets`: a configuration per table, and a card."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from jinja2 import Environment, StrictUndefined

from rowsmith.tools.exports.compression import GZIP, ZSTD
from rowsmith.tools.exports.formats.parquet import losses, write_table
from rowsmith.tools.exports.json_text import json_text
from rowsmith.tools.exports.model import Format, Options
from rowsmith.tools.exports.source import Source

SIZES = (
    (1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"),
    (10_000_000, "1M<n<10M"), (100_000_000, "10M<n<100M"),
)  # fmt: skip


def write(source: Source, folder: Path, options: Options) -> None:
    """Parquet files under `data/`, a folder per table, and README.md."""
    for table in source.tables:
        write_table(table, folder / "data" / table.file / "train-00000-of-00001.parquet", options.compress)
    (folder / "README.md").write_text(card(source), encoding="utf-8")


def card(source: Source) -> str:
    """The card, with the head that the hub reads."""
    text = (files("rowsmith.tools.exports") / "card.md").read_text(encoding="utf-8")
    environment = Environment(  # noqa: S701 - Markdown, not HTML
        undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True
    )
    environment.filters["json"] = json_text
    rows = sum(table.count for table in source.tables)
    size = next((name for limit, name in SIZES if rows < limit), "n>100M")
    return environment.from_string(text).render(
        tables=source.tables, about=source.about, size=size, rows=rows, plan=source.plan
    )


FORMAT = Format("a Hugging Face dataset folder with its card", write, losses, (GZIP, ZSTD))
