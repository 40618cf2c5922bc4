"""A file per row, by a template."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

from rowsmith.tools.errors import UsageError
from rowsmith.tools.exports.model import Options
from rowsmith.tools.exports.records import Record, records, table_of
from rowsmith.tools.exports.source import UNSAFE, Source
from rowsmith.tools.exports.templates import compiled, filled

LONGEST_NAME = 120


def standard(suffix: str) -> str:
    """The template that a format has where none is given: all columns under their names."""
    file = files("rowsmith.tools.exports.documents.templates") / f"{suffix}.jinja"
    return file.read_text(encoding="utf-8")


def write_documents(
    source: Source, folder: Path, options: Options, suffix: str, save: Callable[[str, Path], None]
) -> None:
    """Fills the template for each row and saves it under the row's name.

    Raises:
        UsageError: a template that can't be filled, or a name that two rows have.
    """
    table = table_of(source, options)
    text = compiled(options.templates.get("document") or standard(suffix), "document", html=suffix == "html")
    key = table.promised.key[0] if table.promised.key else ""
    name = compiled(
        options.templates.get("name") or (f"{{{{ {key} }}}}" if key.isidentifier() else "{{ row_number }}"),
        "name",
    )
    taken: set[str] = set()
    for number, record in enumerate(records(source, table, options.rows), start=1):
        known: Record = {"row_number": number, "table": table.name, "row": record, **record}
        called = _file_name(filled(name, known, "name"), taken)
        save(filled(text, known, "document"), folder / f"{called}.{suffix}")


def _file_name(said: str, taken: set[str]) -> str:
    name = UNSAFE.sub("_", said.strip())[:LONGEST_NAME].strip()
    if not name:
        raise UsageError(
            "A row gives no name for its file.", where="name", hint="Name a column that has no empty cells."
        )
    if name.lower() in taken:
        raise UsageError(
            f"Two rows give the name {name!r}.", where="name", hint="Add a column that tells rows apart."
        )
    taken.add(name.lower())
    return name
