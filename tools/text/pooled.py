"""A plan with the texts that were written for it: each pool becomes samplers that the engine knows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from pydantic import JsonValue

from rowsmith.tools.plan import Plan
from rowsmith.tools.plan.data import Scalar
from rowsmith.tools.plan.samplers import Text
from rowsmith.tools.text.judging import slots_of
from rowsmith.tools.text.pools import Pool, Pools, Stratum, pool_key

_SPECIAL = re.compile(r"[\\.^$*+?{}\[\]|()/-]")
Json = dict[str, JsonValue]


@dataclass(frozen=True)
class Wanted:
    """A sampler of text that a model is to write, and where it stands."""

    table: str
    column: str
    said: Text
    locale: str

    @property
    def key(self) -> str:
        return pool_key(self.said, self.table, self.locale)

    @property
    def place(self) -> str:
        return f"{self.table}.{self.column}"


def wanted_texts(plan: Plan) -> tuple[Wanted, ...]:
    """The texts of a plan that a model is to write, each once."""
    found: dict[str, Wanted] = {}
    for table in plan.tables:
        locale = table.locale or plan.locale
        for column in table.columns:
            for node in _texts_in(column.model_dump(mode="json")):
                one = Wanted(table.name, column.name, Text.model_validate(node), locale)
                found.setdefault(one.key, one)
    return tuple(found.values())


def with_pools(plan: Plan, pools: Pools) -> Plan:
    """The plan with written texts in the place of what asked for them; what has no pool comes by templates."""
    if not pools.pools:
        return plan
    tables = [
        _replaced(table.model_dump(mode="json"), _Writer(table.name, table.locale or plan.locale, pools))
        for table in plan.tables
    ]
    return Plan.model_validate({**plan.model_dump(mode="json"), "tables": tables})


def _texts_in(node: JsonValue) -> Iterator[Json]:
    if isinstance(node, dict):
        if _is_wanted(node):
            yield node
        for value in node.values():
            yield from _texts_in(value)
    elif isinstance(node, list):
        for value in node:
            yield from _texts_in(value)


def _is_wanted(node: Json) -> bool:
    return node.get("kind") == "text" and node.get("source") == "model"


def _replaced(node: JsonValue, write: Callable[[Json], JsonValue]) -> JsonValue:
    if isinstance(node, list):
        return [_replaced(one, write) for one in node]
    if not isinstance(node, dict):
        return node
    return (
        write(node) if _is_wanted(node) else {name: _replaced(value, write) for name, value in node.items()}
    )


@dataclass(frozen=True)
class _Writer:
    """From a sampler of text to a sampler of the texts that were written for it."""

    table: str
    locale: str
    pools: Pools

    def __call__(self, node: Json) -> JsonValue:
        said = Text.model_validate(node)
        pool = self.pools.pools.get(pool_key(said, self.table, self.locale))
        if pool is None or not pool.size:
            return node
        slots = slots_of(said)
        return _by_values(pool.by, pool.strata, slots, _otherwise(node, said, pool))


def _otherwise(node: Json, said: Text, pool: Pool) -> JsonValue:
    """Rows of which no stratum was written: by templates, or any text where templates can't make such."""
    if said.turns is None and not slots_of(said) and not said.per_row:
        return {**node, "source": "template"}
    return _any_of([text for stratum in pool.strata for text in stratum.texts], slots_of(said))


def _by_values(
    by: Sequence[str], strata: Sequence[Stratum], slots: Sequence[str], otherwise: JsonValue
) -> JsonValue:
    """One look-up inside the other; a stratum without texts of its own takes those of its neighbours."""
    if not by:
        return _any_of([text for stratum in strata for text in stratum.texts], slots)
    entries: list[JsonValue] = []
    for value, group in groupby(strata, key=lambda stratum: stratum.values[0]):
        inside = [Stratum(values=one.values[1:], texts=one.texts) for one in group]
        texts = [text for one in inside for text in one.texts]
        if texts:
            nearest = _any_of(texts, slots)
            use = _by_values(by[1:], [one for one in inside if one.texts], slots, nearest)
            entries.append({"key": value, "use": use})
    return {"kind": "lookup", "by": by[0], "entries": entries, "otherwise": otherwise}


def _any_of(texts: Sequence[str], slots: Sequence[str]) -> JsonValue:
    different = list(dict.fromkeys(texts))
    if any(f"{{{path}}}" in text for path in slots for text in different):
        return {"kind": "pattern", "regex": f"({'|'.join(_as_pattern(text, slots) for text in different)})"}
    return {"kind": "category", "values": [{"value": text} for text in different]}


def _as_pattern(text: str, slots: Sequence[str]) -> str:
    """The text letter by letter, but for the values that are put in."""
    pieces = re.split("|".join(rf"(\{{{re.escape(path)}\}})" for path in slots), text)
    known = {f"{{{path}}}" for path in slots}
    return "".join(piece if piece in known else _SPECIAL.sub(r"\\\g<0>", piece) for piece in pieces if piece)


def values_key(values: Sequence[Scalar]) -> tuple[tuple[str, str], ...]:
    """An order of values of any type."""
    return tuple(
        (type(value).__name__, f"{value:030}" if _is_number(value) else str(value)) for value in values
    )


def _is_number(value: Scalar) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def merged(pools: Pools, more: Mapping[str, Pool]) -> Pools:
    return Pools(pools={**pools.pools, **more})
