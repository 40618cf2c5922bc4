"""rowsmith export: a dataset's tables as files that other programs read."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rowsmith.cli import options
from rowsmith.tools.errors import UsageError

if TYPE_CHECKING:
    from rowsmith.tools.exports import Exported
    from rowsmith.tools.exports.model import Compression

TEXTS = ("document", "name", "system", "user", "assistant")


def export(
    folder: Annotated[Path, typer.Argument(help="A dataset folder.")],
    out: Annotated[Path, typer.Option("--out", "-o", help="The folder to make.")],
    format: Annotated[  # noqa: A002 - the flag's name
        str,
        typer.Option(
            "--format",
            "-f",
            help="csv, tsv, jsonl, json, parquet, arrow, avro, xlsx, xml, sql, sqlite, dbt, huggingface, chat, md, html, eml, docx or pdf.",
        ),
    ] = "parquet",
    tables: Annotated[str | None, typer.Option(help="Only these tables, with commas between.")] = None,
    compress: Annotated[str | None, typer.Option(help="gzip or zstd.")] = None,
    nested: Annotated[
        bool, typer.Option("--nested", help="json: children stand inside of their parents.")
    ] = False,
    dialect: Annotated[
        str,
        typer.Option(help="sql, dbt: postgres, mysql, sqlite, mssql, oracle, snowflake, bigquery or duckdb."),
    ] = "postgres",
    table: Annotated[
        str | None, typer.Option(help="Documents and chat: the table whose rows they are made of.")
    ] = None,
    template: Annotated[Path | None, typer.Option(help="Documents: a file with {{ column }} in it.")] = None,
    texts: Annotated[
        list[str] | None,
        typer.Option("--set", help="A text with {{ column }}: name=..., user=..., assistant=..., system=..."),
    ] = None,
    rows: Annotated[int | None, typer.Option(help="At most so many documents.", min=1)] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace the folder of an earlier export.")] = False,
    as_json: options.AsJson = False,
) -> int:
    """Write a dataset's tables as files of a format; what the format can't hold is said."""  # fmt: skip
    from rowsmith.dataset import Dataset
    from rowsmith.folder import open_folder
    from rowsmith.tools.exports import Options

    said = Options(
        compress=_compression(compress),
        nested=nested,
        dialect=dialect,
        table=table,
        templates=_texts(template, texts or ()),
        rows=rows,
    )
    wanted = [name.strip() for name in tables.split(",")] if tables else []
    made = Dataset(open_folder(folder)).export(out, format, tables=wanted, options=said, force=force)
    _print(made, as_json=as_json)
    return 0


def _compression(said: str | None) -> Compression | None:
    match said:
        case None | "gzip" | "zstd":
            return said
        case _:
            raise UsageError(f"There is no compression {said!r}.", hint="It is gzip or zstd.")


def _texts(template: Path | None, said: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in said:
        name, equals, text = one.partition("=")
        if not equals or name not in TEXTS:
            raise UsageError(
                f"--set {one!r} sets nothing.", hint=f"It is one of {', '.join(TEXTS)}, then = and a text."
            )
        found[name] = text
    if template is not None:
        try:
            found["document"] = template.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise UsageError("The template can't be read.", where=str(template)) from error
    return found


def _print(made: Exported, *, as_json: bool) -> None:
    from rowsmith.cli import render

    if as_json:
        render.print_json(
            {
                "folder": str(made.folder),
                "files": [str(file) for file in made.files],
                "rows": made.rows,
                "losses": [
                    {"table": one.table, "column": one.column, "says": one.says} for one in made.losses
                ],
            }
        )
        return
    out = render.console()
    total = sum(made.rows.values())
    out.print(f"{len(made.files)} files of {total:,} rows are in {made.folder}.")
    says: dict[str, list[str]] = {}
    for one in made.losses:
        says.setdefault(one.says, []).append(one.table if one.column == "*" else f"{one.table}.{one.column}")
    for what, places in says.items():
        out.print(f"  ~ {what}: {', '.join(places)}")
