"""Rows that refer to rows of their own table: managers, parts of parts, replies."""

from __future__ import annotations

from rowsmith.agents.models.offline.reading.build_pairs import is_personal
from rowsmith.agents.models.offline.reading.build_relations import ensure
from rowsmith.agents.models.offline.reading.context import column_name
from rowsmith.agents.models.offline.reading.links import refer
from rowsmith.agents.models.offline.reading.statements import (
    Tree,
)
from rowsmith.agents.models.offline.reading.view import Builder, Reading, View
from rowsmith.agents.models.offline.text.quantity import Quantity


def reports_to(view: View) -> Reading | None:
    return tree(view, view.entity("e"), "manager_id", None)


def tree(view: View, entity: str, column: str, roots: Quantity | None) -> Reading | None:
    if not entity:
        return None
    refer(view.context, entity, entity, column)
    ensure(view.context, entity, column)
    return view.made(Tree(entity, column, view.quote, roots))


def tree_root(view: View) -> Reading | None:
    """Exactly one CEO at the top without a manager."""
    mention = view.mention("m")
    if mention is None:
        return None
    owner = view.context.entity if is_personal(view.context, view.context.entity) else ""
    persons = [name for name in view.context.recent if is_personal(view.context, name)]
    entity = owner or (persons[-1] if persons else view.context.entity)
    roots = view.quantity("n") or Quantity.exactly(1)
    name = column_name(mention)
    return tree(view, entity, name if name.endswith("_id") else f"{name}_id", roots)


def self_reference(view: View) -> Reading | None:
    mention, entity = view.mention("m"), view.entity("e")
    if mention is None or view.entity("f") not in {"", entity}:
        return None
    name = column_name(mention)
    return tree(view, entity, name if name.endswith("_id") else f"{name}_id", None)


def parent_reference(view: View) -> Reading | None:
    entity = view.entity("e")
    return tree(view, entity, f"parent_{view.context.vocabulary.entities[entity].one}_id", None)


BUILDERS: dict[str, Builder] = {
    "reports_to": reports_to,
    "tree_root": tree_root,
    "self_reference": self_reference,
    "parent_reference": parent_reference,
}
