"""Phrase tables as rules: a pattern, what it makes, and the examples that are its tests."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from rowsmith.agents.models.offline.grammar.pattern import ANYTHING, Compiled, Compiler
from rowsmith.agents.models.offline.grammar.sentence import Sentence
from rowsmith.agents.models.offline.lexicon.load import table
from rowsmith.agents.models.offline.text.items import Item


@dataclass(frozen=True, slots=True)
class Rule:
    """`makes` names the builder; `options` are its constants; `examples` pair words with the expected reading."""

    pattern: str
    makes: str
    options: Mapping[str, Any]
    examples: tuple[tuple[str, str], ...]
    compiled: Compiled
    rank: int


@dataclass(frozen=True, slots=True)
class Found:
    """A rule that matched items[start:end] of a sentence."""

    rule: Rule
    start: int
    end: int
    slots: Mapping[str, Item] = field(default_factory=dict)
    items: tuple[Item, ...] = ()

    def get(self, name: str) -> Item | None:
        return self.slots.get(name)

    def has_word(self, word: str) -> bool:
        """Whether a word or mark stands among the matched items."""
        return any(item.word == word and not item.symbol.isupper() for item in self.items)

    @property
    def options(self) -> Mapping[str, Any]:
        return self.rule.options


class Grammar:
    """Rules by the keys that they can begin with."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.rules = tuple(rules)
        self.by_key: dict[str, list[Rule]] = defaultdict(list)
        for rule in self.rules:
            for key in {ANYTHING} if ANYTHING in rule.compiled.first else rule.compiled.first:
                self.by_key[key].append(rule)

    def candidates(self, key: str) -> list[Rule]:
        return self.by_key.get(key, []) + self.by_key.get(ANYTHING, [])

    def all_at(self, sentence: Sentence, start: int) -> list[Found]:
        """What matches at this item, the longest first; of equally long ones the rule written first."""
        found = []
        for rule in self.candidates(sentence.items[start].key):
            if not rule.compiled.needed <= sentence.words:
                continue
            match = rule.compiled.expression.match(sentence.code, sentence.offsets[start])
            if match and match.end() > match.start():
                slots = {
                    name: sentence.items[sentence.index_at(match.start(group))]
                    for group, name in rule.compiled.slots
                    if match.group(group) is not None
                }
                end = sentence.index_at(match.end())
                found.append(Found(rule, start, end, slots, sentence.items[start:end]))
        return sorted(found, key=lambda f: (-f.end, f.rule.rank))

    def longest_at(self, sentence: Sentence, start: int) -> Found | None:
        found = self.all_at(sentence, start)
        return found[0] if found else None


@cache
def grammar(name: str) -> Grammar:
    """The rules of a phrase table: {"macros": {...}, "rules": [{"pattern", "makes", "examples", ...options}]}."""
    content = table(name)
    macros: dict[str, str] = {**table("macros"), **content.get("macros", {})}
    return Grammar(rule_of(row, macros, rank) for rank, row in enumerate(content["rules"]))


def rule_of(row: Mapping[str, Any], macros: Mapping[str, str], rank: int) -> Rule:
    options = {key: value for key, value in row.items() if key not in {"pattern", "makes", "examples"}}
    examples = tuple((words, reading) for words, reading in row.get("examples", {}).items())
    compiled = Compiler(row["pattern"], macros).compile()
    return Rule(row["pattern"], row["makes"], options, examples, compiled, rank)
