"""All phrase tables of statements as one grammar, and the builder of each rule."""

from __future__ import annotations

from functools import cache

from rowsmith.agents.models.offline.grammar.rules import Grammar, grammar
from rowsmith.agents.models.offline.reading import (
    build_counts,
    build_fillers,
    build_forms,
    build_grids,
    build_groups,
    build_measures,
    build_numbering,
    build_order,
    build_owned,
    build_pairs,
    build_presence,
    build_ratios,
    build_relations,
    build_shares,
    build_sketch,
    build_spans,
    build_sums,
    build_superlatives,
    build_timing,
    build_trees,
    build_trends,
    build_values,
    build_windows,
)
from rowsmith.agents.models.offline.reading.view import Builder

TABLES = (
    "phrases_fillers",
    "phrases_sketch",
    "phrases_counts",
    "phrases_relations",
    "phrases_order",
    "phrases_groups",
    "phrases_presence",
    "phrases_timing",
    "phrases_values",
    "phrases_owned",
)

BUILDERS: dict[str, Builder] = (
    build_counts.BUILDERS
    | build_fillers.BUILDERS
    | build_forms.BUILDERS
    | build_grids.BUILDERS
    | build_groups.BUILDERS
    | build_measures.BUILDERS
    | build_numbering.BUILDERS
    | build_order.BUILDERS
    | build_owned.BUILDERS
    | build_pairs.BUILDERS
    | build_presence.BUILDERS
    | build_ratios.BUILDERS
    | build_relations.BUILDERS
    | build_shares.BUILDERS
    | build_sketch.BUILDERS
    | build_spans.BUILDERS
    | build_sums.BUILDERS
    | build_superlatives.BUILDERS
    | build_timing.BUILDERS
    | build_trees.BUILDERS
    | build_trends.BUILDERS
    | build_values.BUILDERS
    | build_windows.BUILDERS
)


@cache
def statements_grammar() -> Grammar:
    """The rules of all tables, in the order of `TABLES`."""
    return Grammar(rule for name in TABLES for rule in grammar(name).rules)
