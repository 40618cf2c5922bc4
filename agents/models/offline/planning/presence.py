"""What is empty, and what is unique."""

from __future__ import annotations

from rowsmith.agents.models.offline.planning.draft import PlanDraft, TableDraft
from rowsmith.agents.models.offline.planning.shares import empty, share
from rowsmith.agents.models.offline.reading.statements import Distinct, Filled


def filled(draft: PlanDraft, said: Filled) -> None:
    table = draft.tables.get(said.place.entity)
    if table is None or table.written:
        return
    name = draft.named(table, said.place.attribute)
    if said.empty_share is not None:
        among = draft.condition(table.name, said.empty_when) if said.empty_when is not None else None
        empty(table, name, share(said.empty_share), among)
    elif said.empty_when is not None and (test := draft.condition(table.name, said.empty_when)) is not None:
        target = table.links[name].more if name in table.links else table.columns.get(name)
        if target is not None and name not in test.split():
            target["nulls"] = (
                test
                if "nulls" not in target or not isinstance(target["nulls"], str)
                else f"({target['nulls']}) or {test}"
            )


def usual_fills(table: TableDraft, said: set[str]) -> None:
    """Columns that are filled only in some states, as usual for the kind, where nothing was said."""
    if table.known is None:
        return
    state = table.known.states
    for name, rule in table.known.fills.items():
        column = table.columns.get(name)
        if (
            column is None
            or name in said
            or "nulls" in column
            or state is None
            or state[0] not in table.columns
        ):
            continue
        values = table.columns[state[0]].get("category", table.columns[state[0]].get("states"))
        listed = [s for s in rule.get("states", ()) if values is not None and s in values]
        if listed:
            column["nulls"] = f"{state[0]} not in ({', '.join(repr(s) for s in listed)})"


def distinct(draft: PlanDraft, said: Distinct) -> None:
    table = draft.tables.get(said.entity)
    if table is None:
        return
    name = draft.named(table, said.attributes[0])
    target = table.links[name].more if name in table.links else table.columns.get(name)
    if target is None or "sequence" in target or ("expression" in target and not said.within):
        return
    within = [draft.named(table, one) for one in said.within]
    links = [one for one in within if one in table.links] or [
        link.column for one in said.within if one in draft.tables and (link := table.link_to(one))
    ]
    if said.within and not links:
        return
    if "category" in target and isinstance(target["category"], dict):
        target["category"] = list(target["category"])
        target.pop("exact", None)
    target["unique"] = {"within": links[0], **({"to": said.to} if said.to else {})} if links else True
