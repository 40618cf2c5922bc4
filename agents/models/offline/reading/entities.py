"""The entities of a description: noun phrases with enough signs, grouped by what they name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from rapidfuzz.distance import OSA

from rowsmith.agents.models.offline.lexicon.load import words as word_list
from rowsmith.agents.models.offline.ontology.knowledge import by_name
from rowsmith.agents.models.offline.ontology.knowledge import is_known as is_known_entity
from rowsmith.agents.models.offline.reading.evidence import signs
from rowsmith.agents.models.offline.reading.noun_phrases import NounPhrase, is_plural
from rowsmith.agents.models.offline.reading.vocabulary import Entity, Vocabulary
from rowsmith.agents.models.offline.text.document import Clause
from rowsmith.agents.models.offline.text.inflection import plural, singular
from rowsmith.agents.models.offline.text.items import Item
from rowsmith.agents.models.offline.text.spelling import is_known as is_known_word

ENOUGH = 2.5
KNOWN = 1.0
LONG_WORD = 6

Words = tuple[str, ...]


@dataclass(slots=True)
class Candidate:
    """A phrase with the weight of its signs; `raws` are the words as first written."""

    words: Words
    raws: tuple[str, ...]
    span: tuple[int, int]
    weight: float = 0.0
    whys: set[str] = field(default_factory=set)


def find_entities(clauses: Sequence[Clause], vocabulary: Vocabulary) -> None:
    """Adds to the vocabulary the entities of these clauses; those of sketches are in it before."""
    candidates = collected(clauses)
    groups = merged(grouped(candidates))
    for members in groups.values():
        chosen = max(members, key=lambda c: (c.weight, len(c.words)))
        known = is_known_entity(chosen.words) or is_known_entity(chosen.words[-1:])
        total = sum(c.weight for c in members) + KNOWN * known
        if (
            total >= ENOUGH
            and not is_attribute_of(chosen.words, groups)
            and not is_column(vocabulary, chosen)
        ):
            add(vocabulary, chosen, [c.words for c in members])
    add_head_aliases(vocabulary)


def is_column(vocabulary: Vocabulary, candidate: Candidate) -> bool:
    """A column that a sketch or SQL gave to one of its tables: frames 24 or 36."""
    return vocabulary.named(candidate.words) is None and any(
        attribute.given and attribute.words == candidate.words
        for entity in vocabulary.entities.values()
        for attribute in entity.attributes.values()
    )


def is_attribute_of(words: Words, groups: Mapping[Words, list[Candidate]]) -> bool:
    """request categories, ticket types: a usual column of another entity."""
    return (
        len(words) > 1
        and words[:-1] in groups
        and words[-1] in {"category", "type", "status", "level", "date", "code"}
    )


def collected(clauses: Sequence[Clause]) -> dict[Words, Candidate]:
    found: dict[Words, Candidate] = {}
    for clause in clauses:
        for sign in signs(clause.items, clause.first):
            generic = sign.phrase.head in word_list("words", "generic_heads") and not is_people(
                sign.phrase, clause
            )
            thing = (
                sign.phrase.head != "person"
                and sign.why == "counted"
                and sign.phrase.head in word_list("words", "entity_when_counted")
            )
            if (generic and not thing and len(sign.phrase.words) == 1) or "percent" in sign.phrase.head:
                continue
            candidate = found.setdefault(sign.phrase.words, new_candidate(sign.phrase, clause.items))
            if sign.why not in candidate.whys:
                candidate.weight += sign.weight
                candidate.whys.add(sign.why)
            if sign.phrase.is_plural and plural(candidate.raws[-1].lower()) == sign.phrase.raws[-1].lower():
                candidate.raws = sign.phrase.raws
    return found


def is_people(phrase: NounPhrase, clause: Clause) -> bool:
    """500 persons are a table, unless a heading names them: Borrowers: 1,000 people."""
    if phrase.raws[-1].lower() not in {"persons", "people"}:
        return False
    headings = [clause.items[at - 1] for at in range(1, phrase.start) if clause.items[at].word == ":"]
    collections = word_list("words", "collections")
    return not any(is_plural(item.raw) and item.raw.lower() not in collections for item in headings)


def new_candidate(phrase: NounPhrase, items: Sequence[Item]) -> Candidate:
    return Candidate(phrase.words, phrase.raws, (items[phrase.start].start, items[phrase.end - 1].end))


def grouped(candidates: Mapping[Words, Candidate]) -> dict[Words, list[Candidate]]:
    """Phrases that name one thing: a longer one and its head (parking tickets, tickets), if no other has that head."""
    by_head: defaultdict[str, list[Words]] = defaultdict(list)
    for words in candidates:
        by_head[words[-1]].append(words)
    groups: defaultdict[Words, list[Candidate]] = defaultdict(list)
    for words, candidate in candidates.items():
        longer = [other for other in by_head[words[-1]] if len(other) > 1]
        key = longer[0] if len(words) == 1 and len(longer) == 1 else words
        groups[key].append(candidate)
    return groups


def merged(groups: dict[Words, list[Candidate]]) -> dict[Words, list[Candidate]]:
    """Two names of one kind of thing are one entity: homes and households, gifts and donations."""
    result: dict[Words, list[Candidate]] = {}
    order = sorted(groups, key=lambda words: -sum(c.weight for c in groups[words]))
    for words in order:
        twin = next(
            (other for other in result if are_synonyms(other, words) or is_misspelt(other, words)), None
        )
        if twin is None or (
            any("counted" in c.whys for c in groups[words]) and any("counted" in c.whys for c in result[twin])
        ):
            result[words] = list(groups[words])
        else:
            result[twin].extend(replace(c, weight=0.0) for c in groups[words])
    first = {words: min(c.span for c in members) for words, members in result.items()}
    return dict(sorted(result.items(), key=lambda pair: first[pair[0]]))


def is_misspelt(a: Words, b: Words) -> bool:
    """One letter apart, and one of them no word that is known: erupions and eruptions."""
    if len(a) != len(b) or a[:-1] != b[:-1] or min(len(a[-1]), len(b[-1])) < LONG_WORD:
        return False
    near = OSA.distance(a[-1], b[-1], score_cutoff=1) == 1
    return near and not (is_known_word(a[-1]) and is_known_word(b[-1]))


def are_synonyms(a: Words, b: Words) -> bool:
    """True where the ontology knows one as another name of the other."""
    pairs = [
        (known, other)
        for one, other in ((a, b), (b, a))
        for known in by_name().get(one, ())
        if known.name == one
    ]
    return any(other in known.also for known, other in pairs)


def add(vocabulary: Vocabulary, candidate: Candidate, aliases: Sequence[Words]) -> None:
    for words in (candidate.words, *aliases, candidate.words[-1:]):
        known = vocabulary.named(words)
        if known is not None:
            known.aliases.extend(a for a in aliases if a not in known.aliases and a != known.words)
            return
    name = "_".join(part.lower().replace("-", "_") for part in candidate.raws)
    entity = Entity(table_name(name), candidate.words, candidate.span)
    entity.aliases = [a for a in aliases if a != candidate.words]
    vocabulary.add(entity)


def table_name(name: str) -> str:
    """In the plural, with the first words as they were written."""
    return name if singular(name) != name or name in word_list("words", "uncountable") else plural(name)


def add_head_aliases(vocabulary: Vocabulary) -> None:
    """The head alone mentions an entity when no other entity has that head."""
    heads: defaultdict[str, list[Entity]] = defaultdict(list)
    for entity in vocabulary.entities.values():
        heads[entity.words[-1]].append(entity)
    for head, owners in heads.items():
        if len(owners) == 1 and owners[0].words != (head,) and (head,) not in owners[0].aliases:
            owners[0].aliases.append((head,))
