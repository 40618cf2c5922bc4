"""A reference of the plan as the sampler of its row numbers."""

from __future__ import annotations

import re
from dataclasses import replace

from rowsmith.tools.engine.place import Place
from rowsmith.tools.engine.protocols import Sampler
from rowsmith.tools.engine.references.choice import Choice
from rowsmith.tools.engine.references.conditions import Condition, Part, taken_apart
from rowsmith.tools.engine.references.dealing import dealt_sampler, distinct_sampler
from rowsmith.tools.engine.references.keys import KeyedSampler
from rowsmith.tools.engine.references.polymorphic import PolymorphicSampler
from rowsmith.tools.engine.references.pool import Pool
from rowsmith.tools.engine.references.samplers import ChoiceSampler
from rowsmith.tools.engine.references.sides import Sides, split
from rowsmith.tools.engine.references.slices import Slices, leads_to
from rowsmith.tools.engine.references.trees import EarlierSampler, TreeSampler
from rowsmith.tools.engine.tables.base import BaseTable
from rowsmith.tools.errors import PlanError
from rowsmith.tools.plan.column import Nulls, Unique
from rowsmith.tools.plan.expressions import Path
from rowsmith.tools.plan.samplers import Expression, Reference

_POPULARITY = re.compile(r"\s*popularity\(\s*([0-9.]+)?\s*\)\s*", re.IGNORECASE)
_EVEN = 1.0


def compile_reference(said: Reference, place: Place) -> Sampler:
    """Draws row numbers of the target (of several: with their table in the upper bits).

    Raises:
        PlanError: wishes that can't be met together.
    """
    meant, *others = said.tables
    if others:
        return _polymorphic(said, place)
    if said.value is not None:
        return _by_value(said, said.value, place)
    table = place.world.table(meant.table)
    if table is place.rows:
        return _tree(said, place)
    choice = compile_choice(said, place)
    unique = _unique(place)
    if unique is not None:
        return distinct_sampler(choice, unique, said, place)
    if said.exact or said.at_least is not None or said.at_most is not None:
        return dealt_sampler(choice, said, place)
    return ChoiceSampler(choice, place.where, _nullable(place))


def _unique(place: Place) -> Unique | None:
    column = place.table.column(place.column)
    return column.modifier(Unique) if column is not None and place.refers else None


def _nullable(place: Place) -> bool:
    column = place.table.column(place.column)
    return column is not None and column.modifier(Nulls) is not None


def _by_value(said: Reference, sql: str, place: Place) -> Sampler:
    target = place.world.table(said.tables[0].table)
    values = replace(place.inside("value"), refers=False).sampler(Expression(sql=sql))
    return KeyedSampler(values, target, said.tables[0].column or target.plan.key[0], place.where)


def _polymorphic(said: Reference, place: Place) -> Sampler:
    samplers = [
        compile_reference(said.model_copy(update={"tables": (target,)}), place.inside(target.table))
        for target in said.tables
    ]
    types = [str(target.type_value or target.table) for target in said.tables]
    declared = said.type if said.type and place.table.column(said.type) is not None else None
    weights = [target.weight for target in said.tables]
    return PolymorphicSampler(samplers, weights, types, declared, place.address)


def _tree(said: Reference, place: Place) -> Sampler:
    if said.exact or said.at_least is not None or said.at_most is not None:
        raise PlanError("A reference of a table to itself can't be dealt.", where=place.where)
    if said.where is None and said.weight is None:
        return TreeSampler(place.ground, said.roots or 1, said.depth, place.where)
    if said.depth is not None:
        raise PlanError("A tree has a depth, or a where or weight, not both.", where=place.where)
    return EarlierSampler(compile_choice(said, place), said.roots or 1)


def compile_choice(said: Reference, place: Place) -> Choice:
    """Who may be chosen, and how likely.

    Raises:
        PlanError: a popularity that is no number.
    """
    table = place.world.table(said.tables[0].table)
    key = said.tables[0].column or table.plan.key[0]
    condition = Condition(None, None, ())
    if said.where is not None:
        condition = taken_apart(split(place.resolve(said.where), place.column, table.name, key, place.where))
    popularity = _popularity(said.weight, place.where)
    weight = None
    if said.weight is not None and popularity is None:
        weight = split(place.resolve(said.weight), place.column, table.name, key, place.where)
    mixed = weight is not None and bool(weight.own)
    pool = Pool(
        table=table,
        where=place.where,
        condition=condition.candidate,
        weight=None if mixed else weight,
        popularity=popularity,
        key=place.key(*place.address, "popularity"),
    )
    return _with_parts(pool, condition, weight if mixed else None, place)


def _with_parts(pool: Pool, condition: Condition, weight: Sides | None, place: Place) -> Choice:
    """Conditions about pairs that can be met without trying become slices and references."""
    slices: Slices | None = None
    own: tuple[tuple[str, ...], ...] = ()
    differs: list[tuple[str, ...]] = []
    rest: list[Part] = []
    for part in condition.pairs:
        if not own and (found := _own_references(part, pool.table, place.rows)):
            own = found
        elif slices is None and (sliced := _slices(part, pool, place.rows)) is not None:
            slices = sliced
        elif (path := _differing(part, pool.table, place.rows)) is not None:
            differs.append(path)
        else:
            rest.append(part)
    return Choice(pool, slices, own, tuple(differs), tuple(rest), condition.own, weight, place.address)


def _is_key(part_input: object, table: BaseTable) -> bool:
    key = table.plan.key
    return isinstance(part_input, Path) and not part_input.up and key == (part_input.column,)


def _own_references(part: Part, target: BaseTable, rows: BaseTable) -> tuple[tuple[str, ...], ...]:
    """The row's references to the target among which the candidate must be."""
    if part.listed is None or not _is_key(part.listed[0], target):
        return ()
    found = [leads_to(rows, wanted) for wanted in part.listed[1]]
    if any(one is None or one[1] != target.name for one in found):
        return ()
    return tuple(one[0] for one in found if one is not None)


def _slices(part: Part, pool: Pool, rows: BaseTable) -> Slices | None:
    """Candidates and row that refer to the same row of a third table."""
    if part.listed is None or len(part.listed[1]) != 1:
        return None
    by, own = leads_to(pool.table, part.listed[0]), leads_to(rows, part.listed[1][0])
    if by is None or own is None or by[1] != own[1]:
        return None
    return Slices(pool, by[0], own[0])


def _differing(part: Part, target: BaseTable, rows: BaseTable) -> tuple[str, ...] | None:
    if part.differs is None or not _is_key(part.differs[0], target):
        return None
    found = leads_to(rows, part.differs[1])
    return found[0] if found is not None and found[1] == target.name else None


def _popularity(weight: str | None, where: str) -> float | None:
    if weight is None or not weight.strip().lower().startswith("popularity("):
        return None
    found = _POPULARITY.fullmatch(weight)
    if found is None:
        raise PlanError(
            f"{weight!r} is no popularity.", where=where, hint="Write popularity(1.1): larger is steeper."
        )
    return float(found[1]) if found[1] else _EVEN
