"""References with wishes about all rows at once: quotas, caps, and no repeats."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from rowsmith.tools.engine.arrow import to_arrow
from rowsmith.tools.engine.place import Place
from rowsmith.tools.engine.protocols import Index, Sampler
from rowsmith.tools.engine.references.choice import Choice
from rowsmith.tools.engine.references.distinct import AssignedSampler, GroupPermutedSampler, PermutedSampler
from rowsmith.tools.engine.references.quotas import DealtSampler
from rowsmith.tools.engine.rows.block import Block
from rowsmith.tools.errors import PlanError
from rowsmith.tools.plan.column import Unique
from rowsmith.tools.plan.expressions import Input
from rowsmith.tools.plan.forest import level_of
from rowsmith.tools.plan.samplers import Reference


def dealt_sampler(choice: Choice, said: Reference, place: Place) -> Sampler:
    """Quotas, or a cap under conditions. Raises PlanError for quotas under conditions."""
    if not choice.conditional:
        least, most = said.at_least or 0, said.at_most
        key = place.key(*place.address, "slots")
        return DealtSampler(choice.pool, place.ground, least, most, key, place.where)
    if said.at_most is None or said.exact or said.at_least:
        raise PlanError(
            "exact and at_least can't be met where a condition looks at the row that chooses.",
            where=place.where,
            hint="Let the condition look at candidates only, or use at_most.",
        )
    return AssignedSampler(choice, _alone, _one_group, said.at_most, place.where, kept=True)


def distinct_sampler(choice: Choice, unique: Unique, said: Reference, place: Place) -> Sampler:
    """No candidate twice, in the table or within a group."""
    if said.exact or said.at_least is not None or said.at_most is not None:
        raise PlanError(
            "unique can't stand beside exact, at_least or at_most of the same reference.", where=place.where
        )
    plain = not choice.conditional and choice.pool.weight is None and choice.pool.popularity is None
    key = place.key(*place.address, "distinct")
    if not unique.within:
        if plain:
            return PermutedSampler(choice.pool, place.ground, key, place.where)
        return AssignedSampler(choice, _alone, _one_group, 1, place.where, kept=True)
    inputs = [_only_input(place, name) for name in unique.within]
    level = _level(place, inputs)
    if plain and unique.within == (place.rows.link,):
        return GroupPermutedSampler(choice.pool, key, place.where)
    if level is None:
        return AssignedSampler(choice, _alone, _groups(inputs), 1, place.where, kept=True)
    return AssignedSampler(choice, lambda rows: rows.whole(level), _groups(inputs), 1, place.where)


def _only_input(place: Place, name: str) -> Input:
    (wanted,) = place.resolve(name).inputs.values()
    return wanted


def _level(place: Place, inputs: list[Input]) -> int | None:
    found = [level for one in inputs if (level := level_of(place.plan, place.rows.name, one)) is not None]
    return min(found, default=None)


def _alone(rows: Block) -> tuple[Block, Index]:
    return rows, np.arange(len(rows))


def _one_group(rows: Block) -> Index:
    return np.zeros(len(rows), dtype=np.int64)


def _groups(inputs: list[Input]) -> Callable[[Block], Index]:
    """A number per row that is equal where all inputs are."""

    def numbered(rows: Block) -> Index:
        groups = np.zeros(len(rows), dtype=np.int64)
        for wanted in inputs:
            codes = to_arrow(rows.input(wanted)).dictionary_encode(null_encoding="encode").indices
            _, groups = np.unique(groups * (len(rows) + 1) + codes.to_numpy(), return_inverse=True)
        return groups

    return numbered
