"""Entities and attributes marked in a clause: E items name an entity, A items a usual or known attribute, X items
any other noun phrase.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace

from rowsmith.agents.models.offline.lexicon.load import table, words
from rowsmith.agents.models.offline.ontology.columns import is_exactly_known, is_known, knowledge
from rowsmith.agents.models.offline.reading.cuts import Cutter
from rowsmith.agents.models.offline.reading.evidence import is_number_of
from rowsmith.agents.models.offline.reading.noun_phrases import is_adjective, is_function
from rowsmith.agents.models.offline.reading.vocabulary import Entity
from rowsmith.agents.models.offline.text.items import Item, Mention

PRICES = words("mentions", "prices")
PER_UNITS = words("mentions", "per_units")
FORM_WORDS = words("mentions", "form_words")
OF_HEADS = words("mentions", "of_heads")
LONG_PERIODS = words("mentions", "long_periods")
SHORT_PERIODS = words("mentions", "short_periods")


class Marker(Cutter):
    """Marks the mentions of one vocabulary."""

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
        if self.entity_at(items, end + 1) is not None or after in LONG_PERIODS:
            return False
        if after in SHORT_PERIODS:
            return is_known(words_)
        return words_[-1] in PRICES and (after in PER_UNITS or after in table("units")["other"])

    def marked_run(self, items: Sequence[Item], start: int, end: int) -> list[Item]:
        """A run as mentions: an entity with what stands before it, an attribute of a named entity, or names alone."""
        found = self.entity_in(items, start, end)
        if found is None or is_number_of(items, found[1]):
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

    def names(self, items: Sequence[Item], start: int, end: int, owner: str) -> list[Item]:
        """A run without entities as one or several attribute names."""
        cuts = self.cuts(items, start, end)
        bounds = [start, *cuts, end]
        return [self.named_item(items, a, b, owner) for a, b in itertools.pairwise(bounds)]

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
        if words[-1:] == ("time",) and end + 1 < len(items) and items[end].word == "in":
            unit = items[end + 1]
            timed = unit.word in table("units")["time"] and unit.symbol == "w"
            words, raws = (*words, *((unit.word,) if timed else ())), (*raws, *((unit.raw,) if timed else ()))
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


def entity_item(items: Sequence[Item], start: int, end: int, entity: Entity) -> Item:
    raw = " ".join(item.raw for item in items[start:end])
    first, last = items[start], items[end - 1]
    return Item("E", entity.name, first.start, last.end, first.spaced, entity.name, raw)


def parts_of(text: str) -> list[str]:
    """first_name is two words, as is startTime; a lone underscore stays."""
    return [part for part in text.replace("-", "_").split("_") if part] or [text]
