"""Entities become tables; references, keys and numbers of rows come from what was said and from what is usual."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rowsmith.agents.models.offline.ontology.knowledge import EntityKnowledge, domains, find
from rowsmith.agents.models.offline.planning.draft import Link, PlanDraft, TableDraft
from rowsmith.agents.models.offline.reading.statements import Children, Grid, Key, Refers, Statement, Tree
from rowsmith.agents.models.offline.reading.vocabulary import Entity, Vocabulary
from rowsmith.agents.models.offline.text.inflection import singular


def add_tables(draft: PlanDraft, vocabulary: Vocabulary, scores: Mapping[str, float]) -> None:
    """A table for each entity of the vocabulary."""
    for entity in vocabulary.entities.values():
        draft.tables[entity.name] = TableDraft(entity, find(entity.words, scores))


def add_joins(draft: PlanDraft, scores: Mapping[str, float]) -> None:
    """The usual table between two kinds, where no reference and no other table ties them together."""
    best = max(scores, key=lambda name: scores[name], default="")
    for domain in domains():
        for kind in domain.entities.values() if domain.name == best else ():
            ends = [_named_or_kind(draft, words) for words in kind.joins]
            if len(ends) == 2 and ends[0] and ends[1] and not _tied(draft, ends[0], ends[1]):
                _join(draft, kind, ends[0], ends[1])


def _tied(draft: PlanDraft, one: str, other: str) -> bool:
    """Whether one refers to the other, or a third table refers to both; what a sketch named stays as it is."""
    if draft.tables[one].entity.given or draft.tables[other].entity.given:
        return True
    targets = {name: {link.parent for link in table.links.values()} for name, table in draft.tables.items()}
    return (
        other in targets[one]
        or one in targets[other]
        or any({one, other} <= found for found in targets.values())
    )


def _join(draft: PlanDraft, kind: EntityKnowledge, one: str, other: str) -> None:
    words = (singular(one), singular(other))
    entity = Entity(f"{words[0]}_{other}", kind.name, (0, 0))
    draft.tables[entity.name] = TableDraft(entity, kind)
    first, second = _link(draft, entity.name, one), _link(draft, entity.name, other)
    if kind.pair:
        second.more["unique"] = {"within": first.column}


def add_links(draft: PlanDraft, statements: Sequence[Statement], vocabulary: Vocabulary) -> None:
    """References that were said, then those that are usual among the tables that there are."""
    for statement in statements:
        _said_link(draft, statement)
    for table in draft.tables.values():
        _links_by_name(draft, table)
    for table in draft.tables.values():
        _usual_links(draft, table, vocabulary)


def _said_link(draft: PlanDraft, statement: Statement) -> None:
    match statement:
        case Refers(child, parent, _, role, optional, unique) if {child, parent} <= draft.tables.keys():
            more: dict[str, object] = {"nulls": 0.3} if optional else {}
            if unique:
                more["unique"] = True
            _link(draft, child, parent, role, more)
        case Children(parent, child) if {child, parent} <= draft.tables.keys():
            _link_once(draft, child, parent)
        case Grid(entity, over) if entity in draft.tables:
            for parent in over:
                if parent in draft.tables and draft.tables[parent].link_to(entity) is None:
                    _link_once(draft, entity, parent)
        case Tree(entity, attribute) if entity in draft.tables:
            _link(draft, entity, entity, attribute, {"roots": 1, "depth": 5})
        case _:
            pass


def _link_once(draft: PlanDraft, child: str, parent: str) -> None:
    if parent in draft.tables and draft.tables[child].link_to(parent) is None:
        _link(draft, child, parent)


def _link(
    draft: PlanDraft, child: str, parent: str, role: str | None = None, more: dict[str, object] | None = None
) -> Link:
    table = draft.tables[child]
    column = _column_for(table, draft.tables[parent].entity, role)
    link = table.links.get(column)
    if link is None:
        link = table.links[column] = Link(column, parent)
    link.more |= more or {}
    return link


def _column_for(table: TableDraft, parent: Entity, role: str | None) -> str:
    """The reference's name: the attribute that was written for it, else the role or the parent's key."""
    named: str = role or parent.one
    names: tuple[str, ...] = (named, f"{named}_id", *(() if role else (parent.key_name, parent.name)))
    for name in names:
        if name in table.entity.attributes and (table.entity.attributes[name].given or name.endswith("_id")):
            return name
    if role:
        return role if role.endswith(("_id", "_code", "_no")) else f"{role}_id"
    key: str = parent.key_name
    return key if key != "id" else f"{parent.one}_id"


def _links_by_name(draft: PlanDraft, table: TableDraft) -> None:
    """Attributes named like another table's key, or that play the role of another table."""
    for attribute in table.entity.attributes.values():
        if attribute.name in table.links or (
            attribute.name in table.entity.key and len(table.entity.key) == 1
        ):
            continue
        for other in draft.tables.values():
            own = other is table
            named = attribute.name.endswith("_id") and attribute.name in (
                other.entity.key_name,
                f"{other.entity.one}_id",
            )
            if attribute.role_of == other.name or (named and not own):
                table.links[attribute.name] = Link(attribute.name, other.name)
                break


def _usual_links(draft: PlanDraft, table: TableDraft, vocabulary: Vocabulary) -> None:
    known = table.known
    if known is None:
        return
    for words, pair in known.twice.items():
        named = vocabulary.named(words)
        if named is not None and table.link_to(named.name) is None:
            for role in pair:
                _link(draft, table.name, named.name, role)
    for words in sorted(known.parents, key=lambda words: known.parents[words] is None):
        parent = _named_or_kind(draft, words)
        if parent is None or parent == table.name or table.link_to(parent):
            continue
        if draft.tables[parent].link_to(table.name) is None and not _is_told(draft, table, parent, words):
            _link(draft, table.name, parent)


def _is_told(draft: PlanDraft, table: TableDraft, parent: str, words: tuple[str, ...]) -> bool:
    """Whether what a row refers to says which of the parents it is: the review of an order is its customer's.

    Those who do it may be others than those to whom it belongs: a bid is not the seller's.
    """
    above = [draft.tables[link.parent] for link in table.links.values()]
    if any(one.link_to(parent) is not None and _owns(one.known, words) for one in above):
        return True
    shared = any(
        other.link_to(parent) is not None and any(other.link_to(one.name) is not None for one in above)
        for other in draft.tables.values()
        if other is not table
    )
    sure = table.known is not None and (words in table.known.by or table.known.parents[words] is not None)
    return not sure and (shared or _reaches(draft, table.name, parent))


def _owns(known: EntityKnowledge | None, words: tuple[str, ...]) -> bool:
    return known is not None and (words in known.by or known.parents.get(words) is not None)


def _named_or_kind(draft: PlanDraft, words: tuple[str, ...]) -> str | None:
    """The table whose entity has this name, an alias of it, or is of that kind."""
    for table in draft.tables.values():
        if words == table.entity.words or words in table.entity.aliases:
            return table.name
    for table in draft.tables.values():
        if table.known is not None and (table.known.name == words or words in table.known.also):
            return table.name
    return None


def _reaches(draft: PlanDraft, start: str, target: str) -> bool:
    """Whether the parents of `start` lead to `target` in more than no step: then a further link says nothing new."""
    edge = [link.parent for link in draft.tables[start].links.values()]
    visited: set[str] = set()
    while edge:
        here = edge.pop()
        if here in visited:
            continue
        visited.add(here)
        known: EntityKnowledge | None = draft.tables[here].known
        parents = [link.parent for link in draft.tables[here].links.values()]
        if target in parents and known is not None:
            return True
        edge += parents
    return False


def add_keys(draft: PlanDraft, statements: Sequence[Statement]) -> None:
    """Keys as given; else the references of a pair or grid; else an id."""
    for statement in statements:
        if isinstance(statement, Key) and statement.entity in draft.tables:
            table = draft.tables[statement.entity]
            table.key = [draft.named(table, name) for name in statement.attributes]
    for table in draft.tables.values():
        if not table.key:
            table.key = list(table.entity.key) or _own_key(table)


def _own_key(table: TableDraft) -> list[str]:
    attributes = table.entity.attributes
    for name in ("id", f"{table.entity.one}_id", table.entity.key_name):
        if name in attributes and name not in table.links:
            return [name]
    return [f"{table.entity.one}_id"]
