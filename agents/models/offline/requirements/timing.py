"""When things happen: hours, weekdays and months that are busier, the only ones, or never used."""

from __future__ import annotations

from rowsmith.agents.models.offline.reading.statements import Place, Timing
from rowsmith.agents.models.offline.requirements.binding import Binder
from rowsmith.agents.models.offline.requirements.drafts import Draft, spoken
from rowsmith.tools.checks.sql import quoted

SIZES = {"hour": 24, "weekday": 7, "month": 12}
FIRST = {"hour": 0, "weekday": 0, "month": 1}


def timing(said: Timing, binder: Binder) -> Draft:
    table, column, _ = binder.column(said.place)
    moment = f"cast(t.{quoted(column)} as timestamp)"
    number = {"hour": f"hour({moment})", "weekday": f"(isodow({moment}) - 1)", "month": f"month({moment})"}[
        said.unit
    ]
    units = sorted({unit for part in said.parts for unit in _units(part, said.unit)})
    inside = f"{number} in ({', '.join(map(str, units))})"
    joins, when = "", "true"
    if said.when is not None:
        condition = binder.condition(table, said.when)
        joins, when = " ".join(condition.joins), condition.sql
    source = f"{quoted(table.name)} as t {joins} where {when}"
    sql = _measure(said, binder, source, inside) if said.measure else _rows(said, source, inside, len(units))
    return Draft(_says(said, column), "time", ((sql, table.name),))


def _units(part: str, unit: str) -> list[int]:
    """The units of a part: from 22-5 on 22, 23, 0 ... 5; of one number itself."""
    first, _, last = part.partition("-")
    start, end, size = int(first), int(last or first), SIZES[unit]
    length = (end - start) % size + 1
    return [(start - FIRST[unit] + step) % size + FIRST[unit] for step in range(length)]


def _rows(said: Timing, source: str, inside: str, width: int) -> str:
    if said.mode == "only":
        return f"select t.* from {source} and not ({inside})"
    if said.mode == "never":
        return f"select t.* from {source} and ({inside})"
    share = f"avg(case when {inside} then 1.0 else 0.0 end)"
    fair = width / SIZES[said.unit]
    wrong = f"{share} <= {fair!r}" if said.mode == "more" else f"{share} >= {fair!r}"
    if said.least is not None and said.mode == "more":
        wrong = f"{share} < {said.least!r}"
    return f"select round({share}, 4) as share from {source} having {wrong}"


def _measure(said: Timing, binder: Binder, source: str, inside: str) -> str:
    _, column, _ = binder.column(Place(said.place.entity, said.measure))
    value = f"t.{quoted(column)}"
    low, high = f"avg({value}) filter (where not ({inside}))", f"avg({value}) filter (where {inside})"
    order = f"{high} > {low}" if said.mode in ("more", "only") else f"{high} < {low}"
    return f"select {high} as inside, {low} as outside from {source} having not coalesce({order}, false)"


def _says(said: Timing, column: str) -> str:
    what = spoken(said.measure or said.place.entity)
    way = {"more": "more in", "less": "less in", "only": "only in", "never": "never in"}[said.mode]
    return f"{what} by {spoken(column)}: {way} {said.unit} {', '.join(said.parts)}"
