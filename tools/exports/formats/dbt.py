"""dbt seeds: CSV files, and a properties file with types, notes and tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TypeAlias

from ruamel.yaml import YAML

from rowsmith.tools.exports.formats.delimited import losses, write_table
from rowsmith.tools.exports.model import Format, Options
from rowsmith.tools.exports.source import ExportColumn, ExportTable, Source
from rowsmith.tools.exports.sql.dialects import dialect_of
from rowsmith.tools.exports.sql.promises import kept_promises

Yaml: TypeAlias = "str | int | list[Yaml] | dict[str, Yaml]"


def write(source: Source, folder: Path, options: Options) -> None:
    """`seeds/` with a file per table and `seeds/properties.yml`; types are those of the dialect."""
    for table in source.tables:
        write_table(table, folder / "seeds" / f"{table.file}.csv", ",", None)
    properties: dict[str, Yaml] = {"version": 2, "seeds": [_seed(table, options) for table in source.tables]}
    yaml = YAML(typ="safe", pure=True)
    yaml.default_flow_style = False
    yaml.representer.sort_base_mapping_type_on_output = False
    with (folder / "seeds" / "properties.yml").open("w", encoding="utf-8") as file:
        yaml.dump(properties, file)


def _seed(table: ExportTable, options: Options) -> Yaml:
    dialect = dialect_of(options.dialect)
    types: dict[str, Yaml] = {column.name: dialect.type(column, None) for column in table.columns}
    tests = {column.name: list(_tests(table, column)) for column in table.columns}
    columns: list[Yaml] = [
        {
            "name": column.name,
            **_described(column.note),
            **({"data_tests": tests[column.name]} if tests[column.name] else {}),
        }
        for column in table.columns
    ]
    return {
        "name": table.file,
        **_described(table.note),
        "config": {"column_types": types},
        "columns": columns,
    }


def _described(note: str | None) -> dict[str, Yaml]:
    return {"description": note} if note else {}


def _tests(table: ExportTable, column: ExportColumn) -> Iterator[Yaml]:
    kept = kept_promises(table)
    if column.name in kept.required:
        yield "not_null"
    if (column.name,) in (kept.key, *kept.unique):
        yield "unique"
    for one in kept.references:
        if one.columns == (column.name,):
            yield {
                "relationships": {"arguments": {"to": f"ref('{one.target}')", "field": one.target_columns[0]}}
            }


FORMAT = Format("dbt seeds with their properties", write, losses)
