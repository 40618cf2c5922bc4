"""Short ways to say in a family how a kind is built."""

from __future__ import annotations

from collections.abc import Mapping

from rowsmith.tools.semantics.entry import Entry
from rowsmith.tools.semantics.facts import table
from rowsmith.tools.semantics.kind import Kind, KindType, PatternKind, PoolKind, RelationKind
from rowsmith.tools.semantics.patterns import Patterns
from rowsmith.tools.semantics.pools import load_pool
from rowsmith.tools.semantics.recipes import build_recipe


def pooled(name: str, says: str, type: KindType = "text") -> tuple[str, Entry]:  # noqa: A002 - the kind's own word
    """A kind that draws from the pool of its name."""
    return name, Entry(says, (), lambda locale: PoolKind(name, load_pool(name, locale), type=type))


def cooked(name: str, says: str) -> tuple[str, Entry]:
    """A kind made by the recipe of its name."""
    return name, Entry(says, (), lambda locale: build_recipe(name, locale))


def related(name: str, says: str, relation: str, column: str, fits: tuple[str, ...]) -> tuple[str, Entry]:
    """A kind that reads a column of a relation and agrees with the others."""

    def build(locale: str) -> Kind:
        return RelationKind(name, table(relation), column, fits)

    return name, Entry(says, fits, build)


def patterned(name: str, says: str, by_locale: Mapping[str, Mapping[str, int]]) -> tuple[str, Entry]:
    """A kind that fills patterns, those of the locale or those under ``*``."""

    def build(locale: str) -> Kind:
        patterns = by_locale.get(locale, by_locale["*"])
        return PatternKind(name, Patterns.of(list(patterns), list(patterns.values())))

    return name, Entry(says, (), build)
