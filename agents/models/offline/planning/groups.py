"""What holds of groups and of whole columns: means in an order, trends, skew, statistics, laws, places."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rowsmith.agents.models.offline.planning.draft import Friendly, PlanDraft, TableDraft, number
from rowsmith.agents.models.offline.planning.sampling import NUMBERS, replace, span_of
from rowsmith.agents.models.offline.reading.statements import (
    Condition,
    Law,
    Located,
    Measured,
    Place,
    Ranked,
    Skewed,
    Statement,
    Trend,
)  # fmt: skip
from rowsmith.tools.semantics import find_locale

STRENGTH = 0.75


def add_groups(draft: PlanDraft, statements: Sequence[Statement]) -> None:
    """Statements about whole columns, after all columns have their own samplers."""
    for said in statements:
        match said:
            case Law():
                _law(draft, said)
            case Measured():
                _measured(draft, said)
            case Skewed():
                _skewed(draft, said)
            case Located():
                _located(draft, said)
            case _:
                pass
    for said in statements:
        match said:
            case Ranked():
                _ranked(draft, said)
            case Trend():
                _trend(draft, said)
            case _:
                pass


def _law(draft: PlanDraft, said: Law) -> None:
    column = draft.column(said.place)
    if column is not None and any(kind in column for kind in NUMBERS):
        for statistic in ("mean", "median", "sd", "top10_share"):
            column.pop(statistic, None)
        column["shape"] = said.shape


def _measured(draft: PlanDraft, said: Measured) -> None:
    column = draft.column(said.place)
    if column is None or not any(kind in column for kind in NUMBERS):
        return
    low, high = said.quantity.low, said.quantity.high
    if said.statistic == "usual" and low is not None and high is not None:
        column |= {"shape": "lognormal", "median": number((low + high) / 2)}
        return
    value = said.quantity.single
    if value is None:
        return
    span = span_of(column)
    if span is not None and said.statistic in ("mean", "median") and not span[0] <= value <= span[1]:
        kind = "integer" if "integer" in column else "decimal"
        column[kind] = [number(min(span[0], value / 10)), number(max(span[1], value * 10))]
    if said.statistic == "median":
        column.pop("mean", None)
        column.setdefault("shape", "lognormal")
    if said.statistic == "mean":
        column.pop("median", None)
    column.pop("top10_share", None)
    column[said.statistic] = number(value)


def _skewed(draft: PlanDraft, said: Skewed) -> None:
    table = draft.tables.get(said.place.entity)
    if table is None:
        return
    if not said.place.attribute:
        _popular(table)
        return
    column = table.columns.get(said.place.attribute)
    span = span_of(column) if column else None
    if column is None or span is None:
        return
    low, high = span
    if said.kind == "high":
        column |= {"shape": "beta", "mean": number(round(low + 0.8 * (high - low), 3))}
        column.pop("median", None)
        return
    if "median" in column or "mean" in column:
        column["shape"] = "lognormal"
        return
    part = 0.02 if said.kind == "long_tail" and high > 50 * max(low, 1) else 0.15
    column |= {"shape": "lognormal", "median": number(round(low + part * (high - low), 2))}


def _popular(table: TableDraft) -> None:
    """A few parents get most rows."""
    for link in table.links.values():
        if link.column not in table.per:
            link.more["weight"] = "popularity(1.0)"
            return
    rows = table.rows
    if isinstance(rows, dict) and isinstance(rows.get("count"), list):
        low, high = rows["count"]
        rows["count"] = {
            "integer": [low, high],
            "shape": "geometric",
            "mean": number(low + (high - low) * 0.2),
        }


def _located(draft: PlanDraft, said: Located) -> None:
    """Names and places by the country's locale; columns that name the country or city hold it."""
    locale = find_locale(said.country) if said.country else None
    tables = [draft.tables[said.entity]] if said.entity in draft.tables else list(draft.tables.values())
    if locale is not None and said.entity not in draft.tables:
        draft.locale = locale.code
    for table in tables:
        if locale is not None and said.entity in draft.tables:
            table.locale = locale.code
        for name, column in table.columns.items():
            if name == "country" and said.country and "semantic" in column:
                replace(column, {"constant": said.country})
            if name == "city" and said.city and "semantic" in column:
                replace(column, {"constant": said.city})


def _ranked(draft: PlanDraft, said: Ranked) -> None:
    table = draft.tables.get(said.measure.entity)
    if table is None:
        return
    if not said.measure.attribute:
        _ranked_counts(draft, table, said)
        return
    column = table.columns.get(said.measure.attribute)
    tests = [draft.condition(table.name, group) for group in said.groups]
    if column is None or any(test is None for test in tests):
        return
    known = [test for test in tests if test is not None]
    if "after" in column:
        _ranked_distances(column, known)
    elif said.per:
        _ranked_rates(table, column, known, said)
    elif "boolean" in column:
        _ranked_flags(column, known)
    elif span_of(column) is not None:
        _ranked_numbers(column, known, said.factor)


def _ranked_numbers(column: Friendly, tests: list[str], factor: float) -> None:
    """Each group has its own part of the range, falling by a third or by the factor that was said."""
    span = span_of(column) or (0.0, 1.0)
    kind = "integer" if "integer" in column else "decimal"
    low, high = span
    fall = min(0.7, 0.8 / factor)
    arms: list[Any] = []
    for place, test in enumerate(tests):
        top = low + (high - low) * fall**place
        bottom = low + (top - low) * (0.45 if place < len(tests) - 1 else 0.0)
        arms.append({"when": test, "use": _bounded(kind, bottom, top, column)})
    middle = low + (high - low) * fall ** (len(tests) / 2)
    replace(column, {"switch": [*arms, {"use": _bounded(kind, low, middle, column)}]})


def _bounded(kind: str, low: float, high: float, column: Friendly) -> Friendly:
    digits = int(column.get("digits", 2))
    ends = [round(low), round(high)] if kind == "integer" else [round(low, digits), round(high, digits)]
    made: Friendly = {kind: [number(end) for end in ends]}
    if kind == "decimal" and digits != 2:
        made["digits"] = digits
    return made


def _ranked_distances(column: Friendly, tests: list[str]) -> None:
    """The first group waits longest."""
    of, (low, high) = column["after"], column["by"]
    length, unit = high.split()
    arms = [
        {"when": test, "use": {"after": of, "by": [low, f"{max(1.0, float(length) * 0.35**place):g} {unit}"]}}
        for place, test in enumerate(tests)
    ]
    kind = column.get("_kind")
    rest = {"after": of, "by": [low, f"{max(1.0, float(length) * 0.6):g} {unit}"]}
    replace(column, {"switch": [*arms, {"use": rest}]})
    if kind:
        column["_kind"] = kind


def _ranked_rates(table: TableDraft, column: Friendly, tests: list[str], said: Ranked) -> None:
    """A rate by group times the size: dearest per square metre in one city."""
    size = span_of(table.columns.get(said.per, {})) or (1.0, 100.0)
    span = span_of(column) or (1.0, 1000.0)
    rate = (span[0] + span[1]) / (size[0] + size[1])
    arms: list[Any] = [
        {
            "when": test,
            "use": {
                "decimal": [round(rate * 0.78**place * 0.9, 3), round(rate * 0.78**place * 1.1, 3)],
                "digits": 3,
            },
        }
        for place, test in enumerate(tests)
    ]
    last = 0.78 ** len(tests)
    hidden = f"{said.measure.attribute}_rate"
    table.columns[hidden] = {
        "switch": [
            *arms,
            {"use": {"decimal": [round(rate * last * 0.85, 3), round(rate * last * 1.1, 3)], "digits": 3}},
        ],
        "hidden": True,
    }
    column.pop("follows", None)
    replace(column, {"expression": f"round({said.per} * {hidden}, 2)"})


def _ranked_flags(column: Friendly, tests: list[str]) -> None:
    share = column["boolean"]
    weights = " ".join(f"when {test} then {0.5**place:g}" for place, test in enumerate(tests))
    column |= {"boolean": share, "weight": f"case {weights} else 0.7 end"}


def _ranked_counts(draft: PlanDraft, table: TableDraft, said: Ranked) -> None:
    """Parents of the first group have more rows."""
    parent = said.groups[0].place.entity
    link = table.link_to(parent)
    if link is None:
        return
    lead = link.column.removesuffix("_id")
    tests = [_lifted(draft, table.name, group) for group in said.groups]
    if any(test is None for test in tests):
        return
    rows = table.rows
    if link.column in table.per and isinstance(rows, dict) and isinstance(rows.get("count"), list):
        low, high = rows["count"]
        cut = low + max(1, (high - low) // 2)
        rows["count"] = {
            "switch": [
                {"when": tests[0], "use": {"integer": [min(cut, high), high]}},
                {"use": {"integer": [low, cut]}},
            ]
        }
        return
    weights = " ".join(f"when {test} then {3.0 * 0.4**place:g}" for place, test in enumerate(tests))
    link.more["weight"] = f"case {weights} else 1 end"
    del lead


def _lifted(draft: PlanDraft, start: str, group: Condition) -> str | None:
    return draft.condition(start, group)


def _trend(draft: PlanDraft, said: Trend) -> None:
    if not said.place.attribute or not said.along.attribute:
        _counted_trend(draft, said)
        return
    target, along = said.place, said.along
    path = draft.path(target.entity, along)
    column = draft.column(target)
    if path is None or column is None or not _followable(column):
        target, along = along, target
        path, column = draft.path(target.entity, along), draft.column(target)
    if path is not None and column is not None and _followable(column):
        signs = {**column.get("follows", {}), path: STRENGTH * said.sign}
        strength = STRENGTH / len(signs) ** 0.5 * (1.0 if len(signs) == 1 else 0.9)
        column["follows"] = {
            name: number(round(strength if sign > 0 else -strength, 3)) for name, sign in signs.items()
        }
        column.pop("exact", None)


def _followable(column: Friendly) -> bool:
    return bool({"integer", "decimal", "date", "datetime", "switch"} & column.keys())


def _counted_trend(draft: PlanDraft, said: Trend) -> None:
    """The number of rows goes with a number of the parent."""
    counted, along = (said.place, said.along) if not said.place.attribute else (said.along, said.place)
    table = draft.tables.get(counted.entity)
    link = table.link_to(along.entity) if table else None
    if table is None or link is None:
        return
    path = draft.path(table.name, Place(along.entity, along.attribute))
    rows = table.rows
    if link.column in table.per and isinstance(rows, dict) and isinstance(rows.get("count"), list):
        rows["count"] = {"integer": rows["count"], "follows": {path: number(STRENGTH * said.sign)}}
    elif path is not None:
        link.more["weight"] = path if said.sign > 0 else f"1.0 / (1 + {path})"
