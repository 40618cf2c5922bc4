"""Names in SQL."""

from __future__ import annotations


def quoted(name: str) -> str:
    """A name as DuckDB takes it."""
    escaped = name.replace('"', '""')
    return f'"{escaped}"'
