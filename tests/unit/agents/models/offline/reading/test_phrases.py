"""Every phrase pattern is tested by the examples that stand beside it in its table."""

from __future__ import annotations

import pytest

from rowsmith.agents.models.offline.grammar.rules import Rule, grammar
from rowsmith.agents.models.offline.reading.phrases import BUILDERS, TABLES
from rowsmith.agents.models.offline.reading.reader import read
from rowsmith.agents.models.offline.text.scan import LAYERS, scan

EXAMPLES = [
    (rule, words, reading)
    for name in TABLES
    for rule in grammar(name).rules
    for words, reading in rule.examples
]
QUANTITIES = [
    (words, reading)
    for name in dict.fromkeys(name for name, _ in LAYERS)
    for rule in grammar(name).rules
    for words, reading in rule.examples
]
WITHOUT_EXAMPLES = 49


@pytest.mark.parametrize(
    ("rule", "words", "reading"), EXAMPLES, ids=[f"{rule.makes}-{words[:40]}" for rule, words, _ in EXAMPLES]
)
def test_a_phrase_is_read_as_its_example_says(rule: Rule, words: str, reading: str) -> None:
    found = read(words)
    assert rule.pattern in found.patterns
    assert reading in "\n".join(map(str, found.statements))


@pytest.mark.parametrize(("words", "reading"), QUANTITIES, ids=[words for words, _ in QUANTITIES])
def test_a_quantity_is_read_as_its_example_says(words: str, reading: str) -> None:
    assert str(scan(words)[-1].value) == reading


def test_each_pattern_has_a_builder_and_nearly_each_an_example() -> None:
    rules = [rule for name in TABLES for rule in grammar(name).rules]
    assert {rule.makes for rule in rules} == set(BUILDERS)
    assert sum(not rule.examples for rule in rules) <= WITHOUT_EXAMPLES
