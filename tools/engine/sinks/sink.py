"""Where rows go."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

import pyarrow as pa

from rowsmith.tools.engine.sinks.constraints import Constraints


class Sink(Protocol):
    """Takes the batches of all tables, each table's in the order of its rows."""

    def create(self, table: str, schema: pa.Schema) -> None:
        """Makes room for a table."""
        ...

    def write(self, table: str, batch: pa.RecordBatch) -> None: ...

    def close(self, constraints: Mapping[str, Constraints]) -> list[Path]:
        """Finishes all tables, of which constraints are promised; the paths written."""
        ...
