"""Children that are too few to belong to one parent each: both numbers stand, and a table pairs them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rowsmith.agents.models.offline.planning.rows import middle, totals_of
from rowsmith.agents.models.offline.reading.statements import Children, Distinct, Refers, Statement
from rowsmith.agents.models.offline.reading.vocabulary import Entity, Vocabulary

TOO_FEW = 2.0


def with_pairs(
    vocabulary: Vocabulary, statements: Sequence[Statement]
) -> tuple[Vocabulary, tuple[Statement, ...]]:
    """As in "25 journalists, 1,300 articles, 1 to 3 journalists per article": a table of articles and journalists."""
    entities = dict(vocabulary.entities)
    kept = list(statements)
    for said in _shared(vocabulary, statements):
        parent, child = entities[said.parent], entities[said.child]
        name = _between(statements, said) or f"{parent.one}_{child.name}"
        entities.setdefault(name, Entity(name, (*parent.words, *child.words), child.span))
        kept = [one for one in kept if one is not said and not _refers(one, said.child, said.parent)]
        kept += [
            replace(said, child=name),
            Refers(name, said.parent, said.quote),
            Refers(name, said.child, said.quote),
            Distinct(name, (child.one,), said.quote, (parent.one,)),
        ]
    return Vocabulary(entities), tuple(kept)


def _shared(vocabulary: Vocabulary, statements: Sequence[Statement]) -> list[Children]:
    """The children that would have to be many more than were said."""
    totals = totals_of(statements)
    found = []
    for said in statements:
        if not isinstance(said, Children) or said.when is not None or said.parent == said.child:
            continue
        if {said.parent, said.child} <= totals.keys() & vocabulary.entities.keys():
            wanted = middle(said.quantity) * middle(totals[said.parent])
            if wanted > TOO_FEW * middle(totals[said.child]):
                found.append(said)
    return found


def _between(statements: Sequence[Statement], said: Children) -> str | None:
    """The table that refers to both already."""
    refers = [one for one in statements if isinstance(one, Refers)]
    of_parent = {one.child for one in refers if one.parent == said.parent}
    of_child = [one.child for one in refers if one.parent == said.child]
    return next((name for name in of_child if name in of_parent and name != said.parent), None)


def _refers(said: Statement, child: str, parent: str) -> bool:
    return isinstance(said, Refers) and (said.child, said.parent) == (child, parent)
