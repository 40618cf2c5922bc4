"""Changes of numbers: how many rows, which bounds, how much more for a group."""

from __future__ import annotations

from typing import Any

from rowsmith.agents.models.offline.planning.draft import literal, number
from rowsmith.agents.models.offline.planning.values import ranged
from rowsmith.agents.models.offline.revising.additions import NEW_TABLE
from rowsmith.agents.models.offline.revising.naming import Mention
from rowsmith.agents.models.offline.revising.parts import Part, Sampler, column
from rowsmith.agents.models.offline.revising.words import table as word_table
from rowsmith.agents.models.offline.text.quantity import Quantity


def bounds(part: Part) -> bool:
    """As in "change the budget range to 500 to 40,000": new bounds of a number that is there."""
    spans, columns = part.quantities("R"), part.columns()
    if not spans or len(columns) != 1:
        return False
    sampler = column(part, columns[0])
    if not {"integer", "decimal"} & sampler.keys():
        return False
    kept: Sampler = {key: sampler[key] for key in ("nulls", "unique", "follows", "ends") if key in sampler}
    made: Sampler = {**ranged(sampler, spans[0]), **kept}
    sampler.clear()
    sampler.update(made)
    return True


def rows(part: Part) -> bool:
    """As in "more deals please, 500", "make it 24 professors": the number of rows of the table that is named."""
    numbers = part.quantities("N")
    if (
        NEW_TABLE.search(part.text)
        or len(numbers) != 1
        or numbers[0].single is None
        or not part.table
        or part.quantities("P")
    ):
        return False
    if any(item.word in ("per", "each", "every") for item in part.items):
        return False
    amount = number(round(numbers[0].single))
    wanted: Any = {"about": amount} if numbers[0].is_soft else amount
    table = part.plan["tables"][part.table]
    before = table["rows"]
    if isinstance(before, list):
        return False
    table["rows"] = {**before, "total": wanted} if _holds(part, before, amount) else wanted
    return True


def _holds(part: Part, rows: Any, amount: float) -> bool:
    """Whether so many rows are within what each parent has."""
    if not isinstance(rows, dict) or not isinstance(rows.get("per"), str) or "childless" in rows:
        return False
    reference = part.plan["tables"][part.table]["columns"].get(rows["per"], {})
    parents = part.plan["tables"].get(str(reference.get("reference")), {}).get("rows")
    count = rows.get("count", 1)
    if not isinstance(parents, int) or not isinstance(count, list):
        return False
    low, high = count
    return isinstance(low, int) and isinstance(high, int) and low * parents <= amount <= high * parents


def multiple(part: Part) -> bool:
    """Of a group: "make premium customers spend about twice as much": a number scaled for the rows of a group."""
    factor = _factor(part)
    groups = part.values()
    if factor is None or not groups:
        return False
    for table, name, path in _measured(part, groups[0]):
        sampler = part.plan["tables"][table]["columns"][name]
        scaled = _scaled(sampler, factor)
        if scaled is None:
            continue
        plain = {key: value for key, value in sampler.items() if key not in ("nulls", "unique", "follows")}
        kept = {key: value for key, value in sampler.items() if key not in plain}
        test = f"{path}{groups[0].column} = {literal(groups[0].value)}"
        made = {"switch": [{"when": test, "use": scaled}, {"use": plain}], **kept}
        part.plan["tables"][table]["columns"][name] = made
        return True
    return False


def _factor(part: Part) -> float | None:
    times = word_table()["times"]
    for at, item in enumerate(part.items):
        after = [one.word for one in part.items[at + 1 : at + 3]]
        if item.word in times and ("as" in after or "the" in after or item.word in ("double", "triple")):
            return float(times[item.word])
        if item.symbol == "N" and after[:1] == ["time"] and isinstance(item.value, Quantity):
            return item.value.single
    return None


def _measured(part: Part, group: Mention) -> list[tuple[str, str, str]]:
    """The numbers that may be meant, nearest first, with the path from their rows to the group's column."""
    wanted = [one.column for one in part.columns()]
    found: list[tuple[int, str, str, str]] = []
    for table, content in part.plan["tables"].items():
        path = _path(part, table, group.table)
        if path is None:
            continue
        for name, sampler in content["columns"].items():
            if isinstance(sampler, dict) and {"integer", "decimal"} & sampler.keys():
                rank = _rank(name, wanted)
                if rank is not None:
                    found.append((rank, table, name, path))
    return [(table, name, path) for _, table, name, path in sorted(found, key=lambda one: one[0])]


def _rank(name: str, wanted: list[str]) -> int | None:
    amounts: list[str] = word_table()["amounts"]
    if wanted:
        return 0 if name in wanted else None
    return next(
        (at for at, amount in enumerate(amounts) if name == amount or name.endswith(f"_{amount}")), None
    )


def _path(part: Part, start: str, target: str) -> str | None:
    """The dotted lead from a row of `start` to one of `target`, "" where they are one table."""
    edge, seen = [(start, "")], {start}
    while edge:
        here, lead = edge.pop(0)
        if here == target:
            return lead
        for name, sampler in part.plan["tables"][here].get("columns", {}).items():
            parent = sampler.get("reference") if isinstance(sampler, dict) else None
            if isinstance(parent, str) and parent in part.plan["tables"] and parent not in seen:
                seen.add(parent)
                edge.append((parent, f"{lead}{name.removesuffix('_id')}."))
    return None


def _scaled(sampler: Any, factor: float) -> Sampler | None:
    if not isinstance(sampler, dict):
        return None
    kind = next((kind for kind in ("integer", "decimal") if isinstance(sampler.get(kind), list)), None)
    if kind is None or not all(isinstance(bound, int | float) for bound in sampler[kind]):
        return None
    made = {key: value for key, value in sampler.items() if key not in ("nulls", "unique", "follows")}
    for key in (kind, "mean", "median", "mode", "sd"):
        if isinstance(made.get(key), list):
            made[key] = [number(round(bound * factor, 2)) for bound in made[key]]
        elif isinstance(made.get(key), int | float):
            made[key] = number(round(made[key] * factor, 2))
    return made
