"""A whole export: into a hidden neighbour of its place, moved there in one step."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

import duckdb
import pyarrow as pa

from rowsmith.tools.errors import TargetError, UsageError
from rowsmith.tools.exports.model import About, Exported, Format, Options
from rowsmith.tools.exports.registry import format_of
from rowsmith.tools.exports.source import Source
from rowsmith.tools.exports.sql.dialects import dialect_of
from rowsmith.tools.plan import Plan

MANIFEST = "export.json"
"""What was written, and what was lost on the way; marks the folder as one that an export may replace."""


def export(
    data: Path,
    out: Path,
    format_name: str,
    *,
    plan: Plan | None = None,
    tables: Sequence[str] = (),
    options: Options = Options(),  # noqa: B008 - frozen
    about: About = About(),  # noqa: B008 - frozen
    force: bool = False,
) -> Exported:
    """Writes tables into the folder `out`, whole or not at all.

    Args:
        data: a DuckDB file.
        out: a new folder.
        format_name: one of FORMATS.
        plan: whose tables these are; keys, references and notes come from it.
        tables: only these; all where none is named.
        options: what stands beside the format.
        about: what cards say.
        force: replaces the folder of an earlier export.

    Raises:
        UsageError: an unknown format, table, dialect or compression, or a folder that exists.
        SourceError: the rows can't be read.
        TargetError: the files can't be written.
    """
    chosen = format_of(format_name)
    _ensure_possible(chosen, format_name, options)
    place = Path(os.path.abspath(out))
    _ensure_free(place, out, force=force)
    part = place.with_name(f".{place.name}.rowsmith-export")
    with Source(data, plan, tables, about) as source, _whole(part, place, out):
        chosen.write(source, part, options)
        losses = tuple(chosen.losses(source, options))
        rows = {table.name: table.count for table in source.tables}
        files = sorted(path.relative_to(part) for path in part.rglob("*") if path.is_file())
        made = Exported(place, tuple(files), rows, losses)
        (part / MANIFEST).write_text(_manifest(made, format_name), encoding="utf-8")
    return made


def _ensure_possible(chosen: Format, name: str, options: Options) -> None:
    dialect_of(options.dialect)
    if options.compress is not None and options.compress not in chosen.compressions:
        takes = " or ".join(chosen.compressions)
        raise UsageError(
            f"{name} is not compressed by {options.compress}.",
            hint=f"It takes {takes}." if takes else "Leave --compress out.",
        )


def _ensure_free(place: Path, said: Path, *, force: bool) -> None:
    if not place.exists() or (place.is_dir() and not any(place.iterdir())):
        return
    if not force:
        raise UsageError("The folder exists.", where=str(said), hint="Give another --out, or --force.")
    if not (place / MANIFEST).is_file():
        raise UsageError(
            "This is no folder of an export, and is not replaced.",
            where=str(said),
            hint="Give another --out.",
        )


@contextmanager
def _whole(part: Path, place: Path, said: Path) -> Iterator[None]:
    """Makes the folder; it gets to its place once everything is in it, and is removed otherwise."""
    old = place.with_name(f".{place.name}.replaced")
    try:
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(parents=True)
        yield
        shutil.rmtree(old, ignore_errors=True)
        if place.exists():
            place.rename(old)
        part.rename(place)
        shutil.rmtree(old, ignore_errors=True)
    except (OSError, pa.ArrowException, duckdb.IOException, sqlite3.Error) as error:
        raise TargetError(_reason(error), where=str(said), hint="Nothing was left half-made.") from error
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _reason(error: Exception) -> str:
    said = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    if any(sign in said for sign in ("No space left", "Errno 28", "disk is full", "IO_ENOSPC")):
        return "The disk is full."
    return f"Writing failed ({said.splitlines()[0].rstrip('.')})."


def _manifest(made: Exported, format_name: str) -> str:
    told = {
        "format": format_name,
        "rows": made.rows,
        "files": [path.as_posix() for path in made.files],
        "losses": [asdict(one) for one in made.losses],
    }
    return json.dumps(told, indent=1, ensure_ascii=False) + "\n"
