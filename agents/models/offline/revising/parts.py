"""A follow-up message in parts: each asks for one thing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from rowsmith.agents.models.offline.revising.naming import FriendlyPlan, Mention, mentions
from rowsmith.agents.models.offline.revising.words import word_set
from rowsmith.agents.models.offline.text.items import Item
from rowsmith.agents.models.offline.text.quantity import Quantity
from rowsmith.agents.models.offline.text.scan import scan

Sampler = dict[str, Any]
VERBS = (
    "add|drop|remove|delete|rename|make|set|change|double|triple|halve|use|let|give|put|increase|reduce|bump"
)
BREAKS = re.compile(
    rf"(?:(?<=[.!?;])\s+|\n+|(?<=\))\s+and\s+|,?\s+(?:and|then|also)\s+(?=(?:please\s+|also\s+)?(?:{VERBS})\b)|,\s+(?=(?:{VERBS})\b(?! (?:it|those|these|them|that)\b)))",
    re.IGNORECASE,
)
TAKEN_BACK = re.compile(
    r"^(.*?)(?:\b(?:no|wait|actually|hmm)\b,?\s*rather\b|\bscratch that\b|\bno,? wait\b|\bon second thoughts?\b)[:,]?\s*",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(slots=True)
class Part:
    """One wish: its words as items, and what they name in the plan; `focus` is the table spoken of last."""

    text: str
    items: list[Item]
    plan: FriendlyPlan
    focus: str = ""
    named: list[Mention] = field(default_factory=list)

    def of_kind(self, kind: str) -> list[Mention]:
        return [one for one in self.named if one.kind == kind]

    @property
    def tables(self) -> list[str]:
        """The tables that are named, each once."""
        return list(dict.fromkeys(one.table for one in self.of_kind("table")))

    @property
    def table(self) -> str:
        """The one table that this is about: the one that is named, else the one spoken of before."""
        tables = self.tables
        return tables[0] if tables else self.focus

    def columns(self) -> list[Mention]:
        """The columns that are named; where a table is named beside them, those of it."""
        return self._near(self.of_kind("column"))

    def values(self) -> list[Mention]:
        return self._near(self.of_kind("value"))

    def _near(self, found: Sequence[Mention]) -> list[Mention]:
        tables = self.tables or ([self.focus] if self.focus else [])
        columns = {(one.table, one.column) for one in self.of_kind("column")}
        exact = [one for one in found if (one.table, one.column) in columns and one.kind == "value"]
        mine = [one for one in found if one.table in tables]
        return exact or mine or list(found)

    def quantities(self, symbol: str) -> list[Quantity]:
        """The numbers (N), ranges (R) or shares (P) of the part; what stands after "instead of" or "I said" aside."""
        found = []
        for at, item in enumerate(self.items):
            before = [one.word for one in self.items[max(0, at - 3) : at]]
            if item.symbol == symbol and isinstance(item.value, Quantity):
                if before[-2:] != ["instead", "of"] and "said" not in before and before[-1:] != ["from"]:
                    found.append(item.value)
        return found

    def says(self, name: str) -> bool:
        """Whether one of the words of that list is there."""
        return any(item.symbol == "w" and item.word in word_set(name) for item in self.items)


def part_of(text: str, plan: FriendlyPlan, focus: str = "") -> Part:
    items = list(scan(text, 0, len(text)))
    return Part(text, items, plan, focus, mentions(items, plan))


def split(message: str) -> list[str]:
    """The wishes of a message, one text each; what is taken back at once ("hmm no, rather: ...") is none."""
    kept: list[str] = []
    for text in BREAKS.split(message):
        back = TAKEN_BACK.match(text)
        if back is not None and kept and _is_noise(back[1]):
            kept.pop()
        kept.append(text[back.end() :] if back is not None else text)
    return [text.strip(" ,;") for text in kept if not _is_noise(text)]


def _is_noise(text: str) -> bool:
    words = re.findall(r"[a-z']+", text.lower())
    return not re.search(r"\d", text) and all(word in word_set("noise") for word in words)


def column(part: Part, one: Mention) -> Sampler:
    """The friendly column of a mention, as a mapping that may be changed in place."""
    columns = part.plan["tables"][one.table]["columns"]
    if not isinstance(columns[one.column], dict):
        columns[one.column] = {columns[one.column]: None} if columns[one.column] else {}
    found: Sampler = columns[one.column]
    return found
