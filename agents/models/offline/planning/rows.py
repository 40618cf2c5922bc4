"""How many rows each table has."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rowsmith.agents.models.offline.planning.draft import PlanDraft, TableDraft, number
from rowsmith.agents.models.offline.reading.statements import (
    AsMany,
    Children,
    Distinct,
    Grid,
    Having,
    Rows,
    Statement,
    Written,
)
from rowsmith.agents.models.offline.text.quantity import Firmness, Quantity

DEFAULT_ROWS = 100
MANY = 400


def add_rows(draft: PlanDraft, statements: Sequence[Statement]) -> None:
    """Numbers that were said, children per parent, written rows, grids; for the rest what is usual."""
    totals = {name: total for name, total in totals_of(statements).items() if name in draft.tables}
    for table in draft.tables.values():
        table.counted = table.name in totals
        table.amount = middle(totals[table.name]) if table.counted else _usual(table)
    for statement in statements:
        if isinstance(statement, Written) and statement.entity in draft.tables:
            _written(draft.tables[statement.entity], statement)
        if isinstance(statement, Grid) and statement.entity in draft.tables:
            _grid(draft, statement)
    children = [
        s for s in statements if isinstance(s, Children) and {s.parent, s.child} <= draft.tables.keys()
    ]
    for child in dict.fromkeys(s.child for s in children):
        _children(draft, child, [s for s in children if s.child == child], totals.get(child))
    for statement in statements:
        if isinstance(statement, AsMany | Having):
            _by_parent(draft, statement)
    for table in draft.tables.values():
        if table.rows is None:
            _alone(draft, table, totals.get(table.name))
    _pairs(draft, statements, totals)


def totals_of(statements: Sequence[Statement]) -> dict[str, Quantity]:
    """How many rows were said of each table, the last word counts; a few beside another number count nothing."""
    found: dict[str, Quantity] = {}
    for said in statements:
        if isinstance(said, Rows) and not (_vague(said.quantity) and said.entity in found):
            found[said.entity] = said.quantity
    return found


def _vague(quantity: Quantity) -> bool:
    """Whether it more likely speaks of one row's share of them: "a talk has one speaker", "one to five skills"."""
    return quantity.single == 1 or (quantity.single is None and (quantity.high or 0) < MANY)


def middle(quantity: Quantity) -> float:
    """The number that a quantity stands for."""
    low, high = quantity.low, quantity.high
    if low is None:
        return max(1, (high or 1) / 2)
    return low if high is None else (low + high) / 2


def amount(quantity: Quantity) -> Any:
    """A quantity of rows in the friendly form."""
    if quantity.single is not None:
        value = number(round(quantity.single))
        return {"about": value} if quantity.is_soft else value
    low, high = quantity.low, quantity.high
    if low is not None and high is not None:
        return {"between": [number(round(low)), number(round(high))]}
    return {"at_least": number(round(low))} if low is not None else {"at_most": number(round(high or 1))}


def count(quantity: Quantity) -> Any:
    """A quantity of children per parent in the friendly form."""
    single = quantity.single
    if single is not None and not quantity.is_soft:
        return number(round(single))
    if single is not None:
        return {
            "integer": [max(0, int(single * 0.4)), int(single * 1.8) + 1],
            "shape": "normal",
            "mean": single,
        }
    low = 0 if quantity.low is None else int(quantity.low) + quantity.open_low
    high = int(low + max(3, low * 2)) if quantity.high is None else int(quantity.high) - quantity.open_high
    return [low, max(low, high)]


def _usual(table: TableDraft) -> float:
    return float(table.known.rows if table.known else DEFAULT_ROWS)


def _written(table: TableDraft, said: Written) -> None:
    key = table.key[0]
    names = list(said.attributes)
    rows = []
    for n, row in enumerate(said.rows, start=1):
        cells = {name: number(v) if isinstance(v, float) else v for name, v in zip(names, row, strict=True)}
        rows.append(cells if key in names else {key: n, **cells})
    table.rows, table.amount, table.written = rows, len(rows), True


def _grid(draft: PlanDraft, said: Grid) -> None:
    table = draft.tables[said.entity]
    columns = [link.column for parent in said.over if (link := table.link_to(parent)) is not None]
    if len(columns) < len(said.over):
        return
    size = 1.0
    for parent in said.over:
        size *= draft.tables[parent].amount if parent in draft.tables else 1
    if said.step:
        columns.append("")
    if columns:
        table.rows, table.amount = {"per": columns}, size


def _children(draft: PlanDraft, child: str, said: list[Children], total: Quantity | None) -> None:
    table = draft.tables[child]
    first = said[0]
    link = table.link_to(first.parent)
    if table.rows is not None or link is None:
        return
    mine = [one for one in said if one.parent == first.parent]
    parents = draft.tables[first.parent]
    rows: dict[str, Any] = {"per": link.column, "count": _counted(draft, child, link.column, mine)}
    per_parent = middle(mine[0].quantity)
    if total is not None:
        if _fit(parents, mine, total, rows):
            rows["total"] = amount(total)
            table.amount = middle(total)
        else:
            table.amount = parents.amount * per_parent
    else:
        table.amount = parents.amount * per_parent
    table.rows = rows


def _fit(parents: TableDraft, said: list[Children], total: Quantity, rows: dict[str, Any]) -> bool:
    """Whether the total can be met; parents whose number nobody said are as many as it wants."""
    quantity = said[0].quantity
    low, high = quantity.low or 0, quantity.high if quantity.high is not None else float("inf")
    wanted = middle(total)
    if low * parents.amount <= wanted <= high * parents.amount:
        if isinstance(rows["count"], list) and quantity.high is None:
            rows["count"][1] = max(rows["count"][1], int(wanted / max(1, parents.amount) * 3) + 1)
        return True
    if parents.rows is None and not parents.counted and middle(quantity) > 0:
        parents.amount = max(1, round(wanted / middle(quantity)))
        return True
    return False


def _counted(draft: PlanDraft, child: str, column: str, said: list[Children]) -> Any:
    plain = [one for one in said if one.when is None]
    conditional = [one for one in said if one.when is not None]
    if not conditional:
        return count(plain[0].quantity)
    arms = []
    for one in conditional:
        test = draft.condition(child, one.when) if one.when is not None else None
        arms.append({"when": test, "use": _as_sampler(count(one.quantity))})
    known = [arm for arm in arms if arm["when"] is not None]
    if not known:
        return count((plain or conditional)[0].quantity)
    last = _as_sampler(count(plain[0].quantity)) if plain else known[-1]["use"]
    return {"switch": [*known, {"use": last}]}


def _as_sampler(value: Any) -> Any:
    return {"integer": value} if isinstance(value, list) else value


def _by_parent(draft: PlanDraft, said: AsMany | Having) -> None:
    """As many children as the parent says, or children of a share of the parents only."""
    name = said.parent if isinstance(said, AsMany) else said.entity
    table, parent = draft.tables.get(said.child), draft.tables.get(name)
    link = table.link_to(name) if table is not None else None
    if table is None or parent is None or link is None:
        return
    if isinstance(said, AsMany):
        table.rows = {
            "per": link.column,
            "count": {"expression": f"{link.column.removesuffix('_id')}.{said.place.attribute}"},
        }
        return
    rows: dict[str, Any] = {"per": link.column}
    if isinstance(table.rows, dict) and "per" in table.rows:
        rows = table.rows
    share = middle(said.quantity)
    usual = rows.get("count", 1)
    rows["count"] = [max(1, usual[0]), max(1, usual[1])] if isinstance(usual, list) else usual
    rows["childless"] = {"exactly": round(1 - share, 4)}
    table.rows, table.amount = rows, parent.amount * share


def _alone(draft: PlanDraft, table: TableDraft, total: Quantity | None) -> None:
    """Rows of a table of which no children per parent were said."""
    known = table.known
    span = None
    for link in table.links.values():
        parent = draft.tables[link.parent]
        if link.more.get("unique") is True and total is None:
            table.rows, table.amount = {"per": link.column}, parent.amount
            return
        usual = _usual_span(table, parent)
        if usual is not None and link.parent != table.name and not link.more.get("unique"):
            span = (link, usual, parent)
            break
    if total is not None:
        table.rows = amount(total)
        if total.is_soft or known is None or span is None or Firmness.exactly != total.firmness:
            return
        return
    if span is None:
        table.rows = number(table.amount)
        return
    link, (low, high), parent = span
    table.rows = {"per": link.column, "count": [low, high] if low != high else low}
    table.amount = parent.amount * (low + high) / 2


def _usual_span(table: TableDraft, parent: TableDraft) -> tuple[int, int] | None:
    if table.known is None:
        return None
    names = {parent.entity.words, *parent.entity.aliases}
    if parent.known is not None:
        names |= {parent.known.name}
    for words, span in table.known.parents.items():
        if words in names and span is not None:
            return span
    return None


def _pairs(draft: PlanDraft, statements: Sequence[Statement], totals: dict[str, Quantity]) -> None:
    """A table whose pairs of references are distinct is dealt through the first of them."""
    for said in statements:
        if not isinstance(said, Distinct) or said.entity not in draft.tables:
            continue
        table = draft.tables[said.entity]
        names = [draft.named(table, name) for name in (*said.attributes, *said.within)]
        pair = [table.links[name] for name in names if name in table.links]
        if len(pair) != 2 or table.per or isinstance(table.rows, list):
            _never_twice(table, pair)
            continue
        first, second = sorted(pair, key=lambda link: -draft.tables[link.parent].amount)
        parents, others = draft.tables[first.parent].amount, draft.tables[second.parent].amount
        mean = table.amount / max(1, parents)
        high = max(1, min(int(others * 0.8), int(mean * 3) + 2))
        table.rows = {
            "per": first.column,
            "count": {"integer": [0, high], "shape": "gamma", "mean": min(mean, high * 0.6)},
        }
        table.rows["total"] = (
            amount(totals[said.entity]) if said.entity in totals else number(round(table.amount))
        )
        second.more["unique"] = {"within": first.column}


def _never_twice(table: TableDraft, pair: list[Any]) -> None:
    for link in pair:
        if len(pair) == 2 and table.per and link.column not in table.per:
            link.more["unique"] = {"within": table.per[0]}
