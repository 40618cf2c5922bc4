"""What is being spoken of while a description is read: the entity, the attribute, the part of the rows."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from rowsmith.agents.models.offline.lexicon.load import table, words
from rowsmith.agents.models.offline.ontology.columns import is_exactly_known, knowledge
from rowsmith.agents.models.offline.ontology.knowledge import EntityKnowledge, find
from rowsmith.agents.models.offline.reading.statements import Condition, Place, Word
from rowsmith.agents.models.offline.reading.vocabulary import Attribute, Entity, Vocabulary
from rowsmith.agents.models.offline.text.inflection import singular, stem
from rowsmith.agents.models.offline.text.items import Mention, lemma
from rowsmith.agents.models.offline.text.quantity import Quantity
from rowsmith.agents.models.offline.text.times import Window

MONEY = words("context", "money")
PERSONAL = words("context", "personal")


@dataclass(frozen=True, slots=True)
class Saved:
    """The parts of a context that a declined phrase must leave as they were."""

    entity: str
    each: str
    attribute: Place | None
    pending: Mention | None
    listing: bool
    adjacent: bool
    fresh: bool
    recent: tuple[str, ...]
    journal: int


@dataclass(slots=True)
class Context:
    """`entity` is spoken of; `each` is the one that "each" or "a" named in this clause; `attribute` the last one named.

    `pending` is a noun phrase that becomes an attribute as soon as something is said of it; `listing` says that
    noun phrases are attributes of `entity`; `when` is the part of the rows that is spoken of.
    """

    vocabulary: Vocabulary
    scores: Mapping[str, float] = field(default_factory=dict)
    entity: str = ""
    each: str = ""
    attribute: Place | None = None
    pending: Mention | None = None
    listing: bool = False
    sketch: bool = False
    fresh: bool = True
    when: Condition | None = None
    recent: list[str] = field(default_factory=list)
    values: dict[Place, tuple[Word, ...]] = field(default_factory=dict)
    flags: dict[str, set[str]] = field(default_factory=dict)
    rows: dict[str, Quantity] = field(default_factory=dict)
    refers: dict[str, dict[str, str]] = field(default_factory=dict)
    sides: tuple[str, str] | None = None
    counted: dict[str, str] = field(default_factory=dict)
    listed: list[Place] = field(default_factory=list)
    adjacent: bool = False
    just: bool = False
    naming: str = ""
    listing_entity: str = ""
    turn: int = 0
    period: Window | None = None
    waiting: tuple[Window, tuple[int, int]] | None = None
    period_length: tuple[float | None, str] = (None, "")
    forms: set[Place] = field(default_factory=set)
    shares: dict[Condition, Quantity] = field(default_factory=dict)
    journal: list[tuple[str, str]] = field(default_factory=list)
    last_state: Condition | None = None
    measured: Place | None = None
    measure: Place | None = None
    optional: set[Place] = field(default_factory=set)
    kinds: dict[Place, str] = field(default_factory=dict)
    units: dict[Place, str] = field(default_factory=dict)
    states: dict[str, Condition] = field(default_factory=dict)
    grids: set[str] = field(default_factory=set)

    def speak_of(self, entity: str) -> None:
        if entity != self.entity:
            self.attribute, self.pending = None, None
        self.entity = entity
        self.fresh = True
        self.recent = [name for name in self.recent if name != entity] + [entity]

    def start_over(self) -> None:
        """Forgets what is spoken of, and keeps what is known."""
        self.entity, self.recent, self.last_state, self.attribute = "", [], None, None
        self.forms.clear()
        self.shares.clear()

    def new_clause(self) -> None:
        self.each, self.listing, self.when, self.pending, self.fresh = "", False, None, None, False

    def save(self) -> Saved:
        return Saved(
            self.entity,
            self.each,
            self.attribute,
            self.pending,
            self.listing,
            self.adjacent,
            self.fresh,
            tuple(self.recent),
            len(self.journal),
        )

    def restore(self, saved: Saved) -> None:
        self.entity, self.each, self.attribute = saved.entity, saved.each, saved.attribute
        self.pending, self.listing, self.adjacent = saved.pending, saved.listing, saved.adjacent
        self.fresh, self.recent = saved.fresh, list(saved.recent)
        self.undo(saved.journal)

    def knows(self, entity: str) -> EntityKnowledge | None:
        found = self.vocabulary.entities.get(entity)
        return find(found.words, self.scores) if found else None

    def place(self, mention: Mention, entity: str = "") -> Place:
        """The attribute that is meant; it is added to the entity that it most likely belongs to."""
        owner = entity or mention.owner or self.owner_of(mention.words)
        return self.declare(owner, mention)

    def declare(self, owner: str, mention: Mention) -> Place:
        entity = self.vocabulary.entities[owner]
        known = entity.attribute(mention.words) or entity.attribute(without(mention.words, entity))
        if known is None:
            name = column_name(mention)
            if name not in entity.attributes:
                self.journal.append((owner, name))
            known = entity.attributes.setdefault(name, Attribute(name, mention.words, given=self.sketch))
        return Place(owner, known.name)

    def undo(self, size: int) -> None:
        """Takes back the attributes that were added since the journal had this size."""
        while len(self.journal) > size:
            owner, name = self.journal.pop()
            self.vocabulary.entities[owner].attributes.pop(name, None)

    def existing(self, mention: Mention, entity: str = "") -> Place | None:
        """The attribute that is meant, if an entity has it already."""
        owners = [self.vocabulary.entities[entity]] if entity else self.owners(mention.words)
        if mention.owner:
            owners = [self.vocabulary.entities[mention.owner]]
        if self.entity in {owner.name for owner in owners}:
            owners = [self.vocabulary.entities[self.entity]]
        for owner in owners:
            known = owner.attribute(mention.words)
            if known is not None:
                return Place(owner.name, known.name)
        return None

    def owners(self, words: tuple[str, ...]) -> list[Entity]:
        """The entities that have an attribute of exactly these words; where none has, of nearly these."""
        exact = [
            entity
            for entity in self.vocabulary.entities.values()
            if any(attribute.words == words for attribute in entity.attributes.values())
        ]
        return exact or self.vocabulary.owners(words)

    def owner_of(self, words: Sequence[str]) -> str:
        """The entity that an attribute belongs to: one that has it, one of whose kind usually has it, the one spoken of."""
        entities = self.vocabulary.entities
        if not entities:
            return ""
        return max(entities, key=lambda name: self.owner_score(entities[name], tuple(words)))

    def owner_score(self, entity: Entity, words: tuple[str, ...]) -> float:
        score = 0.0
        if entity.attribute(words) is not None:
            score += 3.0
        if self.usually_has(entity, words):
            score += 1.6
        if entity.name == self.entity:
            score += 2.0 if self.fresh or self.listing else 1.2
        if entity.name in self.recent:
            score += 0.1 * (1 + self.recent.index(entity.name)) / len(self.recent)
        return score

    def usually_has(self, entity: Entity, words: tuple[str, ...]) -> bool:
        known = find(entity.words, self.scores)
        if known is None:
            return False
        names = [
            tuple(lemma(part) for part in column.split("_"))
            for column in (*known.columns, *known.may, *known.after, *known.fills, known.event)
        ]
        if any(
            name == words or name[-len(words) :] == words or words[-len(name) :] == name for name in names
        ):
            return True
        if known.main_date and stem(known.main_date.split("_")[0]) in {stem(word) for word in words}:
            return True
        personal = bool(set(words) & PERSONAL)
        return personal and any(set(name) & PERSONAL for name in names)


def without(words: tuple[str, ...], entity: Entity) -> tuple[str, ...]:
    rest = tuple(word for word in words if word not in entity.words)
    return rest or words


def column_name(mention: Mention) -> str:
    """The words as they were written, in snake case; abbreviations that name people or periods are written out."""
    expand = table("abbreviations")["expand_in_names"]
    parts = [
        word if raw.lower() in expand else raw for word, raw in zip(mention.words, mention.raws, strict=True)
    ]
    if len(parts) == 1 and (
        "_" in parts[0] or (not parts[0].islower() and not parts[0].istitle() and not parts[0].isupper())
    ):
        return parts[0]
    if names_one(mention.words):
        parts[-1] = singular(parts[-1].lower())
    return re.sub(r"[^\w]+", "_", "_".join(parts).lower()).strip("_") or "column"


def names_one(words: tuple[str, ...]) -> bool:
    """Whether a plural is only a way of speaking (emails, prices) and not a number of things (rooms, clicks)."""
    kind = knowledge(words).kind
    return kind in {"semantic", "code", "text", "date", "datetime", "category", "boolean"} or bool(
        set(words[-1:]) & MONEY
    )


def is_date(words: Sequence[str]) -> bool:
    return knowledge(tuple(words)).kind in {"date", "datetime"}


def is_column_phrase(words: Sequence[str]) -> bool:
    return is_exactly_known(tuple(words))
