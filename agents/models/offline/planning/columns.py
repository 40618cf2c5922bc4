"""What the columns hold before anything else is said of them: by their names, and by what is usual."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from typing import Any

from rowsmith.agents.models.offline.ontology.columns import UNIT_ENDINGS, knowledge, split_name
from rowsmith.agents.models.offline.ontology.people import is_person
from rowsmith.agents.models.offline.planning.draft import Friendly, PlanDraft, TableDraft, literal
from rowsmith.agents.models.offline.reading.statements import Has, Statement
from rowsmith.agents.models.offline.reading.vocabulary import Attribute
from rowsmith.tools.semantics import kind_named

FEW = 2
DATED = frozenset({"date", "on", "at", "time", "timestamp", "day"})
NAMING = ("name", "title", "code", "label")


def add_columns(draft: PlanDraft, statements: Sequence[Statement]) -> None:
    """The key, the references, the attributes that were named, and usual ones where few were."""
    units = {(s.place.entity, s.place.attribute): s for s in statements if isinstance(s, Has)}
    for table in draft.tables.values():
        _key_columns(table)
        for attribute in table.entity.attributes.values():
            if attribute.name not in table.columns and draft.named(table, attribute.name) not in table.links:
                said = units.get((table.name, attribute.name))
                table.columns[attribute.name] = base(table, attribute, said)
        _usual_columns(table)
    for table in draft.tables.values():
        for column in table.columns.values():
            _fitting(table, column)
            _grouped(table, column)


def _key_columns(table: TableDraft) -> None:
    for name in table.key:
        if name not in table.links and not (table.written and name in table.rows[0]):
            table.columns[name] = {"sequence": 1}


def base(table: TableDraft, attribute: Attribute, said: Has | None = None) -> Friendly:
    """A column's sampler by the entity's kind, the words of its name, its unit and what kind was said."""
    own = _own(table, attribute.name)
    if own is not None:
        return own
    found = knowledge(attribute.words)
    if found.sampler is None:
        found = knowledge(split_name(attribute.name))
    if _counts_up(table, attribute.name) and found.phrase in ("", "number"):
        return {"sequence": 1, **({"within": table.per[0]} if table.per else {})}
    if found.phrase == "name" and not is_person(table.entity.words[-1], _all_columns(table)):
        return {"text": f"name of a {table.entity.one.replace('_', ' ')}", "words": [1, 3]}
    sampler = _as_column(found.sampler, table)
    if sampler is not None and sampler.get("text") == "text":
        sampler |= {"text": f"text of a {table.entity.one.replace('_', ' ')}", "fits": list(MOODS)}
    if said is not None and said.kind:
        return _of_kind(said.kind, sampler)
    if sampler is None:
        return _unknown(attribute, said)
    return sampler


def _all_columns(table: TableDraft) -> set[str]:
    """The columns that were said, and those that are usual."""
    usual = {*table.known.columns, *table.known.may} if table.known is not None else set()
    return {*table.entity.attributes, *table.columns, *usual}


def _counts_up(table: TableDraft, name: str) -> bool:
    """track_no of tracks, tree_number of trees: they count up within what they belong to."""
    return name in (f"{table.entity.one}_no", f"{table.entity.one}_number", f"{table.entity.one}_nr")


def _own(table: TableDraft, name: str) -> Friendly | None:
    if table.known is None:
        return None
    single = table.entity.one
    for wanted in (name, name.removeprefix(f"{single}_"), f"{single}_{name}"):
        if wanted in table.known.own:
            return _as_column(table.known.own[wanted], table)
    return None


def _as_column(sampler: Any, table: TableDraft) -> Friendly | None:
    """A sampler of the ontology as a column of its own; names that are listed become values."""
    if sampler is None:
        return None
    column: Friendly = {sampler: 1} if isinstance(sampler, str) else copy.deepcopy(dict(sampler))
    if isinstance(sampler, str) and sampler == "uuid":
        column = {"uuid": None}
    names = column.pop("names", None)
    if names and table.amount <= len(names):
        return {"category": list(names), "unique": True}
    if names and "semantic" not in column and "text" not in column:
        return {"category": list(names)}
    if column.pop("numbered", False):
        return {"sequence": 1, **({"within": table.per[0]} if table.per else {})}
    if "semantic" in column:
        known = kind_named(str(column["semantic"]))
        if known is None:
            return {"text": str(column["semantic"]).replace("_", " "), "words": [1, 3]}
        column["semantic"] = known
    return column


def _of_kind(kind: str, sampler: Friendly | None) -> Friendly:
    """A type that was written beside the name: date, integer, decimal, text, bool."""
    low = kind.lower()
    for word, types in TYPES.items():
        if low.startswith(types):
            if sampler is not None and word in sampler:
                return sampler
            if word == "text" and sampler is not None and not {"date", "datetime"} & sampler.keys():
                return sampler
            return copy.deepcopy(TYPED[word])
    return sampler or copy.deepcopy(TYPED["text"])


MOODS = ("rating", "stars")
TYPES = {
    "datetime": ("timestamp", "datetime", "time"),
    "date": ("date",),
    "boolean": ("bool",),
    "decimal": ("decimal", "numeric", "float", "double", "real", "money"),
    "integer": ("int", "bigint", "smallint", "serial", "number"),
    "text": ("text", "varchar", "char", "string"),
}
TYPED: dict[str, Friendly] = {
    "datetime": {"datetime": "window"},
    "date": {"date": "window"},
    "boolean": {"boolean": 0.5},
    "decimal": {"decimal": [1, 1000], "shape": "lognormal", "median": 80},
    "integer": {"integer": [1, 100]},
    "text": {"text": "note", "words": [2, 6]},
}


def _unknown(attribute: Attribute, said: Has | None) -> Friendly:
    if said is not None and said.unit:
        return {"decimal": [1, 1000], "digits": 1, "shape": "lognormal", "median": 60}
    return {"text": " ".join(attribute.words), "words": [1, 3]}


def _usual_columns(table: TableDraft) -> None:
    """A table of which little was said gets what its kind usually has; written and given tables stay."""
    known = table.known
    if table.written or table.entity.given:
        return
    attributes = [name for name in table.columns if name not in table.key]
    if known is None:
        if not attributes and not table.links:
            table.columns["name"] = {
                "text": f"name of a {table.entity.one.replace('_', ' ')}",
                "words": [1, 3],
            }
        return
    wanted = (
        [*known.columns, *known.fills] if len(attributes) < FEW else [c for c in known.columns if c in NAMING]
    )
    if len(attributes) >= FEW and any(_means(attributes, naming) for naming in NAMING):
        wanted = []
    dated = _has_date(table)
    for name in wanted:
        if not _means(attributes, name) and f"{name}_id" not in table.links:
            table.columns[name] = base(table, Attribute(name, split_name(name)))
    listed = len(attributes) >= FEW and is_person(table.entity.words[-1], _all_columns(table))
    if known.event and not dated and not listed:
        table.columns[known.event] = base(table, Attribute(known.event, split_name(known.event)))


def _means(said: Sequence[str], name: str) -> bool:
    """Whether one of the columns that were named says the same."""
    if any(_bare(name) == _bare(column) for column in said):
        return True
    words = split_name(name)
    ends = {split_name(column)[-1]: split_name(column)[0] for column in said}
    if words[-1] in DATED:
        return any(end in DATED and start == words[0] for end, start in ends.items())
    return words[-1] in ends or (words[-1] in ("name", "title") and bool({"name", "title"} & ends.keys()))


def _bare(name: str) -> tuple[str, ...]:
    """The words of a name without its unit: length_minutes is length."""
    words = split_name(name)
    return words[:-1] if len(words) > 1 and words[-1] in UNIT_ENDINGS else words


def _has_date(table: TableDraft) -> bool:
    return any(
        {"date", "datetime"} & column.keys() and "birth" not in name and name != "dob"
        for name, column in table.columns.items()
    )


def _grouped(table: TableDraft, column: Friendly) -> None:
    """`by` a column of names, `groups` of them: an espresso is a coffee. The group without names is of all others."""
    groups, by = column.pop("groups", None), column.pop("by", None)
    if groups is None:
        if by is not None:
            column["by"] = by
        return
    values = {int(value) if value.isdigit() else value: names for value, names in groups.items()}
    if by not in table.columns:
        column["category"] = list(values)
        return
    listed = {value: ", ".join(map(literal, names)) for value, names in values.items() if names}
    arms = " ".join(f"when {by} in ({names}) then {literal(value)}" for value, names in listed.items())
    last = next((value for value, names in values.items() if not names), next(iter(values)))
    column["expression"] = f"case {arms} else {literal(last)} end"


def _fitting(table: TableDraft, column: Friendly) -> None:
    """`fits` names columns that are there; an e-mail fits the name, whatever the name column is called.

    An address beside a city is only street and number.
    """
    if column.get("semantic") == "address" and any(
        c.get("semantic") == "city" for c in table.columns.values()
    ):
        column["semantic"] = "street_address"
    fits = column.get("fits")
    if fits is None:
        return
    said = [fits] if isinstance(fits, str) else list(fits)
    present = [name for name in said if name in table.columns and table.columns[name] is not column]
    if "name" in said and "name" not in present:
        people = [
            n
            for n, c in table.columns.items()
            if c.get("semantic") in ("person_name", "first_name", "last_name")
        ]
        present += [n for n in people if n not in present][:2]
    if present:
        column["fits"] = present
    else:
        del column["fits"]
