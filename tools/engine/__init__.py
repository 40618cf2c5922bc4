"""Rows from plans: every cell a pure function of seed, table, column and row."""

from rowsmith.tools.engine.checksum import checksum
from rowsmith.tools.engine.generate import Generated, Progress, generate_tables, iter_batches

__all__ = ["Generated", "Progress", "checksum", "generate_tables", "iter_batches"]
