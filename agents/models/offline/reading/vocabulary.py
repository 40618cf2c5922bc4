"""The entities and attributes of a description, found by the words that name them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from rowsmith.agents.models.offline.text.inflection import plural, singular


@dataclass(slots=True)
class Attribute:
    """`name` is its column's name, `words` the lemmas that mention it; `given` that the name was written so."""

    name: str
    words: tuple[str, ...]
    given: bool = False
    role_of: str = ""


@dataclass(slots=True)
class Entity:
    """`name` is its table's name, `words` the lemmas that mention it; `given` that a sketch or SQL named it."""

    name: str
    words: tuple[str, ...]
    span: tuple[int, int]
    given: bool = False
    aliases: list[tuple[str, ...]] = field(default_factory=list)
    attributes: dict[str, Attribute] = field(default_factory=dict)
    key: tuple[str, ...] = ()

    @property
    def key_name(self) -> str:
        """The column by which others refer to it: its key where one was given, else <name>_id."""
        if len(self.key) == 1 and self.key[0] != "id":
            return self.key[0]
        return f"{self.one}_id"

    @property
    def one(self) -> str:
        """Its name in the singular, in snake case."""
        return singular(self.name)

    @property
    def many(self) -> str:
        return plural(self.one)

    def attribute(self, words: Sequence[str]) -> Attribute | None:
        """The attribute that these lemmas mention: the same words, or one set within the other."""
        wanted = tuple(words)
        for attribute in self.attributes.values():
            if attribute.words == wanted:
                return attribute
        for attribute in self.attributes.values():
            if overlaps(attribute.words, wanted, self.words):
                return attribute
        return None


GENERIC = frozenset(
    {"date", "time", "number", "id", "code", "name", "type", "count", "amount", "status", "of", "a", "the"}
)


def overlaps(known: tuple[str, ...], said: tuple[str, ...], entity: tuple[str, ...]) -> bool:
    """True where the shorter is the end or the beginning of the longer, the entity's own words aside."""
    known, said = (
        tuple(w for w in words if w not in entity and w != "of") or words for words in (known, said)
    )
    if known == said:
        return True
    short, long = sorted((known, said), key=len)
    if not short or len(short) == len(long) or set(short) <= GENERIC:
        return False
    if "per" in long:
        return long[: long.index("per")] == short
    return long[-len(short) :] == short or long[: len(short)] == short


@dataclass(slots=True)
class Vocabulary:
    """Entities by name, in the order in which they were met."""

    entities: dict[str, Entity] = field(default_factory=dict)

    def add(self, entity: Entity) -> Entity:
        return self.entities.setdefault(entity.name, entity)

    def merge(self, name: str, into: str) -> None:
        """Two names of one entity: the first becomes an alias of the second."""
        if name == into or name not in self.entities or self.entities[name].given:
            return
        gone, kept = self.entities.pop(name), self.entities[into]
        kept.aliases.extend((gone.words, *gone.aliases))
        for attribute in gone.attributes.values():
            kept.attributes.setdefault(attribute.name, attribute)

    def named(self, words: Sequence[str]) -> Entity | None:
        """The entity that exactly these lemmas mention."""
        wanted = tuple(words)
        for entity in self.entities.values():
            if wanted == entity.words or wanted in entity.aliases:
                return entity
        return None

    def phrases(self) -> Iterable[tuple[tuple[str, ...], Entity]]:
        """Every phrase that mentions an entity, the longest first."""
        pairs = [(words, e) for e in self.entities.values() for words in (e.words, *e.aliases)]
        return sorted(pairs, key=lambda pair: -len(pair[0]))

    def owners(self, words: Sequence[str]) -> list[Entity]:
        """The entities that have an attribute of these lemmas."""
        return [entity for entity in self.entities.values() if entity.attribute(words) is not None]
