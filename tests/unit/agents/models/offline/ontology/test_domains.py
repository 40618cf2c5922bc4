"""Every file of the ontology keeps its contract: names resolve, states are there, relations have both ends."""

from __future__ import annotations

import pytest

from rowsmith.agents.models.offline.ontology.columns import is_known as is_known_column
from rowsmith.agents.models.offline.ontology.columns import split_name
from rowsmith.agents.models.offline.ontology.knowledge import Domain, by_name, domains, find
from rowsmith.tools.semantics import kind_named

every_domain = pytest.mark.parametrize("domain", domains(), ids=lambda domain: domain.name)


def test_at_least_forty_domains() -> None:
    assert len(domains()) >= 40
    assert len({domain.name for domain in domains()}) == len(domains())


@every_domain
def test_the_core_is_of_the_domain_and_holds_together(domain: Domain) -> None:
    assert 2 <= len(domain.core) <= 7
    assert set(domain.core) <= domain.entities.keys()
    linked = set()
    for words in domain.core:
        entity = domain.entities[words]
        for parent in {*entity.parents, *entity.twice} & set(domain.core):
            linked |= {words, parent}
    assert len(linked) >= len(domain.core) - 1


@every_domain
def test_every_entity_resolves_to_itself(domain: Domain) -> None:
    for words, entity in domain.entities.items():
        assert find(words, {domain.name: 99.0}) is entity


@every_domain
def test_every_column_is_known(domain: Domain) -> None:
    for entity in domain.entities.values():
        for column in entity.columns:
            assert column in entity.own or is_known_column(split_name(column)), (entity.name, column)


@every_domain
def test_every_semantic_kind_exists(domain: Domain) -> None:
    for entity in domain.entities.values():
        for sampler in entity.own.values():
            assert "semantic" not in sampler or kind_named(sampler["semantic"]) is not None


@every_domain
def test_states_have_weights(domain: Domain) -> None:
    for entity in domain.entities.values():
        if entity.states is not None:
            _, weights = entity.states
            assert len(weights) > 1
            assert all(weight > 0 for weight in weights.values())


@every_domain
def test_what_is_counted_through_exists(domain: Domain) -> None:
    for entity in domain.entities.values():
        counted = {parent: span for parent, span in entity.parents.items() if span is not None}
        for parent, (low, high) in counted.items():
            assert 0 <= low <= high
            assert entity.rows >= 1, (entity.name, parent)
        for child in entity.sums.values():
            assert child in by_name(), (entity.name, child)


@every_domain
def test_filled_columns_name_known_states(domain: Domain) -> None:
    for entity in domain.entities.values():
        states = entity.states
        for column, rule in entity.fills.items():
            if isinstance(rule, dict) and "states" in rule:
                assert states is not None, (entity.name, column)
                assert set(rule["states"]) <= set(states[1])
