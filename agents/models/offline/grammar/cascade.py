"""Layers of grammars: each replaces what it recognises by one item, which the next layers see."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rowsmith.agents.models.offline.grammar.rules import Found, Grammar
from rowsmith.agents.models.offline.grammar.sentence import Sentence
from rowsmith.agents.models.offline.text.items import Item, Value

Builder = Callable[[Found], tuple[str, Value] | None]


def rewrite(items: Sequence[Item], grammar: Grammar, builders: dict[str, Builder]) -> list[Item]:
    """The items with every leftmost longest match replaced; a builder that answers None declines its match."""
    sentence = Sentence(items)
    result: list[Item] = []
    at = 0
    while at < len(sentence):
        made = recognised_at(sentence, at, grammar, builders)
        if made is None:
            result.append(sentence.items[at])
            at += 1
        else:
            item, at = made
            result.append(item)
    return result


def recognised_at(
    sentence: Sentence, at: int, grammar: Grammar, builders: dict[str, Builder]
) -> tuple[Item, int] | None:
    for found in grammar.all_at(sentence, at):
        built = builders[found.rule.makes](found)
        if built is not None:
            symbol, value = built
            start, end = sentence.span(found.start, found.end)
            raw = joined(sentence.items[found.start : found.end])
            return Item(symbol, str(value), start, end, sentence.items[at].spaced, value, raw), found.end
    return None


def joined(items: Sequence[Item]) -> str:
    """The items as they were written, with the spaces between them."""
    return "".join((" " if item.spaced and i else "") + item.raw for i, item in enumerate(items))
