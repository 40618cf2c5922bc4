"""What entities of common domains carry, and how they relate; the domain is chosen by the words of a message."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

from rowsmith.agents.models.offline.text.items import lemma

Words = tuple[str, ...]
FOLDER = "rowsmith.agents.models.offline.ontology.domains"


@dataclass(frozen=True, slots=True)
class EntityKnowledge:
    """A kind of thing in a domain.

    `columns` are the usual ones by name, `own` their samplers where the name alone would say another;
    `parents` what it may refer to, with the usual number of children per parent (None: only a reference);
    `event` its main date; `after`: column -> (earlier column, shortest, longest distance);
    `fills`: column filled only in some states; `sums`: column -> child whose lines it adds up;
    `twice`: parent -> the two columns that refer to it; `hours`, `weekdays`: when its events happen;
    `may`: columns that it has only when they are asked for; `by`: parents who do it, named even where another
    parent leads to them; `joins`: the two kinds that it ties together when nothing else does.
    """

    name: Words
    domain: str
    also: tuple[Words, ...] = ()
    rows: int = 100
    columns: tuple[str, ...] = ()
    own: Mapping[str, Any] = field(default_factory=dict)
    parents: Mapping[Words, tuple[int, int] | None] = field(default_factory=dict)
    event: str = ""
    after: Mapping[str, tuple[str, str, str]] = field(default_factory=dict)
    fills: Mapping[str, Any] = field(default_factory=dict)
    sums: Mapping[str, Words] = field(default_factory=dict)
    twice: Mapping[Words, tuple[str, str]] = field(default_factory=dict)
    hours: Mapping[str, float] = field(default_factory=dict)
    weekdays: Mapping[str, float] = field(default_factory=dict)
    pair: bool = False
    grid: bool = False
    may: tuple[str, ...] = ()
    by: tuple[Words, ...] = ()
    joins: tuple[Words, ...] = ()

    @property
    def main_date(self) -> str:
        """The date that begins it: its event, else the date that others come after."""
        if self.event:
            return self.event
        bases = [base for base, _, _ in self.after.values()]
        return next((base for base in bases if base not in self.after), "")

    @property
    def states(self) -> tuple[str, Mapping[str, float]] | None:
        """Its state column and the weights of the states, None where it has no states."""
        for column, sampler in self.own.items():
            if "states" in sampler:
                return column, sampler["states"]
        return None


@dataclass(frozen=True, slots=True)
class Domain:
    """`core`: the tables of a database of this domain when nothing else is named, parents first."""

    name: str
    cues: frozenset[Words]
    core: tuple[Words, ...]
    entities: Mapping[Words, EntityKnowledge]


def phrase(text: str) -> Words:
    return tuple(lemma(word) for word in text.replace("-", " ").split()) if " " in text else (lemma(text),)


@cache
def domains() -> tuple[Domain, ...]:
    files = sorted(
        (file for file in resources.files(FOLDER).iterdir() if file.name.endswith(".json")),
        key=lambda f: f.name,
    )
    return tuple(domain_of(json.loads(file.read_text("utf-8"))) for file in files)


def domain_of(content: Mapping[str, Any]) -> Domain:
    name = content["domain"]
    known = [entity_of(phrase(text), name, row) for text, row in content["entities"].items()]
    return Domain(
        name,
        frozenset(phrase(cue) for cue in content["cues"]),
        tuple(phrase(text) for text in content["core"]),
        {entity.name: entity for entity in known},
    )


def entity_of(name: Words, domain: str, row: Mapping[str, Any]) -> EntityKnowledge:
    event = row.get("event", "")
    return EntityKnowledge(
        name=name,
        domain=domain,
        also=tuple(phrase(text) for text in row.get("also", ())),
        rows=row.get("rows", 100),
        columns=tuple(row.get("columns", ())),
        own=row.get("own", {}),
        parents={
            phrase(text): tuple(span) if span else None for text, span in row.get("parents", {}).items()
        },
        event=event or row.get("event_is", ""),
        after={column: tuple(rule) for column, rule in row.get("after", {}).items()},
        fills=row.get("fills", {}),
        sums={column: phrase(text) for column, text in row.get("sums", {}).items()},
        twice={phrase(text): tuple(pair) for text, pair in row.get("twice", {}).items()},
        hours=row.get("hours", {}),
        weekdays=row.get("weekdays", {}),
        pair=row.get("pair", False),
        grid=row.get("grid", False),
        may=tuple(row.get("may", ())),
        by=tuple(phrase(text) for text in row.get("by", ())),
        joins=tuple(phrase(text) for text in row.get("joins", ())),
    )


@cache
def by_name() -> Mapping[Words, tuple[EntityKnowledge, ...]]:
    """Every phrase that names an entity, its own name first, in all domains."""
    found: defaultdict[Words, list[EntityKnowledge]] = defaultdict(list)
    for domain in domains():
        for entity in domain.entities.values():
            found[entity.name].append(entity)
    for domain in domains():
        for entity in domain.entities.values():
            for also in entity.also:
                if entity not in found[also]:
                    found[also].append(entity)
    return {name: tuple(known) for name, known in found.items()}


@cache
def cues() -> Mapping[Words, tuple[str, ...]]:
    found: defaultdict[Words, list[str]] = defaultdict(list)
    for domain in domains():
        for cue in domain.cues:
            found[cue].append(domain.name)
    return {cue: tuple(names) for cue, names in found.items()}


def is_known(words: Words) -> bool:
    """True for the name of an entity in any domain."""
    return words in by_name()


def domain_scores(lemmas: Iterable[str], names: Iterable[Words]) -> dict[str, float]:
    """How well each domain fits: a point for each cue among the words, one and a half for each entity named."""
    present = set(lemmas)
    scores: defaultdict[str, float] = defaultdict(float)
    for cue, owners in cues().items():
        if all(word in present for word in cue):
            for owner in owners:
                scores[owner] += 1.0 / len(owners) ** 0.5
    for name in names:
        named = {entity.domain for entity in by_name().get(name, ())}
        for owner in named:
            scores[owner] += 1.5 / len(named) ** 0.5
    return dict(scores)


def find(words: Words, scores: Mapping[str, float]) -> EntityKnowledge | None:
    """What is known of an entity of this name, or of its last word, in the domain that fits best."""
    for start in range(len(words)):
        known = by_name().get(words[start:])
        if known:
            return max(
                known, key=lambda entity: (scores.get(entity.domain, 0.0), entity.name == words[start:])
            )
    return None
