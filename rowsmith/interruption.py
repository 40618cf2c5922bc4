"""Ctrl-C, in whatever shape it arrives."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

QUERY_INTERRUPTED = "Query interrupted"
"""What DuckDB makes of a signal that arrives during a query: a bare RuntimeError with this text."""


@contextmanager
def told_as_interrupt() -> Iterator[None]:
    """An interrupted query becomes KeyboardInterrupt, as everywhere else."""
    try:
        yield
    except RuntimeError as error:
        if str(error) == QUERY_INTERRUPTED:
            raise KeyboardInterrupt from error
        raise
    except duckdb.InterruptException as error:
        raise KeyboardInterrupt from error
