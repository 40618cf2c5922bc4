"""The date at which what an entity stands for happens."""

from __future__ import annotations

from rowsmith.agents.models.offline.lexicon.load import words
from rowsmith.agents.models.offline.ontology.columns import knowledge
from rowsmith.agents.models.offline.ontology.knowledge import EntityKnowledge
from rowsmith.agents.models.offline.reading.context import Context
from rowsmith.agents.models.offline.reading.statements import (
    Place,
)
from rowsmith.agents.models.offline.reading.vocabulary import Attribute
from rowsmith.agents.models.offline.text.inflection import stem
from rowsmith.agents.models.offline.text.items import Mention

BEGINNINGS = words("build_relations", "beginnings")
LATER = words("build_relations", "later")


def is_main_date(attribute: Attribute, known: EntityKnowledge | None, words: tuple[str, ...]) -> bool:
    """A date that begins a thing: created_at, start_time, order_date, or the usual one of such things."""
    if (
        known is not None
        and known.main_date
        and stem(known.main_date.split("_")[0]) in {stem(w) for w in attribute.words}
    ):
        return True
    return (
        attribute.words in {("date",), ("day",), ("timestamp",), ("time",)}
        or bool(set(attribute.words) & BEGINNINGS)
        or attribute.words[:-1] == words[-1:]
    )


def is_later_date(attribute: Attribute, known: EntityKnowledge | None) -> bool:
    """A date that comes after another: shipped_at, due_date, closed_on, a date of birth."""
    later = set(known.after) | set(known.fills) if known is not None else set()
    return attribute.name in later or bool(set(attribute.words) & LATER)


def event_place(context: Context, entity: str) -> Place:
    """The main date of an entity: one that it has, else the usual one."""
    owner = context.vocabulary.entities[entity]
    known = context.knows(entity)
    dates = [a for a in owner.attributes.values() if knowledge(a.words).kind in {"date", "datetime"}]
    main = [a for a in dates if is_main_date(a, known, owner.words)]
    if main:
        return Place(entity, main[0].name)
    first = [a for a in dates if not is_later_date(a, known)]
    if first:
        return Place(entity, first[0].name)
    name = known.main_date if known is not None and known.main_date else f"{owner.one.split('_')[-1]}_date"
    parts = tuple(name.split("_"))
    return context.declare(entity, Mention(parts, parts, entity))
