"""Tables that stand between two others, found among the entities or made."""

from __future__ import annotations

from rowsmith.agents.models.offline.lexicon.load import words
from rowsmith.agents.models.offline.ontology.knowledge import EntityKnowledge, by_name
from rowsmith.agents.models.offline.reading.context import Context
from rowsmith.agents.models.offline.reading.vocabulary import Entity
from rowsmith.agents.models.offline.text.inflection import plural
from rowsmith.agents.models.offline.text.quantity import Quantity

LINK_COLUMNS = words("clause_reader", "link_columns")


def parents_of(context: Context, child: str) -> set[str]:
    """The entities that a child refers to: as said so far, or as such entities usually do."""
    said = set(context.refers.get(child, {}).values())
    known = context.knows(child)
    usual = set()
    if known is not None:
        for name, entity in context.vocabulary.entities.items():
            kind = context.knows(name)
            if name != child and any(words in known.parents for words in names_of(entity, kind)):
                usual.add(name)
    return said | usual


def names_of(entity: Entity, kind: EntityKnowledge | None) -> list[tuple[str, ...]]:
    names = [entity.words, entity.words[-1:]]
    return (
        [*names, kind.name]
        if kind is not None and entity.words[-1:] in (kind.name[-1:], *(a[-1:] for a in kind.also))
        else names
    )


def is_many_to_many(context: Context, parent: str, child: str, quantity: Quantity) -> bool:
    """Whether "each student takes 3 to 6 courses" needs a table between: there are too few courses for it."""
    rows, there = context.rows.get(parent), context.rows.get(child)
    said = parent in context.refers.get(child, {}).values()
    if rows is not None and there is not None and rows.low and there.high:
        high = quantity.high or quantity.low or 1
        few = there.high < 0.8 * rows.low * max(quantity.low or 0, 1 if high > 1 else 0, high / 4)
        return few and (not said or far_too_few(rows.low, there.high))
    if said:
        return False
    if parent in parents_of(context, child):
        return False
    return existing_link(context, parent, child) is not None or usual_link(context, parent, child) is not None


def far_too_few(rows: float, there: float) -> bool:
    """25 products for 2,000 orders: no product can be of one order alone, whatever was noted before."""
    return 4 * there < rows


def existing_link(context: Context, a: str, b: str) -> str | None:
    """An entity that refers to both."""
    for name in context.vocabulary.entities:
        if name not in {a, b} and {a, b} <= parents_of(context, name):
            return name
    for name, entity in context.vocabulary.entities.items():
        ones = {context.vocabulary.entities[end].one for end in (a, b)}
        if name not in {a, b} and all(any(word in one.split("_") for word in entity.words) for one in ones):
            return name
    return None


def usual_link(context: Context, a: str, b: str) -> EntityKnowledge | None:
    first, second = (names_of(context.vocabulary.entities[end], context.knows(end)) for end in (a, b))
    found = [
        known
        for many in by_name().values()
        for known in many
        if known.pair and any(n in known.parents for n in first) and any(n in known.parents for n in second)
    ]
    return max(found, key=lambda known: context.scores.get(known.domain, 0.0)) if found else None


def link_between(context: Context, a: str, b: str) -> str:
    """The entity between two others; made when the description names none."""
    found = existing_link(context, a, b)
    if found is not None:
        return found
    known = usual_link(context, a, b)
    if known is not None:
        words = known.name
        name = "_".join((*words[:-1], plural(words[-1])))
    else:
        one, many = context.vocabulary.entities[a].one, context.vocabulary.entities[b].many
        words, name = (f"{one}_{many}",), f"{one}_{many}"
    span = context.vocabulary.entities[b].span
    context.vocabulary.add(Entity(name, words, span, aliases=[tuple(name.split("_"))]))
    return name


def hand_over(context: Context, child: str, link: str) -> None:
    """The quantity of a product in an order is the link's and not the product's."""
    owner, target = context.vocabulary.entities[child], context.vocabulary.entities[link]
    for name in [name for name, one in owner.attributes.items() if not one.given and name in LINK_COLUMNS]:
        target.attributes.setdefault(name, owner.attributes.pop(name))


def refer(context: Context, child: str, parent: str, role: str | None = None) -> str:
    """Notes the reference and gives its column's name: the one that is there already, or a new one."""
    known = context.refers.setdefault(child, {})
    if role is None:
        for column, target in known.items():
            if target == parent:
                return column
    column = role or context.vocabulary.entities[parent].key_name
    known[column] = parent
    return column
