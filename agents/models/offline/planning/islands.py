"""Tables that nothing ties to the others: what happens is done by someone and to something."""

from __future__ import annotations

from rowsmith.agents.models.offline.planning.draft import Link, PlanDraft, TableDraft

PEOPLE = frozenset({"person_name", "username", "first_name", "last_name"})


def tie_islands(draft: PlanDraft) -> None:
    """A happening without any reference gets one to the people there are and to each table that stands alone."""
    if any(table.entity.given for table in draft.tables.values()) or len(draft.tables) < 2:
        return
    for table in draft.tables.values():
        if table.links or not _happens(table):
            continue
        for parent in _parents(draft, table):
            column = f"{parent.entity.one}_id" if parent.entity.key_name == "id" else parent.entity.key_name
            table.links.setdefault(column, Link(column, parent.name))


def _happens(table: TableDraft) -> bool:
    return table.known is not None and bool(table.known.event) and not _is_person(table)


def _parents(draft: PlanDraft, table: TableDraft) -> list[TableDraft]:
    others = [
        t
        for t in draft.tables.values()
        if t is not table and not _happens(t) and t.link_to(table.name) is None
    ]
    people = [other for other in others if _is_person(other)]
    alone = [other for other in others if not other.links and not _referred(draft, other)]
    chosen = alone or people[:1]
    return [other for other in others if other in chosen]


def _referred(draft: PlanDraft, table: TableDraft) -> bool:
    return any(other.link_to(table.name) is not None for other in draft.tables.values())


def _is_person(table: TableDraft) -> bool:
    known = table.known
    if known is None:
        return False
    names = [known.own.get(column, {}).get("semantic", "") for column in known.columns if column in known.own]
    return bool(PEOPLE & set(names)) or {"name", "email"} <= set(known.columns) or "phone" in known.columns
