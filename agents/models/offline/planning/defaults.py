"""What a message asks for when it names a domain and next to nothing in it: the domain's usual tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rowsmith.agents.models.offline.ontology.knowledge import Domain, EntityKnowledge, domains, find
from rowsmith.agents.models.offline.reading.statements import Has, Located, Statement, Unread
from rowsmith.agents.models.offline.reading.vocabulary import Entity, Vocabulary
from rowsmith.agents.models.offline.text.inflection import plural

ENOUGH = 0.7
Scores = Mapping[str, float]


def with_core(vocabulary: Vocabulary, statements: Sequence[Statement], scores: Scores) -> Vocabulary:
    """The vocabulary with the domain's usual tables, where the words name one table at most and say little of it."""
    said = [one for one in statements if not isinstance(one, Located | Unread | Has)]
    if said or len(vocabulary.entities) > 1 or any(e.given for e in vocabulary.entities.values()):
        return vocabulary
    domain = best(scores)
    if domain is None:
        return vocabulary
    named = next(iter(vocabulary.entities.values()), None)
    core = [domain.entities[words] for words in domain.core]
    if named is not None and not stands_for(named, core, scores):
        kind = find(named.words, scores)
        return vocabulary if kind is not None and kind.domain == domain.name else Vocabulary(_named(core))
    entities = _named(core)
    if named is None:
        return Vocabulary(entities)
    kept = {named.name: named}
    kind = find(named.words, scores)
    return Vocabulary(kept | {n: e for n, e in entities.items() if kind is None or e.words != kind.name})


def best(scores: Scores) -> Domain | None:
    """The domain that the words fit best, None where they fit none well; of equal ones the narrowest."""
    fitting = [domain for domain in domains() if scores.get(domain.name, 0.0) >= ENOUGH]
    return max(fitting, key=lambda domain: (scores[domain.name], -len(domain.cues)), default=None)


def stands_for(named: Entity, core: Sequence[EntityKnowledge], scores: Scores) -> bool:
    """Whether the one table that was named is among the usual ones."""
    kind = find(named.words, scores)
    return kind is not None and kind in core


def _named(core: Sequence[EntityKnowledge]) -> dict[str, Entity]:
    names = {"_".join((*kind.name[:-1], plural(kind.name[-1]))).replace("-", "_"): kind for kind in core}
    return {name: Entity(name, kind.name, (0, 0)) for name, kind in names.items()}
