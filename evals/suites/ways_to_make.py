"""A plan made in all the ways that must give the same rows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypedDict

from rowsmith.evals.suites.made_tables import Tables, differing, made, sums
from rowsmith.evals.suites.moving import may_move
from rowsmith.evals.suites.plan_changes import (
    Names,
    with_a_column_less,
    with_a_column_more,
    with_a_column_renamed,
)
from rowsmith.tools.plan import Plan

BLOCKS = (512, 4_096, 65_536, 200_000)
THREADS = (1, 2)
GROWTH = 1.1


class Outcome(TypedDict):
    """`differences` is empty where all is as it should be; `moved` are columns that changed and may."""

    rows: int
    sums: dict[str, str]
    differences: list[str]
    moved: list[str]


def examine(plan: Plan) -> Outcome:
    """What differs between the ways to make a plan's rows. Raises PlanError, GenerationError."""
    before = made(plan)
    moved, unexplained = _grown(plan, before)
    return {
        "rows": sum(len(table) for table in before.values()),
        "sums": sums(before),
        "differences": [*_differently_made(plan, before), *unexplained, *_after_changes(plan, before)],
        "moved": moved,
    }


def _differently_made(plan: Plan, before: Tables) -> Iterator[str]:
    for block_rows in BLOCKS:
        for threads in THREADS:
            found = differing(before, made(plan, block_rows=block_rows, threads=threads), {})
            yield from (f"{name}, in blocks of {block_rows} on {threads} threads" for name in found)


def _grown(plan: Plan, before: Tables) -> tuple[list[str], list[str]]:
    """The columns that changed with more rows and may, and what may not."""
    after = made(plan, scale=GROWTH)
    grown = {name for name, table in before.items() if len(after[name]) != len(table)}
    allowed = may_move(plan, grown)
    changed = list(differing(before, after, {}))
    may = {name for name in changed if name in allowed or name.partition(".")[0] in allowed}
    wrong = [f"{name}, at scale {GROWTH}" for name in changed if name not in may]
    wrong += [
        f"{name}, fewer rows at scale {GROWTH}" for name in grown if len(after[name]) < len(before[name])
    ]
    return [name for name in changed if name in may], wrong


def _after_changes(plan: Plan, before: Tables) -> Iterator[str]:
    changes: tuple[tuple[str, tuple[Plan, Names]], ...] = (
        ("a column more in each table", (with_a_column_more(plan), {})),
        ("without", with_a_column_less(plan)),
        ("with other names for", with_a_column_renamed(plan)),
    )
    for what, (changed, names) in changes:
        said = " ".join([what, ", ".join(".".join(name) for name in names)])
        yield from (f"{name}, {said}" for name in differing(before, made(changed), names))
