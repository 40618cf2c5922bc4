"""Which words of a clause may be nouns: part of the name of an entity or an attribute."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

from rowsmith.agents.models.offline.lexicon.load import table, words
from rowsmith.agents.models.offline.ontology.columns import is_exactly_known, is_known
from rowsmith.agents.models.offline.reading.noun_phrases import is_adjective, is_function, is_plural, is_verb
from rowsmith.agents.models.offline.reading.phrases import statements_grammar
from rowsmith.agents.models.offline.reading.vocabulary import Entity, Vocabulary
from rowsmith.agents.models.offline.text.items import Item

MODALS = words("mentions", "modals")
START_LINKS = words("mentions", "start_links")
DAY_PARTS = words("mentions", "day_parts")
DETERMINERS = words("mentions", "determiners")
BOUNDS = words("mentions", "bounds")
IDIOM_WORDS = words("mentions", "idiom_words")
BEFORE_DAY_PARTS = words("mentions", "before_day_parts")
COMPOUND_STARTS = words("mentions", "compound_starts")
IRREGULAR_PARTICIPLES = words("mentions", "irregular_participles")
EXTREMES = words("mentions", "extremes")
ORDERED = words("mentions", "ordered")
BEFORE_ORDERS = words("mentions", "before_orders")
BEFORE_TIMES = words("mentions", "before_times")
AFTER_PARTICIPLES = words("mentions", "after_participles")


class Nouns:
    """Tells nouns from verbs and phrases, by what stands around them and what one vocabulary names."""

    def __init__(
        self, vocabulary: Vocabulary, is_state: Callable[[tuple[str, ...]], bool] = lambda words: False
    ) -> None:
        self.phrases = list(vocabulary.phrases())
        self.vocabulary = vocabulary
        self.is_state = is_state

    def is_nominal(self, items: Sequence[Item], at: int) -> bool:
        """Whether the word that stands here may be a noun."""
        item = items[at]
        if item.symbol != "w":
            return False
        if item.raw.isupper() and len(item.raw) > 1 and is_function(item.word):
            return True
        if item.word in BOUNDS and self.is_followed_by(items, at, START_LINKS):
            return False
        if self.is_named(items, at) or (
            item.word in words("words", "periods") and self.is_money_after(items, at)
        ):
            return True
        if item.word == "total":
            return self.is_total(items, at)
        if self.is_idiom(items, at):
            return False
        if is_function(item.word) or is_adjective(item):
            return self.is_own_column(item)
        return self.is_plain_noun(items, at)

    def is_named(self, items: Sequence[Item], at: int) -> bool:
        """A word of an entity's name or of a state."""
        if is_adjective(items[at]) and self.is_state((items[at].word,)):
            return True
        return self.entity_at(items, at) is not None and not self.is_verb_here(items, at)

    def is_idiom(self, items: Sequence[Item], at: int) -> bool:
        """Three times the weight, out of stock, at a time: words of phrases."""
        item = items[at]
        before = items[at - 1] if at else None
        if item.raw.lower() == "times" and before is not None and before.symbol == "w":
            return self.is_noun_after(items, at) or self.is_phrase_word(items, at)
        if item.word == "stock":
            return at > 1 and items[at - 1].word == "of" and items[at - 2].word == "out"
        return item.word in IDIOM_WORDS and self.is_phrase_word(items, at)

    def is_plain_noun(self, items: Sequence[Item], at: int) -> bool:
        item = items[at]
        if self.is_own_column(item):
            return True
        if self.is_spelled_out(items, at) or self.is_participle(items, at):
            return False
        return not is_verb(item.word) or (not self.is_verb_here(items, at) and self.is_noun_like(items, at))

    def is_noun_after(self, items: Sequence[Item], at: int) -> bool:
        after = items[at + 1] if at + 1 < len(items) else None
        return after is not None and after.symbol == "w" and not is_function(after.word)

    def is_followed_by(self, items: Sequence[Item], at: int, words_: frozenset[str]) -> bool:
        return at + 1 < len(items) and items[at + 1].word in words_ and not items[at + 1].symbol.isupper()

    def is_noun_like(self, items: Sequence[Item], at: int) -> bool:
        """A verb that is a usual column by itself or before one: rating; publish date, work email."""
        if is_known((items[at].word,)):
            return True
        after = items[at + 1] if at + 1 < len(items) else None
        before = items[at - 1].word if at else ""
        if before in {"a", "an", "the", "with"} and after is not None and after.symbol == "w":
            return not is_function(after.word) and not is_verb(after.word)
        return (
            after is not None
            and after.symbol == "w"
            and is_exactly_known((after.word,))
            and not is_function(after.word)
        )

    def is_money_after(self, items: Sequence[Item], at: int) -> bool:
        """monthly fee, annual salary: the period belongs to the name."""
        after = items[at + 1] if at + 1 < len(items) else None
        return after is not None and after.word in words("words", "paid_by_period")

    def is_phrase_word(self, items: Sequence[Item], at: int) -> bool:
        """any time, at a time, the sum of: no names."""
        before = items[at - 1].word if at else ""
        after = items[at + 1].word if at + 1 < len(items) else ""
        if items[at].word == "sum":
            return after == "of"
        return before in BEFORE_TIMES or (before == "a" and at > 1 and items[at - 2].word == "at")

    def is_total(self, items: Sequence[Item], at: int) -> bool:
        """The ticket total, a total; not "a total of 45" or "in total"."""
        before, after = items[at - 1].word if at else "", items[at + 1] if at + 1 < len(items) else None
        if (
            after is not None
            and self.is_declared((after.word,))
            and not is_exactly_known(("total", after.word))
        ):
            return False
        if before == "in" or (
            after is not None and (after.word in {"of", "number"} or after.symbol in {"N", "E"})
        ):
            return False
        return (
            after is None
            or after.symbol != "w"
            or is_function(after.word)
            or is_verb(after.word)
            or is_known((after.word,))
        )

    def is_participle(self, items: Sequence[Item], at: int) -> bool:
        """joined 2015-2023, created between ...: what was done and when."""
        raw, after = items[at].raw.lower(), items[at + 1] if at + 1 < len(items) else None
        past = raw.endswith("ed") or raw in IRREGULAR_PARTICIPLES
        if after is None or not past or len(raw) < 4 or self.is_own_column(items[at]):
            return False
        return after.symbol in {"T", "D", "Y", "R"} or (
            after.symbol == "w" and after.word in AFTER_PARTICIPLES | words("words", "periods")
        )

    def is_spelled_out(self, items: Sequence[Item], at: int) -> bool:
        """A word that phrases spell out, and that is no usual column: spread, peak, handful; a unit after "in"."""
        word = items[at].word
        before = items[at - 1].word if at else ""
        if before == "in" and is_unit(word):
            return True
        if word in DAY_PARTS and before in BEFORE_DAY_PARTS:
            return True
        if word == "table":
            return at > 0 and items[at - 1].symbol == "w"
        after = items[at + 1].word if at + 1 < len(items) else ""
        if (word.endswith(("ed", "ing")) or is_verb(word)) and is_known((after,)) and not is_function(after):
            return False
        if word in COMPOUND_STARTS and is_known((after,)) and not is_function(after):
            return False
        if word in EXTREMES and self.is_noun_after(items, at):
            return False
        return word in spelled_out() and not is_exactly_known((word,))

    def is_own_column(self, item: Item) -> bool:
        """A word that a sketch gave as a column's name."""
        raw = item.raw.lower()
        return any(
            a.given and a.name.lower() == raw
            for e in self.vocabulary.entities.values()
            for a in e.attributes.values()
        )

    def is_verb_here(self, items: Sequence[Item], at: int) -> bool:
        """A word that can be a verb is one after a modal, a pronoun or a plural noun."""
        item = items[at]
        if not is_verb(item.word):
            return False
        before = items[at - 1] if at else None
        if self.is_order(items, at):
            return True
        if before is None or before.word in DETERMINERS or before.symbol in {"N", "R", "Y", "P"}:
            return False
        if before.word in MODALS:
            return True
        if before.symbol == "w" and is_plural(before.raw) and not is_function(before.word):
            return not is_plural(item.raw)
        after = items[at + 1] if at + 1 < len(items) else None
        named = before.symbol == "w" and self.vocabulary.named((before.word,)) is not None
        acts = (
            after is None
            or after.symbol != "w"
            or not (is_verb(after.word) or after.word in MODALS or after.word == "be")
        )
        return named and acts and item.raw.lower() != item.word

    def is_order(self, items: Sequence[Item], at: int) -> bool:
        """Please make the total ...: the verb of an order has a determiner after it."""
        before, after = items[at - 1].word if at else "", items[at + 1].word if at + 1 < len(items) else ""
        return before in BEFORE_ORDERS and after in ORDERED

    def entity_at(self, items: Sequence[Item], at: int) -> tuple[Entity, int] | None:
        """The entity that is named from this item on, and where its name ends."""
        for words, entity in self.phrases:
            end = at + len(words)
            if end <= len(items) and all(
                items[at + i].word == w and items[at + i].symbol == "w" for i, w in enumerate(words)
            ):
                return entity, end
        return None

    def exact(self, entity: Entity, words: tuple[str, ...]) -> bool:
        return any(a.words == words for a in entity.attributes.values())

    def is_declared(self, words: tuple[str, ...]) -> bool:
        return any(self.exact(entity, words) for entity in self.vocabulary.entities.values())


@cache
def spelled_out() -> frozenset[str]:
    """The words of the phrase tables that begin or continue a phrase as they are."""
    return frozenset(
        word
        for rule in statements_grammar().rules
        for word in rule.compiled.literals
        if any(map(str.isalpha, word))
    ) - words("mentions", "no_spelled_out")


def is_unit(word: str) -> bool:
    units = table("units")
    return word == "percent" or word in units["time"] or word in units["other"]
