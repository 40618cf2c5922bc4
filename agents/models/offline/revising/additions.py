"""Columns that a message adds, with what it says of their values."""

from __future__ import annotations

import re

from rowsmith.agents.models.offline.ontology.columns import split_name
from rowsmith.agents.models.offline.revising.naming import values_of
from rowsmith.agents.models.offline.revising.parts import Part
from rowsmith.agents.models.offline.revising.specs import column_of
from rowsmith.agents.models.offline.revising.words import word_set
from rowsmith.agents.models.offline.text.items import Item

NEW_TABLE = re.compile(r"\b(?:add|create|need|include|want)\b[^,:;]*\btable\b", re.IGNORECASE)


def addition(part: Part) -> bool:
    """As in "add a credits column to the courses, 2 to 6", "deals need a stage: lead, won or lost"."""
    table = part.table
    if not table or (not part.says("adding") and not re.match(r"\W*an? \w+ on ", part.text, re.IGNORECASE)):
        return False
    start = _name_start(part)
    name = _name(part, start)
    if not name:
        return False
    made = "_".join(item.raw.lower().replace("-", "_").removesuffix("'s") for item in name)
    tail = part.items[part.items.index(name[-1]) + 1 :]
    columns = part.plan["tables"][table].setdefault("columns", {})
    there = next((known for known in columns if split_name(made) == split_name(known)), None)
    wanted = column_of(part.plan, table, made, _beside(part, tail), part.text)
    if there is not None and (not _says_values(tail) or _same(columns[there], wanted)):
        return True
    columns[there or made] = wanted
    return True


def _says_values(tail: list[Item]) -> bool:
    return any(item.symbol in ("N", "R", "P") or item.word in (",", "/", "or") for item in tail)


def _same(known: object, wanted: object) -> bool:
    """Whether the column is dealt these values already."""
    values = values_of(wanted)
    return (
        bool(values)
        and "exact" not in dict(wanted if isinstance(wanted, dict) else {})
        and set(values) == set(values_of(known))
    )


def _name_start(part: Part) -> int:
    """Behind the last word of adding that has a name behind it; "a status on posts" begins at once."""
    adding = [
        at for at, item in enumerate(part.items) if item.symbol == "w" and item.word in word_set("adding")
    ]
    ends = [
        at
        for at, item in enumerate(part.items)
        if item.word in (":", "(", ",") or (item.symbol in "NRP" and item.symbol)
    ]
    early = [at for at in adding if not ends or at < ends[0]]
    return early[-1] + 1 if early else 0


def _name(part: Part, start: int) -> list[Item]:
    """The words of the new column's name: up to a mark, a number, a preposition or a table."""
    tables = {
        at for one in part.of_kind("table") for at in range(one.start, one.end) if one.table == part.table
    }
    found: list[Item] = []
    for at in range(start, len(part.items)):
        item = part.items[at]
        word = item.word
        if not found and (word in word_set("not_names") or at in tables or word in ("'s", "’s", "s")):
            continue
        if item.symbol != "w" or word in word_set("ends_of_names") or at in tables:
            break
        if word in ("yes", "no", "flag"):
            break
        found.append(item)
    fine = 0 < len(found) <= 4 and found[-1].word not in word_set("heads")
    return found if fine else []


def _beside(part: Part, tail: list[Item]) -> list[Item]:
    """What the tail says of values: behind the table that it is added to."""
    tables = [one for one in part.of_kind("table") if one.table == part.table]
    last = max((one.end for one in tables), default=0)
    begin = len(part.items) - len(tail)
    beside = part.items[max(begin, last) if last > begin else begin :]
    if beside and beside[0].word == "(":
        closed = next((at for at, item in enumerate(beside) if item.word == ")"), len(beside))
        return beside[:closed]
    return beside
