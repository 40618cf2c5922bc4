"""A line of the registry of kinds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from rowsmith.tools.semantics.kind import Kind


@dataclass(frozen=True)
class Entry:
    """A kind, before it is built for a locale.

    Attributes:
        says: what it is, in one line.
        fits: the roles that it can agree with.
        build: makes it for a locale.
    """

    says: str
    fits: tuple[str, ...]
    build: Callable[[str], Kind]


@dataclass(frozen=True)
class KindLine:
    """What prompts and documentation say of a kind."""

    name: str
    says: str
    fits: tuple[str, ...]
