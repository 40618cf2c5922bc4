"""The engine's own rows behind the seam."""

from __future__ import annotations

from rowsmith.tools.engine.protocols import Rows
from rowsmith.tools.engine.rows.block import Block


def as_block(rows: Rows) -> Block:
    """The engine's own rows. Raises TypeError for others."""
    if isinstance(rows, Block):
        return rows
    raise TypeError("Only the engine's own rows know their parents.")
