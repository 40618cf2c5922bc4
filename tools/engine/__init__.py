"""Rows from plans: every cell a pure function of seed, table, column and row."""

from rowsmith.tools.engine.generate import Generated, Progress, generate_tables

__all__ = ["Generated", "Progress", "generate_tables"]
