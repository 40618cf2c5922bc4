"""Errors of rooms that know no plan, given the place in it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from rowsmith.tools.errors import GenerationError, PlanError


@contextmanager
def located(where: str) -> Iterator[None]:
    """Raises what is raised inside again, with the place where it has none."""
    try:
        yield
    except (PlanError, GenerationError) as error:
        if error.where is not None:
            raise
        raise type(error)(error.message, where=where, hint=error.hint) from error
