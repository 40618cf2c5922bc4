"""Rowsmith: describe a dataset in plain English and get tables that hold together."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rowsmith.api import ask, check, checkout, generate, redo, refine, undo
    from rowsmith.dataset import Dataset
    from rowsmith.tools.errors import RowsmithError
    from rowsmith.tools.plan import Plan

__version__ = "0.1.0"

__all__ = [
    "Dataset",
    "Plan",
    "RowsmithError",
    "__version__",
    "ask",
    "check",
    "checkout",
    "generate",
    "redo",
    "refine",
    "undo",
]

_HOMES = {
    "generate": "rowsmith.api",
    "ask": "rowsmith.api",
    "check": "rowsmith.api",
    "refine": "rowsmith.api",
    "checkout": "rowsmith.api",
    "redo": "rowsmith.api",
    "undo": "rowsmith.api",
    "Dataset": "rowsmith.dataset",
    "Plan": "rowsmith.tools.plan",
    "RowsmithError": "rowsmith.tools.errors",
}


def __getattr__(name: str) -> object:
    # Names are fetched on use, so that the command line starts without numpy, duckdb and langgraph.
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'rowsmith' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
