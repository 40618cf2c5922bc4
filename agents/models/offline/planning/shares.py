"""Shares of the rows: of values, of flags, beyond a bound, empty."""

from __future__ import annotations

from typing import Any

from rowsmith.agents.models.offline.planning.draft import Friendly, PlanDraft, TableDraft, number
from rowsmith.agents.models.offline.planning.sampling import place_of, plain_value, replace, span_of
from rowsmith.agents.models.offline.reading.statements import Condition, ShareOf
from rowsmith.agents.models.offline.text.quantity import Quantity


def share_of(draft: PlanDraft, said: ShareOf) -> None:
    place = said.condition.place
    table = draft.tables.get(place.entity)
    if table is None:
        return
    part = share(said.quantity)
    name = draft.named(table, place.attribute)
    if said.condition.op in ("filled", "empty"):
        empty(table, name, part if said.condition.op == "empty" else rest(part), None)
        return
    found = place_of(draft, place)
    if found is None or not said.condition.values:
        return
    column = found[1]
    among = draft.condition(table.name, said.among) if said.among is not None else None
    if said.condition.op in ("=", "<>"):
        _share_of_value(column, said, part, among)
    elif (span := span_of(column)) is not None and isinstance(part, float | int):
        _share_beyond(column, said.condition, part, span)


def _share_of_value(column: Friendly, said: ShareOf, share: Any, among: str | None) -> None:
    value = plain_value(said.condition.values[0])
    truth = isinstance(value, bool) or "boolean" in column or str(value).lower() in ("yes", "no")
    flat = share if isinstance(share, int | float) else next(iter(share.values()))
    if truth and "category" not in column and "states" not in column:
        yes = (value is not False and str(value).lower() != "no") == (said.condition.op == "=")
        replace(column, {"boolean": share if yes else rest(share), **({"of": among} if among else {})})
        return
    weights = column.get("category", column.get("states"))
    if weights is None or isinstance(flat, list):
        return
    if isinstance(weights, list):
        weights = dict.fromkeys(weights, 1.0)
    known = next((one for one in weights if str(one).lower() == str(value).lower()), value)
    others = {k: _weight(w) for k, w in weights.items() if k != known}
    total = sum(others.values()) or 1
    made = {k: round(100 * (1 - flat) * w / total, 4) for k, w in others.items()} | {
        known: round(100 * flat, 4)
    }
    ordered = {k: number(made[k]) for k in ([*weights] if known in weights else [*weights, known])}
    sampler: Friendly = {"category": ordered, "exact": True}
    if among:
        replace(
            column,
            {
                "switch": [
                    {"when": among, "use": {"category": ordered}},
                    {"use": {"category": others or ordered}},
                ]
            },
        )
    else:
        replace(column, sampler)


def _weight(said: Any) -> float:
    return float(said.get("weight", 1)) if isinstance(said, dict) else float(said)


def _share_beyond(column: Friendly, condition: Condition, share: float, span: tuple[float, float]) -> None:
    """That share of a number lies beyond a bound."""
    bound = float(condition.values[0])
    kind = "integer" if "integer" in column else "decimal"
    step = 1 if kind == "integer" else 0.01
    above = condition.op in (">", ">=")
    over = [bound + step * (condition.op == ">"), max(span[1], bound * 3)]
    under = [min(span[0], bound), bound - step * (condition.op in ("<", ">="))]
    inner, outer = (over, under) if above else (under, over)
    replace(
        column,
        {
            "switch": [
                {"share": share, "use": {kind: [*map(number, inner)]}},
                {"use": {kind: [*map(number, outer)]}},
            ]
        },
    )


def share(quantity: Quantity) -> Any:
    """A share in the friendly form: met exactly where it was said so, strictly inside of a bound."""
    single = quantity.single
    if single is not None:
        return number(single) if quantity.is_soft else {"exactly": number(single)}
    if quantity.low is not None and quantity.high is not None:
        return {"between": [number(quantity.low), number(quantity.high)]}
    if quantity.high is not None:
        return {"under" if quantity.open_high else "at_most": number(quantity.high)}
    return {"at_least": number(quantity.low or 0)}


def rest(share: Any) -> Any:
    if isinstance(share, int | float):
        return number(1 - share)
    ((firmness, value),) = share.items()
    if firmness == "between":
        return {"between": [number(1 - value[1]), number(1 - value[0])]}
    turned = {"at_least": "at_most", "at_most": "at_least", "under": "at_least"}.get(firmness, firmness)
    return {turned: number(1 - value)}


def empty(table: TableDraft, name: str, share: Any, among: str | None) -> None:
    target = table.links[name].more if name in table.links else table.columns.get(name)
    if target is None:
        return
    target["nulls"] = (
        {"share": share, **({"of": among} if among else {})} if among or isinstance(share, dict) else share
    )
