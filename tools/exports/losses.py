"""What formats can't hold, said per column."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from rowsmith.tools.exports.model import Loss, Options
from rowsmith.tools.exports.source import Kind, Source


def none(source: Source, options: Options) -> Iterator[Loss]:
    """Every type is kept."""
    yield from ()


def by_kind(says: Mapping[Kind, str]) -> Callable[[Source, Options], Iterator[Loss]]:
    """Losses that follow from a column's kind alone."""

    def losses(source: Source, options: Options) -> Iterator[Loss]:
        for table in source.tables:
            for column in table.columns:
                if column.kind in says:
                    yield Loss(table.name, column.name, says[column.kind])

    return losses
