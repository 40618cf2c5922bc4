"""What an export is asked for, and what came of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from rowsmith.tools.exports.source import Source


Compression = Literal["gzip", "zstd"]


@dataclass(frozen=True, slots=True)
class Loss:
    """What a format can't hold of a column: `says` is one sentence without a full stop."""

    table: str
    column: str
    says: str


@dataclass(frozen=True, slots=True)
class About:
    """What a card or a script says about the dataset beside its tables."""

    name: str = "dataset"
    messages: tuple[str, ...] = ()
    status: str = ""
    coverage: float | None = None


@dataclass(frozen=True, slots=True)
class Options:
    """What stands beside the format.

    Args:
        compress: "gzip" or "zstd".
        nested: children stand inside of their parents.
        dialect: the SQL to write.
        table: the table that a document or a conversation is made of.
        templates: texts with `{{ column }}`: "document", "name", "system", "user", "assistant".
        rows: at most so many documents.
    """

    compress: Compression | None = None
    nested: bool = False
    dialect: str = "postgres"
    table: str | None = None
    templates: Mapping[str, str] = field(default_factory=dict)
    rows: int | None = None


@dataclass(frozen=True, slots=True)
class Format:
    """One way to write tables: `write` fills an empty folder, `losses` says what it can't hold.

    `compressions` are those that it takes; `extra` is the pip extra that it needs; `says` is for a list of formats.
    """

    says: str
    write: Callable[[Source, Path, Options], None]
    losses: Callable[[Source, Options], Iterator[Loss]]
    compressions: tuple[Compression, ...] = ()
    extra: str | None = None


@dataclass(frozen=True, slots=True)
class Exported:
    """The folder, its files relative to it, rows per table, and everything that was lost on the way."""

    folder: Path
    files: tuple[Path, ...]
    rows: dict[str, int]
    losses: tuple[Loss, ...]
