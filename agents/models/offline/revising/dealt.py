"""Changes of what values are dealt: shares, values that go, columns that are filled for some values only."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from rowsmith.agents.models.offline.ontology.columns import split_name
from rowsmith.agents.models.offline.planning.draft import literal, number
from rowsmith.agents.models.offline.revising.naming import DATED, Mention, weights_of
from rowsmith.agents.models.offline.revising.parts import Part, Sampler, column
from rowsmith.agents.models.offline.revising.specs import column_of
from rowsmith.agents.models.offline.text.quantity import Quantity

NEW_NAME = re.compile(r"\ban? ([a-z]+(?: [a-z]+){0,2}?)(?=,|\.|$| the (?:rest|others?))", re.IGNORECASE)


def gone(part: Part) -> bool:
    """As in "status packed should not exist any more, make those new": a value's weight goes to another or to all."""
    values = part.values()
    if not values or not (part.says("gone") or part.says("dropping")) or part.quantities("P"):
        return False
    first = values[0]
    others = [one for one in values[1:] if (one.table, one.column) == (first.table, first.column)]
    dealt = column(part, first)
    weights = weights_of(dealt)
    share = weights.pop(first.value, None)
    if share is None or not weights:
        return False
    if others and others[0].value in weights:
        weights[others[0].value] += share
    _deal(dealt, weights)
    _without(part, first)
    return True


def _without(part: Part, gone_value: Mention) -> None:
    """Conditions that list the value name only the others."""
    said = re.escape(literal(gone_value.value))
    for name, sampler in part.plan["tables"][gone_value.table]["columns"].items():
        if isinstance(sampler, dict) and isinstance(sampler.get("nulls"), str):
            kept = re.sub(rf",\s*{said}|{said}\s*,\s*", "", sampler["nulls"])
            part.plan["tables"][gone_value.table]["columns"][name]["nulls"] = kept


def _deal(sampler: Sampler, weights: Mapping[Any, float]) -> None:
    form = "states" if "states" in sampler else "category"
    whole = sum(weights.values())
    sampler[form] = {value: number(round(100 * weight / whole, 4)) for value, weight in weights.items()}


def shares(part: Part) -> bool:
    """As in "make half of the tickets solved", "bump cancelled to 10%": the shares that are said; the others follow."""
    said = _said_shares(part)
    for place, wanted in said.items():
        sampler = column(part, Mention(0, 0, *place))
        if "boolean" in sampler:
            sampler["boolean"] = {"exactly": next(iter(wanted.values()))}
            continue
        weights = weights_of(sampler)
        left = {value: weight for value, weight in weights.items() if value not in wanted}
        room, before = max(0.0, 1 - sum(wanted.values())), sum(left.values()) or 1
        _deal(
            sampler, {v: wanted[v] if v in wanted else room * left[v] / before for v in (*weights, *wanted)}
        )
        sampler["exact"] = True
    return bool(said)


def _said_shares(part: Part) -> dict[tuple[str, str], dict[Any, float]]:
    """Each share with the value or the flag that stands nearest to it, by column."""
    found: dict[tuple[str, str], dict[Any, float]] = {}
    flags = [one for one in part.columns() if _is_flag(part, one)]
    places = [*part.values(), *flags]
    taken: set[int] = set()
    for at, item in enumerate(part.items):
        single = item.value.single if item.symbol == "P" and isinstance(item.value, Quantity) else None
        free = [one for one in places if one.start not in taken]
        if single is None or not free:
            continue
        nearest = min(free, key=lambda one: (abs(one.start - at), one.start < at))
        taken.add(nearest.start)
        found.setdefault((nearest.table, nearest.column), {})[nearest.value] = single
    return found


def _is_flag(part: Part, one: Mention) -> bool:
    sampler = part.plan["tables"][one.table]["columns"][one.column]
    return sampler == "boolean" or (isinstance(sampler, dict) and "boolean" in sampler)


def presence(part: Part) -> bool:
    """As in "drafts have no published date", "closed ones (won, lost) a close date, the rest none": filled for some only."""
    values = part.values()
    only = any(item.word == "only" for item in part.items) or part.says("others")
    if not values or not (part.says("negative") or only) or part.quantities("P"):
        return False
    table, place = values[0].table, values[0].column
    name = _filled(part, table, only)
    if name is None:
        return False
    named = dict.fromkeys(one.value for one in values if (one.table, one.column) == (table, place))
    listed = ", ".join(map(literal, named))
    test = f"{place} in ({listed})" if len(named) > 1 else f"{place} = {listed}"
    column(part, Mention(0, 0, table, name))["nulls"] = f"not ({test})" if only else test
    return True


def _filled(part: Part, table: str, only: bool) -> str | None:
    """The column that is filled for some rows only: one that is there, else one that the words add."""
    named = [one.column for one in part.columns() if one.table == table and not _dealt(part, one)]
    if named:
        return named[-1]
    said = NEW_NAME.search(part.text)
    if said is None or not only:
        return None
    columns = part.plan["tables"][table]["columns"]
    words = split_name(said[1].replace(" ", "_"))
    for known in columns:
        if split_name(known)[:1] == words[:1] and split_name(known)[-1] in DATED and words[-1] in DATED:
            return str(known)
    columns["_".join(said[1].lower().split())] = column_of(
        part.plan, table, said[1].replace(" ", "_"), [], ""
    )
    return "_".join(said[1].lower().split())


def _dealt(part: Part, one: Mention) -> bool:
    return bool(weights_of(part.plan["tables"][one.table]["columns"][one.column]))
