"""Which groups of rows get texts of their own, and how many."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import pyarrow as pa

from rowsmith.tools.engine.observing import observe
from rowsmith.tools.plan import Plan
from rowsmith.tools.plan.data import Scalar
from rowsmith.tools.text.judging import slots_of
from rowsmith.tools.text.pooled import Wanted, values_key

OBSERVED = 20_000
"""Rows that are looked at for the values that occur."""
MOST_VALUES, MOST_STRATA = 40, 80
"""A column of more values tells no strata apart; more combinations leave out the columns named last."""
USUAL_POOL = 120
FEWEST = 3
MOST_ROWS = 500
"""So many rows may each have a text of their own."""

Values = tuple[Scalar, ...]


@dataclass(frozen=True)
class Stratum:
    """Rows of equal `values` in the columns that tell the strata apart.

    `shown` are the names and values that the texts fit; `facts` stand in each of its `size` texts.
    """

    values: Values
    shown: tuple[tuple[str, Scalar], ...]
    facts: tuple[str, ...]
    size: int


@dataclass(frozen=True)
class Strata:
    """The strata of one sampler; `note` says what was asked and can't be."""

    by: tuple[str, ...]
    strata: tuple[Stratum, ...]
    note: str | None = None


def strata_of(plan: Plan, wanted: Wanted, scale: float) -> Strata:
    """The strata of a text, from the values that its rows will hold.

    Raises:
        PlanError, GenerationError: rows can't be made from the plan.
    """
    table = plan.table(wanted.table)
    keys = table.key if table is not None else ()
    paths = [*wanted.said.fits, *(keys if wanted.said.per_row else ()), *slots_of(wanted.said)]
    count, seen = observe(plan, wanted.table, paths, most=OBSERVED, scale=scale)
    if wanted.said.per_row and keys and count <= MOST_ROWS:
        return Strata(keys, tuple(_per_row(wanted, keys, seen)))
    note = f"Only {MOST_ROWS} rows can have a text each; a pool serves them." if wanted.said.per_row else None
    by = _telling(wanted.said.fits, seen)
    return Strata(by, tuple(_pooled(wanted, by, seen, count)), note)


def _per_row(wanted: Wanted, keys: Sequence[str], seen: pa.Table) -> Iterator[Stratum]:
    rows = [{name: _scalar(value) for name, value in row.items()} for row in seen.to_pylist()]
    rows.sort(key=lambda row: values_key([row[name] for name in keys]))
    for row in rows:
        shown = tuple((path, row[path]) for path in wanted.said.fits)
        facts = tuple(_filled(fact, row) for fact in wanted.said.contains)
        yield Stratum(tuple(row[name] for name in keys), shown, facts, 1)


def _filled(fact: str, row: Mapping[str, Scalar]) -> str:
    for path, value in row.items():
        fact = fact.replace(f"{{{path}}}", str(value))
    return fact


def _telling(fits: Sequence[str], seen: pa.Table) -> tuple[str, ...]:
    """The columns that tell strata apart: those of few values, as long as their combinations are few."""
    chosen: tuple[str, ...] = ()
    for path in fits:
        more = (*chosen, path)
        if 1 < len(_occurring([path], seen)) <= MOST_VALUES and len(_occurring(more, seen)) <= MOST_STRATA:
            chosen = more
    return chosen


def _occurring(paths: Sequence[str], seen: pa.Table) -> Counter[Values]:
    """How often each combination of values occurs; rows with an empty value are left out."""
    if not paths:
        return Counter({(): max(len(seen), 1)})
    rows = zip(*(map(_scalar, seen.column(path).to_pylist()) for path in paths), strict=True)
    return Counter(row for row in rows if None not in row)


def _pooled(wanted: Wanted, by: Sequence[str], seen: pa.Table, count: int) -> Iterator[Stratum]:
    occurring = _occurring(by, seen)
    pool = min(wanted.said.pool or USUAL_POOL, max(count, 1))
    shared = len(seen) or 1
    for values, rows in sorted(occurring.items(), key=lambda item: values_key(item[0])):
        expected = max(1, -(-rows * count // shared))
        size = min(max(FEWEST, round(pool * rows / shared)), expected)
        yield Stratum(values, tuple(zip(by, values, strict=True)), wanted.said.contains, size)


def _scalar(value: object) -> Scalar:
    if value is None or isinstance(value, str | bool | int | float):
        return value
    if isinstance(value, Decimal):
        return float(value)
    return value.isoformat() if isinstance(value, dt.date | dt.time) else str(value)
