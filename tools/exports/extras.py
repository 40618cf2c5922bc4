"""Packages that are only needed by some formats."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

from rowsmith.tools.errors import UsageError


def needed(module: str, extra: str) -> ModuleType:
    """The module. Raises UsageError that names the extra where it is not installed."""
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        raise UsageError(
            f"This format needs the package {module.partition('.')[0]}, which is not installed.",
            hint=f"pip install 'rowsmith[{extra}]'",
        ) from error
