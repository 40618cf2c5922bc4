"""A column's sampler from what a message says beside its name: a list, shares, a range, yes or no."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rowsmith.agents.models.offline.ontology.columns import split_name
from rowsmith.agents.models.offline.ontology.knowledge import find
from rowsmith.agents.models.offline.planning.columns import base
from rowsmith.agents.models.offline.planning.draft import Friendly, TableDraft, number
from rowsmith.agents.models.offline.planning.values import ranged
from rowsmith.agents.models.offline.reading.vocabulary import Attribute, Entity
from rowsmith.agents.models.offline.revising.words import word_set
from rowsmith.agents.models.offline.text.items import Item
from rowsmith.agents.models.offline.text.quantity import Quantity

SEPARATORS = frozenset({",", "/", ";", "|", "or", "and", "(", ")", ".", ":"})
LONGEST = 4


def column_of(plan: dict[str, Any], table: str, name: str, tail: Sequence[Item], text: str) -> Friendly:
    """The friendly column of that name; `tail` are the items that say what it holds."""
    usual = _usual(plan, table, name)
    weights = shares_of(tail, text)
    if _yes_no(tail):
        share = next((quantity(item) for item in tail if item.symbol == "P"), None)
        return {"boolean": {"exactly": share.low} if share and share.single is not None else 0.5}
    if len(weights) > 1:
        return {
            "category": {value: number(round(100 * share, 4)) for value, share in weights.items()},
            "exact": True,
        }
    spans = [quantity(item) for item in tail if item.symbol == "R"]
    if spans and not {"date", "datetime"} & usual.keys():
        return ranged(usual, spans[0])
    listed = values_in(tail, text)
    return {"category": listed} if len(listed) > 1 else usual


def quantity(item: Item) -> Quantity:
    """The quantity of a number, a range or a share."""
    return item.value if isinstance(item.value, Quantity) else Quantity(None, None)


def _yes_no(tail: Sequence[Item]) -> bool:
    words = [item.word for item in tail]
    return ("yes" in words and "no" in words) or ("true" in words and "false" in words) or "flag" in words


def shares_of(tail: Sequence[Item], text: str) -> dict[str, float]:
    """Values with their shares: "70% none, 20% silver" and "basic 50%, plus 30%"."""
    found: dict[str, float] = {}
    for chunk in _chunks(tail):
        shares = [item for item in chunk if item.symbol == "P"]
        words = [item for item in chunk if item.symbol == "w" and item.word not in word_set("fillers")]
        share = quantity(shares[0]).single if len(shares) == 1 else None
        if share is not None and 0 < len(words) <= LONGEST:
            found[_raw(words, text)] = share
    return found


def values_in(tail: Sequence[Item], text: str) -> list[str]:
    """The values of a list: "lead, qualified, won or lost"."""
    found = []
    for chunk in _chunks(tail):
        words = [item for item in chunk if item.symbol == "w"]
        if words and len(words) == len(chunk) and len(words) <= LONGEST:
            found.append(_raw(words, text))
        elif found:
            break
    return list(dict.fromkeys(found))


def _chunks(items: Sequence[Item]) -> list[list[Item]]:
    chunks: list[list[Item]] = [[]]
    for item in items:
        if item.word in SEPARATORS:
            chunks.append([])
        else:
            chunks[-1].append(item)
    return [chunk for chunk in chunks if chunk]


def _raw(words: Sequence[Item], text: str) -> str:
    return text[words[0].start : words[-1].end].strip("\"'`“”")


def _usual(plan: dict[str, Any], table: str, name: str) -> Friendly:
    """What a column of that name usually holds in such a table, with the dates of the tables that there are."""
    words = split_name(table)
    draft = TableDraft(Entity(table, words, (0, 0)), find(words, {}))
    content = plan["tables"][table].get("columns", {})
    made = dict(base(draft, Attribute(name, split_name(name))))
    if "copy" in made:
        made.pop("copy")
    for kind in ("date", "datetime"):
        if made.get(kind) == "window":
            made[kind] = _window(plan, content)
    fits = made.pop("fits", None)
    near = [one for one in ([fits] if isinstance(fits, str) else fits or ()) if one in content]
    return {**made, "fits": near} if near else made


def _window(plan: dict[str, Any], columns: dict[str, Any]) -> list[str]:
    """The dates of the table's other moments, else the two years before the plan's today."""
    for sampler in columns.values():
        for kind in ("date", "datetime"):
            bounds = sampler.get(kind) if isinstance(sampler, dict) else None
            if isinstance(bounds, list) and all(str(bound)[:2] in ("19", "20") for bound in bounds):
                return [str(bound)[:10] for bound in bounds]
    today = str(plan.get("as_of", "2025-01-01"))
    return [f"{int(today[:4]) - 2}{today[4:10]}", today[:10]]
