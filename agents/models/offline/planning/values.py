"""What a column's values are: lists, ranges, forms, numbers that count up."""

from __future__ import annotations

import re
from typing import Any

from rowsmith.agents.models.offline.planning.draft import Friendly, PlanDraft, number
from rowsmith.agents.models.offline.planning.moments import kind_of
from rowsmith.agents.models.offline.planning.sampling import place_of, plain_value, replace, span_of, under
from rowsmith.agents.models.offline.reading.statements import Numbered, OneOf, Shaped, Within
from rowsmith.agents.models.offline.text.quantity import Firmness, Quantity

EXACT_ROWS = 50_000
BACKSLASH = "\\"
COUNTED = re.compile(r"((?:\\?[A-Za-z0-9_ /-])*?)(?:\[0-9\]|\\d)\{(\d)\}")


def one_of(draft: PlanDraft, said: OneOf) -> None:
    found = place_of(draft, said.place)
    if found is None:
        return
    table, column = found
    values = [plain_value(value) for value in said.values]
    sampler: Friendly = {"category": _weights(said, values)}
    if len(values) == 2 and set(map(str, values)) == {"True", "False"}:
        sampler = {"boolean": _weights(said, values)[values[0]] / 100 if said.shares else 0.5}
    elif said.shares and table.amount <= EXACT_ROWS:
        sampler["exact"] = True
    if said.when is None:
        replace(column, sampler)
    else:
        under(draft, table, column, said.when, {k: v for k, v in sampler.items() if k != "exact"})


def _weights(said: OneOf, values: list[Any]) -> Any:
    if not said.shares or all(share is None for share in said.shares):
        return values
    known = sum(share for share in said.shares if share is not None)
    left = max(0.0, 1 - known) / max(1, sum(share is None for share in said.shares))
    return {
        value: number(round(100 * (left if share is None else share), 4))
        for value, share in zip(values, said.shares, strict=False)
    }


def ranged(column: Friendly, quantity: Quantity) -> Friendly:
    """A number's sampler with new bounds: whole where it was whole or the bounds are, with its family of shape."""
    old = span_of(column)
    low = (
        quantity.low
        if quantity.low is not None
        else min(0.0, quantity.high or 0.0)
        if old is None
        else min(old[0], quantity.high or old[0])
    )
    high = (
        quantity.high
        if quantity.high is not None
        else max(low * 10, 100.0)
        if old is None
        else max(old[1], low * 4, low + 10)
    )
    whole = low == int(low) and high == int(high)
    integer = "integer" in column or (whole and "decimal" not in column)
    if "decimal" in column and whole and column.get("digits", 2) == 0:
        integer = True
    if not whole:
        integer = False
    if integer:
        low, high = low + quantity.open_low, high - quantity.open_high
    digits = max(_digits(low), _digits(high), int(column.get("digits", 2)))
    step = 10**-digits
    if not integer:
        low, high = low + step * quantity.open_low, high - step * quantity.open_high
    made: Friendly = {"integer" if integer else "decimal": [number(low), number(max(low, high))]}
    if not integer and digits != 2:
        made["digits"] = digits
    shape = column.get("shape")
    if shape in ("lognormal", "gamma", "exponential", "geometric", "normal") and low >= 0:
        made["shape"] = (
            "gamma"
            if shape in ("exponential", "geometric", "lognormal") and high < 20 * max(low, 1)
            else shape
        )
        if made["shape"] == "exponential" or made["shape"] == "geometric":
            made["mean"] = number(round(low + (high - low) * 0.2, 4))
    if "ends" in column and not integer:
        made["ends"] = column["ends"]
    return made


def _digits(value: float) -> int:
    text = f"{value:.6f}".rstrip("0")
    return len(text.partition(".")[2])


def within(draft: PlanDraft, said: Within) -> None:
    found = place_of(draft, said.place)
    if found is None:
        return
    table, column = found
    if kind_of(column) is not None:
        return
    sampler = ranged(column, said.quantity)
    if said.quantity.firmness is Firmness.mostly:
        return
    if said.when is None:
        replace(column, sampler)
    else:
        under(draft, table, column, said.when, sampler)


def shaped(draft: PlanDraft, said: Shaped) -> None:
    """A form; where it only bounds what the kind of value has anyway, the kind stays."""
    table = draft.tables.get(said.place.entity)
    if table is None or said.place.attribute in table.links:
        return
    column = table.columns.setdefault(said.place.attribute, {})
    if kind_of(column) is not None or "category" in column:
        return
    if column.get("semantic") == "username" or (
        column.get("semantic") == "email" and said.regex.startswith("[^@")
    ):
        return
    unique = column.get("unique") or said.place.attribute in table.key
    replace(column, {"pattern": closed(said.regex)})
    if unique:
        column["unique"] = True


def closed(regex: str) -> str:
    """The form with an end to every "any number of": names before an @, one or two digits, a few letters."""
    regex = re.sub(r"^(?:\.\+|\.\*|\[\^@[^\]]*\]\+)@", r"[a-z]{4,8}\\.[a-z]{4,9}@", regex)
    regex = re.sub(r"(\[0-9\]|\\d)[+*]", r"\1{1,2}", regex)
    return re.sub(r"(?<!\\)[+*]", "{3,8}", regex.replace(".+", "[a-z]+"))


def _counted_form(regex: str) -> str | None:
    """A form of fixed letters before digits as the format of a count: 2023-[0-9]{6} is 2023-{:06}."""
    found = COUNTED.fullmatch(regex)
    return f"{found[1].replace(BACKSLASH, '')}{{:0{found[2]}}}" if found else None


def numbered(draft: PlanDraft, said: Numbered) -> None:
    found = place_of(draft, said.place)
    if found is None:
        return
    table, column = found
    made: Friendly = {"sequence": said.start}
    if form := _counted_form(str(column.get("pattern", ""))):
        made["format"] = form
    if said.within:
        link = table.links.get(said.within) or table.link_to(said.within)
        if link is not None:
            made["within"] = link.column
    if said.by and said.by in table.columns:
        made["by"] = said.by
    column.clear()
    column |= made
