"""Requirements are written once, and again only where the tables under a check changed."""

from __future__ import annotations

import pytest

from rowsmith.agents.requirements import Requirement, RequirementCheck
from rowsmith.agents.validation_agent.require import UNREAD, is_stale, unread
from rowsmith.tools.checks.layout import Layout, LayoutColumn, LayoutTable

LAYOUT = Layout(
    (LayoutTable("cats", 3, (LayoutColumn("cat_id", "BIGINT"), LayoutColumn("name", "VARCHAR"))),)
)


def wish(*sql: str) -> Requirement:
    checks = tuple(RequirementCheck(sql=one) for one in sql)
    return Requirement(id="r1", quote="cats", span=(0, 4), says="so it is", kind="rule", checks=checks)


@pytest.mark.parametrize(
    ("sql", "stale"),
    [
        ((), False),
        (("select name from cats where name is null",), False),
        (("select 1 as n where (select count(*) from cats) <> 3",), False),
        (("select colour from cats",), True),
        (("select * from dogs",), True),
        (("select 'cats have no colour' as missing",), True),
        (("select name from cats", "select 'no colour' as missing"), True),
    ],
)
def test_a_check_of_what_is_gone_or_was_missing_is_stale(sql: tuple[str, ...], stale: bool) -> None:
    assert is_stale(wish(*sql), LAYOUT) is stale


def test_what_was_passed_over_is_told_in_the_persons_words() -> None:
    (first, second) = unread(["cats purr", "dogs bark"], [wish()])
    assert [first.quote, second.quote] == ["purr", "dogs bark"]
    assert (first.span, first.message) == ((5, 9), 0)
    assert (second.span, second.message) == ((0, 9), 1)
    assert {first.reading, second.reading} == {"not_understood"}
    assert first.reason == UNREAD
    assert first.id != second.id
