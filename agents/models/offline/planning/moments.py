"""Dates: their windows, their order, when things happen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from rowsmith.agents.models.offline.planning.draft import Friendly, PlanDraft, TableDraft, number
from rowsmith.agents.models.offline.reading.statements import During, Grid, Ordered, Place, Statement, Timing
from rowsmith.agents.models.offline.text.times import Duration, Window

KINDS = ("date", "datetime")
FAR_AWAY = 2100
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
SIZES = {"hour": 24, "weekday": 7, "month": 12}
FAR = {"date": ["0 days", "45 days"], "datetime": ["5 minutes", "20 days"]}


def event_of(table: TableDraft) -> str | None:
    """The date by which a row of the table happens: its own event, else the date that is named after it or always there."""
    if table.known is not None and table.known.event in table.columns:
        return table.known.event
    dates = [n for n, c in table.columns.items() if set(KINDS) & c.keys() and not _is_birth(n)]
    named = [name for name in dates if name.startswith(table.entity.one)]
    filled = [name for name in dates if "nulls" not in table.columns[name]]
    return next(iter([*named, *filled, *dates]), None)


def _is_birth(name: str) -> bool:
    return "birth" in name or name == "dob"


def settle_windows(draft: PlanDraft, statements: Sequence[Statement]) -> None:
    """Every date gets its window: what was said of it, of its table, of all; as-of is after all of them."""
    said = [s for s in statements if isinstance(s, During)]
    for one in said:
        if one.place.entity in draft.tables and not one.place.attribute:
            _of_table(draft.tables[one.place.entity], one.window)
        elif one.place.entity in draft.tables:
            _of_column(draft.tables[one.place.entity], one.place.attribute, one.window)
    _settle_as_of(
        draft, said, [s.window.end for s in statements if isinstance(s, Grid) and s.window and s.window.end]
    )
    general = draft.window or _general(draft, said)
    told = {one.place.entity for one in said}
    for table in draft.tables.values():
        if table.name not in told and not table.per and _comes_before(draft, table, told):
            table.window = Window(date((general.start or draft.as_of).year - 3, 1, 1), _before(general))
    for table in draft.tables.values():
        _fill_windows(table, table.window or general)


def _settle_as_of(draft: PlanDraft, said: Sequence[During], grids: Sequence[date]) -> None:
    """The plan's today is the last day that is spoken of."""
    ends = [s.window.end for s in said if s.window.end and s.window.end.year < FAR_AWAY]
    if ends:
        draft.as_of = max([*ends, *grids])
    elif grids:
        draft.as_of = max([*grids, date(2024, 12, 31)])


def _fill_windows(table: TableDraft, window: Window) -> None:
    for name, column in table.columns.items():
        kind = next((k for k in KINDS if column.get(k) == "window"), None)
        if kind is not None:
            column[kind] = _bounds(_is_birth(name), window)


def _comes_before(draft: PlanDraft, table: TableDraft, told: set[str]) -> bool:
    """Whether the tables whose time was said refer to it: then its own rows were there before."""
    return any(
        link.parent == table.name
        for name in told
        if name in draft.tables
        for link in draft.tables[name].links.values()
    )


def _before(window: Window) -> date:
    return (window.start or date(2024, 1, 1)) - timedelta(days=1)


def _of_table(table: TableDraft, window: Window) -> None:
    table.window = window
    if event_of(table) is None and not table.written:
        single = table.entity.one
        table.columns.setdefault(f"{single}_date", {"date": "window"})


def _of_column(table: TableDraft, name: str, window: Window) -> None:
    column = table.columns.get(name)
    if column is None:
        return
    kind = next((k for k in KINDS if k in column), None)
    if kind is None:
        column.clear()
        kind = "date"
    column[kind] = _bounds(False, window)


def _general(draft: PlanDraft, said: Sequence[During]) -> Window:
    """Where nothing is said of a date: the widest window that is said of any, else the last three years."""
    windows = [s.window for s in said if s.window.start and s.window.end]
    if windows:
        start = min(w.start for w in windows if w.start)
        return Window(min(start, date(start.year, 1, 1)), max(w.end for w in windows if w.end))
    return Window(date(draft.as_of.year - 3, 1, 1), draft.as_of - timedelta(days=1))


def _bounds(birth: bool, window: Window) -> list[str]:
    if birth:
        return ["1945-01-01", "2005-12-31"]
    start = window.start or ((window.end or date(2025, 1, 1)) - timedelta(days=3 * 365))
    end = window.end or max(date(2024, 12, 31), start + timedelta(days=365))
    return [start.isoformat(), end.isoformat()]


def order_moments(draft: PlanDraft, statements: Sequence[Statement]) -> None:
    """Orders that were said, then those that are usual: ends after starts, events after their parents' dates."""
    for statement in statements:
        if isinstance(statement, Ordered) and statement.times is None:
            _ordered(draft, statement)
    for table in draft.tables.values():
        _usual_order(draft, table)


def kind_of(column: Friendly | None) -> str | None:
    """The word date or datetime where the column holds moments."""
    if column is None:
        return None
    for kind in KINDS:
        if kind in column:
            return kind
    return column.get("_kind")


def _ordered(draft: PlanDraft, said: Ordered) -> None:
    later, earlier = (said.left, said.right) if said.op in (">", ">=", "=") else (said.right, said.left)
    late, early = draft.column(later), draft.column(earlier)
    if late is None or early is None or kind_of(late) is None or kind_of(early) is None:
        return
    path = draft.path(later.entity, earlier)
    if path is not None:
        _depend(draft, late, "after", path, said, later)
    elif (back := draft.path(earlier.entity, later)) is not None:
        _depend(draft, early, "before", back, said, earlier)


def _depend(draft: PlanDraft, column: Friendly, way: str, path: str, said: Ordered, place: Place) -> None:
    """The column lies at a distance from another; an exact distance is an expression."""
    kind = kind_of(column) or "date"
    window = column.pop(kind, None)
    gap = said.gap
    keep = {k: v for k, v in column.items() if k in ("nulls", "unique", "hidden")}
    column.clear()
    column |= keep
    column["_kind"] = kind
    if gap is not None and gap.low == gap.high and gap.low is not None:
        sign = "+" if way == "after" else "-"
        column["expression"] = _exact(path, sign, gap, kind)
        return
    strict = said.op in (">", "<") and gap is None
    column[way] = f"cast({path} as date)" if kind == "date" and _is_moment(draft, said) else path
    column["by"] = _distance(gap, kind, strict)
    if gap is None and isinstance(window, list) and way == "after":
        _inside(column, window, kind, strict)


def _is_moment(draft: PlanDraft, said: Ordered) -> bool:
    return "datetime" in {kind_of(draft.column(said.left)), kind_of(draft.column(said.right))}


def _inside(column: Friendly, window: list[str], kind: str, strict: bool) -> None:
    """With a window of its own the column stays inside it: from the other moment to the window's end."""
    path = column.pop("after")
    by = column.pop("by")
    step = by[0]
    end = f"timestamp '{window[1]} 23:59:59'" if kind == "datetime" else f"date '{window[1]}'"
    start = f"timestamp '{window[0]}'" if kind == "datetime" else f"date '{window[0]}'"
    first = f"{path} + interval {step}" if strict else path
    low, high = f"least(greatest({first}, {start}), greatest({end}, {first}))", f"greatest({end}, {first})"
    column[kind] = [f"cast({low} as date)", f"cast({high} as date)"] if kind == "date" else [low, high]


def _exact(path: str, sign: str, gap: Duration, kind: str) -> str:
    moved = f"{path} {sign} interval {gap.low:g} {gap.unit}"
    return f"cast({moved} as date)" if kind == "date" else moved


def _distance(gap: Duration | None, kind: str, strict: bool) -> list[str]:
    if gap is None:
        low, high = FAR[kind]
        return [("1 day" if kind == "date" else "1 minute") if strict else low, high]
    near, far = gap.low or 0, gap.high if gap.high is not None else (gap.low or 1) * 5
    return [f"{near:g} {gap.unit}s", f"{far:g} {gap.unit}s"]


def _usual_order(draft: PlanDraft, table: TableDraft) -> None:
    """What the kind of thing says of its dates, and starts before ends by their names."""
    known = table.known
    rules: list[tuple[str, str, list[str]]] = []
    if known is not None:
        rules += [(column, rule[0], [rule[1], rule[2]]) for column, rule in known.after.items()]
        rules += [(c, f["after"], list(f["by"])) for c, f in known.fills.items() if "after" in f]
    for name in table.columns:
        for first, last in (
            ("start", "end"),
            ("from", "to"),
            ("opened", "closed"),
            ("created", "resolved"),
            ("check_in", "check_out"),
        ):
            if name.startswith(last) or f"_{last}" in name:
                start = name.replace(last, first, 1)
                if start != name and start in table.columns:
                    rules.append(
                        (
                            name,
                            start,
                            FAR["datetime"] if "datetime" in table.columns[name] else ["1 day", "30 days"],
                        )
                    )
    for later, earlier, by in rules:
        column, other = table.columns.get(later), table.columns.get(earlier)
        if column is None or other is None or not set(KINDS) & column.keys() or kind_of(other) is None:
            continue
        kind = kind_of(column) or "date"
        column.pop(kind)
        column |= {"after": earlier, "by": by, "_kind": kind}


def add_timing(draft: PlanDraft, statements: Sequence[Statement]) -> None:
    """Busier, quieter, only and never used hours, weekdays and months."""
    for said in statements:
        if not isinstance(said, Timing) or said.place.entity not in draft.tables:
            continue
        table = draft.tables[said.place.entity]
        name = said.place.attribute if said.place.attribute in table.columns else event_of(table)
        if name is None:
            continue
        if said.measure:
            _seasonal(table, said, name)
        else:
            _weights(draft, table, said, name)


def _weights(draft: PlanDraft, table: TableDraft, said: Timing, name: str) -> None:
    column = table.columns[name]
    inside = sorted({unit for part in said.parts for unit in units(part, said.unit)})
    outside = [u for u in range(first(said.unit), first(said.unit) + SIZES[said.unit]) if u not in inside]
    used, rest = {"more": (1, 1), "less": (1, 1), "only": (1, 0), "never": (0, 1)}[said.mode]
    share = (
        said.least + 0.08
        if said.least
        else 0.6 + 0.4 * len(inside) / SIZES[said.unit]
        if said.mode == "more"
        else 0.1
    )
    share = min(share, 0.97) if said.mode == "more" else max(0.02, 0.4 * len(inside) / SIZES[said.unit])
    weights = dict.fromkeys(inside, 100 * (share if rest else 1.0) / len(inside)) if used else {}
    if rest and outside:
        weights |= dict.fromkeys(outside, 100 * ((1 - share) if used else 1.0) / len(outside))
    spans = joined(weights, said.unit)
    target = "datetime" if said.unit == "hour" and "date" in column else None
    if target:
        column["datetime"] = column.pop("date")
    key = f"{said.unit}s"
    if (
        said.when is not None
        and (test := draft.condition(table.name, said.when)) is not None
        and not {"switch"} & column.keys()
    ):
        plain = {k: v for k, v in column.items() if k not in ("nulls", "unique")}
        column_more = {k: v for k, v in column.items() if k in ("nulls", "unique")}
        column.clear()
        column |= {"switch": [{"when": test, "use": {**plain, key: spans}}, {"use": plain}], **column_more}
        column["_kind"] = "datetime" if "datetime" in plain else "date"
    elif set(KINDS) & column.keys():
        column[key] = spans


def _seasonal(table: TableDraft, said: Timing, along: str) -> None:
    """A measure that is larger in some hours, weekdays or months becomes a series."""
    column = table.columns.get(said.measure)
    if column is None:
        return
    low, high = next(
        ((v[0], v[1]) for k in ("integer", "decimal") if isinstance(v := column.get(k), list)), (0, 10)
    )
    if isinstance(low, str) or isinstance(high, str):
        return
    inside = {unit for part in said.parts for unit in units(part, said.unit)}
    cycle = {"hour": "daily", "weekday": "weekly", "month": "yearly"}[said.unit]
    peak, base_level = (1.7, 0.7) if said.mode in ("more", "only") else (0.5, 1.15)
    every = range(first(said.unit), first(said.unit) + SIZES[said.unit])
    factors = joined({u: peak if u in inside else base_level for u in every}, said.unit, share=False)
    level = column.get("series", number(round(low + (high - low) * 0.42, 3)))
    keep = {k: v for k, v in column.items() if k in ("nulls", "daily", "weekly", "yearly")}
    column.clear()
    column |= {
        "series": level,
        "along": along,
        cycle: factors,
        "noise": 0.12,
        "memory": 0.5,
        "low": low,
        "high": high,
        "digits": 2,
        **keep,
    }


def joined(weights: dict[int, float], unit: str, *, share: bool = True) -> dict[str, float]:
    """Neighbours of one weight as a span; a span has the weight of all of them, or their common factor."""
    spans: dict[str, float] = {}
    run: list[int] = []
    for number_ in sorted(weights):
        if run and (number_ != run[-1] + 1 or weights[number_] != weights[run[-1]]):
            spans |= _span(run, weights, unit, share)
            run = []
        run.append(number_)
    return spans | (_span(run, weights, unit, share) if run else {})


def _span(run: list[int], weights: dict[int, float], unit: str, share: bool) -> dict[str, float]:
    name = spelled(run[0], unit) if len(run) == 1 else f"{spelled(run[0], unit)}-{spelled(run[-1], unit)}"
    return {name: number(round(weights[run[0]] * (len(run) if share else 1), 3))}


def units(part: str, unit: str) -> list[int]:
    start_text, _, end_text = part.partition("-")
    start, end, size = int(start_text), int(end_text or start_text), SIZES[unit]
    return [(start - first(unit) + step) % size + first(unit) for step in range((end - start) % size + 1)]


def first(unit: str) -> int:
    return 1 if unit == "month" else 0


def spelled(number_: int, unit: str) -> str:
    if unit == "weekday":
        return WEEKDAYS[number_]
    return MONTHS[number_ - 1] if unit == "month" else str(number_)
