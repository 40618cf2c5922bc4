"""The formats by name."""

from __future__ import annotations

from rowsmith.tools.errors import UsageError, did_you_mean
from rowsmith.tools.exports.documents import docx, eml, pdf, plain
from rowsmith.tools.exports.formats import (
    arrow,
    avro,
    chat,
    dbt,
    delimited,
    huggingface,
    json,
    jsonl,
    parquet,
    sql,
    sqlite,
    xlsx,
    xml,
)
from rowsmith.tools.exports.model import Format

FORMATS: dict[str, Format] = {
    "csv": delimited.CSV,
    "tsv": delimited.TSV,
    "jsonl": jsonl.FORMAT,
    "json": json.FORMAT,
    "parquet": parquet.FORMAT,
    "arrow": arrow.FORMAT,
    "avro": avro.FORMAT,
    "xlsx": xlsx.FORMAT,
    "xml": xml.FORMAT,
    "sql": sql.FORMAT,
    "sqlite": sqlite.FORMAT,
    "dbt": dbt.FORMAT,
    "huggingface": huggingface.FORMAT,
    "chat": chat.FORMAT,
    "md": plain.MD,
    "html": plain.HTML,
    "eml": eml.FORMAT,
    "docx": docx.FORMAT,
    "pdf": pdf.FORMAT,
}


def format_of(name: str) -> Format:
    """The format of that name. Raises UsageError where there is none."""
    found = FORMATS.get(name)
    if found is None:
        raise UsageError(f"There is no format {name}.", hint=did_you_mean(name, FORMATS))
    return found
