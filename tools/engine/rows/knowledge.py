"""What is known of some rows."""

from __future__ import annotations

from collections.abc import Mapping

from rowsmith.tools.engine.protocols import Index
from rowsmith.tools.engine.vector import Vector
from rowsmith.tools.plan.expressions import Input


class Knowledge:
    """Columns and inputs by what they are, and the rows that references lead to.

    Some are counted through: given with the rows themselves, and not worked out.
    """

    def __init__(self, given: Mapping[str, Vector] | None = None) -> None:
        self.values: dict[str | Input, Vector] = {}
        self.referred: dict[str, Index] = {}
        self._counted: list[str] = []
        self._counted_rows: list[str] = []
        self.values.update((given or {}).items())

    def count_through(self, column: str, values: Vector) -> None:
        self.values[column] = values
        self._counted.append(column)

    def count_through_rows(self, reference: str, rows: Index) -> None:
        self.referred[reference] = rows
        self._counted_rows.append(reference)

    def counted(self) -> dict[str, Vector]:
        """The columns that are counted through."""
        return {name: self.values[name] for name in self._counted}

    def counted_rows(self) -> dict[str, Index]:
        """The rows that references counted through lead to."""
        return {name: self.referred[name] for name in self._counted_rows}
