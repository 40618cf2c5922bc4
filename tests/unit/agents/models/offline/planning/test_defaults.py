"""A domain that is only named gives its usual tables."""

from __future__ import annotations

import pytest

from rowsmith.agents.models.offline.ontology.knowledge import Domain, domains
from rowsmith.agents.models.offline.planning.plan import Wishes, draft_plan
from rowsmith.agents.models.offline.reading.reader import read
from rowsmith.tools.errors import UsageError
from rowsmith.tools.plan import Plan
from rowsmith.tools.plan.lint import lint
from rowsmith.tools.semantics import KindNames


def planned(message: str) -> Plan:
    found = read(message)
    return draft_plan(found.statements, found.vocabulary, found.context.scores, Wishes())


@pytest.mark.parametrize(
    ("message", "tables"),
    [
        ("test data for a small insurance company", {"policyholders", "policies", "claims"}),
        ("test data for a telecom", {"tariffs", "subscribers", "calls", "invoices"}),
        ("I need a database like a mobile phone operator has it", {"subscribers", "calls"}),
        ("a database for a hotel", {"hotels", "rooms", "guests", "bookings"}),
        ("sample data of a library", {"books", "members", "loans"}),
    ],
)
def test_a_domain_gives_its_usual_tables(message: str, tables: set[str]) -> None:
    assert tables <= {table.name for table in planned(message).tables}


def test_a_message_without_a_domain_names_no_table() -> None:
    with pytest.raises(UsageError, match="No table"):
        planned("please surprise me")


def test_tables_that_are_named_stay_alone() -> None:
    assert [t.name for t in planned("200 policies with a premium for an insurance company").tables] == [
        "policies"
    ]


@pytest.mark.parametrize("domain", domains(), ids=lambda domain: domain.name)
def test_the_usual_tables_of_a_domain_make_a_sound_plan(domain: Domain) -> None:

    text = "a database with " + ", ".join(" ".join(words) + "s" for words in domain.core)
    found = read(text)
    plan = draft_plan(found.statements, found.vocabulary, {domain.name: 9.0}, Wishes())
    assert list(lint(plan, kinds=KindNames())) == []


def test_a_long_text_that_names_no_table_means_no_domain() -> None:
    found = read("a hospital")
    with pytest.raises(UsageError, match="No table"):
        draft_plan((), type(found.vocabulary)(), found.context.scores, Wishes(brief=False))
