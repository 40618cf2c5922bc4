"""Entities and attributes marked in a clause: E items name an entity, A items a usual or known attribute, X items
any other noun phrase.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache

from rowsmith.agents.models.offline.lexicon.load import table, words
from rowsmith.agents.models.offline.ontology.columns import is_exactly_known, is_known, knowledge
from rowsmith.agents.models.offline.reading.noun_phrases import is_adjective, is_function, is_plural, is_verb
from rowsmith.agents.models.offline.reading.phrases import statements_grammar
from rowsmith.agents.models.offline.reading.vocabulary import Entity, Vocabulary
from rowsmith.agents.models.offline.text.items import Item, Mention

MODALS = words("mentions", "modals")
START_LINKS = words("mentions", "start_links")
WHEN = words("mentions", "when")
PRICES = words("mentions", "prices")
PER_UNITS = words("mentions", "per_units")
FORM_WORDS = words("mentions", "form_words")
DAY_PARTS = words("mentions", "day_parts")
DETERMINERS = words("mentions", "determiners")
LEADING = words("mentions", "leading")
COMPOUND_ENDINGS = words("mentions", "compound_endings")
ALONE = words("mentions", "alone")
NOUNS = frozenset({"manager", "parent", "uk", "us"}) - frozenset({"uk", "us"})
OF_HEADS = words("mentions", "of_heads")


class Marker:
    """Marks the mentions of one vocabulary."""

    def __init__(
        self, vocabulary: Vocabulary, is_state: Callable[[tuple[str, ...]], bool] = lambda words: False
    ) -> None:
        self.phrases = list(vocabulary.phrases())
        self.vocabulary = vocabulary
        self.is_state = is_state

    def mark(self, items: Sequence[Item]) -> list[Item]:
        result: list[Item] = []
        at = 0
        while at < len(items):
            end = self.run_end(items, at)
            if end == at:
                adjective = items[at].symbol == "w" and is_adjective(items[at])
                result.append(replace(items[at], symbol="J") if adjective else items[at])
                at += 1
            else:
                result.extend(self.marked_run(items, at, end))
                at = end
        return result

    def run_end(self, items: Sequence[Item], start: int) -> int:
        """The end of the words that may be nouns; "number of guests" and "date of birth" are one run."""
        end = start
        while end < len(items) and self.is_nominal(items, end) and not self.is_code_after(items, start, end):
            end += 1
        if end > start and self.joins_of(items, start, end):
            after = self.run_end(items, end + 1)
            return after if after > end + 1 else end
        return end

    def is_code_after(self, items: Sequence[Item], start: int, at: int) -> bool:
        """Capitals after a usual column are no part of its name: policy number POL."""
        raw = items[at].raw
        return (
            at > start and raw.isupper() and len(raw) > 1 and is_known(tuple(i.word for i in items[start:at]))
        )

    def joins_of(self, items: Sequence[Item], start: int, end: int) -> bool:
        if end + 1 >= len(items) or items[end].word not in {"of", "per"} or items[end + 1].symbol != "w":
            return False
        if items[end].word == "per":
            return self.joins_per(items, start, end)
        both = (items[end - 1].word, items[end].word, items[end + 1].word)
        return is_exactly_known(both) or (
            end == start + 1 and items[start].word in OF_HEADS and not is_function(items[end + 1].word)
        )

    def joins_per(self, items: Sequence[Item], start: int, end: int) -> bool:
        """price per night, cents per kwh: not a number per parent."""
        words_ = tuple(item.word for item in items[start:end])
        after = items[end + 1].word
        if self.entity_at(items, end + 1) is not None or after in {"year", "month", "day", "week"}:
            return False
        if after in {"hour", "minute", "second"}:
            return is_known(words_)
        return words_[-1] in PRICES and (after in PER_UNITS or after in table("units")["other"])

    def is_nominal(self, items: Sequence[Item], at: int) -> bool:  # noqa: C901, PLR0912 - one question after the other
        item = items[at]
        if item.symbol != "w":
            return False
        if item.raw.isupper() and len(item.raw) > 1 and is_function(item.word):
            return True
        if item.word in {"start", "end", "begin", "finish"} and self.is_followed_by(items, at, START_LINKS):
            return False
        if is_adjective(item) and self.is_state((item.word,)):
            return True
        if self.entity_at(items, at) is not None and not self.is_verb_here(items, at):
            return True
        if item.word in words("words", "periods") and self.is_money_after(items, at):
            return True
        if item.word == "total":
            return self.is_total(items, at)
        if (
            item.raw.lower() == "times"
            and at
            and items[at - 1].symbol == "w"
            and self.is_noun_after(items, at)
        ):
            return False
        if item.word == "stock" and at > 1 and items[at - 1].word == "of" and items[at - 2].word == "out":
            return False
        if item.word in {"time", "sum"} and self.is_phrase_word(items, at):
            return False
        if is_function(item.word) or is_adjective(item):
            return self.is_own_column(item)
        if self.is_spelled_out(items, at) or self.is_participle(items, at):
            return False
        if is_verb(item.word):
            return self.is_own_column(item) or (
                not self.is_verb_here(items, at) and self.is_noun_like(items, at)
            )
        return True

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
        return before in {"any", "some", "same", "this", "that", "over", "first"} or (
            before == "a" and at > 1 and items[at - 2].word == "at"
        )

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
        if after is None or not raw.endswith("ed") or len(raw) < 5 or self.is_own_column(items[at]):
            return False
        return after.symbol in {"T", "D", "Y"} or (
            after.symbol == "w" and after.word in WHEN | {"the", "a", "an", "to", "their", "its", "one"}
        )

    def is_spelled_out(self, items: Sequence[Item], at: int) -> bool:
        """A word that phrases spell out, and that is no usual column: spread, peak, handful; a unit after "in"."""
        word = items[at].word
        before = items[at - 1].word if at else ""
        if before == "in" and (
            word == "percent" or word in table("units")["time"] or word in table("units")["other"]
        ):
            return True
        if word in DAY_PARTS and before in {
            "at",
            "in",
            "by",
            "during",
            "the",
            "than",
            "mid",
            "late",
            "early",
        }:
            return True
        if word == "table":
            return at > 0 and items[at - 1].symbol == "w"
        after = items[at + 1].word if at + 1 < len(items) else ""
        if (word.endswith(("ed", "ing")) or is_verb(word)) and is_known((after,)) and not is_function(after):
            return False
        if word in {"max", "min", "maximum", "minimum"} and self.is_noun_after(items, at):
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
        return before in {"", "please", "also", "then"} and after in {
            "the",
            "a",
            "an",
            "sure",
            "its",
            "every",
            "each",
            "all",
            "it",
        }

    def entity_at(self, items: Sequence[Item], at: int) -> tuple[Entity, int] | None:
        """The entity that is named from this item on, and where its name ends."""
        for words, entity in self.phrases:
            end = at + len(words)
            if end <= len(items) and all(
                items[at + i].word == w and items[at + i].symbol == "w" for i, w in enumerate(words)
            ):
                return entity, end
        return None

    def marked_run(self, items: Sequence[Item], start: int, end: int) -> list[Item]:
        """A run as mentions: an entity with what stands before it, an attribute of a named entity, or names alone."""
        found = self.entity_in(items, start, end)
        if found is None:
            return self.names(items, start, end, "")
        entity, first, last = found
        if last == end:
            before = self.names(items, start, first, "") if first > start else []
            return [*before, entity_item(items, first, last, entity)]
        whole = tuple(item.word for item in items[start:end])
        if (
            entity.attribute(whole) is not None
            or is_known(whole[last - start :])
            or self.owned(entity, whole[last - start :])
        ):
            return self.names(items, start, end, entity.name)
        before = self.names(items, start, first, "") if first > start else []
        return [*before, entity_item(items, first, last, entity), *self.names(items, last, end, "")]

    def owned(self, entity: Entity, words: tuple[str, ...]) -> bool:
        return entity.attribute(words) is not None

    def entity_in(self, items: Sequence[Item], start: int, end: int) -> tuple[Entity, int, int] | None:
        """The last entity named in a run, unless the run as a whole names an attribute."""
        whole = tuple(item.word for item in items[start:end])
        if end - start > 1 and any(
            e.attribute(whole) is not None and self.exact(e, whole) for e in self.vocabulary.entities.values()
        ):
            return None
        for at in range(end - 1, start - 1, -1):
            found = self.entity_at(items, at)
            if found is not None and found[1] <= end:
                longer = [f for b in range(start, at) if (f := self.entity_at(items, b)) and f[1] == found[1]]
                return (
                    (longer[0][0], at - (len(longer[0][0].words) - 1), found[1])
                    if longer
                    and longer[0][0].words[-1] == items[at].word
                    and found[1] - len(longer[0][0].words) >= start
                    else (found[0], at, found[1])
                )
        return None

    def exact(self, entity: Entity, words: tuple[str, ...]) -> bool:
        return any(a.words == words for a in entity.attributes.values())

    def names(self, items: Sequence[Item], start: int, end: int, owner: str) -> list[Item]:
        """A run without entities as one or several attribute names."""
        cuts = self.cuts(items, start, end)
        bounds = [start, *cuts, end]
        return [self.named_item(items, a, b, owner) for a, b in itertools.pairwise(bounds)]

    def cuts(self, items: Sequence[Item], start: int, end: int) -> list[int]:  # noqa: C901 - rules in their order
        words = [item.word for item in items[start:end]]
        for length in range(1, len(words)):
            if self.is_state(tuple(words[:length])) and self.is_declared(tuple(words[length:])):
                return [start + length]
        if len(words) < 2 or self.is_declared(tuple(words)):
            return []
        single = [is_exactly_known((word,)) for word in words]
        listed = len(words) >= 3 or set(words) <= ALONE
        if all(single) and listed and words[-1] not in COMPOUND_ENDINGS and "of" not in words:
            return self.separate(words, start)
        for length in range(1, len(words)):
            tail = tuple(words[len(words) - length :])
            if self.is_state(tail) and is_known(tuple(words[: len(words) - length])) and not is_known(tail):
                return [end - length]
        parts = segments(tuple(words))
        if len(words) >= 3 and len(parts) > 1 and not is_exactly_known(tuple(words)):
            return [start + offset for offset in parts[1:]]
        if words[0] in LEADING and not is_known(tuple(words)):
            return [start + 1]
        for length in range(len(words) - 1, 0, -1):
            if self.is_state(tuple(words[:length])) and is_known(tuple(words[length:])):
                return [start + length]
        follows = items[end].word if end < len(items) else ""
        leads = words[0] in LEADING and not is_exactly_known(tuple(words))
        if leads and (
            follows in {"/", "|", "or"} or (follows == "," and not is_exactly_known(tuple(words[1:])))
        ):
            return [start + 1]
        return []

    def named_item(self, items: Sequence[Item], start: int, end: int, owner: str) -> Item:
        chosen = items[start:end]
        words = tuple(part for item in chosen for part in parts_of(item.word))
        raws = tuple(part for item in chosen for part in parts_of(item.raw))
        words = words if len(words) == len(raws) else tuple(item.word for item in chosen)
        raws = raws if len(words) == len(raws) else tuple(item.raw for item in chosen)
        if len(words) > 1 and (
            words[-1] in FORM_WORDS or (words[-1] == "timestamp" and "_" in chosen[0].raw)
        ):
            words, raws = words[:-1], raws[:-1]
        known = bool(knowledge(words).kind) or "_" in chosen[-1].raw or bool(self.vocabulary.owners(words))
        if (self.is_state(words) or self.is_lone_participle(words)) and not self.is_declared(words):
            known = False
        mention = Mention(words, raws, owner)
        return Item(
            "A" if known or owner else "X",
            " ".join(words),
            chosen[0].start,
            chosen[-1].end,
            chosen[0].spaced,
            mention,
            " ".join(item.raw for item in chosen),
        )

    def is_lone_participle(self, words: tuple[str, ...]) -> bool:
        """closed, refunded: a state, though a column such as closed_at has its word."""
        return len(words) == 1 and words[0].endswith("ed") and not is_exactly_known(words)

    def is_declared(self, words: tuple[str, ...]) -> bool:
        return any(self.exact(entity, words) for entity in self.vocabulary.entities.values())

    def separate(self, words: list[str], start: int) -> list[int]:
        """Each word alone, but known pairs (model year) together when something is said of the pair."""
        return [start + i for i in range(1, len(words))]


@cache
def spelled_out() -> frozenset[str]:
    """The words of the phrase tables that begin or continue a phrase as they are."""
    return (
        frozenset(
            word
            for rule in statements_grammar().rules
            for word in rule.compiled.literals
            if any(map(str.isalpha, word))
        )
        - NOUNS
    )


def segments(words: tuple[str, ...]) -> list[int]:
    """Where the usual columns begin that fill a run without rest (start time end time); empty where they don't."""
    starts: list[int] = []
    at = 0
    while at < len(words):
        length = next(
            (n for n in range(min(3, len(words) - at), 0, -1) if is_exactly_known(words[at : at + n])), 0
        )
        if not length or (length == 1 and words[at] in COMPOUND_ENDINGS):
            return []
        starts.append(at)
        at += length
    return starts


def entity_item(items: Sequence[Item], start: int, end: int, entity: Entity) -> Item:
    raw = " ".join(item.raw for item in items[start:end])
    first, last = items[start], items[end - 1]
    return Item("E", entity.name, first.start, last.end, first.spaced, entity.name, raw)


def parts_of(text: str) -> list[str]:
    """first_name is two words, as is startTime; a lone underscore stays."""
    return [part for part in text.replace("-", "_").split("_") if part] or [text]
